"""Connections to a real socket: so many at once, none that stands still, what is no HTTP is answered as a problem."""

from __future__ import annotations

import json
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn

from subsidy import errors
from subsidy.web.app import create_app
from subsidy.web.logs import Lines
from subsidy.web.run import config_of, listening, serve, url_of
from subsidy.web.settings import Limits, Settings
from tests.web.asking import ASKED

WAITS = 30
ASK = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


POST = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
JSON_IN_PIECES = POST.partition(b"Content-Length")[0] % b"/v1/assessments" + b"Transfer-Encoding: chunked\r\n\r\n"
LAST = ASK[:-2] + b"Connection: close\r\n\r\n"


@dataclass
class Running:
    """A server in a thread; a call connects to it."""

    server: uvicorn.Server
    address: tuple[str, int]

    def __call__(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=WAITS)

    def holds_none(self) -> bool:
        """Waits until no connection is open any more."""
        until = time.monotonic() + WAITS
        while (held := bool(self.server.server_state.connections)) and time.monotonic() < until:
            time.sleep(0.01)
        return not held


@contextmanager
def server(sent_before: Callable[[tuple[str, int]], None] = lambda _: None, **limits: float) -> Iterator[Running]:
    """A server that takes much at once and holds little of what it sends; what is sent before it runs, it finds in one piece."""
    settings = Settings(port=0, limits=Limits(**limits))  # type: ignore[arg-type]
    with listening(settings) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1_000_000)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
        running = uvicorn.Server(config_of(create_app(settings), settings))
        sent_before(bound.getsockname())
        thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield Running(running, bound.getsockname())
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
    assert len(re.findall(rb"(?m)^x-request-id: [0-9a-f]{16}\r?$", head)) == 1
    return int(head.split()[1]), str(json.loads(body)["code"])


def test_what_is_no_http_is_answered_as_a_problem() -> None:
    with server() as connect, closing(connect()) as connection:
        connection.sendall(b"\x16\x03\x01\x00 not http\r\n\r\n")
        assert problem(all_of(connection)) == (400, "not_http")


@pytest.mark.parametrize(
    "head", [b"X: " + b"x" * 100_000, b"X: " + b"x" * 65_000 + b"\r\nY: " + b"y" * 1000 + b"\r\n\r\n"], ids=["without end", "complete"]
)
def test_a_head_beyond_its_measure_is_refused(head: bytes) -> None:
    with server() as connect, closing(connect()) as connection:
        connection.sendall(ASK[:-2] + head)
        assert problem(all_of(connection)) == (400, "not_http")


def test_a_head_within_its_measure_is_answered() -> None:
    with server() as connect, closing(connect()) as connection:
        connection.sendall(ASK[:-2] + b"X: " + b"x" * 65_000 + b"\r\nConnection: close\r\n\r\n")
        assert all_of(connection).startswith(b"HTTP/1.1 200")


def test_what_is_no_http_is_refused_after_the_answer_to_what_came_before() -> None:
    with server() as connect, closing(connect()) as connection:
        connection.sendall(ASK + b"not http\r\n\r\n")
        first, second = all_of(connection).split(b"HTTP/1.1 ")[1:]
    assert first.startswith(b"200")
    assert problem(b"HTTP/1.1 " + second) == (400, "not_http")


def test_a_body_in_broken_pieces_is_refused() -> None:
    with server() as connect, closing(connect()) as connection:
        connection.sendall(JSON_IN_PIECES + b"5\r\n{\r\n\r\n-1\r\n")
        assert problem(all_of(connection)) == (400, "not_http")


@pytest.mark.parametrize("rest", [b"", b"\r\n", b"\r\n\r\nGET"])
def test_after_an_answer_a_connection_that_says_nothing_is_cut_off(rest: bytes) -> None:
    with server(receive_seconds=0.1) as connect, closing(connect()) as connection:
        connection.sendall(ASK)
        assert connection.recv(12) == b"HTTP/1.1 200"
        connection.sendall(rest)
        assert connect.holds_none()


