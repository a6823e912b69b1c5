"""Wide tables: one row for an enterprise, a column for each year or month; each filled cell counts as a row of its own.

>>> [(column.period, column.unit) for column in wide_columns(["企业名称", "2024年进口额（万元）", "2025-01", "2025年出口额"])]
[('2024', 10000), ('2025-01', None)]

A caller writes the `cells` of each `LongCell` as an ordinary record and reads them by `long_layout`. Where columns differ
in unit or currency, each of `kinds(layout)` is a table of its own, with a layout of its own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from subsidy.facts import YEARS
from subsidy.intake.aliases import aliases, key
from subsidy.intake.cell import leading_text, legible
from subsidy.intake.layout import Layout, WideColumn
from subsidy.intake.sums import is_no_value
from subsidy.intake.tables import words
from subsidy.intake.units import Reading, TitleUnits, readings

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NAME = "|".join(form for month in _MONTHS for form in (month, month[:3]))
_FORMS = tuple(
    re.compile(rf"(?P<before>\D*?){form}(?P<after>\D*)", re.ASCII)
    for form in (
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月份?",
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})(?:[-/]0?1(?:00:00:00)?)?",
        r"(?P<year>\d{4})(?P<month>\d{2})",
        rf"(?P<name>{_MONTH_NAME})[-.,]?(?P<year>\d{{4}})",
        r"(?P<year>\d{4})年0?1月?[-~—–至到]12月份?",
        r"(?P<year>\d{4})(?:年度?)?",
    )
)
"""Forms of a period on a heading without spaces; a spreadsheet may have made the first day of a month of it."""
_LONGEST = 60
_SEPARATORS = re.compile(r"[-_/:()\[\]【】|·,.]+")

Kind = tuple[str, int | None]
"""The field and unit of some columns: `("rmb", 10000)`."""


class LongCell(NamedTuple):
    """A filled cell of a wide table: its column's heading, period, unit and field, and the ordinary record that it makes."""

    heading: str
    period: str
    text: str
    unit: int | None
    field: str
    cells: tuple[str, ...]


class _Found(NamedTuple):
    period: str
    reading: Reading
    word: str


def wide_columns(headings: Sequence[str], titles: TitleUnits | None = None) -> tuple[WideColumn, ...]:
    """The columns that are headed by a year or month and, at most, a word for the value of imports."""
    currency = (titles.only_currency if titles else None) or "CNY"
    columns = [_column(number, heading, currency) for number, heading in enumerate(headings)]
    return tuple(column for column in columns if column)


def _column(number: int, heading: str, currency: str) -> WideColumn | None:
    found = _found(heading)
    if found is None:
        return None
    named = _currency_of(found.word)
    if found.reading.currency and named and found.reading.currency != named:
        return None
    field = {"CNY": "rmb", "USD": "usd"}.get(found.reading.currency or named or currency)
    return WideColumn(number, found.period, found.reading.size, legible(heading), field) if field else None


@functools.lru_cache(maxsize=4096)
def _found(heading: str) -> _Found | None:
    """The period of a heading, its unit, and the word beside the period."""
    if len(heading) > _LONGEST:
        return None
    for reading in readings(heading):
        for form in _FORMS:
            match = form.fullmatch(reading.plain)
            period = _period(match) if match else None
            if match and period:
                word = _SEPARATORS.sub("", match["before"] + match["after"])
                if is_value(word):
                    return _Found(period, reading, word)
    return None


def _period(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if int(parts["year"]) not in YEARS:
        return None
    if not parts.get("month") and not parts.get("name"):
        return parts["year"]
    month = int(parts["month"]) if parts.get("month") else _number_of(parts["name"])
    return f"{parts['year']}-{month:02d}" if 1 <= month <= 12 else None


def _number_of(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name))


def is_value(word: str) -> bool:
    """Whether a word beside a period stands for the value of imports, as no word does."""
    alias = aliases("imports").get(word)
    return not word or word in words("in_period") or (alias is not None and alias.field in ("value", "rmb", "usd", "amount"))


def _currency_of(word: str) -> str | None:
    alias = aliases("imports").get(word)
    return {"rmb": "CNY", "usd": "USD"}.get(alias.field) if alias else None


def names_value(heading: str) -> bool:
    """Whether a heading holds more than a bare period: `2024年进口额`, `2024(万元)`, but not `2024`."""
    found = _found(heading)
    return found is not None and bool(found.word or found.reading.size or found.reading.currency)


def kinds(layout: Layout) -> tuple[Kind, ...]:
    """The fields and units of a wide table's columns, each once, in the order of the columns."""
    return tuple(dict.fromkeys((column.field, column.unit) for column in layout.wide))


def long_rows(layout: Layout, cells: Sequence[str]) -> Iterator[LongCell]:
    """The rows that one record of a wide table stands for: one for each cell that holds more than a dash.

    Their cells are those of the other columns, then the period and the sum. A record that does not fit the heading makes
    one row, which does not fit either; the heading come again makes rows that are headings.
    """
    if not layout.fits(cells):
        if leading := leading_text(cells):
            yield _row(layout.wide[0], leading, (leading,))
        return
    is_heading = all(key(cells[number]) == key(layout.headings[number]) for number in _own(layout))
    beside = [cells[number] for number in _others(layout)]
    for column in layout.wide:
        text = cells[column.number]
        if is_heading:
            yield _row(column, text, long_layout(layout, (column.field, column.unit)).written)
        elif not is_no_value(text):
            yield _row(column, text, (*beside, column.period, text))


def _row(column: WideColumn, text: str, cells: tuple[str, ...]) -> LongCell:
    return LongCell(column.heading, column.period, text, column.unit, column.field, cells)


def _own(layout: Layout) -> list[int]:
    """The columns by which a heading that comes again is known."""
    return [*layout.columns.values(), *(column.number for column in layout.wide)]


def _others(layout: Layout) -> list[int]:
    """The columns of a wide table that hold no sums of a period."""
    wide = {column.number for column in layout.wide}
    return [number for number in range(layout.last + 1) if number not in wide]


def long_layout(layout: Layout, kind: Kind | None = None) -> Layout:
    """The layout of the ordinary records that a wide table's columns of one kind make.

    Raises `ValueError` where the columns are of several kinds and none is named.
    """
    if kind is None:
        (kind,) = kinds(layout)
    field, unit = kind
    kept = _others(layout)
    of_kind = [column for column in layout.wide if (column.field, column.unit) == kind]
    added = (_span([column.period for column in of_kind]), _span([column.heading for column in of_kind]))
    return replace(
        layout,
        headings=(*(layout.headings[number] for number in kept), *added),
        written=(*(layout.written[number] for number in kept), *added),
        columns={**{name: kept.index(number) for name, number in layout.columns.items()}, "date": len(kept), field: len(kept) + 1},
        units={} if unit is None else {field: unit},
        unit_stated=unit is not None,
        wide=(),
    )


def _span(texts: Sequence[str]) -> str:
    """What a column that holds several is headed by: the first and the last of them."""
    return texts[0] if len(texts) == 1 else f"{texts[0]} … {texts[-1]}"
