"""`subsidy policy show`: all that is held of one document, and what its state on a day means."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering, dated, under_law
from subsidy.cli.output import Output
from subsidy.report.csv_text import csv_text
from subsidy.report.law_document import document_data
from subsidy.report.law_rows import flat

if TYPE_CHECKING:
    from rich.console import RenderableType

    from subsidy.law.library import Library


@click.command(
    cls=Command,
    help="All of one document: days in force, what repeals and cites it and what that means on a day, figures and measures.",
    zh="一份文件的全部内容：有效期、引用与废止及其在某日的影响、数额和措施。",
    example="subsidy policy show qingpu-2024-1 --as-of 2026-06-01",
)
@click.argument("document", metavar="ID")
@dated
@under_law
@answering()
def command(*, output: Output, law: Library, as_of: date, document: str) -> None:
    def view() -> RenderableType:
        from subsidy.report.law_document_view import document_view

        return document_view(data, output.lang)

    data = document_data(document, as_of, output.lang, law)
    output.give(data=lambda: data, csv=lambda: csv_text(("key", "value"), flat(data)), view=view)
