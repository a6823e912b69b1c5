"""`subsidy ledger verify`: whether every entry is in its place and as it was written."""

from __future__ import annotations

import re

import click

from subsidy import errors
from subsidy.cli.command import Command
from subsidy.cli.common import answering, option
from subsidy.cli.faults import AMISS
from subsidy.cli.ledger_options import on_ledger
from subsidy.cli.output import Output
from subsidy.ledger.data import FAULT_COLUMNS, cells, verified_data
from subsidy.ledger.ledger import Ledger
from subsidy.report.csv_text import csv_text
from subsidy.report.ledger_table import verified_view

_HASH = re.compile("[0-9a-f]{64}")


@click.command(
    cls=Command,
    help="Reads the whole ledger and names every entry that was altered, is missing or out of order, and every balance that does\n"
    "not follow from the entries; exit status 3 where there is any. --head compares with a hash that was noted elsewhere, so\n"
    "that an end that was cut off is found too.",
    zh="通读台账，指出被改动、缺失或次序不对的分录，以及与分录不符的余额；有问题时退出状态为3。\n"
    "--head 与另行记下的哈希核对，结尾被截去也能发现。",
    example="subsidy ledger verify --ledger grants.db",
)
@option(
    "--head",
    "anchor",
    metavar="HASH",
    help="The hash that `subsidy ledger show --head` gave.",
    zh="`subsidy ledger show --head` 给出的哈希。",
)
@on_ledger
@answering()
@click.pass_context
def command(context: click.Context, /, *, output: Output, ledger: Ledger, anchor: str | None) -> None:
    if anchor is not None and not _HASH.fullmatch(anchor.strip().lower()):
        raise errors.BadValue(where="--head", value=anchor, accepted="64 digits and letters a to f", accepted_zh="64位数字或字母 a 至 f")
    found = verified_data(ledger.verify(anchor.strip().lower() if anchor else None), output.lang)
    output.give(
        data=lambda: found,
        csv=lambda: csv_text(FAULT_COLUMNS, (cells(fault, FAULT_COLUMNS) for fault in found["faults"])),
        view=lambda: verified_view(found, output.lang),
    )
    if not found["sound"]:
        context.exit(AMISS)
