"""`subsidy deadlines`: a firm, a park or the law, in every form; and calls that cannot be."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from subsidy.report.deadlines_csv import DEADLINE_COLUMNS
from tests.cli.calling import GROWTH, call, case_file

PARK = Path(__file__).parents[2] / "scenarios" / "park"
DAY = ("--as-of", "2026-03-01")


def listed(*arguments: str | Path) -> dict[str, Any]:
    result = call("deadlines", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def sums(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], tuple[Decimal, Decimal | None]]:
    """Low and high by provision, period and window; high is None where that of any row is."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["provision"], row["period"], row["valid_from"], row["valid_until"]].append(row)
    return {key: (sum((Decimal(row["low"]) for row in some), Decimal(0)), _high(some)) for key, some in found.items()}


def _high(rows: list[dict[str, Any]]) -> Decimal | None:
    highs = [row["high"] for row in rows]
    return None if {"", None} & set(highs) else sum((Decimal(high) for high in highs), Decimal(0))


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of the sample park."""
    out = tmp_path_factory.mktemp("park") / "result"
    sides = [part for name in ("register", "firsts", "warehousing", "prior") for part in (f"--{name}", PARK / f"{name}.csv")]
    result = call("batch", *sorted(PARK.glob("declarations-*.csv")), *sides, "--out", out, *DAY)
    assert result.exit_code == 0, result.stderr
    return out


@pytest.mark.parametrize("as_of", ["2024-02-05", "2026-03-01", "2026-12-31", "2027-02-06"])
def test_a_park_balances_with_its_entitlements(park: Path, as_of: str) -> None:
    with (park / "entitlements.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    eligible = [row for row in rows if row["status"] != "ineligible"]
    data = listed("--result", park, "--as-of", as_of)
    assert {key: (low, high) for key, (low, high) in sums(data["deadlines"]).items()} == sums(eligible)
    assert len(sums(eligible)) == len(data["deadlines"]) > 10
    claims = [claim for deadline in data["deadlines"] for claim in deadline["claims"]]
    assert sorted((c["uscc"], c["low"], c["high"] or "") for c in claims) == sorted((r["uscc"], r["low"], r["high"]) for r in eligible)
    assert data["left_out"] == {"ineligible": len(rows) - len(eligible), "no_window": 0}
    whole = [data["totals"][claim]["low"] for claim in ("open", "upcoming", "lapsed")]
    assert sum(map(Decimal, whole)) == sum(Decimal(row["low"]) for row in eligible) > 0


def test_a_park_on_its_own_day_has_the_claim_states_of_its_result(park: Path) -> None:
    summary = json.loads((park / "summary.json").read_text(encoding="utf-8"))
    data = listed("--result", park, *DAY)
    assert (data["judged_on"], data["law_changed"], data["receipt"]) == ("2026-03-01", False, summary["receipt"])
    for claim in ("open", "upcoming", "lapsed"):
        rows = [row for row in summary["totals"] if row["claim"] == claim]
        assert Decimal(data["totals"][claim]["low"]) == sum(Decimal(row["low"]) for row in rows)


def test_a_park_names_its_firms_in_json_and_csv_and_numbers_them_in_the_table(park: Path) -> None:
    growth = next(d for d in listed("--result", park, *DAY)["deadlines"] if d["provision"].endswith("growth") and d["claim"] == "open")
    assert growth["enterprises"] == len({claim["uscc"] for claim in growth["claims"]}) > 5
    rows = list(csv.DictReader(io.StringIO(call("deadlines", "--result", park, *DAY, "--format", "csv").stdout)))
    assert {row["uscc"] for row in rows} > {claim["uscc"] for claim in growth["claims"]}
    assert f"enterprises: {growth['enterprises']}" in call("deadlines", "--result", park, *DAY, "--lang", "en").stdout


def test_csv_has_a_line_for_each_claim_and_each_window(tmp_path: Path) -> None:
    case = case_file(tmp_path, GROWTH)
    rows = list(csv.DictReader(io.StringIO(call("deadlines", "--case", case, *DAY, "--format", "csv").stdout)))
    data = listed("--case", case, *DAY)
    assert tuple(rows[0]) == DEADLINE_COLUMNS
    assert len(rows) == len(data["deadlines"]) + len(data["windows"]) == 7
    assert [(r["claim"], r["days_left"], r["period"], r["status"], r["amount"]) for r in rows[:2]] == [
        ("open", "305", "2025", "payable", "1000000.01"), ("lapsed", "-60", "2024", "undetermined", ""),
    ]  # fmt: skip
    assert rows[1]["missing"] == "imports:2023-01..2023-12"
    assert {row["status"] for row in rows[2:]} == {""}
    assert all(row["needs"] for row in rows[2:])


def test_a_calendar_is_written_where_the_name_of_the_file_says_so(tmp_path: Path) -> None:
    case, file = case_file(tmp_path, GROWTH), tmp_path / "日历.ics"
    assert call("deadlines", "--case", case, *DAY, "-o", file).exit_code == 0
    asked = call("deadlines", "--case", case, *DAY, "--format", "ics")
    assert file.read_bytes() == asked.stdout_bytes
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 8
    assert call("estimate", "--case", case, *DAY, "-o", file).exit_code == 0
    assert b"VCALENDAR" not in file.read_bytes()


def test_options_of_a_firm_are_those_of_an_estimate(tmp_path: Path) -> None:
    options = ("--zone", "qingpu", "--imports", "2024=80000000.00", "--imports", "2025=120000000.40", *DAY)
    by_options, by_case = listed(*options), listed("--case", case_file(tmp_path, GROWTH), *DAY)
    assert [d["low"] for d in by_options["deadlines"]] == [d["low"] for d in by_case["deadlines"]] == ["1000000.01", "0.00"]
    files = listed(*PARK.glob("declarations-*.csv"), "--uscc", "91310118MA1KX1370E", "--zone", "qingpu", *DAY)
    assert [d["period"] for d in files["deadlines"]] == ["2025", "2024", "2023"]


def test_within_and_readings_reach_the_list() -> None:
    assert listed(*DAY, "--within", "7")["within"] == 7
    periods = [w["period"] for w in listed(*DAY, "--reading", "growth.years=earned_in_force")["windows"]]
    assert "2023" not in periods


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--result", "nowhere"), "entitlements.csv"),
        (("--within", "-1"), "--within"),
        (("--format", "pdf"), "json"),
        (("--case", "nowhere.json"), "nowhere.json"),
        (("--imports", "2024=1.234"), "2024=1.234"),
    ],
)
def test_what_cannot_be_used_is_named(arguments: tuple[str, ...], words: str, lang: str) -> None:
    result = call("deadlines", *arguments, *DAY, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1 or "Usage" in result.stderr


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--uscc", "913101180000000004"), "not both"),
        (("--reading", "growth.years=earned_in_force"), "leave out --reading"),
        (("--decide", "warehousing.ratio=1"), "leave out --decide"),
    ],
)
def test_a_result_is_told_as_it_was_judged(more: tuple[str, ...], words: str, park: Path) -> None:
    result = call("deadlines", "--result", park, *more, *DAY, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.search(words, result.stderr)
