"""One line for each request, and for each unexpected fault, with nothing in it that could tell of a person or a firm.

A line names the route as it is declared (`/v1/policies/{document}`), never the path that was asked for, nor its query; the
holder of the key by the name that the file of keys gives; and no address, body, code or name of an enterprise. A fault is told by its
kind and the places in the program that it passed, without its message, which might repeat what was sent.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import MutableMapping
from typing import Any

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from subsidy.web import problems
from subsidy.web.language import of_request
from subsidy.web.logs import places

REQUEST = "X-Request-Id"
LEFT = 499
"""The status in the log of a request whose sender did not wait for the answer."""
_log = logging.getLogger("subsidy.web")


class AccessLog:
    """Gives every request an id, answers what nobody foresaw, and writes the line."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _Seen(scope, receive, send).served_by(self._app)
        else:
            await self._app(scope, receive, send)


class _Seen:
    """One request, counted on its way through."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._status, self._in, self._out = 0, 0, 0
        self._id, self._began = _new_id(), time.perf_counter()

    async def served_by(self, app: ASGIApp) -> None:
        try:
            await app(self._scope, self._counting, self._counted)
        except ClientDisconnect:
            self._status = self._status or LEFT
        except Exception as fault:
            await self._unforeseen(fault)
        finally:
            _log.info(self._line())

    async def _counting(self) -> Message:
        message = await self._receive()
        self._in += len(message.get("body", b""))
        return message

    async def _counted(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            MutableHeaders(scope=message)[REQUEST] = self._id
        self._out += len(message.get("body", b""))
        await self._send(message)

    async def _unforeseen(self, fault: Exception) -> None:
        """A defect of ours: logged with its place, told without its inside. An answer that had begun is broken off."""
        _log.error({"request": self._id, "route": _route(self._scope), **places(fault)})
        if not self._status:
            answer = problems.unexpected(of_request(Request(self._scope)), self._id)
            await answer(self._scope, self._counting, self._counted)

    def _line(self) -> dict[str, Any]:
        return {
            "request": self._id,
            "method": self._scope["method"] if self._scope["method"] in _METHODS else "other",
            "route": _route(self._scope),
            "status": self._status,
            "ms": round((time.perf_counter() - self._began) * 1000, 1),
            "in": self._in,
            "out": self._out,
            "key": _holder(self._scope),
        }


def turned_away(status: int, out: int) -> str:
    """Writes the line of an answer to what was no request yet; gives the id under which it stands there."""
    number = _new_id()
    _log.info({"request": number, "method": None, "route": None, "status": status, "ms": 0.0, "in": 0, "out": out, "key": None})
    return number


def _new_id() -> str:
    return secrets.token_hex(8)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _route(scope: MutableMapping[str, Any]) -> str | None:
    """The route as it is declared; None where a request reached none."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else None


def _holder(scope: MutableMapping[str, Any]) -> str | None:
    """The holder of the key that was accepted."""
    return getattr(scope.get("state", {}).get("holder"), "name", None)
