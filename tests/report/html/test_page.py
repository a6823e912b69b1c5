"""The page on a result: its figures are those of the folder to the fen, and nothing in it is markup that is not its own."""

from __future__ import annotations

import csv
import dataclasses
import itertools
import json
import re
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from subsidy.batch.read_back import read_result
from subsidy.batch.row import EXCLUDED
from subsidy.law.library import library
from subsidy.law.run import prepare
from subsidy.report.html.page import page, titles_of
from subsidy.report.labels import label
from tests.cli.calling import call
from tests.report.html.conftest import DAY, HOSTILE, UGLY_FILE
from tests.report.html.reading import asks_outside, read, table

LANGUAGES = ("zh", "en")


def made(folder: Path, lang: str = "en") -> str:
    return page(read_result(folder), library(), lang)


@pytest.fixture(scope="module")
def english(park: Path) -> str:
    return made(park)


def summary(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return data


def entitlements(folder: Path) -> list[dict[str, str]]:
    with (folder / "entitlements.csv").open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def shown(text: str) -> Decimal | None:
    return None if text == "not known" else Decimal(text.replace(",", ""))


def added(parts: list[str | None]) -> Decimal | None:
    """Their sum; nothing where any is empty."""
    return None if None in parts or "" in parts else sum((Decimal(part or "") for part in parts), Decimal(0))


TOGETHER = "payable and undetermined"


def payable(rows: list[dict[str, str]]) -> Decimal:
    return sum((Decimal(row["amount"]) for row in rows if row["status"] == "payable"), Decimal(0))


def test_totals_are_those_of_the_summary_and_of_the_lines(park: Path, english: str) -> None:
    states = {"open to claim": "open", "upcoming": "upcoming", "lapsed": "lapsed"}
    rows = table(english, "Totals")[1:]
    assert [row[0] for row in rows] == list(states)
    for name, number, paid, low, high in rows:
        totals = [total for total in summary(park)["totals"] if total["claim"] == states[name]]
        lines = [line for line in entitlements(park) if line["claim"] == states[name]]
        assert int(number) == sum(total["entitlements"] for total in totals) == len(lines)
        assert shown(low) == added([total["low"] for total in totals]) == added([line["low"] for line in lines])
        assert shown(high) == added([total["high"] for total in totals]) == added([line["high"] for line in lines])
        assert shown(paid) == payable(lines)
    assert any(row[4] == "not known" for row in rows)
    assert all(row[3] != "0.00" for row in rows if row[0] == "open to claim")


def test_every_provision_status_and_claim_state_has_its_sums(park: Path, english: str) -> None:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for total in summary(park)["totals"]:
        groups[label(f"claim.{total['claim'] or 'none'}", "en"), total["status"]].append(total)
    found: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for _, basis, claim, status, *figures in table(english, "By provision and claim state")[1:]:
        assert basis.startswith("青商规〔2024〕1号, article ")
        if status != TOGETHER:
            found[claim, status].append(figures)
    assert found.keys() == groups.keys()
    for key, rows in found.items():
        assert sum(int(number) for number, *_ in rows) == sum(total["entitlements"] for total in groups[key])
        assert sum(shown(low) or 0 for _, _, low, _ in rows) == added([total["low"] for total in groups[key]])


def test_sizes_and_years_hold_every_sum_once(park: Path, english: str) -> None:
    lines = entitlements(park)
    *_, (name, number, paid) = table(english, "Distribution of awards")
    assert (name, int(number), shown(paid)) == ("total", sum(line["status"] == "payable" for line in lines), payable(lines))
    claimable = [line for line in lines if line["status"] != "ineligible" and line["valid_from"]]
    rows = table(english, "Budget by year")[1:]
    assert sum(int(number) for year, _, number, *_ in rows if year != "total") == len(claimable)
    for year, claim, number, paid, low, _ in rows:
        in_state = [line for line in claimable if label(f"claim.{line['claim']}", "en") == claim]
        own = [line for line in in_state if year in (line["valid_from"][:4], "total")]
        assert (int(number), shown(paid), shown(low)) == (len(own), payable(own), added([line["low"] for line in own]))


def test_what_has_lapsed_is_in_no_total_with_what_can_be_claimed(english: str) -> None:
    totals = {row[1]: row[2:] for row in table(english, "Budget by year") if row[0] == "total"}
    by_claim = {row[0]: row[2:] for row in table(english, "Totals")[1:]}
    assert list(totals) == list(by_claim) == ["open to claim", "upcoming", "lapsed"]
    assert {claim: row[1:] for claim, row in totals.items()} == by_claim


def test_every_figure_of_a_chart_stands_in_the_table_below_it(english: str) -> None:
    for section in re.findall(r"<section.*?</section>", english, re.DOTALL):
        texts = set(re.findall(r"<text[^>]*>([\d,.]+(?: to [\d,.]+)?|[\d,.]+ or more \(most not known\))</text>", section))
        rows = [row for one in read(section).tables for row in one.rows]
        beside = [pair for row in rows for pair in itertools.pairwise(row)]
        cells = {cell for row in rows for cell in row} | {f"{low} to {high}" for low, high in beside}
        cells |= {f"{low} or more (most {high})" for low, high in beside}
        assert texts <= cells


def test_what_is_payable_and_undetermined_is_added_up(english: str) -> None:
    rows = table(english, "By provision and claim state")[1:]
    together = [number for number, row in enumerate(rows) if row[3] == TOGETHER]
    assert together
    for number in together:
        paid, open_, both = (list(map(shown, row[4:])) for row in rows[number - 2 : number + 1])
        assert [row[:3] for row in rows[number - 2 : number]] == [rows[number][:3]] * 2
        assert both == [None if one is None or other is None else one + other for one, other in zip(paid, open_, strict=True)]


def test_a_result_without_rows_says_that_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "imports.csv").write_text("uscc,year,rmb\n", encoding="utf-8")
    assert call("batch", tmp_path / "imports.csv", "--out", tmp_path / "result", *DAY).exit_code == 0
    text = made(tmp_path / "result")
    assert all(len(one.rows) > 1 for one in read(text).tables)
    said = " ".join("".join(read(text).texts).split())
    assert "The enterprises that can claim most: none." in said
    assert "By provision and claim state: none. " in said
    assert "Imports counted: none." in said


