"""`subsidy schema`: what goes in and comes out fits the schemas that are published."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import subsidy
from subsidy.intake.scenario import find_scenarios
from subsidy.intake.scenario_file import read_scenario_file
from tests.cli.calling import GROWTH, call

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def _schema(what: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(call("schema", what).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def test_every_scenario_fits_the_schemas() -> None:
    case, assessment = (jsonschema.Draft202012Validator(_schema(what)) for what in ("case", "assessment"))
    for path in find_scenarios([str(SCENARIOS)]):
        file = read_scenario_file(path)
        scenario = file.scenario
        case.validate(json.loads(file.case.model_dump_json(by_alias=True, exclude_none=True)))
        result = subsidy.assess(file.case, as_of=scenario.as_of, readings=scenario.readings, decisions=scenario.decisions, law=file.law())
        assessment.validate(json.loads(result.to_json()))


@pytest.mark.parametrize("change", [{"enterprise": None}, {"imports": [{"period": "2024", "value": 1.5}]}, {"zone": "qingpu"}])
def test_what_is_refused_does_not_fit(change: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**GROWTH, **change}, _schema("case"))


def test_an_assessment_with_a_float_does_not_fit() -> None:
    result = json.loads(subsidy.assess(subsidy.Case.model_validate(GROWTH), as_of=date(2026, 3, 1)).to_json())
    result["entitlements"][0]["low"] = 0.5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(result, _schema("assessment"))
