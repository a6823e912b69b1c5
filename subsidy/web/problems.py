"""The one place where a fault becomes an HTTP status and a problem document (RFC 9457).

`code` is the situation, as programs know it, `detail` its sentence in the language of the request; `where`, `value` and
`accepted` are there where the fault is about a value.
"""

from __future__ import annotations

import http
import json
import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from subsidy import errors
from subsidy.errors import SubsidyError
from subsidy.web.language import of_request

MEDIA = "application/problem+json"
UNUSABLE = 422
STATUS: Mapping[type[SubsidyError], int] = {
    errors.NoKey: 401,
    errors.KeyRefused: 401,
    errors.RoleMissing: 403,
    errors.ForeignPage: 403,
    errors.ForeignHost: 421,
    errors.NoSuchPath: 404,
    errors.UnknownDocument: 404,
    errors.UnknownEntry: 404,
    errors.NoLedger: 404,
    errors.MethodRefused: 405,
    errors.BodyTooSlow: 408,
    errors.UploadTooSlow: 408,
    errors.LimitReached: 409,
    errors.BodyTooLarge: 413,
    errors.TooManyFiles: 413,
    errors.JobTooLarge: 413,
    errors.BrokenForm: 400,
    errors.QueueFull: 429,
    errors.TooManyUploads: 429,
    errors.MediaRefused: 415,
    errors.NotHttp: 400,
    errors.ServerBusy: 503,
    errors.Interrupted: 503,
    errors.ServerFull: 507,
    errors.JobDied: 500,
    errors.TookTooLong: 503,
    errors.TooManyConnections: 503,
    errors.LedgerBusy: 503,
    errors.LedgerAway: 503,
    errors.LedgerMissing: 503,
    errors.LedgerOlder: 503,
    errors.LedgerNewer: 503,
    errors.MissingExtra: 503,
    errors.NoRoom: 503,
    errors.OutputBusy: 503,
}
"""Every other situation is that of a request that can be read and not used."""

_SHOWN = ("where", "value", "accepted")
_log = logging.getLogger("subsidy.web")
_LATER, _AGAIN_AFTER = (429, 503), 30
"""With these statuses a client is told after how many seconds to try again."""
_BREAKING_OFF = (errors.BodyTooLarge, errors.BodyTooSlow, errors.UploadTooSlow)
"""After these the rest of the body is not read."""


def status_of(fault: SubsidyError) -> int:
    return next((STATUS[kind] for kind in type(fault).__mro__ if kind in STATUS), UNUSABLE)


def problem(fault: SubsidyError, lang: str) -> Response:
    """The answer to a request that met a fault."""
    facts = {name: str(fault.facts[name]) for name in _SHOWN if name in fault.facts}
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(fault, (errors.NoKey, errors.KeyRefused)) else {}
    if status_of(fault) in _LATER:
        headers["Retry-After"] = str(max(1, round(fault.facts.get("seconds", _AGAIN_AFTER))))
    if isinstance(fault, _BREAKING_OFF):
        headers["Connection"] = "close"
    return document(status_of(fault), fault.code, _told(fault, lang), headers=headers, **facts)


def _told(fault: SubsidyError, lang: str) -> str:
    """The sentence of a fault; where a ledger stands is for the log and not for those who ask."""
    if "url" not in fault.facts:
        return fault.sentence(lang)
    _log.error({"message": fault.sentence("en")})
    hidden = {"url": "the ledger", "url_zh": "台账", "problem": "the log of the server has it", "problem_zh": "已记入服务日志"}
    return type(fault)(**{**fault.facts, **hidden}).sentence(lang)


def document(status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **facts: Any) -> Response:
    """A problem document."""
    said = {"type": f"urn:subsidy:problem:{code}", "title": http.HTTPStatus(status).phrase, "status": status}
    return Response(_text({**said, "code": code, "detail": detail, **facts}), status, dict(headers or {}), MEDIA)


def _text(data: Mapping[str, Any]) -> bytes:
    """JSON, in which half of a surrogate pair, which a request may hold and UTF-8 does not, stays escaped."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def unexpected(lang: str, request_id: str) -> Response:
    """The answer to a request that met a defect of ours, without its inside; the log has it under the id."""
    said = "意外故障；已记入服务日志" if lang == "zh" else "unexpected fault; the log of the server has it"
    return document(500, "unexpected", said, request=request_id)


def answer_faults(app: FastAPI) -> None:
    """Every fault of every route, and of requests that reach none, is answered as a problem."""
    app.add_exception_handler(SubsidyError, _of_ours)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_query)


async def _of_ours(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, SubsidyError)
    return problem(fault, of_request(request))


async def _of_http(request: Request, fault: Exception) -> Response:
    """What the framework refuses: no such path, no such method, a body that is no form."""
    assert isinstance(fault, HTTPException)
    if fault.status_code == http.HTTPStatus.NOT_FOUND:
        return problem(errors.NoSuchPath(value=request.url.path[:200]), of_request(request))
    if fault.status_code == http.HTTPStatus.METHOD_NOT_ALLOWED:
        accepted = (fault.headers or {}).get("Allow", "")
        answer = problem(errors.MethodRefused(value=request.method[:20], accepted=accepted), of_request(request))
        answer.headers["Allow"] = accepted
        return answer
    return document(fault.status_code, "http", str(fault.detail), fault.headers)


async def _of_query(request: Request, fault: Exception) -> Response:
    """A value of the query that is of the wrong kind."""
    assert isinstance(fault, RequestValidationError)
    first = fault.errors()[0]
    where = str(first["loc"][-1])
    if first["type"] == "missing":
        return problem(errors.MissingKey(where=where), of_request(request))
    accepted = _accepted(first)
    return problem(errors.BadValue(where=where, value=str(first.get("input"))[:100], **accepted), of_request(request))


def _accepted(found: Mapping[str, Any]) -> dict[str, str]:
    """What a value of the query may be, in both languages."""
    if found["type"] == "bool_parsing":
        return {"accepted": "true or false", "accepted_zh": "true 或 false"}
    if found["type"] == "word":
        return {"accepted": str(found["msg"]), "accepted_zh": "最多200个字符，不含控制字符"}
    bounds = found.get("ctx", {})
    if "ge" in bounds or "le" in bounds or found["type"] == "int_parsing":
        least, most = (f" {sign} {bounds[key]}" if key in bounds else "" for key, sign in (("ge", ">="), ("le", "<=")))
        return {"accepted": f"a whole number{least}{most}", "accepted_zh": f"整数{least}{most}"}
    return {"accepted": str(found["msg"])}
