"""The table of a range: whether a doubt matters is said first, then which reading moves the sum and which fact would settle it."""

import io
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

import subsidy
from subsidy.report.range_table import range_table

AS_OF = date(2026, 3, 1)
NEW_IMPORTER = {"imports": [{"period": "2024", "value": "0.00"}, {"period": "2025", "value": "80000000.00"}]}
FIRM = {"zone": "qingpu", "settled_on": "2024-05-01", "foreign_trade": True, "name": "上海某进出口有限公司"}
FEES = {"warehousing": [{"from": "2024-05-01", "to": "2026-04-30", "amount": "240000.00"}]}


def _shown(data: dict[str, Any], lang: str = "en", width: int = 100, **terms: Any) -> str:
    case = subsidy.Case.model_validate({"enterprise": {"zone": "qingpu"}, **data})
    page = io.StringIO()
    Console(file=page, width=width, highlight=False).print(range_table(subsidy.assess_range(case, as_of=AS_OF, lang=lang, **terms), lang))
    return page.getvalue()


def test_where_no_reading_makes_a_difference_it_says_so() -> None:
    certain = {"firsts": [{"business": "Repair", "kind": "first", "recognised_on": "2025-04-18", "achieved_on": "2025-04-18"}]}
    assert "Whatever the reading (768 combinations), it comes to RMB 300,000.00." in _shown(certain)
    unknown_zone = {"enterprise": {}, **certain}
    assert "No reading makes a difference (768 combinations); RMB 0.00 to 300,000.00" in _shown(unknown_zone)


def test_what_the_readings_make_of_it_stands_first() -> None:
    assert "Depending on the readings (768 combinations), RMB 0.00 to 2,000,000.00." in _shown(NEW_IMPORTER)
    assert "随解读不同（共 768 种组合），0.00 至 2,000,000.00 元。" in _shown(NEW_IMPORTER, "zh")


def test_a_reading_that_moves_the_sum_is_shown_with_its_reason_and_the_others_by_name() -> None:
    lines = [line.strip() for line in _shown(NEW_IMPORTER).splitlines()]
    at = lines.index("growth.new_importer, here undecided")
    assert lines[at + 1] == "the text does not say what a firm without imports in the base year gets"
    assert [line.split() for line in lines[at + 3 : at + 5]] == [
        ["zero_base", "+2,000,000.00", "0.00"],
        ["excluded", "0.00", "-2,000,000.00"],
    ]
    assert "No difference to the totals: growth.years  growth.qualified  payout.rounding" in lines


def test_bounds_that_come_and_go_are_said_in_words() -> None:
    settled_before: dict[str, Any] = {"enterprise": {**FIRM, "settled_on": "2024-02-05"}, **FEES}
    gone = _shown(settled_before, decisions={"warehousing.ratio": "0.5"})
    assert "loses its bound" in gone
    won = _shown(settled_before, decisions={"warehousing.ratio": "0.5"}, readings={"warehousing.settled_before": "remaining"})
    assert "gets a bound" in won
    assert "none under the readings of this run" in gone


def test_what_is_missing_stands_with_what_it_closes_and_leaves() -> None:
    words = " ".join(_shown({"enterprise": {**FIRM}, **FEES}, decisions={"warehousing.annual_cap": "100000.00"}).split())
    assert (
        "the authority's decision on warehousing.ratio decision 200,000.00 80,000.00" in words or "decision on warehousing.ratio" in words
    )


def test_without_anything_to_judge_it_says_so() -> None:
    assert "Nothing to judge" in _shown({})


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_no_sum_is_cut(lang: str, width: int) -> None:
    shown = _shown({"enterprise": {**FIRM}, **FEES, **NEW_IMPORTER}, lang, width, decisions={"warehousing.ratio": "0.5"})
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    assert "…" not in shown
