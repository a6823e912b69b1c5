"""Sheets of an `.xls` workbook, the format before 2007, read by xlrd."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime

import xlrd

from subsidy import errors
from subsidy.intake.workbook_cells import SINCE_1900, SINCE_1904, Cell, Sheet
from subsidy.intake.workbook_parts import damaged

_SEALED = "EncryptedPackage".encode("utf-16-le")
"""The part of a file that holds a newer workbook with a password."""


def sheets(path: str) -> Iterator[Sheet]:
    """The sheets in the order of the workbook; raises `errors.ProtectedWorkbook`, and `errors.UnreadableFile` for a damaged one."""
    _refuse_sealed(path)
    with ExitStack() as stack:
        nowhere = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))
        stack.enter_context(_faults_named(path))
        book = stack.enter_context(xlrd.open_workbook(path, logfile=nowhere, on_demand=True, ragged_rows=True))
        for number, name in enumerate(book.sheet_names()):
            yield Sheet(name, _rows(path, book, number), SINCE_1904 if book.datemode else SINCE_1900)
            book.unload_sheet(number)


@contextmanager
def _faults_named(path: str) -> Iterator[None]:
    """Whatever the reader trips over is a damaged workbook: it expects sound ones."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        if "encrypt" in str(error):
            raise errors.ProtectedWorkbook(path=path) from None
        raise damaged(path) from None


def _refuse_sealed(path: str) -> None:
    with open(path, "rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_SEALED) >= 0:
            raise errors.ProtectedWorkbook(path=path)


def _rows(path: str, book: xlrd.Book, number: int) -> Iterator[tuple[int, list[Cell]]]:
    with _faults_named(path):
        sheet = book.sheet_by_index(number)
        for row in range(sheet.nrows):
            yield row + 1, [_cell(cell, book.datemode) for cell in sheet.row(row)]


def _cell(cell: xlrd.sheet.Cell, datemode: int) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        with suppress(ValueError, OverflowError):
            day: datetime = xlrd.xldate.xldate_as_datetime(cell.value, datemode)
            return day
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    held: str | float = cell.value
    return bool(held) if cell.ctype == xlrd.XL_CELL_BOOLEAN else held