def test_provisions_that_share_a_title_are_told_apart_by_their_ids() -> None:
    run = prepare(date(2026, 3, 1), {}, {}, library())
    (document, provision, terms), *others = run.provisions
    twin = (document, provision, dataclasses.replace(terms, provision="twin/import"))
    titles = titles_of(dataclasses.replace(run, provisions=(*run.provisions, twin)), "en")
    title = provision.title.text("en")
    assert (titles[terms.provision], titles["twin/import"]) == (f"{title} ({terms.provision})", f"{title} (twin/import)")
    assert [titles[other.provision] for _, _, other in others] == [one.title.text("en") for _, one, _ in others]


def test_enterprises_at_the_cap_are_those_whose_steps_reach_it(park: Path, english: str) -> None:
    growth = [line for line in entitlements(park) if line["provision"].endswith("import-growth") and Decimal(line["low"]) > 0]
    gross = [Decimal(json.loads(line["steps"])["gross"]) for line in growth]
    reached = [sum_ for sum_ in gross if sum_ >= 3_000_000]
    rows = table(english, "Enterprises at the cap")[1:]
    assert sum(int(number) for _, _, number, _ in rows) == len(reached) > 1
    beyond = sum(reached, Decimal(0)) - 3_000_000 * len(reached)
    assert beyond != round(beyond, 2)
    assert sum(shown(cell) or 0 for *_, cell in rows) == beyond.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_rows_and_fen_are_accounted_for(park: Path, english: str) -> None:
    account = json.loads((park / "reconciliation.json").read_text(encoding="utf-8"))
    *fates, read_in_all = table(english, "Where they went")[1:]
    assert sum(int(rows.replace(",", "")) for _, _, _, rows, _ in fates) == account["rows"]["read"]
    assert sum(shown(amount) or 0 for *_, amount in fates if amount != "–") == Decimal(account["amount"]["read"]) == shown(read_in_all[4])
    assert "Rows and sums balance, to the fen." in english
    assert table(english, "Control totals")[1] == ["2025", "1,990,188,149.44", "1,990,188,149.44", "same"]
    rejected = {row[1]: int(row[2]) for row in table(english, "Rejects by reason")[1:]}
    assert rejected == account["rows"]["rejected"]


def test_what_could_not_be_read_has_no_sum(english: str) -> None:
    sums = {row[1]: row[3] for row in table(english, "Rejects by reason")[1:]}
    assert (sums["amount"], sums["columns"], sums["lost_digits"]) == ("–", "–", "–")
    assert sums["date"] == "2,006,445.33"
    without = [row for row in table(english, "Where they went")[1:] if row[4] == "–"]
    assert {row[2] for row in without} == {"amount", "columns", "lost_digits"}


