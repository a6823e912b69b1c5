"""`subsidy readings`: where the law can be read in more than one way, and what an authority has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering, under_law
from subsidy.cli.output import Output
from subsidy.report.csv_text import csv_text
from subsidy.report.law_rows import QUESTION_COLUMNS, cells, question_data, question_rows

if TYPE_CHECKING:
    from rich.console import RenderableType

    from subsidy.law.library import Library


@click.command(
    cls=Command,
    help="The readings with their options, and the decisions that an authority has to take.",
    zh="各项解读及其选项，以及须由主管部门作出的决定。",
    example="subsidy readings --format json",
)
@under_law
@answering()
def command(*, output: Output, law: Library) -> None:
    def view() -> RenderableType:
        from subsidy.report.law_tables import questions_view

        return questions_view(output.lang, law)

    output.give(
        data=lambda: question_data(output.lang, law),
        csv=lambda: csv_text(QUESTION_COLUMNS, map(cells, question_rows(output.lang, law))),
        view=view,
    )
