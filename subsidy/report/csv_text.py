"""Rows as CSV text, safe to open in a spreadsheet.

>>> csv_text(("name", "amount"), [{"name": "@甲", "amount": "-1.00"}])
"name,amount\\r\\n'@甲,-1.00\\r\\n"
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from subsidy.batch.cells import defused


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A heading line and the rows; cells that a spreadsheet would take for a formula are defused."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([defused(row[column]) for column in columns] for row in rows)
    return text.getvalue()
