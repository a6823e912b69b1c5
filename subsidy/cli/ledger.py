"""`subsidy ledger`: what has been granted and paid, appended and never changed."""

from __future__ import annotations

from subsidy.cli.command import LazyGroup

command = LazyGroup(
    name="ledger",
    modules=("ledger_init", "ledger_post", "ledger_show", "ledger_reverse", "ledger_verify", "ledger_export"),
    help="The ledger of grants: what was granted, paid, reversed and clawed back, within the limits of the law.",
    zh="发放台账：核定、支付、冲销和收回，受条款上限约束，只增不改。",
    example="subsidy ledger init --ledger grants.db\nsubsidy ledger post result --ledger grants.db --day 2026-03-02",
)
