"""`subsidy estimate`: what one enterprise is entitled to, itemised."""

from __future__ import annotations

import click

from subsidy.cli.command import Command
from subsidy.cli.common import Terms
from subsidy.cli.firm_options import Firm, about_one_firm, assessed
from subsidy.cli.output import FORMATS, Output
from subsidy.entitlement import Assessment


@click.command(
    cls=Command,
    help="What one enterprise is entitled to: every entitlement with its sum, window, citation and steps.",
    zh="一家企业可得的扶持：逐项列出金额、有效期、依据和计算步骤。",
    example="subsidy estimate --case case.json --as-of 2026-03-01\n"
    "subsidy estimate --zone qingpu --imports 2024=80000000.00 --imports 2025=120000000.40 --as-of 2026-03-01\n"
    "subsidy estimate --case case.json --as-of 2026-03-01 -o sheet.html",
)
@about_one_firm(forms=(*FORMATS, "html"))
def command(*, firm: Firm, terms: Terms, output: Output) -> None:
    result = assessed(firm, terms, output.lang)
    if output.form == "json":
        output.text(result.to_json())
    elif output.form == "csv":
        output.text(_csv(result))
    elif output.form == "html":
        output.text(_sheet(result, terms, output.lang))
    else:
        _show(result, output)


def _csv(result: Assessment) -> str:
    from subsidy.report.assessment_csv import assessment_csv

    return assessment_csv(result)


def _sheet(result: Assessment, terms: Terms, lang: str) -> str:
    from subsidy.law.choices import settle_decisions
    from subsidy.report.html.sheet import sheet

    return sheet(result, terms.law, lang, decisions=settle_decisions(terms.decisions, terms.law).canonical)


def _show(result: Assessment, output: Output) -> None:
    from subsidy.report.assessment_table import assessment_table

    output.view(assessment_table(result, output.lang))
