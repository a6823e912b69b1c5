"""Payment lines as a workbook: codes as text, sums as numbers with two decimals, no cell that a spreadsheet would run."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from subsidy import errors
from subsidy.batch.sheets import Table, new_book


def write_payments(path: Path, lines: Iterable[Mapping[str, Any]], columns: Sequence[str], day: date) -> None:
    """Write the workbook, which says to be made on the day; raises `errors.MissingExtra` where workbooks cannot be written."""
    if importlib.util.find_spec("xlsxwriter") is None:
        raise errors.MissingExtra(what="xlsx", extra="xlsx")
    with new_book(path, day) as book:
        Table(book, "payments", columns).extend([line[column] for column in columns] for line in lines)
