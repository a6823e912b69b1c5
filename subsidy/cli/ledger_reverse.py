"""`subsidy ledger reverse`: undoes an entry by another one."""

from __future__ import annotations

from datetime import date

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering
from subsidy.cli.ledger_answers import give_postings
from subsidy.cli.ledger_options import on_day, on_ledger, tried_out
from subsidy.cli.output import Output
from subsidy.ledger.data import posted_data
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.tables import LAST_NUMBER


@click.command(
    cls=Command,
    help="Undoes an entry, whole and once, by a reversal; the entry itself stays.",
    zh="以冲销分录撤销一个分录；原分录保留，每个分录只能冲销一次。",
    example="subsidy ledger reverse 7 --ledger grants.db --day 2026-03-05",
)
@click.argument("entry", type=click.IntRange(1, LAST_NUMBER))
@on_day
@tried_out
@on_ledger
@answering()
def command(*, output: Output, ledger: Ledger, entry: int, posting_day: date, dry_run: bool) -> None:
    made = ledger.reverse(entry, posting_day, dry_run=dry_run)
    give_postings(output, [posted_data(made, output.lang)], posting_day, ledger.head(), dry_run=dry_run)
