"""The OpenAPI document tells of every route, with its role, its examples and its problems."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from subsidy.web.app import create_app
from subsidy.web.settings import Settings
from tests.web.asking import keys_of
from tests.web.operations import OPERATIONS

KEYS, _ = keys_of(office=["assess"])
DOCUMENT: dict[str, Any] = create_app(Settings(keys=KEYS)).openapi()
FOUND = {
    each["operationId"]: (method.upper(), path, each) for path, methods in DOCUMENT["paths"].items() for method, each in methods.items()
}


def test_the_routes_are_those_that_there_must_be() -> None:
    assert {name: (method, path) for name, (method, path, _) in FOUND.items()} == {n: (m, p) for n, (m, p, _) in OPERATIONS.items()}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_route_says_what_it_does_and_for_whom(name: str) -> None:
    each, role = FOUND[name][2], OPERATIONS[name][2]
    assert each["summary"][0].isupper()
    assert len(each["description"]) > 20
    assert each["security"] == ([{"key": []}] if role else [])
    said = {None: "", "any": "Needs a key, of any role."}.get(role, f"Needs a key with the role `{role}`.")
    assert each["description"].endswith(said)
    assert ("401" in each["responses"], "403" in each["responses"]) == (role is not None,) * 2


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_route_tells_of_its_problems(name: str) -> None:
    responses = FOUND[name][2]["responses"]
    good = {"200", "202", "204"} & set(responses)
    assert len(good) == 1
    for status in set(responses) - good:
        assert responses[status]["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.mark.parametrize("name", [name for name, (_, path, _) in OPERATIONS.items() if "{" not in path or "policies" in path])
def test_answers_have_examples_that_keep_to_their_schema(name: str) -> None:
    for status, response in FOUND[name][2]["responses"].items():
        for media in response.get("content", {}).values():
            if status == "200" and "example" in media:
                valid(media["schema"], media["example"])


@pytest.mark.parametrize("name", [name for name in FOUND if "requestBody" in FOUND[name][2] and "files" not in OPERATIONS[name][1]])
def test_requests_have_examples_that_keep_to_their_schema(name: str) -> None:
    for media, said in FOUND[name][2]["requestBody"]["content"].items():
        if media != "application/json":
            continue
        assert said["examples"]
        for example in said["examples"].values():
            valid(said["schema"], example["value"])


def valid(schema: dict[str, Any], example: Any) -> None:
    whole = {**schema, "components": json.loads(json.dumps(DOCUMENT["components"]))}
    jsonschema.Draft202012Validator(whole).validate(example)


def test_days_languages_and_numbers_of_a_query_are_typed() -> None:
    parameters = {
        each["name"]: each["schema"] for _, _, found in FOUND.values() for each in found.get("parameters", ()) if each["in"] == "query"
    }
    assert parameters["as_of"]["format"] == "date"
    assert parameters["lang"]["enum"] == ["en", "zh"]
    assert (parameters["limit"]["minimum"], parameters["limit"]["maximum"]) == (1, 500)
    assert all(each["in"] in ("query", "path") for _, _, found in FOUND.values() for each in found.get("parameters", ()))


def test_without_keys_a_key_may_be_left_out() -> None:
    found = create_app().openapi()
    assert found["paths"]["/v1/policies"]["get"]["security"] == [{"key": []}, {}]


def test_no_schema_is_told_of_that_nothing_uses() -> None:
    text = json.dumps(DOCUMENT)
    assert [name for name in DOCUMENT["components"]["schemas"] if f'"#/components/schemas/{name}"' not in text] == []