def test_a_connection_that_asks_again_and_again_is_kept() -> None:
    with server(receive_seconds=1) as connect, closing(connect()) as connection:
        for _ in range(12):
            connection.sendall(ASK)
            found = b""
            while not found.endswith(b"}\n"):
                found += connection.recv(65536) or pytest.fail("it was closed")
            time.sleep(0.1)


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (POST % (b"/v1/nothing", 100_000), (404, "no_such_path")),
        (POST % (b"/v1/nothing", 100_000) + b"{", (404, "no_such_path")),
        (POST.replace(b"json", b"yaml") % (b"/v1/assessments", 100_000) + b"{", (415, "media_refused")),
        (POST % (b"/v1/assessments", 10**9) + b"{", (413, "body_too_large")),
    ],
)
def test_a_request_that_is_refused_before_its_body_is_there_is_the_last(request_: bytes, answer: tuple[int, str]) -> None:
    with server(receive_seconds=0.2) as connect, closing(connect()) as connection:
        connection.sendall(request_)
        assert problem(all_of(connection)) == answer
        connection.sendall(b"x")
        assert connect.holds_none()


def test_a_body_of_a_refused_request_is_not_taken_without_end() -> None:
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with server(body=10_000) as connect, closing(connect()) as connection:
        connection.sendall(JSON_IN_PIECES.replace(b"assessments", b"nothing"))
        assert problem(all_of(connection)) == (404, "no_such_path")
        with pytest.raises(OSError, match=r"reset|pipe|abort"):
            connection.sendall(piece * 1000)
        assert connect.holds_none()


def test_what_is_asked_after_a_request_that_is_refused_early_is_not_answered() -> None:
    with server() as connect, closing(connect()) as connection:
        connection.sendall(POST % (b"/v1/nothing", 5))
        answer = all_of(connection)
        connection.sendall(b"abcde" + ASK)
        assert problem(answer + all_of(connection)) == (404, "no_such_path")


def test_the_answers_to_a_large_body_and_to_the_head_that_began_behind_it_both_come() -> None:
    body = json.dumps(ASKED).encode() + b" " * 150_000
    made: list[socket.socket] = []

    def before(address: tuple[str, int]) -> None:
        made.append(socket.create_connection(address, timeout=WAITS))
        made[0].sendall(POST % (b"/v1/assessments", len(body)) + body + LAST[:20])

    with server(before), closing(made[0]) as connection:
        assert connection.recv(12) == b"HTTP/1.1 200"
        connection.sendall(LAST[20:])
        assert all_of(connection).count(b"HTTP/1.1 200") == 1


def test_who_asks_for_another_protocol_is_answered_in_this_one() -> None:
    upgrade = ASK[:-2] + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
    with server() as connect, closing(connect()) as connection:
        connection.sendall(upgrade + LAST)
        assert all_of(connection).count(b"HTTP/1.1 200") == 2


def test_what_is_answered_without_a_request_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "subsidy.web")
    with server(connections=1) as connect, closing(connect()) as first:
        first.sendall(ASK[:20])
        with closing(connect()) as second:
            turned_away = all_of(second)
        first.sendall(b"\x00\r\n\r\n")
        refused = all_of(first)
    lines = [json.loads(Lines().format(record)) for record in caplog.records if record.name == "subsidy.web"]
    assert [(line["status"], line["route"], line["method"], line["key"]) for line in lines] == [
        (503, None, None, None),
        (400, None, None, None),
    ]
    for line, answer in zip(lines, (turned_away, refused), strict=True):
        assert b"x-request-id: " + line["request"].encode() in answer
        assert line["out"] == len(answer.partition(b"\r\n\r\n")[2])


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
        connection.sendall(POST % (b"/v1/assessments", 100) + b"{")
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
    request = POST % (b"/v1/assessments", len(body))
    with server() as connect, closing(connect()) as connection:
        for last in (b"", b"", b"Connection: close\r\n"):
            connection.sendall(request[:-2] + last + b"\r\n" + body)
        assert all_of(connection).count(b"HTTP/1.1 200") == 3


def asking_for_much(connection: socket.socket) -> None:
    """Asks for more than a server and the connection hold."""
    connection.sendall((ASK.replace(b"/healthz", b"/openapi.json")) * 20 + LAST)


def test_who_does_not_take_the_answer_is_cut_off(caplog: pytest.LogCaptureFixture) -> None:
    with server(receive_seconds=0.1) as connect, closing(connect()) as connection:
        asking_for_much(connection)
        assert connection.recv(12) == b"HTTP/1.1 200"
        assert connect.holds_none()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_who_takes_the_answer_slowly_gets_all_of_it() -> None:
    with server(receive_seconds=0.3) as connect, closing(connect()) as connection:
        asking_for_much(connection)
        found = b""
        while piece := connection.recv(50_000):
            found += piece
            time.sleep(0.02)
    assert found.count(b"HTTP/1.1 200") == 21


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
