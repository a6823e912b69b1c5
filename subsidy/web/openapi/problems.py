"""What the OpenAPI document says of problems: which statuses a route may answer with, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from subsidy.web import problems

SCHEMA = {
    "type": "object",
    "description": "What is wrong, as in RFC 9457.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "description": "`urn:subsidy:problem:` and the code."},
        "title": {"type": "string", "description": "The name of the status."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "The situation: stable, English."},
        "detail": {"type": "string", "description": "One sentence in the language of the request."},
        "where": {"type": "string", "description": "Where the value stands: in the body, or a name of the query."},
        "value": {"type": "string", "description": "The value that was found."},
        "accepted": {"type": "string", "description": "What would be accepted."},
        "request": {"type": "string", "description": "The id of the request, under which the log of the server has an unexpected fault."},
    },
    "example": {
        "type": "urn:subsidy:problem:bad_value",
        "title": "Unprocessable Entity",
        "status": 422,
        "code": "bad_value",
        "detail": "body: case.enterprise.zone: 'quingpu' is not usable; accepted: qingpu, songjiang, …",
        "where": "body: case.enterprise.zone",
        "value": "quingpu",
        "accepted": "qingpu, songjiang, …",
    },
}
SAID = {
    "400": "The form of the request is broken.",
    "401": "A key is needed, or the one given is not known.",
    "403": "The key lacks the role, or a page of another site sent the request.",
    "404": "What is asked for is not there.",
    "408": "The body did not arrive in time.",
    "409": "A limit of the law, or of the ledger, keeps the entry out; nothing was entered.",
    "413": "The body, or a file in it, is too large.",
    "415": "The body is of another kind than the route reads.",
    "421": "The server is not known by the name in `Host`.",
    "422": "What is asked can be read and not used.",
    "429": "Too many batches wait already.",
    "500": "An unexpected fault; the log of the server has it.",
    "503": "Too much is being done, it took too long, or the ledger cannot be reached; try again after `Retry-After` seconds.",
    "507": "The server has no room for the files.",
}
_CONTENT = {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def add(operation: dict[str, Any]) -> None:
    """Adds to a route the problems with which it may answer."""
    responses = operation["responses"]
    for status in sorted({*_statuses(operation), *responses} - {"200", "201", "202", "204"}):
        responses[status] = {"description": SAID[status], "content": _CONTENT}


def _statuses(operation: Mapping[str, Any]) -> Iterator[str]:
    yield from ("421", "500")
    if operation["security"]:
        yield from ("401", "403", "422", "503")
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", ())) or _may_ask_the_ledger(operation):
        yield "404"
    content = operation.get("requestBody", {}).get("content", {})
    if content:
        yield from ("408", "413", "415")
    if "multipart/form-data" in content:
        yield from ("400", "429", "507")
    if "ledger" in operation["tags"] and content:
        yield "409"


def _may_ask_the_ledger(operation: Mapping[str, Any]) -> bool:
    """Whether the answer may be that the server has no ledger."""
    return "ledger" in operation["tags"] or "requestBody" in operation
