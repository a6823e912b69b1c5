"""`subsidy schema`: the JSON Schemas of what goes in and what comes out."""

from __future__ import annotations

from typing import Any

import click

from subsidy.cli.command import Command
from subsidy.cli.common import answering
from subsidy.cli.output import Output
from subsidy.entitlement import Assessment
from subsidy.facts import Case

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(what: str) -> dict[str, Any]:
    """The JSON Schema of a case or an assessment."""
    model = Case if what == "case" else Assessment
    return {"$schema": _DIALECT, **model.model_json_schema(by_alias=True, mode="validation")}


@click.command(
    cls=Command,
    help="The JSON Schema of a case file or of an assessment.",
    zh="企业资料文件或计算结果的 JSON Schema。",
    example="subsidy schema case -o case.schema.json",
)
@click.argument("what", type=click.Choice(["case", "assessment"]), metavar="case|assessment")
@answering(forms=("json",))
def command(*, output: Output, what: str) -> None:
    output.data(schema_of(what))
