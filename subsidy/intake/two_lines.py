"""Headings that stand in two lines, as merged cells leave them: what a column holds is then said above or below its heading.

    企业名称 | 2024年 |        |      企业名称 | 年份 | 进口额 |
             | 出口额 | 进口额 |               |      | 数量   | 金额

Only what says so beyond doubt counts: words for sums and units where sums should be, and cells of data below no heading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from subsidy.intake.aliases import aliases, key
from subsidy.intake.cell import clean, leading_text
from subsidy.intake.meanings import Dictionary
from subsidy.intake.sums import foreign, is_no_value
from subsidy.intake.tables import words
from subsidy.intake.units import readings

_OF_MONEY = ("value", "rmb", "usd", "amount")
_UNNAMED = re.compile(r"unnamed:\d+(_level_\d+)?")
"""What data frames call a column whose heading is empty."""


@dataclass(frozen=True)
class Heading:
    """A line taken for the heading of imports."""

    cells: Sequence[str]
    known: Dictionary
    sums: Mapping[int, tuple[str, int | None]]
    """The columns of sums, each with its field and the unit that it states."""
    bare: Collection[int]
    """Those of them that are headed by a year or month and no word more."""
    names: Collection[int]
    """The columns that say whose a row is, and of when."""
    has_direction: bool = False


def stands_in_two(heading: Heading, above: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the line above a heading, or the first below it, is another line of it."""
    filled = [record for record in below if leading_text(record)]
    return _is_unnamed(heading, filled) or (bool(filled) and _goes_on(heading, filled[0])) or _begins(heading, above)


def _is_unnamed(heading: Heading, below: Sequence[Sequence[str]]) -> bool:
    """Whether a column without a heading, right of a bare period, holds anything."""
    for number in heading.bare:
        for other in _beside(heading.cells, number):
            if clean(heading.cells[other]) or any(not is_no_value(_cell(record, other)) for record in below):
                return True
    return False


def _beside(cells: Sequence[str], number: int) -> Iterator[int]:
    """The columns right of one that have no heading of their own."""
    for other in range(number + 1, len(cells)):
        plain = key(cells[other])
        if plain and not _UNNAMED.fullmatch(plain):
            return
        yield other


def _goes_on(heading: Heading, record: Sequence[str]) -> bool:
    """Whether a record holds words for sums where sums should be, and is not the heading come again or translated."""
    if all(key(_cell(record, number)) == key(heading.cells[number]) for number in heading.sums):
        return False
    under = [(number, text) for number in heading.sums if (text := _words(record, number))]
    if any(_says_what(text) and not _is_same(heading, number, text) for number, text in under):
        return True
    beside = [text for number in heading.sums for other in _beside(heading.cells, number) if (text := _words(record, other))]
    names_none = bool(heading.names) and not any(clean(_cell(record, number)) for number in heading.names)
    return bool(beside) and (names_none or any(map(_says_what, beside)))


def _is_same(heading: Heading, number: int, text: str) -> bool:
    """Whether a word below the heading of a sum says the same again, in another language perhaps."""
    field, unit = heading.sums[number]
    meaning = heading.known.meaning(text)
    return number not in heading.bare and meaning is not None and meaning.field == field and meaning.unit in (None, unit)


def _begins(heading: Heading, above: Sequence[str]) -> bool:
    """Whether the line above says of sums what their own headings do not: exports, or whatever stands above bare periods."""
    filled = [clean(cell) for cell in above if clean(cell)]
    for number in heading.sums:
        group = next(filter(None, (clean(cell) for cell in reversed(above[: number + 1]))), "")
        is_title = len(filled) == 1 and _is_import(group)
        if number in heading.bare and _says_sums(group) and not is_title:
            return True
        if not heading.has_direction and words("beside_imports").get(key(group)) == "export":
            return True
    return False


def _cell(record: Sequence[str], number: int) -> str:
    return record[number] if number < len(record) else ""


def _words(record: Sequence[str], number: int) -> str:
    """The text of a cell that is neither a sum nor a sign for none."""
    text = clean(_cell(record, number))
    return text if not is_no_value(text) and foreign(text).code == "amount" else ""


def _says_what(text: str) -> bool:
    """Whether a text is a word for sums, or a unit."""
    return _says_sums(text) or any(not reading.plain for reading in readings(text))


def _says_sums(text: str) -> bool:
    """Whether a text is a word for sums, with a unit or without."""
    return any(_is_word(reading.plain) for reading in readings(text))


def _is_word(plain: str) -> bool:
    return bool(plain) and (plain in words("beside_imports") or _is_import(plain))


def _is_import(text: str) -> bool:
    """Whether a text is a word for the value of imports, without a unit."""
    alias = aliases("imports").get(key(text))
    return key(text) in words("in_period") or (alias is not None and alias.field in _OF_MONEY)