def test_rejects_of_side_tables_are_counted_apart_without_a_sum(tmp_path: Path) -> None:
    long = "9" * 300 + "x"
    (tmp_path / "imports.csv").write_text("uscc,year,rmb\n913101180000000004,2025,1.00\n913101180000000004,2024,x\n", encoding="utf-8")
    bad = [f"913101180000000004,qingpu-2024-1/import-growth,2024,{long}", "1,qingpu-2024-1/import-growth,2024,1.00",
           "913101180000000004,qingpu-2024-1/import-growth,2024,'=x'"]  # fmt: skip
    (tmp_path / "prior.csv").write_text("\n".join(["uscc,provision,period,amount", *bad]) + "\n", encoding="utf-8")
    sides = ("--prior", tmp_path / "prior.csv")
    done = call("batch", tmp_path / "imports.csv", *sides, "--zone", "qingpu", "--out", tmp_path / "result", *DAY)
    assert done.exit_code == 0, done.stderr
    text = made(tmp_path / "result")
    assert [row[1:4] for row in table(text, "Rejects by reason")[1:]] == [["amount", "1", "–"]]
    counted = {row[1]: row[2:] for row in table(text, "Rejects by reason · Side tables")[1:]}
    assert counted == {
        "amount": ["2", f"{tmp_path / 'prior.csv'}:2 amount: {'9' * 80}…"],
        "uscc": ["1", f"{tmp_path / 'prior.csv'}:3 uscc: 1"],
    }
    assert long not in text


def test_the_range_over_readings_is_that_of_the_lines(park: Path, english: str) -> None:
    lines = [line for line in entitlements(park) if line["provision"].endswith("/first")]
    (row,) = [row for row in table(english, "Least and most over all readings") if "business first" in row[0]]
    moved = sum((line["low"], line["high"]) != (line["range_low"], line["range_high"]) for line in lines)
    assert row[1:3] == [str(len(lines)), str(moved)]
    assert [shown(cell) for cell in row[3:]] == [
        added([line[name] for line in lines]) for name in ("low", "high", "range_low", "range_high")
    ]


def test_a_result_without_ranges_says_how_to_get_them(hostile: Path) -> None:
    assert "Run the batch again with --range" in made(hostile)
    assert "加 --range 重新运行 batch" in made(hostile, "zh")


def test_what_it_rests_on_is_listed(park: Path, english: str) -> None:
    said = summary(park)
    assert {row[0]: row[1] for row in table(english, "Readings, and what they move")[1:]} == said["readings"]
    assert dict(table(english, "Decisions of the authority")[1:]) == said["decisions"]
    assert [row[1] for row in table(english, "Assumptions")[1:]] == said["assumptions"]
    assert [row[1] for row in table(english, "Receipt")[1:]] == list(said["receipt"].values())
    assert [row[1] for row in table(english, "Warnings on the data")[1:]] == ["unassigned_rejects", "uscc_checksum"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_stand_alone_and_name_what_they_show(park: Path, lang: str) -> None:
    text = made(park, lang)
    reader = read(text)
    assert asks_outside(text) == []
    assert re.findall(r"https?://[^\s\"<]*", text) == []
    names = [element.name for element in reader.elements]
    assert (names.count("h1"), names.count("main"), names.count("title")) == (1, 1, 1 + names.count("svg"))
    assert names.count("svg") == names.count("figure") == names.count("figcaption") == names.count("desc") == 5
    assert all(one.attributes.get("role") == "img" for one in reader.elements if one.name == "svg")
    assert all("scope" in one.attributes for one in reader.elements if one.name == "th")
    assert all(one.caption for one in reader.tables)
    ids = [one.attributes["id"] for one in reader.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    links = [one.attributes["href"][1:] for one in reader.elements if one.name == "a"]
    assert set(links) < set(ids)
    assert len(links) == names.count("section")


def test_charts_hold_their_figures_as_text(english: str) -> None:
    drawn = "".join(re.findall(r"<svg.*?</svg>", english, re.DOTALL))
    texts = re.findall(r"<text[^>]*>(.*?)</text>", drawn)
    assert "13,200,974.95 to 23,657,340.17" in texts
    assert "<tspan>Support for the yearly increment</tspan>" in drawn


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_are_text(hostile: Path, lang: str) -> None:
    text = made(hostile, lang)
    reader = read(text)
    assert asks_outside(text) == []
    assert not [one for one in reader.elements if one.name in ("b", "img")]
    shown_texts = "".join(reader.texts)
    assert HOSTILE in shown_texts
    assert UGLY_FILE in shown_texts


def test_the_same_folder_gives_the_same_bytes(park: Path) -> None:
    assert made(park) == made(park)
    assert made(park) != made(park, "zh")


def test_every_way_in_which_rows_are_left_out_has_words() -> None:
    for code in EXCLUDED:
        assert label(f"page_excluded.{code}", "zh") != label(f"page_excluded.{code}", "en")
