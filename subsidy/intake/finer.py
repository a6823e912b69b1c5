"""Headings of quarters, half-years, weeks and the like: figures of these are neither of a month nor of a year.

>>> found = parts_of_years(["企业名称", "2023年", "2024年一季度进口额（万元）", "Q2 2024", "2024年上半年出口额"])
>>> [(part.number, part.months) for part in found]
[(2, ('2024-01', '2024-02', '2024-03')), (3, ('2024-04', '2024-05', '2024-06'))]
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from subsidy.facts import YEARS
from subsidy.intake.aliases import aliases, key
from subsidy.intake.layout import WideColumn
from subsidy.intake.meanings import MONTH_OF_YEAR, YEAR_AND_MONTH
from subsidy.intake.tables import words
from subsidy.intake.units import readings
from subsidy.intake.wide import is_value

WITHIN_YEAR, WITHIN_MONTH = 1, 2
"""The kinds of headings of periods: quarters, half-years; weeks, ten days, days of a month."""
_NAMES_MONTH = ("月", "month")
_LONGEST = 60
_SO_FAR = "累计"
_SPACE = re.compile(r"[-_/:()\[\]【】|·,.]+")


class PartOfYear(NamedTuple):
    """A column of sums of several months that are no year: `2024-01` to `2024-03`."""

    number: int
    months: tuple[str, ...]


def splits_what_is_dated(finer: int, kind: int, heading: str) -> bool:
    """Whether a column of periods of a kind says that the figures beside a date of a kind are not those of its whole month or year.

    A heading that does not name a month, such as 期间, may hold years.

    >>> [splits_what_is_dated(WITHIN_YEAR, kind, heading) for kind, heading in ((7, "年份"), (6, "月份"), (5, "期间"), (4, "日期"))]
    [True, False, True, False]
    >>> splits_what_is_dated(WITHIN_MONTH, 6, "月份")
    True
    """
    if kind == 0:
        alias = aliases("imports").get(key(heading))
        kind = alias.kind if alias and alias.field == "date" else kind
    if kind < YEAR_AND_MONTH or finer == WITHIN_MONTH:
        return kind >= YEAR_AND_MONTH
    return kind > MONTH_OF_YEAR or not any(word in key(heading) for word in _NAMES_MONTH)


def parts_of_years(headings: Sequence[str]) -> tuple[PartOfYear, ...]:
    """The columns that are headed by a part of a year and, at most, a word for the value of imports."""
    found = [(number, _months(heading)) for number, heading in enumerate(headings)]
    return tuple(PartOfYear(number, months) for number, months in found if months)


def not_given(parts: Iterable[PartOfYear], wide: Iterable[WideColumn]) -> list[PartOfYear]:
    """The parts of years of which the columns of months and years do not give every month."""
    given = {month for column in wide for month in _months_of(column.period)}
    return [part for part in parts if not given.issuperset(part.months)]


def _months_of(period: str) -> list[str]:
    return [period] if "-" in period else _named(period, 1, 12)


def _named(year: str, first: int, last: int) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(first, last + 1)]


@functools.lru_cache(maxsize=4096)
def _months(heading: str) -> tuple[str, ...]:
    """The months of a heading of a part of a year; none of any other."""
    if len(heading) > _LONGEST:
        return ()
    for reading in readings(heading):
        for form in _forms():
            match = form.fullmatch(reading.plain)
            if match and int(match["year"]) in YEARS and _is_sum(match["before"] + match["after"]):
                first, last = _span(match)
                return tuple(_named(match["year"], first, last)) if 1 <= first <= last <= 12 else ()
    return ()


@functools.cache
def _forms() -> tuple[re.Pattern[str], ...]:
    part = rf"(?P<part>{'|'.join(sorted(map(re.escape, words('part_of_year')), key=len, reverse=True))})(?:度|份)?"
    span = r"(?P<first>\d{1,2})月?[-~—–至到](?P<last>\d{1,2})月份?"
    year, between = r"(?P<year>\d{4})", r"(?:年度?)?[-_/. ]?"
    forms = (rf"{year}{between}{part}", rf"{part}[-_/. ]?{year}年?", rf"{year}年{span}")
    return tuple(re.compile(rf"(?P<before>\D*?){form}(?P<after>\D*)", re.ASCII) for form in forms)


def _span(match: re.Match[str]) -> tuple[int, int]:
    parts = match.groupdict()
    first, last = words("part_of_year")[parts["part"]].split("-") if parts.get("part") else (parts["first"], parts["last"])
    return int(first), int(last)


def _is_sum(beside: str) -> bool:
    return is_value(_SPACE.sub("", beside).replace(_SO_FAR, ""))
