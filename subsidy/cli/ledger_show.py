"""`subsidy ledger show`: balances by enterprise, provision and period, the entries behind them, or the end of the chain."""

from __future__ import annotations

from dataclasses import replace

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering, day, option
from subsidy.cli.ledger_answers import give_rows
from subsidy.cli.ledger_options import filtered, on_ledger
from subsidy.cli.output import Output
from subsidy.ledger.balances import Filter
from subsidy.ledger.data import BALANCE_COLUMNS, ENTRY_COLUMNS, balance_data, cells, entry_data, entry_row, head_data
from subsidy.ledger.ledger import Ledger
from subsidy.report.csv_text import csv_text
from subsidy.report.labels import label

_SHOWN = tuple(column for column in ENTRY_COLUMNS if column not in ("receipt", "previous"))


@click.command(
    cls=Command,
    help="What each enterprise has been granted and paid of each provision and period; with --entries the entries themselves,\n"
    "with --head the number of entries and the hash of the last, to be noted elsewhere for `subsidy ledger verify --head`.",
    zh="每家企业各条款各期间已核定和已支付的金额；--entries 列出分录；--head 给出分录数和最后一个分录的哈希，\n"
    "可另行记下，供 `subsidy ledger verify --head` 核对。",
    example="subsidy ledger show --ledger grants.db --uscc 913101180000000004\nsubsidy ledger show --ledger grants.db --head",
)
@filtered
@option("--as-of", metavar="DATE", help="Only what was posted up to this day.", zh="只计到这一天为止的分录。")
@option("--entries", is_flag=True, help="The entries, not the balances.", zh="列出分录，而不是余额。")
@option("--head", "only_head", is_flag=True, help="The number of entries and the hash of the last.", zh="分录数和最后一个分录的哈希。")
@on_ledger
@answering()
def command(*, output: Output, ledger: Ledger, asked: Filter, as_of: str | None, entries: bool, only_head: bool) -> None:
    chosen = replace(asked, through=day(as_of, "--as-of"))
    if only_head:
        _head(output, ledger)
    elif entries:
        found = ledger.entries(chosen)
        columns = ENTRY_COLUMNS if output.form == "csv" else _SHOWN
        give_rows(output, "entries", [entry_data(entry) for entry in found], columns, [entry_row(entry) for entry in found])
    else:
        rows = [balance_data(balance) for balance in ledger.balances(chosen)]
        give_rows(output, "balances", rows, BALANCE_COLUMNS, rows)


def _head(output: Output, ledger: Ledger) -> None:
    found = head_data(ledger.head())
    if output.form == "json":
        output.data(found)
    elif output.form == "csv":
        output.text(csv_text(tuple(found), [cells(found, found)]))
    else:
        output.text(label("ledger.head", output.lang, **found) + "\n")
