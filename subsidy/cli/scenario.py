"""`subsidy scenario`: worked examples that are held to what they expect."""

from __future__ import annotations

from subsidy.cli.command import LazyGroup

command = LazyGroup(
    name="scenario",
    modules=("scenario_run",),
    help="Worked examples: facts, a day, and what must come out.",
    zh="情景：事实、日期和应有的结果。",
    example="subsidy scenario run scenarios",
)
