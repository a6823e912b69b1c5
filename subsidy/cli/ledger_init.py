"""`subsidy ledger init`: makes a ledger, or brings one to the form of this version."""

from __future__ import annotations

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering
from subsidy.cli.ledger_options import at_address
from subsidy.cli.output import Output
from subsidy.ledger.schema import init
from subsidy.ledger.url import parsed, shown
from subsidy.report.labels import label


@click.command(
    cls=Command,
    help="Makes a ledger in a new file or a PostgreSQL database, or upgrades one of an earlier version.",
    zh="在新文件或 PostgreSQL 数据库中建立台账，或升级旧版台账。",
    example="subsidy ledger init --ledger grants.db\nsubsidy ledger init --ledger postgresql://park@localhost/grants",
)
@at_address
@answering(forms=("table", "json"), file=False)
def command(*, output: Output, address: str) -> None:
    url = parsed(address)
    before, now = init(url)
    done = "made" if before is None else "as_it_was" if before == now else "upgraded"
    if output.form == "json":
        output.data({"ledger": shown(url), "done": done, "before": before, "form": now})
    else:
        output.text(label(f"ledger.{done}", output.lang, ledger=shown(url), form=now) + "\n")
