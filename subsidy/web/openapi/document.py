"""The OpenAPI document: what FastAPI knows of the routes, with the bodies that we read ourselves, examples, roles and problems."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from subsidy.version import __version__
from subsidy.web.answers import JSON
from subsidy.web.asked.ledger import Manual, ManualSum, Posting
from subsidy.web.asked.question import Question, Watched
from subsidy.web.door.access import role_of
from subsidy.web.openapi import problems as openapi_problems
from subsidy.web.openapi.examples import ANSWERS, requests
from subsidy.web.uploads.terms import BatchTerms, CaseTerms

_TEMPLATE = "#/components/schemas/{model}"
BODIES: tuple[type[BaseModel], ...] = (Question, Watched, CaseTerms, BatchTerms, Posting, Manual, ManualSum)
_METHODS = ("get", "post", "put", "patch", "delete")
_ABOUT = {
    "judging": "One enterprise, judged.",
    "law": "The law as it is held.",
    "batches": "Many enterprises out of files, computed beside the server.",
    "ledger": "What was granted and paid: only ever added to, within the limits of the law.",
    "server": "The server itself.",
}
_KEY = {"type": "http", "scheme": "bearer", "description": "A key as `subsidy key` makes it, with the roles that its holder was given."}
_OF_ROLE = {
    "read": "Needs a key with the role `read`.",
    "assess": "Needs a key with the role `assess`.",
    "post": "Needs a key with the role `post`.",
    "any": "Needs a key, of any role.",
}


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """What a route says of a JSON body that it reads itself."""
    return {"requestBody": {"required": True, "content": {JSON: {"schema": {"$ref": _TEMPLATE.format(model=model.__name__)}}}}}


def describe(app: FastAPI, routers: tuple[APIRouter, ...], *, keyed: bool) -> None:
    """Gives an app its OpenAPI document, made when it is first asked for."""
    roles = {route.name: role for router in routers for route in router.routes if (role := role_of(route)) and hasattr(route, "name")}
    app.openapi = functools.cache(lambda: _document(app, roles, keyed=keyed))  # type: ignore[method-assign]


def _document(app: FastAPI, roles: Mapping[str, str], *, keyed: bool) -> dict[str, Any]:
    tags = [{"name": name, "description": said} for name, said in _ABOUT.items()]
    found = get_openapi(title=app.title, version=__version__, description=app.description, routes=app.routes, tags=tags)
    _complete(found["components"])
    for operation in _operations(found):
        _with_role(operation, roles.get(operation["operationId"]), keyed=keyed)
        _with_examples(operation)
        openapi_problems.add(operation)
    _leave_out_unused(found)
    return found


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (path[method] for path in document["paths"].values() for method in _METHODS if method in path)


def _complete(components: dict[str, Any]) -> None:
    """The schemas of what we read ourselves, of problems, and of keys."""
    schemas = components["schemas"]
    _, bodies = models_json_schema([(model, "validation") for model in BODIES], ref_template=_TEMPLATE)
    schemas.update(bodies["$defs"])
    schemas["Problem"] = openapi_problems.SCHEMA
    components["securitySchemes"] = {"key": _KEY}


def _leave_out_unused(document: dict[str, Any]) -> None:
    """Schemas that nothing refers to, and then those that only these referred to."""
    schemas = document["components"]["schemas"]
    text = json.dumps(document)
    unused = [name for name in schemas if f'"{_TEMPLATE.format(model=name)}"' not in text]
    for name in unused:
        del schemas[name]
    if unused:
        _leave_out_unused(document)


def _with_role(operation: dict[str, Any], role: str | None, *, keyed: bool) -> None:
    """Who may ask for it: without keys, on this machine only, anybody."""
    operation["security"] = [] if role is None else [{"key": []}] if keyed else [{"key": []}, {}]
    if role is not None:
        operation["description"] = f"{operation.get('description', '')}\n\n{_OF_ROLE[role]}".strip()


def _with_examples(operation: dict[str, Any]) -> None:
    """One request, or several by name, and the answer to the first."""
    named = operation["operationId"]
    if named in requests():
        examples = {name: {"value": value} for name, value in requests()[named].items()}
        operation["requestBody"]["content"][JSON]["examples"] = examples
    if named in ANSWERS:
        operation["responses"]["200"]["content"][JSON]["example"] = ANSWERS[named]()
