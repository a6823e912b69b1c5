"""The page on a result: its figures are those of the folder to the fen, and nothing in it is markup that is not its own."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.batch.read_back import read_result
from subsidy.batch.row import EXCLUDED
from subsidy.law.library import library
from subsidy.report.html.page import page
from subsidy.report.labels import label
from tests.report.html.conftest import HOSTILE, UGLY_FILE
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
    return None if text == "not bounded" else Decimal(text.replace(",", ""))


def added(parts: list[str | None]) -> Decimal | None:
    """Their sum; nothing where any is empty."""
    return None if None in parts or "" in parts else sum((Decimal(part or "") for part in parts), Decimal(0))


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
    assert any(row[4] == "not bounded" for row in rows)
    assert all(row[3] != "0.00" for row in rows if row[0] == "open to claim")


def test_every_provision_status_and_claim_state_has_its_sums(park: Path, english: str) -> None:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for total in summary(park)["totals"]:
        groups[label(f"claim.{total['claim'] or 'none'}", "en"), total["status"]].append(total)
    found: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for _, basis, claim, status, *figures in table(english, "By provision and claim state")[1:]:
        assert basis.startswith("青商规〔2024〕1号, article ")
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
    *years, (_, _, number, paid, low, _) = table(english, "Budget by year")[1:]
    assert (int(number), shown(paid), shown(low)) == (len(claimable), payable(lines), added([line["low"] for line in claimable]))
    for year, claim, _, paid, *_ in years:
        own = [line for line in claimable if line["valid_from"][:4] == year and label(f"claim.{line['claim']}", "en") == claim]
        assert shown(paid) == payable(own)


def test_enterprises_at_the_cap_are_those_whose_steps_reach_it(park: Path, english: str) -> None:
    growth = [line for line in entitlements(park) if line["provision"].endswith("import-growth") and Decimal(line["low"]) > 0]
    gross = [Decimal(json.loads(line["steps"])["gross"]) for line in growth]
    reached = [sum_ for sum_ in gross if sum_ >= 3_000_000]
    rows = table(english, "Enterprises at the cap")[1:]
    assert sum(int(number) for _, _, number, _ in rows) == len(reached) > 1
    assert sum(shown(beyond) or 0 for *_, beyond in rows) == sum(reached) - 3_000_000 * len(reached)


def test_rows_and_fen_are_accounted_for(park: Path, english: str) -> None:
    account = json.loads((park / "reconciliation.json").read_text(encoding="utf-8"))
    *fates, read_in_all = table(english, "Where they went")[1:]
    assert sum(int(rows.replace(",", "")) for _, _, _, rows, _ in fates) == account["rows"]["read"]
    assert sum(shown(amount) or 0 for *_, amount in fates) == Decimal(account["amount"]["read"]) == shown(read_in_all[4])
    assert "Rows and sums balance, to the fen." in english
    assert table(english, "Control totals")[1] == ["2025", "1,990,188,149.44", "1,990,188,149.44", "same"]
    rejected = {row[1]: int(row[2]) for row in table(english, "Rejects by reason")[1:]}
    assert rejected == account["rows"]["rejected"]


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


def copied(park: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """The result with one file changed."""
    shutil.copytree(park, folder / "result")
    file = folder / "result" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "result"


def test_lines_that_are_not_those_of_the_summary_are_refused(park: Path, tmp_path: Path) -> None:
    changed = copied(park, tmp_path, "entitlements.csv", "payable,470000.00,470000.00,470000.00", "payable,470000.01,470000.01,470000.01")
    with pytest.raises(errors.ResultMixed, match="import-growth payable lapsed"):
        made(changed)


def test_a_result_judged_under_another_law_is_refused(park: Path, tmp_path: Path) -> None:
    changed = copied(park, tmp_path, "summary.json", library().digest, "sha256:0")
    with pytest.raises(errors.ResultLaw, match="--policy"):
        made(changed)


def test_an_account_that_does_not_balance_is_told(park: Path, tmp_path: Path) -> None:
    changed = copied(park, tmp_path, "reconciliation.json", '"read": "6204793601.50"', '"read": "6204793601.51"')
    assert "Rows or sums do NOT balance" in made(changed)
