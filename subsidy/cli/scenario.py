"""`subsidy scenario`: worked examples that are held to what they expect, and what-ifs."""

from __future__ import annotations

from subsidy.cli.command import LazyGroup

command = LazyGroup(
    name="scenario",
    modules=("scenario_run", "scenario_new"),
    help="Worked examples and what-ifs: facts, a day, and what must come out.",
    zh="情景：事实、日期和应有的结果，也可作假设。",
    example="subsidy scenario run scenarios",
)
