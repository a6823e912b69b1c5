"""The OpenAPI document: what FastAPI knows of the routes, with the bodies that we read ourselves, examples and problems."""

from __future__ import annotations

import functools
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from subsidy.version import __version__
from subsidy.web import problems
from subsidy.web.question import JSON, Question, Watched

_TEMPLATE = "#/components/schemas/{model}"
BODIES: tuple[type[BaseModel], ...] = (Question, Watched)
_CASE = {
    "enterprise": {"uscc": "913101180000000004", "zone": "qingpu", "settled_on": "2024-05-01"},
    "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}],
}
EXAMPLE: dict[str, Any] = {"case": _CASE, "as_of": "2026-03-01"}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "The situation: stable, English."},
        "detail": {"type": "string", "description": "One sentence in the language of the request."},
        "where": {"type": "string"},
        "value": {"type": "string"},
        "accepted": {"type": "string"},
    },
}


def body_of(model: type[BaseModel], example: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a route says of a JSON body that it reads itself."""
    schema = {"$ref": _TEMPLATE.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {JSON: {"schema": schema, "example": example or EXAMPLE}}}}


def describe(app: FastAPI) -> None:
    """Gives an app its OpenAPI document, made when it is first asked for."""
    app.openapi = functools.cache(lambda: _document(app))  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(title="subsidy", version=__version__, description=app.description, routes=app.routes, tags=app.openapi_tags)
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    _, bodies = models_json_schema([(model, "validation") for model in BODIES], ref_template=_TEMPLATE)
    schemas.update(bodies["$defs"])
    schemas["Problem"] = _PROBLEM
    found["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    found["security"] = [{"key": []}, {}]
    for path in found["paths"].values():
        for operation in path.values():
            _with_problems(operation["responses"])
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return found


def _with_problems(responses: dict[str, Any]) -> None:
    """Every route may answer with a problem instead."""
    content = {problems.MEDIA: {"schema": {"$ref": _TEMPLATE.format(model="Problem")}}}
    for status, said in (("422", "What is asked cannot be used."), ("4XX", "Refused."), ("5XX", "Not now.")):
        responses[status] = {"description": said, "content": content}
