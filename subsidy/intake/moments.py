"""Days, months and years in cells; what is impossible, or can be read in two ways, is none.

>>> moment("2025年3月1日").value, moment("202503").value, moment("01/02/2025").code
(Moment(first=datetime.date(2025, 3, 1), unit='day'), Moment(first=datetime.date(2025, 3, 1), unit='month'), 'date')
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from subsidy.facts import YEARS
from subsidy.intake.cell import NOTHING, Parsed, clean


class Moment(NamedTuple):
    """A day, or the first day of a month or year."""

    first: date
    unit: str


_TO_60 = r"[0-5]\d"
_MINUTES = rf":{_TO_60}(?::{_TO_60}(?:[.,]\d+)?)?"
_TIMED = re.compile(
    rf"(?P<day>.*\d日?)[T ](?:[01]?\d|2[0-3]){_MINUTES}(?: ?[AP]M)?(?: ?\+08:?00)?"
    rf"|(?P<utc>.*\d日?)[T ](?:0?\d|1[0-5]){_MINUTES}Z"
    rf"|(?P<digits>\d{{8}}) ?(?:[01]\d|2[0-3]){_TO_60}{_TO_60}",
    re.ASCII,
)
"""A day with its time. One in UTC (`Z`) is taken only while the day in China is the same."""
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})|(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{4})(\d{2})|(\d{4})年(\d{1,2})月份?", re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:年度?)?", re.ASCII)
_MONTH_ALONE = re.compile(r"(\d{1,2})(?:月份?)?", re.ASCII)
_WHOLE_NUMBER = re.compile(r"(\d+)\.0", re.ASCII)
_BESIDE_WORDS = re.compile(r"\s+(?=[年月日])|(?<=[年月])\s+")
_LONGEST = 40


def moment(text: str | None) -> Parsed:
    """A day, month or year; what is impossible or can be read in two ways is `date`."""
    plain = _plain(text)
    if not plain:
        return NOTHING
    for pattern, unit in ((_DAY, "day"), (_MONTH, "month"), (_YEAR, "year")):
        if match := pattern.fullmatch(_without_time(plain) if unit == "day" else plain):
            return _moment(unit, match)
    return Parsed(code="date")


def in_column_of_months(text: str | None) -> Parsed:
    """A month or year, or a day; the first day of a month is what spreadsheets make of a month, and stands for it.

    >>> in_column_of_months("2025/1/1").value.unit, in_column_of_months("2025-01-15").value.unit
    ('month', 'day')
    """
    found = moment(text)
    is_first_day = isinstance(found.value, Moment) and found.value.unit == "day" and found.value.first.day == 1
    return Parsed(found.value._replace(unit="month")) if is_first_day else found


def _plain(text: str | None) -> str:
    """The text of a cell without what a number format adds to it."""
    plain = clean(text)
    if len(plain) > _LONGEST:
        return plain
    whole = _WHOLE_NUMBER.fullmatch(plain)
    return whole[1] if whole else _BESIDE_WORDS.sub("", plain)


def _without_time(plain: str) -> str:
    timed = _TIMED.fullmatch(plain) if len(plain) <= _LONGEST else None
    return next(filter(None, timed.groups())) if timed else plain


def _moment(unit: str, match: re.Match[str]) -> Parsed:
    parts = [int(group) for group in match.groups() if group and group.isdigit()]
    try:
        first = date(*(*parts, 1, 1)[:3])
    except ValueError:
        return Parsed(code="date")
    return Parsed(Moment(first, unit)) if first.year in YEARS else Parsed(code="date")


def day(text: str | None) -> Parsed:
    """A day; a month or year alone is `date`."""
    parsed = moment(text)
    if parsed.value is None:
        return parsed
    return Parsed(parsed.value.first) if parsed.value.unit == "day" else Parsed(code="date")


def month(text: str | None) -> Parsed:
    """The first day of a month, also where a spreadsheet made a day of it; another day or a year is `date`.

    >>> month("2025年3月").value, month("2025-03-01").value, month("2025-03-02").code
    (datetime.date(2025, 3, 1), datetime.date(2025, 3, 1), 'date')
    """
    parsed = moment(text)
    if parsed.value is None:
        return parsed
    is_month = parsed.value.unit == "month" or (parsed.value.unit == "day" and parsed.value.first.day == 1)
    return Parsed(parsed.value.first) if is_month else Parsed(code="date")


def month_of_year(year: str | None, month_text: str | None) -> str:
    """The text of a month that stands beside its year; a month that is written out in full stays as it is.

    >>> month_of_year("2024年", "3月"), month_of_year("2024", "2023-12")
    ('2024-3', '2023-12')
    """
    four, number = _YEAR.fullmatch(_plain(year)), _MONTH_ALONE.fullmatch(_plain(month_text))
    return f"{four[1]}-{number[1]}" if four and number else clean(month_text)


def grant_period(text: str | None) -> Parsed:
    """The period of a grant: a year in any of its forms as four digits, anything else as it stands.

    >>> grant_period("2025年度").value, grant_period("year 1").value
    ('2025', 'year 1')
    """
    match = _YEAR.fullmatch(_plain(text))
    return Parsed(match[1] if match else clean(text) or None)
