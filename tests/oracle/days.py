"""Days, months counted from year 0, windows (both ends inclusive) and runs of months."""

from collections.abc import Iterable
from datetime import date, timedelta

Window = tuple[date, date]

ONE_DAY = timedelta(days=1)
MONTHS_IN_YEAR = 12


def overlap(one: Window, other: Window) -> Window | None:
    """The days that two windows share, if any."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def within(day: date, window: Window) -> bool:
    """Whether the day lies in the window."""
    return window[0] <= day <= window[1]


def years_later(day: date, years: int) -> date:
    """The same day in a later year; 29 February falls on 28 February in a common year.

    >>> years_later(date(2024, 2, 29), 1).isoformat()
    '2025-02-28'
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def calendar_year(year: int) -> Window:
    """1 January to 31 December."""
    return date(year, 1, 1), date(year, 12, 31)


def month_number(month: str) -> int:
    """Months since January of year 0.

    >>> month_number("2024-03") - month_number("2023-12")
    3
    """
    year, _, number = month.partition("-")
    return int(year) * MONTHS_IN_YEAR + int(number) - 1


def month_name(number: int) -> str:
    """The inverse of `month_number`."""
    return f"{number // MONTHS_IN_YEAR:04d}-{number % MONTHS_IN_YEAR + 1:02d}"


def months_of(year: int) -> range:
    """The twelve months of a year."""
    return range(year * MONTHS_IN_YEAR, (year + 1) * MONTHS_IN_YEAR)


def runs(months: Iterable[int]) -> list[str]:
    """Months joined into runs, earliest first.

    >>> runs([month_number(m) for m in ("2023-12", "2024-01", "2024-03")])
    ['2023-12..2024-01', '2024-03..2024-03']
    """
    found: list[list[int]] = []
    for month in sorted(set(months)):
        if found and found[-1][1] == month - 1:
            found[-1][1] = month
        else:
            found.append([month, month])
    return [f"{month_name(first)}..{month_name(last)}" for first, last in found]


def claim_state(as_of: date, window: Window) -> str:
    """Whether a claim is still to open, is open, or has lapsed on a day."""
    if as_of < window[0]:
        return "upcoming"
    return "open" if as_of <= window[1] else "lapsed"
