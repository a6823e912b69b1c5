"""`subsidy range`: what one enterprise gets at least and at most under all readings, and which reading or fact decides."""

from __future__ import annotations

import click

from subsidy.cli.command import Command
from subsidy.cli.common import Terms
from subsidy.cli.firm_options import Firm, about_one_firm
from subsidy.cli.output import Output
from subsidy.ranging.models import AssessedRange
from subsidy.ranging.overall import assess_range


@click.command(
    cls=Command,
    help="The least and the most of one enterprise over all readings, and what each reading and each missing fact moves.",
    zh="一家企业在各种解读下最少和最多可得多少，每项解读、每项缺少的资料影响多大。",
    example="subsidy range --case case.json --as-of 2026-03-01\n"
    "subsidy range --zone qingpu --imports 2024=0.00 --imports 2025=80000000.00 --as-of 2026-03-01",
)
@about_one_firm()
def command(*, firm: Firm, terms: Terms, output: Output) -> None:
    result = assess_range(
        firm.case,
        as_of=terms.as_of,
        readings=terms.readings,
        decisions=terms.decisions,
        lang=output.lang,
        rivals=firm.rivals,
        law=terms.law,
    )
    if output.form == "json":
        output.text(result.to_json())
    elif output.form == "csv":
        output.text(_csv(result))
    else:
        _show(result, output)


def _csv(result: AssessedRange) -> str:
    from subsidy.report.range_csv import range_csv

    return range_csv(result)


def _show(result: AssessedRange, output: Output) -> None:
    from subsidy.report.range_table import range_table

    output.view(range_table(result, output.lang))
