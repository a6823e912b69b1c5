"""Connections as they are kept: so many at once, each with a head of bounded size, and none that stands still.

uvicorn waits for the head of a request, and for a client to take an answer, as long as it takes. Here a connection that neither
sends a whole head nor takes what it is sent within `Limits.receive_seconds` is cut off; a body is watched by `receiving`, an
answer that is computed by `server.Work`. An answer that is there before the body of its request is the last of its connection:
what still comes of the body is thrown away within bounds, so that the client sees the answer, and is read by nobody
(RFC 9112, 9.6).
"""

from __future__ import annotations

import asyncio
from typing import Any

import httptools
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from subsidy import errors
from subsidy.web.door.access_log import REQUEST, turned_away
from subsidy.web.door.headers import dress
from subsidy.web.problems import problem
from subsidy.web.settings import Limits

MOST_HEAD = 64 * 1024
"""Bytes of the line of a request and its headers."""
_PIECE = 16 * 1024
"""Bytes that are parsed at once: as exactly is it known how much of a head is there that has not ended."""


def kept_within(limits: Limits) -> type[HttpToolsProtocol]:
    """The protocol of a server with these limits."""
    return type("Kept", (_Kept,), {"limits": limits})


class _Kept(HttpToolsProtocol):
    """A connection."""

    limits: Limits
    _head = 0
    _in_head = True
    _is_last = False
    _is_broken = False
    _thrown = 0
    _idle_from = 0.0
    _written = 0
    _seen = (0, 0)
    _answering: RequestResponseCycle | None = None
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._idle_from = self.loop.time()
        if len(self.connections) > self.limits.connections:
            self._refuse(errors.TooManyConnections(seconds=self.limits.receive_seconds))
            self.transport.close()
        self._watch_on()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch is not None:
            self._watch.cancel()
        if self._answering is not None and not self._answering.response_complete:
            self._leave(self._answering)  # which is not the last that was asked, where more were asked at once
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            if self._is_last or self._is_broken or self.transport.is_closing():
                self._throw_away(len(piece))
            else:
                self._parse(piece)

    def _parse(self, piece: bytes) -> None:
        try:
            self.parser.feed_data(piece)
        except httptools.HttpParserUpgrade as asked:  # which nobody has to follow
            if rest := piece[asked.args[0] :]:
                self._parse(rest)
        except httptools.HttpParserError:
            self._break_off()
        else:
            self._head += len(piece) if self._in_head else 0
            if self._head > MOST_HEAD + _PIECE:  # the first piece may have brought the end of another request
                self._break_off()

    def on_headers_complete(self) -> None:
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers) > MOST_HEAD:
            raise errors.NotHttp()
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._head, self._in_head = 0, True
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, self._answered(cycle, app))

    def _answered(self, cycle: RequestResponseCycle, app: ASGIApp) -> Any:
        """The application, whose answer ends the connection where it is there before the body."""

        async def served(scope: Scope, receive: Receive, send: Send) -> None:
            async def sent(message: Message) -> None:
                is_early = message["type"] == "http.response.start" and cycle.more_body
                if is_early:
                    self._is_last, cycle.keep_alive = True, False
                await send(message)  # which waits until there is room
                self._written += 1
                if is_early:
                    cycle.keep_alive = True  # it is closed when the answer has been sent, by `_part`

            await app(scope, receive, sent)

        return served

    def on_response_complete(self) -> None:
        self._idle_from = self.loop.time()
        super().on_response_complete()
        if self._is_last:
            self._part()
        elif self._is_broken and self._is_waiting():
            self._refuse_broken()

    def _break_off(self) -> None:
        """What came is no HTTP: said after the answers to what came before it."""
        self._is_broken = True
        if self._is_waiting():
            self._refuse_broken()
        elif self.cycle.more_body and not self.pipeline:
            self._leave(self.cycle)
            self.cycle.response_complete = True
            self._idle_from = self.loop.time()
            self._refuse_broken()

    def _leave(self, cycle: RequestResponseCycle) -> None:
        """What is to be answered is told that its client has left."""
        cycle.disconnected = True
        cycle.message_event.set()

    def _refuse_broken(self) -> None:
        if not self.transport.is_closing():
            self._refuse(errors.NotHttp())
            self._part()

    def _refuse(self, fault: errors.SubsidyError) -> None:
        """Answers without a request."""
        answer = problem(fault, "en")
        headers: dict[str, Any] = {"type": "http.response.start", "headers": list(answer.raw_headers)}
        dressed = MutableHeaders(scope=headers)
        dress(dressed)
        dressed["Connection"], dressed[REQUEST] = "close", turned_away(answer.status_code, len(answer.body))
        lines = [name + b": " + value + b"\r\n" for name, value in headers["headers"]]
        self.transport.write(b"".join((STATUS_LINE[answer.status_code], *lines, b"\r\n", bytes(answer.body))))

    def _part(self) -> None:
        """Says no more; a client that still sends would lose the answer if all were closed at once."""
        self._is_last = True
        self._unset_keepalive_if_required()
        if self.transport.is_closing():
            return
        if self._thrown <= self.limits.body and self.transport.can_write_eof():
            self.transport.write_eof()
            self.flow.resume_reading()
        else:
            self.transport.close()

    def _throw_away(self, count: int) -> None:
        self._thrown += count
        if self._thrown <= self.limits.body:
            return
        if self._is_waiting():
            self.transport.close()
        elif not self.transport.is_closing():
            self.flow.pause_reading()

    def _watch_on(self) -> None:
        self._watch = self.loop.call_at(self._idle_from + self.limits.receive_seconds, self._look)

    def _look(self) -> None:
        """Cuts off a connection that waits too long, or of which nothing has been taken since it was last looked at."""
        now, unsent = self.loop.time(), self.transport.get_write_buffer_size()
        is_late = self._is_waiting() and now >= self._idle_from + self.limits.receive_seconds
        seen = (self._written, unsent)
        if seen == self._seen if unsent else is_late:
            self.transport.abort()
            return
        self._seen = seen
        self._idle_from = now if unsent or not self._is_waiting() else self._idle_from
        self._watch_on()

    def _is_waiting(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete
