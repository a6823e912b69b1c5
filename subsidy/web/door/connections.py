"""Connections as they are kept: so many at once, each with a head of bounded size, and none that stands still.

uvicorn waits for the head of a request, and for a client to take an answer, as long as it takes. Here a connection that neither
sends a whole head nor takes what it is sent within `Limits.receive_seconds` is cut off; a body is watched by `receiving`, an
answer that is computed by `server.Work`.
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.datastructures import MutableHeaders
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from subsidy import errors
from subsidy.web.door.headers import dress
from subsidy.web.problems import problem
from subsidy.web.settings import Limits

MOST_HEAD = 64 * 1024
"""Bytes of the line of a request and its headers."""


def kept_within(limits: Limits) -> type[HttpToolsProtocol]:
    """The protocol of a server with these limits."""
    return type("Kept", (_Kept,), {"limits": limits})


class _Kept(HttpToolsProtocol):
    """A connection."""

    limits: Limits
    _head = 0
    _in_head = True
    _unsent: int | None = None
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self._refuse(errors.TooManyConnections(seconds=self.limits.receive_seconds))
        self._watch_on()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        self._head += len(data) if self._in_head else 0  # what ended the head may have brought a body with it
        if self._head > MOST_HEAD:
            self._refuse(errors.NotHttp())

    def on_message_begin(self) -> None:
        self._head, self._in_head = 0, True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        del msg  # it is said as a problem
        self._refuse(errors.NotHttp())

    def _refuse(self, fault: errors.SubsidyError) -> None:
        """Answers without a request, and closes."""
        answer = problem(fault, "en")
        headers: dict[str, Any] = {"type": "http.response.start", "headers": list(answer.raw_headers)}
        dress(MutableHeaders(scope=headers))
        lines = [name + b": " + value + b"\r\n" for name, value in (*headers["headers"], (b"connection", b"close"))]
        self.transport.write(b"".join((STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body))))
        self.transport.close()

    def _watch_on(self) -> None:
        self._watch = self.loop.call_later(self.limits.receive_seconds, self._look)

    def _look(self) -> None:
        """Cuts off a connection of which nothing has moved since it was last looked at."""
        unsent = self.transport.get_write_buffer_size()
        is_stuck = unsent > 0 and unsent == self._unsent
        if is_stuck or (self._is_waiting_for_head() and self._unsent is not None):
            self.transport.abort()
            return
        self._unsent = unsent if unsent or self._is_waiting_for_head() else None
        self._watch_on()

    def _is_waiting_for_head(self) -> bool:
        return self._in_head and (self.cycle is None or self.cycle.response_complete)
