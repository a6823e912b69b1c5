"""`subsidy policy timeline`: the documents over the years, what repeals and cites what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering, dated, under_law
from subsidy.cli.output import Output
from subsidy.report.csv_text import csv_text
from subsidy.report.law_rows import cells
from subsidy.report.law_timeline import EVENT_COLUMNS, event_rows, timeline_data

if TYPE_CHECKING:
    from rich.console import RenderableType

    from subsidy.law.library import Library


@click.command(
    cls=Command,
    help="The documents over the years: days in force, and what repeals and cites what.",
    zh="各文件历年的有效期，以及引用与废止。",
    example="subsidy policy timeline --as-of 2026-05-28",
)
@dated
@under_law
@answering()
def command(*, output: Output, law: Library, as_of: date) -> None:
    def view() -> RenderableType:
        from subsidy.report.law_timeline_view import timeline_view

        return timeline_view(as_of, output.lang, law)

    output.give(
        data=lambda: timeline_data(as_of, output.lang, law),
        csv=lambda: csv_text(EVENT_COLUMNS, map(cells, event_rows(law))),
        view=view,
    )
