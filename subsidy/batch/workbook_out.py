"""A result as one workbook: summary, entitlements, rejects and reconciliation, each on its sheet.

Sums are numbers with two decimals, as they are written. A spreadsheet keeps 15 significant digits: a sum that needs more,
which none below ten million million yuan does, stands as text. A text too long for a cell is cut and says so; the CSV has
it whole. A table of more rows than a sheet holds goes on on the next (`entitlements 2`, …). The same result gives the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from subsidy.batch.cells import REJECT_COLUMNS, Cell, columns_of
from subsidy.batch.result import Computed
from subsidy.batch.sheets import Table, new_book
from subsidy.batch.tables_out import pieces
from subsidy.batch.workbook_rows import RECONCILIATION_COLUMNS, TOTALS_COLUMNS, basis_rows, reconciliation_rows, totals_rows
from subsidy.errors import Issue
from subsidy.law.wording import sentence


def write_workbook(path: Path, computed: Computed, lang: str) -> None:
    """Write the workbook; raises `OSError` where it cannot be written."""
    with new_book(path, date.fromisoformat(computed.summary["as_of"])) as book:
        summary = Table(book, "summary", TOTALS_COLUMNS)
        summary.extend(totals_rows(computed.summary))
        summary.extend_below(basis_rows(computed.summary))
        Table(book, "entitlements", columns_of(computed.entitlements.column_names)).extend(_entitlement_rows(computed.entitlements))
        Table(book, "rejects", REJECT_COLUMNS).extend(_reject_rows(computed.rejects, lang))
        Table(book, "reconciliation", RECONCILIATION_COLUMNS).extend(reconciliation_rows(computed.reconciliation))


def _entitlement_rows(entitlements: pa.Table) -> Iterator[tuple[Cell, ...]]:
    for piece in pieces(entitlements):
        yield from zip(*(column.to_pylist() for column in piece.columns), strict=True)


def _reject_rows(issues: Iterable[Issue], lang: str) -> Iterator[tuple[Cell, ...]]:
    for issue in issues:
        yield *issue, sentence("rejects", issue.code, lang)
