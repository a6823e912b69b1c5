"""Runs a server until it is interrupted: listens, says where, and ends in bounded time."""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import uvicorn
from fastapi import FastAPI

from subsidy import errors
from subsidy.web.app import create_app
from subsidy.web.door.connections import kept_within
from subsidy.web.logs import write_lines
from subsidy.web.settings import LOOPBACK, Settings

ENDS_WITHIN = 10
"""Seconds that requests which are being answered have when the server is to end."""
_SWITCH = 0.001
"""Seconds after which a thread that computes lets the loop that serves requests have its turn."""


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Listens and answers; one process, whose state is on the disk and in the ledger. `say` is told where, once it listens.

    Raises a `errors.SubsidyError` where it cannot listen there, or where policies or the ledger cannot be used.
    """
    with listening(settings) as bound:
        app = create_app(settings)
        write_lines()
        sys.setswitchinterval(_SWITCH)
        try:
            _Running(config_of(app, settings), lambda: say(url_of(bound))).run([bound])
        finally:
            app.state.server.close()  # also where a second signal left no time for an orderly end
    _leave(app)


def config_of(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How uvicorn serves it: HTTP only, in connections of ours, believing no header about where a request comes from."""
    return uvicorn.Config(
        app, http=kept_within(settings.limits), ws="none", lifespan="on", log_config=None, access_log=False, server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=ENDS_WITHIN, backlog=min(settings.limits.connections, 2048),
    )  # fmt: skip


class _Running(uvicorn.Server):
    """A server that says when it listens, and for which a signal is the ordinary end."""

    def __init__(self, config: uvicorn.Config, listens: Callable[[], None]) -> None:
        super().__init__(config)
        self._listens = listens

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listens()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _leave(app: FastAPI) -> None:
    """Ends the process where a thread still computes what nobody waits for any more; what it would have entered is undone."""
    if not (app.state.server.work.idle and app.state.server.bookkeeping.idle):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """A socket that is bound as asked; raises `errors.PortTaken`, `errors.AddressAway`, or `errors.OpenServer` where anybody could come."""
    bound = _bound(settings.host, settings.port)
    try:
        if settings.keys is None and not ipaddress.ip_address(bound.getsockname()[0]).is_loopback:
            raise errors.OpenServer(value=settings.host, accepted=", ".join(LOOPBACK))
        yield bound
    finally:
        bound.close()


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with ExitStack() as undone:
            made = undone.enter_context(socket.socket(family, kind, protocol))
            if sys.platform != "win32":
                made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen()
            undone.pop_all()
            return made
    except (OSError, UnicodeError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            raise errors.PortTaken(port=port) from None
        raise errors.AddressAway(host=host, port=port, problem=getattr(error, "strerror", None) or error) from None


def url_of(bound: socket.socket) -> str:
    """Where a browser finds the page.

    >>> with listening(Settings(port=0)) as bound:
    ...     url_of(bound).startswith("http://127.0.0.1:")
    True
    """
    address, port = bound.getsockname()[:2]
    host = f"[{address}]" if ":" in address else address
    return f"http://{_REACHED.get(host, host)}:{port}/"


_REACHED = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - what listens everywhere is shown where this machine finds it
