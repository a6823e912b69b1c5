"""Tables on the sheets of a workbook, written row by row and never held whole.

Every text is written as a text cell, which no spreadsheet runs, follows or turns into a number.
"""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from subsidy import money
from subsidy.batch.cells import Cell

SHEET_ROWS = 1 << 20
LONGEST_TEXT = 32767 // 2
"""A cell holds 32,767 UTF-16 units, of which a character may take two."""

EXACT_DIGITS = 15
"""So many significant digits of a number does a spreadsheet keep."""

_WIDEST, _NARROWEST, _MEASURED_ROWS = 60, 8, 500
_FORMATS: Mapping[str, dict[str, Any]] = {
    "heading": {"bold": True, "bottom": 1, "bg_color": "#F2F2F2"},
    "text": {"num_format": "@"},
    "sum": {"num_format": "#,##0.00"},
    "long_sum": {"num_format": "@", "align": "right"},
    "number": {"num_format": "0"},
    "day": {"num_format": "yyyy-mm-dd", "align": "center"},
}


class Book:
    """A workbook in the making."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.formats = {name: book.add_format(properties) for name, properties in _FORMATS.items()}

    def sheet(self, name: str) -> Any:
        return self._book.add_worksheet(name)


@contextmanager
def new_book(path: Path, day: date) -> Iterator[Book]:
    """A workbook that is written when all is well; raises `OSError` where it cannot be. It says to be made on the day."""
    with path.open("wb") as file:
        sink = _Sink(file)
        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        # an optional part, asked for only where a workbook is wanted
        book = importlib.import_module("xlsxwriter").Workbook(sink, {**options, **as_text})
        book.use_zip64()
        book.set_properties({"created": datetime(day.year, day.month, day.day, tzinfo=UTC)})
        try:
            yield Book(book)
            book.close()
        except BaseException as error:
            sink.failed = True
            _let_go(book)
            raise _plain(error) from None


def _plain(error: BaseException) -> BaseException:
    """What the library has wrapped."""
    return next((cause for cause in error.args if isinstance(cause, OSError)), error)


def _let_go(book: Any) -> None:
    for sheet in book.worksheets():
        with suppress(OSError):
            sheet.row_data_fh.close()


class _Sink:
    """A file that takes nothing more once something has failed: what the library does then would only fail again, aloud."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._at = file, 0
        self.failed = False

    def write(self, data: bytes) -> int:
        if not self.failed:
            self._file.write(data)
        self._at += len(data)
        return len(data)

    def seek(self, offset: int) -> int:
        if not self.failed:
            self._file.seek(offset)
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        if not self.failed:
            self._file.flush()


class Table:
    """A table with a frozen heading row and filters, which goes on on a further sheet where one is full."""

    def __init__(self, book: Book, name: str, columns: Sequence[str]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._sheets = 0
        self._begin()

    def extend(self, rows: Iterable[Sequence[Cell]]) -> None:
        """The rows of the table."""
        for row in rows:
            if self._row == SHEET_ROWS:
                self._end()
                self._begin()
            self._add(row, measured=len(row))
        self._end()

    def extend_below(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Rows that stand below the table, after an empty one; their last cells may reach over the columns to the right."""
        self._row += 1
        for row in rows:
            self._add(row, measured=len(row) - 1)
        self._set_widths()

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet = self._book.sheet(self._name if self._sheets == 1 else f"{self._name} {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        self._print_wide()
        for column, name in enumerate(self._columns):
            self._sheet.write_string(0, column, name, self._book.formats["heading"])
        self._widths = [display_width(name) + 3 for name in self._columns]
        self._row = 1

    def _print_wide(self) -> None:
        """On A4 across, all columns on a page, the heading on every page."""
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def _end(self) -> None:
        last = len(self._columns) - 1
        self._sheet.autofilter(0, 0, self._row - 1, last)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{SHEET_ROWS}"})
        self._set_widths()

    def _set_widths(self) -> None:
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))

    def _add(self, row: Sequence[Cell], measured: int) -> None:
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            shown = self._write(column, cell)
            if column < measured and self._row <= _MEASURED_ROWS:
                self._widths[column] = max(self._widths[column], display_width(shown) + 2)
        self._row += 1

    def _write(self, column: int, cell: Cell) -> str:
        """Writes a cell by its kind; returns how it looks."""
        place, formats = (self._row, column), self._book.formats
        match cell:
            case bool():
                self._sheet.write_boolean(*place, cell)
            case int():
                self._sheet.write_number(*place, cell, formats["number"])
            case Decimal() if _is_exact(cell):
                self._sheet.write_number(*place, cell, formats["sum"])
                return f"{cell:,.2f}"
            case Decimal():
                self._sheet.write_string(*place, money.text(cell), formats["long_sum"])
            case date():
                self._sheet.write_datetime(*place, cell, formats["day"])
            case str():
                self._write_text(*place, cell)
        return str(cell)

    def _write_text(self, row: int, column: int, text: str) -> None:
        text = cell_text(text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would take this for markup of its own and write it as it is.
            self._sheet.write_rich_string(row, column, "<", "r", text[2:], self._book.formats["text"])
        else:
            self._sheet.write_string(row, column, text, self._book.formats["text"])


def _is_exact(amount: Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of a sum.

    >>> _is_exact(Decimal("9999999999999.99")), _is_exact(Decimal("10000000000000.01")), _is_exact(Decimal("10000000000000.00"))
    (True, False, True)
    """
    return len(amount.as_tuple().digits) <= EXACT_DIGITS or len(amount.normalize().as_tuple().digits) <= EXACT_DIGITS


def cell_text(text: str) -> str:
    """A text as a cell can hold it: cut where it is too long, the bytes of a name that is not Unicode escaped."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 40]}… ({len(text)} characters)"


def display_width(text: str) -> int:
    """How many columns of a fixed-width type a text takes: a Chinese character takes two.

    >>> display_width("2024年")
    6
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text[: _WIDEST + 1])
