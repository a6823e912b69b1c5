"""`subsidy policy show`: all that is held of one document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering, dated
from subsidy.cli.output import Output
from subsidy.report.csv_text import csv_text
from subsidy.report.law_rows import document_data, flat

if TYPE_CHECKING:
    from rich.console import RenderableType


@click.command(
    cls=Command,
    help="All of one document: dates and what of them is assumed, relations, figures and measures.",
    zh="一份文件的全部内容：日期及推定、引用与废止、数额和措施。",
    example="subsidy policy show qingpu-2024-1",
)
@click.argument("document", metavar="ID")
@dated
@answering()
def command(*, output: Output, as_of: date, document: str) -> None:
    def view() -> RenderableType:
        from subsidy.report.law_tables import document_view

        return document_view(data, output.lang)

    data = document_data(document, as_of, output.lang)
    output.give(data=lambda: data, csv=lambda: csv_text(("key", "value"), flat(data)), view=view)
