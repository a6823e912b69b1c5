"""Sheets of an `.xlsx` workbook, read by calamine after a look at its parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import python_calamine as calamine

from subsidy import errors
from subsidy.intake.workbook_cells import SINCE_1900, SINCE_1904, Cell, Sheet
from subsidy.intake.workbook_parts import Part, damaged, examine


def sheets(path: str, max_bytes: int) -> Iterator[Sheet]:
    """The sheets in the order of the workbook; raises what `examine` raises, and the like where the reader finds more amiss."""
    parts = examine(path, max_bytes)
    since = SINCE_1904 if parts.from_1904 else SINCE_1900
    with _faults_named(path), calamine.load_workbook(path) as book:
        for sheet in book.sheets_metadata:
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                yield Sheet(sheet.name, _rows(path, book, sheet.name, parts.sheets.get(sheet.name, Part())), since)


def _rows(path: str, book: calamine.CalamineWorkbook, name: str, part: Part) -> Iterator[tuple[int, list[Cell]]]:
    """The rows from the first, with the texts of errors, which the reader gives as nothing."""
    with _faults_named(path):
        sheet = book.get_sheet_by_name(name)
        wrong = _errors_by_row(part, sheet.start[1] + 1 if sheet.start else 1)
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            for place, text in wrong.get(number, ()):
                if 0 <= place < len(cells) and cells[place] == "":
                    cells[place] = text
            yield number, [*cells]


def _errors_by_row(part: Part, first: int) -> dict[int, list[tuple[int, str]]]:
    """The texts of errors by row, each with its place among cells that begin at a column."""
    found: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in part.errors.items():
        found.setdefault(row, []).append((column - first, text))
    return found


@contextmanager
def _faults_named(path: str) -> Iterator[None]:
    try:
        yield
    except calamine.PasswordError:
        raise errors.ProtectedWorkbook(path=path) from None
    except calamine.CalamineError:
        raise damaged(path) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own fault, which is no Exception
            raise damaged(path) from None
        raise
