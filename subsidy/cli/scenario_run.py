"""`subsidy scenario run`: runs scenario files and compares what comes out with what they expect."""

from __future__ import annotations

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering
from subsidy.cli.faults import AMISS
from subsidy.cli.output import Output
from subsidy.intake.scenario import find_scenarios, run_scenario
from subsidy.report.csv_text import csv_text
from subsidy.report.scenario_table import COLUMNS, scenario_data, scenario_rows, scenario_table


@click.command(
    cls=Command,
    help="Runs scenario files or folders of them; exit status 3 where anything differs from what they expect.",
    zh="运行情景文件或文件夹；与预期不同时退出状态为3。",
    example="subsidy scenario run scenarios\nsubsidy scenario run scenarios/growth/*.toml --format csv -o differences.csv",
)
@click.argument("files", nargs=-1, required=True)
@answering()
@click.pass_context
def command(context: click.Context, /, *, output: Output, files: tuple[str, ...]) -> None:
    results = [run_scenario(file) for file in find_scenarios(files)]
    output.give(
        data=lambda: scenario_data(results, output.lang),
        csv=lambda: csv_text(COLUMNS, scenario_rows(results, output.lang)),
        view=lambda: scenario_table(results, output.lang),
    )
    if any(result.differences for result in results):
        context.exit(AMISS)
