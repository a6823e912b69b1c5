"""`subsidy schema`: the JSON Schemas of what goes in and what comes out."""

from __future__ import annotations

from typing import Any

import click
from pydantic import BaseModel

from subsidy.cli.command import Command
from subsidy.cli.common import answering
from subsidy.cli.output import Output
from subsidy.entitlement import Assessment
from subsidy.facts import Case
from subsidy.ranging.models import AssessedRange

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


_MODELS: dict[str, type[BaseModel]] = {"case": Case, "assessment": Assessment, "range": AssessedRange}


def schema_of(what: str) -> dict[str, Any]:
    """The JSON Schema of a case file, or of what a command gives as JSON."""
    return {"$schema": _DIALECT, **_MODELS[what].model_json_schema(by_alias=True, mode="validation")}


@click.command(
    cls=Command,
    help="The JSON Schema of a case file, or of what a command gives as JSON.",
    zh="企业资料文件或各命令 JSON 结果的 JSON Schema。",
    example="subsidy schema case -o case.schema.json",
)
@click.argument("what", type=click.Choice([*_MODELS]), metavar="|".join(_MODELS))
@answering(forms=("json",))
def command(*, output: Output, what: str) -> None:
    output.data(schema_of(what))
