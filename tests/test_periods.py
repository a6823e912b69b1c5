"""Days, months and windows: inclusive at both ends, and 29 February in years that have none."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.periods import Window, month_text, months_of, months_of_year, runs, year, years_after

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
WINDOWS = st.tuples(DAYS, DAYS).map(lambda days: Window(min(days), max(days)))
MONTHS = st.integers(2020 * 12, 2030 * 12)


@given(WINDOWS, WINDOWS, DAYS)
def test_a_day_is_in_the_common_part_when_it_is_in_both(one: Window, other: Window, day: date) -> None:
    both = one.cut_to(other)
    assert (both is not None and both.holds(day)) == (one.holds(day) and other.holds(day))


@given(WINDOWS)
def test_a_window_holds_both_its_ends_and_no_day_beyond(window: Window) -> None:
    assert window.holds(window.first)
    assert window.holds(window.last)
    assert not window.holds(window.first - timedelta(days=1))
    assert not window.holds(window.last + timedelta(days=1))


def test_windows_that_share_one_day_have_that_day_in_common() -> None:
    assert year(2024).cut_to(Window(date(2024, 12, 31), date(2025, 6, 30))) == (date(2024, 12, 31), date(2024, 12, 31))


def test_windows_side_by_side_have_nothing_in_common() -> None:
    assert year(2024).cut_to(year(2025)) is None


def test_a_year_is_its_calendar_year() -> None:
    assert year(2024) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(("period", "months"), [("2024", 12), ("2024-01", 1), ("2024-12", 1)])
def test_a_period_is_a_year_or_a_month(period: str, months: int) -> None:
    found = months_of(period)
    assert len(found) == months
    assert month_text(found[0])[: len(period)] == period
    assert set(found) <= set(months_of_year(2024))


def test_december_is_followed_by_january() -> None:
    assert months_of("2024-12").stop == months_of("2025-01").start == months_of("2025").start


@pytest.mark.parametrize(
    "period",
    [
        *("", "x", "24", "-2024", "202403", "2024-3", "2024-00", "2024-13", "2024-03-01", "2024/03", "2024年"),
        *(" 2024", "2024\n", "２０２４", "2024-0３"),
    ],
)
def test_anything_else_is_no_period(period: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(period)}$"):
        months_of(period)


@given(st.sets(MONTHS, max_size=30))
def test_runs_name_each_month_once_and_never_touch(months: set[int]) -> None:
    ends = [(months_of(first)[0], months_of(last)[0]) for first, last in (run.split("..") for run in runs(months))]
    assert [month for first, last in ends for month in range(first, last + 1)] == sorted(months)
    assert all(after[0] > before[1] + 1 for before, after in pairwise(ends))


def test_a_run_goes_on_across_new_year() -> None:
    assert list(runs({*months_of("2024-11"), *months_of("2024-12"), *months_of("2025-01")})) == ["2024-11..2025-01"]


def test_a_single_month_is_a_run_of_itself() -> None:
    assert list(runs(months_of("2024-03"))) == ["2024-03..2024-03"]


def test_no_months_no_runs() -> None:
    assert not list(runs([]))


@pytest.mark.parametrize(
    ("count", "falls_on"), [(0, "2024-02-29"), (1, "2025-02-28"), (2, "2026-02-28"), (3, "2027-02-28"), (4, "2028-02-29")]
)
def test_29_february_falls_on_28_february_in_a_common_year(count: int, falls_on: str) -> None:
    assert years_after(date(2024, 2, 29), count) == date.fromisoformat(falls_on)


@given(DAYS.filter(lambda day: (day.month, day.day) != (2, 29)), st.integers(0, 10))
def test_any_other_day_keeps_its_month_and_day(day: date, count: int) -> None:
    found = years_after(day, count)
    assert (found.year, found.month, found.day) == (day.year + count, day.month, day.day)
