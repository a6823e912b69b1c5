"""Days, months, years and windows, all inclusive at both ends.

A month is counted as an integer, `year * 12 + month - 1`, so that runs and years are plain arithmetic.

>>> months_of("2024") == range(24288, 24300)
True
>>> list(runs([24290, 24291, 24293]))
['2024-03..2024-04', '2024-06..2024-06']
>>> years_after(date(2024, 2, 29), 1)
datetime.date(2025, 2, 28)
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

_PERIOD = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", re.ASCII)
ONE_DAY = timedelta(days=1)


class Window(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def cut_to(self, other: Window) -> Window | None:
        """The days that both windows have, or None.

        >>> year(2023).cut_to(Window(date(2024, 1, 1), date(2024, 2, 1))) is None
        True
        """
        both = Window(max(self.first, other.first), min(self.last, other.last))
        return both if both.first <= both.last else None

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def year(number: int) -> Window:
    """The calendar year as a window."""
    return Window(date(number, 1, 1), date(number, 12, 31))


@functools.lru_cache(maxsize=4096)
def months_of(period: str) -> range:
    """The months of a period written `2024` or `2024-03`; raises ValueError for anything else."""
    match = _PERIOD.fullmatch(period)
    if not match:
        raise ValueError(period)
    start = int(match[1]) * 12
    return range(start, start + 12) if match[2] is None else range(start + int(match[2]) - 1, start + int(match[2]))


def months_of_year(number: int) -> range:
    return range(number * 12, number * 12 + 12)


def month_text(month: int) -> str:
    """
    >>> month_text(24290)
    '2024-03'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def runs(months: Iterable[int]) -> Iterator[str]:
    """Each unbroken run of the months given, as `2024-03..2024-05`, in order."""
    first = last = None
    for month in sorted(months):
        if last is not None and month != last + 1:
            yield f"{month_text(first or 0)}..{month_text(last)}"
            first = month
        first = month if first is None else first
        last = month
    if first is not None and last is not None:
        yield f"{month_text(first)}..{month_text(last)}"


def years_after(day: date, count: int) -> date:
    """The same day `count` years on; 29 February falls on 28 February in a common year."""
    try:
        return day.replace(year=day.year + count)
    except ValueError:
        return day.replace(year=day.year + count, day=28)
