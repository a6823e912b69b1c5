"""`subsidy inspect`: what would be read in files, before anyone runs a batch over them."""

from __future__ import annotations

import gc
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering, dated, option, under_law
from subsidy.cli.faults import UNUSABLE
from subsidy.cli.file_options import Intake, reading_files
from subsidy.cli.output import Output
from subsidy.cli.progress import shown

if TYPE_CHECKING:
    from rich.console import RenderableType

    from subsidy.batch.inspection.inspect import Inspection
    from subsidy.law.library import Library


@click.command(
    cls=Command,
    help="What is recognised in files: encoding, heading line, columns, unit, months, what becomes of the rows, the first rejects.",
    zh="查看文件里认出了什么：编码、标题行、列、单位、月份、数据行的去向、最先几条拒收行。",
    example="subsidy inspect imports/ --register register.csv --as-of 2026-03-01\nsubsidy inspect 2025.xlsx --sheet 明细 --format json",
)
@click.argument("files", nargs=-1, required=True)
@option("--register", metavar="FILE", help="Register of enterprises.", zh="企业名册。")
@reading_files
@dated
@under_law
@answering()
@click.pass_context
def command(
    context: click.Context, /, *, output: Output, as_of: date, law: Library, files: tuple[str, ...], intake: Intake, **rest: Any
) -> None:
    from subsidy.batch.inspection.inspect import Asked, inspect

    gc.enable()  # what a command does without at its start, a long run needs
    asked = Asked(files, as_of, law=law, **vars(intake), **rest)
    with shown(output.lang, output.form) as progress:
        inspection = inspect(asked, progress)
    _answer(inspection, output)
    if inspection.unreadable:
        from subsidy.report.labels import label

        click.echo(label("inspect.unreadable", output.lang, count=inspection.unreadable), err=True)
        context.exit(UNUSABLE)


def _answer(inspection: Inspection, output: Output) -> None:
    from subsidy.report.csv_text import csv_text
    from subsidy.report.inspection_csv import CSV_COLUMNS, csv_row
    from subsidy.report.inspection_data import inspection_data

    def view() -> RenderableType:
        from subsidy.report.inspection_table import inspection_table

        return inspection_table(data, output.lang)

    data = inspection_data(inspection, output.lang)
    output.give(data=lambda: data, csv=lambda: csv_text(CSV_COLUMNS, map(csv_row, data["files"])), view=view)
