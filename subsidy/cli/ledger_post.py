"""`subsidy ledger post`: assessments, batch results and payments onto the ledger."""

from __future__ import annotations

from datetime import date

import click

from subsidy.cli.command import Command
from subsidy.cli.common import Function, answering, option, under_law
from subsidy.cli.faults import AMISS
from subsidy.cli.ledger_answers import give_postings
from subsidy.cli.ledger_options import as_given, filtered, on_day, on_ledger, tried_out
from subsidy.cli.ledger_sources import EARLIER, KINDS, Given
from subsidy.cli.output import Output
from subsidy.law.library import Library
from subsidy.ledger.balances import Filter
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.tables import LAST_NUMBER


def _without_assessment(function: Function) -> Function:
    """What is posted without an assessment; the command gets it, with the source, as `given`."""
    said = [
        option("--kind", type=click.Choice(KINDS), zh="不凭测算结果：granted 以往核定（不算已支付），paid 支付，clawed_back 手工收回。",
               help="Post without an assessment: earlier grants (not as paid), payments, or sums taken back."),
        option("--reference", type=click.IntRange(1, LAST_NUMBER), metavar="ENTRY", help="The grant that is paid or taken back.",
               zh="所付或所收回的核定分录。"),
        option("--amount", metavar="RMB", help="The sum; all that is unpaid or granted, if not given.",
               zh="金额，默认为全部未付额或已核定额。"),
    ]  # fmt: skip
    for add in reversed(said):
        function = add(function)
    return function


@click.command(
    cls=Command,
    help="Posts an assessment (a JSON file, or - for standard input) or a batch result (its folder): what is payable and open is\n"
    "granted, and where something was granted before, the difference is granted or clawed back. What was posted before, or a\n"
    "limit of the law refuses, is listed; exit status 3 where anything was refused. With --kind paid: payments, of one grant\n"
    "or by a CSV as `subsidy ledger export` gives it; with --kind granted: a table of grants made before the ledger began,\n"
    "each line once. These stand as granted, not as paid: export them and post as paid what has been paid.",
    zh="把测算结果（JSON 文件，- 为标准输入）或批量结果文件夹记入台账：可兑付且在申报期内的记为核定，以前核定过的按差额补记或收回。\n"
    "此前已记账的和被条款上限拒绝的逐项列出；有被拒绝的，退出状态为3。--kind paid 记支付（一个分录，或 `subsidy ledger export`\n"
    "给出的 CSV）；--kind granted 记入建账以前的发放表，每行一次。\n"
    "这些款项记为已核定，不算已支付；其中已经付清的，请用 `subsidy ledger export` 导出，再用 --kind paid 记为已支付。",
    example="subsidy ledger post assessment.json --ledger grants.db --day 2026-03-02 --dry-run\n"
    "subsidy ledger post result --ledger grants.db --provision qingpu-2024-1/import-growth --period 2025\n"
    "subsidy ledger post --kind paid --reference 1 --ledger grants.db --day 2026-04-01\n"
    "subsidy ledger post payments.csv --kind paid --ledger grants.db\n"
    "subsidy ledger post prior.csv --kind granted --ledger grants.db",
)
@click.argument("source", required=False, metavar="FILE|DIR|-")
@_without_assessment
@on_day
@tried_out
@filtered
@under_law
@on_ledger
@answering()
@click.pass_context
def command(
    context: click.Context, /, *, output: Output, ledger: Ledger, law: Library, asked: Filter, posting_day: date, dry_run: bool, **said: str
) -> None:
    given = Given(**said, asked=asked)  # type: ignore[arg-type]
    rows = given.post(ledger, law, posting_day, output.lang, dry_run=dry_run)
    earlier_in = as_given(ledger.url) if given.kind == EARLIER else None
    give_postings(output, rows, posting_day, ledger.head(), dry_run=dry_run, earlier_in=earlier_in)
    if any(row["result"] == "refused" for row in rows):
        context.exit(AMISS)
