"""`subsidy batch`: files of many enterprises in, a result folder out."""

from __future__ import annotations

import gc
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from subsidy import errors, money
from subsidy.batch.request import FORMS, BatchRequest
from subsidy.cli.command import Command
from subsidy.cli.common import Terms, answering, judging, option, pairs
from subsidy.cli.faults import AMISS
from subsidy.cli.output import Output
from subsidy.cli.park_options import about_many_firms
from subsidy.cli.progress import shown
from subsidy.facts import MONEY_FORM, Grant
from subsidy.intake.case_faults import ACCEPTED_ZH

if TYPE_CHECKING:
    from subsidy.intake.side_tables import SideTable


@click.command(
    cls=Command,
    help="Many enterprises: reads import files and side tables, writes entitlements, rejects and the account of the rows to a folder.",
    zh="批量计算：读取进口数据和附表，把应得金额、拒收行和核对表写入一个文件夹。",
    example="subsidy batch imports/ --register register.csv --out result --as-of 2026-03-01\n"
    "subsidy batch 2024.csv 2025.csv --out result --zone qingpu --year 2025 --control 2025=3845000000.00",
)
@click.argument("files", nargs=-1, required=True)
@option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The result folder.", zh="结果文件夹。")
@about_many_firms
@option("--ledger", metavar="URL", help="The ledger with the earlier grants, instead of --prior.", zh="以往发放所在台账，代替 --prior。")
@option("--force", is_flag=True, help="Replace a result folder that is not empty.", zh="替换不为空的结果文件夹。")
@option("--strict", is_flag=True, help="Exit status 3 where any row was rejected.", zh="有拒收行时退出状态为3。")
@option("--control", multiple=True, metavar="YEAR=RMB", help="What the imports of a year must add up to.", zh="某年进口额应有的总额。")
@option("--range", "ranged", is_flag=True, help="Least and most of every line over all readings.", zh="每行加上各种解读下的最少和最多。")
@option("--to", type=click.Choice(FORMS), multiple=True, help="Write the result in this form too.", zh="同时写成这种格式。")
@judging
@answering(forms=("table", "json"), file=False)
@click.pass_context
def command(context: click.Context, /, *, output: Output, terms: Terms, strict: bool, **options: Any) -> None:
    from subsidy.batch.run import run_batch

    gc.enable()  # what a command does without at its start, a long run needs
    request = request_of(terms, output.lang, **options)
    with shown(output.lang, output.form) as progress:
        result = run_batch(request, progress)
    if output.form == "json":
        output.data(result.summary)
    else:
        from subsidy.report.batch_table import batch_table

        output.view(batch_table(str(result.out), result.summary, result.reconciliation, output.lang))
    if result.control_failed or (strict and result.rejected):
        context.exit(AMISS)


def request_of(
    terms: Terms, lang: str, sources: dict[str, Any], control: tuple[str, ...], ledger: str | None = None, **options: Any
) -> BatchRequest:
    """The options as a request; raises `errors.BadValue` for one that is not usable, `errors.PriorTwice` for grants from two sides."""
    controls = dict(_control(year, amount) for year, amount in pairs(control, "--control", "YEAR=RMB").items())
    judged: dict[str, Any] = {"as_of": terms.as_of, "readings": terms.readings, "decisions": terms.decisions, "policies": terms.policies}
    grants = _grants(ledger, sources, terms) if ledger else None
    return BatchRequest(lang=lang, controls=controls, grants=grants, **judged, **sources, **options)


def _grants(ledger: str, sources: dict[str, Any], terms: Terms) -> SideTable[Grant]:
    if sources["prior"]:
        raise errors.PriorTwice(other="--prior")
    from subsidy.ledger.grants import table_of_grants
    from subsidy.ledger.ledger import Ledger

    with Ledger.open(ledger) as opened:
        return table_of_grants(opened, terms.as_of, terms.law)


def _control(year: str, amount: str) -> tuple[int, Decimal]:
    if len(year) != 4 or not year.isdecimal() or int(year) not in range(date.min.year, date.max.year):
        raise errors.BadValue(where="--control", value=year, accepted="2025=3845000000.00")
    try:
        return int(year), money.yuan(amount)
    except money.NotMoney:
        raise errors.BadValue(where=f"--control {year}", value=amount, accepted=MONEY_FORM, accepted_zh=ACCEPTED_ZH[MONEY_FORM]) from None
