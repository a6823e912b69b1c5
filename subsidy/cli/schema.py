"""`subsidy schema`: the JSON Schemas of what goes in and what comes out."""

from __future__ import annotations

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering
from subsidy.cli.output import Output
from subsidy.report.schemas import MODELS, schema_of


@click.command(
    cls=Command,
    help="The JSON Schema of a case file, or of what a command gives as JSON.",
    zh="企业资料文件或各命令 JSON 结果的 JSON Schema。",
    example="subsidy schema case -o case.schema.json",
)
@click.argument("what", type=click.Choice([*MODELS]), metavar="|".join(MODELS))
@answering(forms=("json",))
def command(*, output: Output, what: str) -> None:
    output.data(schema_of(what))
