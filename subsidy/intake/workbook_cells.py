"""Cells of a workbook as the text that a table of text would have.

A spreadsheet computes with 15 significant digits, so its numbers are read at 15. A whole number of more digits has lost
the rest; it becomes scientific notation, which every reader of codes and sums refuses for that reason.

>>> text_of(0.1 + 0.2), text_of(80000000.0), text_of(221820240000000001.0), text_of(True)
('0.3', '80000000', '2.2182024E+17', 'TRUE')
>>> day_of(45717.0, SINCE_1900), day_of("45717", SINCE_1900), day_of(2025.0, SINCE_1900)
('2025-03-01', '2025-03-01', None)
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from subsidy.facts import YEARS

Cell = str | float | bool | date | time | timedelta
"""What a reader gives; an empty cell is empty text."""

SINCE_1900 = date(1899, 12, 30)
SINCE_1904 = date(1904, 1, 1)
_DIGITS = 15
_SERIAL = re.compile(r"[0-9]{5}")


class Sheet(NamedTuple):
    """A sheet, its rows with their numbers as the user sees them, and the day from which its workbook counts."""

    name: str
    rows: Iterator[tuple[int, list[Cell]]]
    since: date


def text_of(cell: Cell) -> str:
    """A cell as text: days in ISO form, numbers in plain notation."""
    if isinstance(cell, str):
        return cell.replace("\0", "")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    return str(cell) if isinstance(cell, timedelta) else cell.isoformat()


def _number(value: float) -> str:
    short = f"{value:.{_DIGITS}g}"
    if short.lstrip("-").replace(".", "", 1).isdigit():
        return "0" if short == "-0" else short
    if not math.isfinite(value):
        return short
    exact = Decimal(short)
    return f"{exact:f}" if exact.adjusted() < _DIGITS else f"{exact.normalize():E}"


def day_of(cell: Cell, since: date) -> str | None:
    """The day that a cell in a column of days gives by its serial number, if that is what it holds."""
    if isinstance(cell, str):
        serial = int(cell) if _SERIAL.fullmatch(cell.strip()) else None
    else:
        serial = None if isinstance(cell, (bool, date, time, timedelta)) or not math.isfinite(cell) else int(cell)
    if serial is None or not 0 < serial < 10**6:
        return None
    day = since + timedelta(days=serial)
    return day.isoformat() if day.year in YEARS else None
