"""Workbooks, `.xlsx` and `.xls`: every sheet with known headings is a table, unless the call names the sheets.

Hidden sheets are sheets like any other. A formula gives the value that it had when the workbook was saved, an error such
as #N/A its text. Of merged cells the first holds the value and the others nothing. A sheet's rows are written anew as
text at once, so that no more than one sheet is ever in memory.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from subsidy import errors
from subsidy.intake.asked import Asked, How
from subsidy.intake.bodies import RewrittenBody, rewritten
from subsidy.intake.files import digesting, fresh_file, kind_of
from subsidy.intake.headings import Layout, recognise, recognised
from subsidy.intake.workbook_cells import Cell, Sheet, day_of, text_of

_LOOKED_AT = 40
_ENOUGH = 2
"""So many known headings in one row make it a heading; a word in a sheet of notes does not."""
_DAYS = ("date", "month", "settled_on", "recognised_on", "achieved_on", "from", "to", "granted_on")
_SHOWN = 60


@dataclass(frozen=True)
class SheetTable:
    """A sheet as a table, its records already written as text."""

    path: str
    sha256: str
    size: int
    sheet: str
    layout: Layout
    heading_line: int
    written: RewrittenBody

    @property
    def encoding(self) -> None:
        return None

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The records below the heading, each with the number of its row."""
        return self.written.records()

    def body(self, _workspace: Path) -> RewrittenBody:
        return self.written


class Workbook(NamedTuple):
    """The tables of a workbook, and the names of all of its sheets."""

    tables: list[SheetTable]
    sheets: list[str]


def open_workbook(path: str, asked: Asked, how: How) -> Workbook:
    """The tables of a workbook.

    Raises `errors.UnknownSheet` where it has none of the sheets named, `errors.NoTableSheet` where no sheet has known
    headings, the errors of `subsidy.intake.headings` for a sheet that has some of them, and those of the readers.
    """
    names, others, tables = [], [], []
    with digesting(path) as sha256:
        for sheet in _sheets(path, how.max_bytes):
            names.append(sheet.name)
            if asked.wants(sheet.name):
                below = _Below.heading_of(sheet, path, asked)
                if isinstance(below, str):
                    others.append(f"{sheet.name}: {below}")
                else:
                    tables.append(below.table(sha256, how.workspace))
    if tables:
        return Workbook(tables, names)
    if asked.sheets:
        raise errors.UnknownSheet(value=", ".join(asked.sheets), found=", ".join(names))
    raise errors.NoTableSheet(path=path, found="; ".join(others))


def _sheets(path: str, max_bytes: int) -> Iterator[Sheet]:
    """The sheets of a workbook of either kind, one after the other."""
    try:
        if kind_of(path) == "workbook":
            from subsidy.intake import workbook_xlsx  # noqa: PLC0415 - needs an extra

            yield from workbook_xlsx.sheets(path, max_bytes)
        else:
            from subsidy.intake import workbook_xls  # noqa: PLC0415 - needs an extra

            yield from workbook_xls.sheets(path)
    except ModuleNotFoundError:
        raise errors.MissingExtra(what=path, extra="xlsx") from None


Row = tuple[int, list[Cell]]


class _Below(NamedTuple):
    """A sheet whose heading has been found, and its rows below that."""

    path: str
    sheet: Sheet
    layout: Layout
    line: int
    rows: Iterator[Row]

    @classmethod
    def heading_of(cls, sheet: Sheet, path: str, asked: Asked) -> _Below | str:
        """The sheet below its heading, or its first row where it has no heading and was not asked for by name."""
        filled = ((number, cells) for number, cells in sheet.rows if any(cell != "" for cell in cells))
        head = list(itertools.islice(filled, _LOOKED_AT))
        texts = [(number, [text_of(cell) for cell in cells]) for number, cells in head]
        fields = recognised([cells for _, cells in texts], asked.table, asked.mapping)
        if not asked.sheets and max((sum(alias.field != "ignored" for alias in found) for found in fields), default=0) < _ENOUGH:
            return " | ".join(filter(None, texts[0][1]))[:_SHOWN] if texts else ""
        layout = recognise(texts, asked.table, f"{path} [{sheet.name}]", asked.mapping)
        return cls(path, sheet, layout, head[layout.record][0], itertools.chain(head[layout.record + 1 :], filled))

    def table(self, sha256: Callable[[], str], workspace: Path) -> SheetTable:
        """The table, its rows written as text."""
        target = fresh_file(workspace, ".csv")
        written = rewritten(self._texts(), len(self.layout.headings), target, f"{self.path} [{self.sheet.name}]")
        size = Path(self.path).stat().st_size
        return SheetTable(self.path, sha256(), size, self.sheet.name, self.layout, self.line, written)

    def _texts(self) -> Iterator[tuple[int, list[str]]]:
        days = {name: number for name, number in self.layout.columns.items() if name in _DAYS}
        for line, cells in self.rows:
            texts = [text_of(cell) for cell in cells] + [""] * (len(self.layout.headings) - len(cells))
            for name, number in days.items():
                if number < len(cells):
                    texts[number] = self._day(name, cells[number]) or texts[number]
            yield line, texts

    def _day(self, field: str, cell: Cell) -> str | None:
        """What a day, or its serial number, stands for: in a column of months the first day of one is that month."""
        day = text_of(cell)[:10] if isinstance(cell, date) else day_of(cell, self.sheet.since)
        if day and day.endswith("-01") and field == "date" and self.layout.by_month:
            return day[:7]
        return None if isinstance(cell, date) else day
