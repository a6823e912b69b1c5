"""Rows as CSV text, safe to open in a spreadsheet.

>>> csv_text(("name", "amount"), [{"name": "@甲", "amount": "1.00"}], figures=("amount",))
"name,amount\\n'@甲,1.00\\n"
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence

from subsidy.report.rows import defused


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]], figures: Collection[str] = ()) -> str:
    """A heading line and the rows; cells outside the columns of figures are defused."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([defused(row[column], numeric=column in figures) for column in columns] for row in rows)
    return text.getvalue()
