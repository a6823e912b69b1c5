"""`subsidy policy list`: every document and its state on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering, dated, under_law
from subsidy.cli.output import Output
from subsidy.report.csv_text import csv_text
from subsidy.report.law_rows import DOCUMENT_COLUMNS, cells, document_rows

if TYPE_CHECKING:
    from rich.console import RenderableType

    from subsidy.law.library import Library


@click.command(
    cls=Command,
    help="Every document with its number, days in force and state on a day.",
    zh="全部文件：文号、有效期，以及在某日的状态。",
    example="subsidy policy list --as-of 2026-05-28",
)
@dated
@under_law
@answering()
def command(*, output: Output, law: Library, as_of: date) -> None:
    def view() -> RenderableType:
        from subsidy.report.law_tables import documents_table

        return documents_table(as_of, output.lang, law)

    rows = document_rows(as_of, output.lang, law)
    output.give(
        data=lambda: {"as_of": as_of.isoformat(), "documents": rows},
        csv=lambda: csv_text(DOCUMENT_COLUMNS, map(cells, rows)),
        view=view,
    )
