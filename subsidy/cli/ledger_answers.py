"""How the commands of the ledger answer: as JSON, CSV or a table, from the same plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from subsidy.cli.output import Output
from subsidy.ledger.data import OUTCOME_COLUMNS, cells, head_data, posting_data
from subsidy.ledger.store import Head
from subsidy.report.csv_text import csv_text
from subsidy.report.ledger_table import earlier_table, postings_table, rows_table


def give_postings(
    output: Output, rows: Sequence[Mapping[str, Any]], day: date, head: Head, *, dry_run: bool, earlier_in: str | None = None
) -> None:
    """What posting came to, and the end of the ledger afterwards; `earlier_in` is the address to which earlier grants were posted."""
    found = {**posting_data(rows, day, dry_run=dry_run), "head": head_data(head)}
    output.give(
        data=lambda: found,
        csv=lambda: csv_text(OUTCOME_COLUMNS, (cells(row, OUTCOME_COLUMNS) for row in rows)),
        view=lambda: earlier_table(found, output.lang, earlier_in) if earlier_in else postings_table(found, output.lang),
    )


def give_rows(
    output: Output, key: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], lines: Sequence[Mapping[str, Any]]
) -> None:
    """Balances or entries: whole as JSON, as `lines` of these columns otherwise."""
    output.give(
        data=lambda: {key: list(rows)},
        csv=lambda: csv_text(columns, (cells(line, columns) for line in lines)),
        view=lambda: rows_table(columns, lines, output.lang),
    )
