"""Connections to a real socket: so many at once, none that stands still, what is no HTTP is answered as a problem."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from subsidy import errors
from subsidy.web.app import create_app
from subsidy.web.door.connections import kept_within
from subsidy.web.run import config_of, listening, serve, url_of
from subsidy.web.settings import Limits, Settings
from tests.web.asking import ASKED

WAITS = 30
ASK = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@contextmanager
def server(**limits: float) -> Iterator[Callable[[], socket.socket]]:
    """A server in a thread; gives what connects to it."""
    settings = Settings(port=0, limits=Limits(**limits))  # type: ignore[arg-type]
    with listening(settings) as bound:
        running = uvicorn.Server(config_of(create_app(settings), settings))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
        thread.start()
        address = bound.getsockname()
        try:
            yield lambda: socket.create_connection(address, timeout=WAITS)
        finally:
            running.should_exit = True
            thread.join(WAITS)


def all_of(connection: socket.socket) -> bytes:
    """What is sent until the connection ends."""
    found = b""
    while piece := connection.recv(65536):
        found += piece
    return found


def problem(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-security-policy: default-src 'none'" in head
    assert b"connection: close" in head
    return int(head.split()[1]), str(json.loads(body)["code"])


def test_what_is_no_http_is_answered_as_a_problem() -> None:
    with server() as connect, closing(connect()) as connection:
        connection.sendall(b"\x16\x03\x01\x00 not http\r\n\r\n")
        assert problem(all_of(connection)) == (400, "not_http")


def test_a_head_without_end_is_refused() -> None:
    with server() as connect, closing(connect()) as connection:
        connection.sendall(ASK[:-2] + b"X: ")
        with pytest.raises(OSError, match=r".*"):  # noqa: PT012 - it is refused at some piece, or after the last
            for _ in range(100):
                connection.sendall(b"x" * 10_000)
            assert problem(all_of(connection)) == (400, "not_http")
            raise OSError


def test_a_connection_that_says_nothing_is_cut_off() -> None:
    with server(receive_seconds=0.1) as connect, closing(connect()) as silent, closing(connect()) as halfway:
        halfway.sendall(ASK[:20])
        for connection in (silent, halfway):
            assert ended(connection)


def ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_body_that_does_not_come_is_a_problem() -> None:
    with server(receive_seconds=0.1) as connect, closing(connect()) as connection:
        connection.sendall(
            b"POST /v1/assessments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
        assert problem(all_of(connection)) == (408, "body_too_slow")


def test_more_connections_than_there_may_be_are_turned_away() -> None:
    with server(connections=2) as connect, closing(connect()) as one, closing(connect()) as other:
        for connection in (one, other):
            connection.sendall(ASK)
            assert connection.recv(12) == b"HTTP/1.1 200"
        with closing(connect()) as third:
            assert problem(all_of(third)) == (503, "too_many_connections")


def test_large_bodies_one_after_the_other_are_no_head() -> None:
    body = json.dumps(ASKED).encode() + b" " * 200_000
    request = b"POST /v1/assessments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )
    with server() as connect, closing(connect()) as connection:
        for last in (b"", b"", b"Connection: close\r\n"):
            connection.sendall(request[:-2] + last + b"\r\n" + body)
        assert all_of(connection).count(b"HTTP/1.1 200") == 3


class Transport:
    """A connection of which nobody takes anything, or something at each look."""

    def __init__(self, *, taken: int) -> None:
        self.unsent, self.taken, self.aborted = 1_000_000, taken, False

    def get_write_buffer_size(self) -> int:
        self.unsent -= self.taken
        return self.unsent

    def abort(self) -> None:
        self.aborted = True

    def get_extra_info(self, _name: str) -> None:
        return None

    def is_closing(self) -> bool:
        return self.aborted


@pytest.mark.parametrize("taken", [0, 1])
def test_who_does_not_take_the_answer_is_cut_off(taken: int) -> None:
    async def watched() -> bool:
        settings, transport = Settings(limits=Limits(receive_seconds=0.01)), Transport(taken=taken)
        config = config_of(create_app(settings), settings)
        kept = kept_within(settings.limits)(config, ServerState(), {})
        kept.connection_made(transport)  # type: ignore[arg-type]
        kept._in_head = False  # type: ignore[attr-defined]
        await asyncio.sleep(0.2)
        kept._watch.cancel()  # type: ignore[attr-defined]
        return transport.aborted

    assert asyncio.run(watched()) == (taken == 0)


def test_where_it_listens_is_a_url() -> None:
    with listening(Settings(port=0)) as bound:
        assert url_of(bound) == f"http://127.0.0.1:{bound.getsockname()[1]}/"


def test_a_port_in_use_an_address_away_and_an_open_server_are_named() -> None:
    with listening(Settings(port=0)) as bound, pytest.raises(errors.PortTaken), listening(Settings(port=bound.getsockname()[1])):
        pass
    for host in ("192.0.2.1", "nowhere.invalid", "x" * 300):
        with pytest.raises(errors.AddressAway), listening(Settings(host=host, port=0)):
            pass
    with pytest.raises(errors.OpenServer), listening(Settings(host="0.0.0.0", port=0)):
        pass


def test_policies_and_ledgers_that_cannot_be_used_are_named_before_it_listens() -> None:
    said: list[Any] = []
    with pytest.raises(errors.LedgerMissing):
        serve(Settings(port=0, ledger="/nowhere/grants.db"), said.append)
    assert said == []
