"""What is let in: the names of the server, the pages that may change something, bodies within bounds of size and time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Request
from fastapi.responses import PlainTextResponse

from subsidy import errors
from subsidy.web.door.gate import Gate, accepted_names
from subsidy.web.door.receiving import Receiving
from subsidy.web.settings import Limits, Settings
from tests.web.asking import ASKED, JSON, asking, code_of, keys_of

KEYS, _ = keys_of(office=["assess"])


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]", "localhost."])
def test_without_keys_the_names_of_this_machine_are_known(host: str) -> None:
    with asking() as client:
        assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "",
        "[::2]",
        "0.0.0.0",
        "[::1].evil.example",
        "[::1]evil",
        "localhost:evil.example",
        "localhost:80:80",
        "localhost..",
    ],
)
def test_without_keys_a_name_made_to_point_here_is_refused(host: str) -> None:
    with asking() as client:
        answer = client.get("/healthz", headers={"host": host})
    assert (answer.status_code, code_of(answer)) == (421, "foreign_host")


def test_with_keys_any_name_will_do_unless_some_are_given() -> None:
    assert accepted_names(Settings(keys=KEYS)) == ()
    with asking(keys=KEYS, hosts=("Park.example",)) as client:
        statuses = [
            client.get("/healthz", headers={"host": host}).status_code for host in ("park.example:443", "localhost", "other.example")
        ]
    assert statuses == [200, 421, 421]


def test_names_that_are_given_come_beside_those_of_this_machine() -> None:
    assert accepted_names(Settings(hosts=("park.example:8000",))) == ("localhost", "127.0.0.1", "[::1]", "park.example")


@pytest.mark.parametrize(
    ("hosts", "version", "status"), [(0, "1.1", 400), (2, "1.1", 400), (2, "1.0", 400), (0, "1.0", 200), (1, "1.1", 200)]
)
def test_a_request_names_its_server_once(hosts: int, version: str, status: int) -> None:
    scope = {"type": "http", "method": "GET", "http_version": version, "query_string": b"", "headers": [(b"host", b"localhost")] * hosts}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("let in")(scope, receive, send)

    asyncio.run(Gate(app, Settings(keys=KEYS))(scope, _nothing, send))
    assert sent[0]["status"] == status
    assert status == 200 or json.loads(sent[1]["body"])["code"] == "not_http"


FOREIGN: list[dict[str, str]] = [
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://localhost:9000"},
    {"origin": "ftp://localhost"},
    {"origin": "http://[localhost"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://localhost"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/assessments"), ("DELETE", "/v1/batches/x"), ("PUT", "/v1/policies")])
def test_a_page_of_another_site_changes_nothing(method: str, path: str, headers: dict[str, str]) -> None:
    with asking() as client:
        answer = client.request(method, path, headers=headers)
    assert (answer.status_code, code_of(answer)) == (403, "foreign_page")


OWN: list[dict[str, str]] = [
    {},
    {"origin": "http://localhost"},
    {"origin": "http://localhost", "host": "localhost:80"},
    {"origin": "http://localhost:8000", "host": "localhost:8000", "sec-fetch-site": "same-origin"},
    {"origin": "https://LOCALHOST", "host": "localhost:443"},
    {"sec-fetch-site": "none"},
]


@pytest.mark.parametrize("foreign", [0, 1])
def test_of_two_origins_none_may_be_foreign(foreign: int) -> None:
    origins = ["http://localhost", "http://localhost"]
    origins[foreign] = "http://evil.example"
    with asking() as client:
        assert client.post("/v1/assessments", json=ASKED, headers=[("origin", origin) for origin in origins]).status_code == 403


@pytest.mark.parametrize("headers", OWN)
def test_the_own_page_and_programs_may(headers: dict[str, str]) -> None:
    with asking() as client:
        assert client.post("/v1/assessments", json=ASKED, headers=headers).status_code == 200


def test_a_page_of_another_site_may_ask_in_vain() -> None:
    with asking() as client:
        answer = client.get("/v1/policies", headers={"origin": "http://evil.example", "sec-fetch-site": "cross-site"})
    assert answer.status_code == 200
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_beyond_the_limit_is_refused(*, chunked: bool) -> None:
    body = b" " * 1001

    def pieces() -> Iterator[bytes]:
        yield from (body[:600], body[600:])

    with asking(limits=Limits(body=1000)) as client:
        answer = client.post("/v1/assessments", content=pieces() if chunked else body, headers=JSON)
    assert (answer.status_code, code_of(answer), answer.headers["connection"]) == (413, "body_too_large", "close")


@pytest.mark.parametrize("length", ["-1", "1e3", "9" * 30, "１"])
def test_a_length_that_is_none_is_refused(length: str) -> None:
    request = Request({"type": "http", "headers": [(b"content-length", length.encode("utf-8"))]})
    with pytest.raises(errors.BodyTooLarge):
        Receiving.of(request, _nothing, Limits())


@pytest.mark.parametrize("coding", ["gzip", "identity, br", "x" * 200])
def test_a_body_that_is_packed_is_refused(coding: str) -> None:
    with asking() as client:
        answer = client.post("/v1/assessments", json=ASKED, headers={"content-encoding": coding})
    assert (answer.status_code, code_of(answer), answer.json()["value"]) == (415, "media_refused", coding[:100])


def test_a_body_that_is_packed_in_nothing_and_no_body_are_no_packed_ones() -> None:
    with asking() as client:
        assert client.post("/v1/assessments", json=ASKED, headers={"content-encoding": "Identity"}).status_code == 200
        assert client.get("/healthz", headers={"content-encoding": "gzip"}).status_code == 200


def test_a_form_has_the_limit_of_uploads() -> None:
    with asking(limits=Limits(body=10, upload=100_000)) as client:
        assert client.post("/v1/batches", files={"files": ("a.csv", b"x" * 1000)}).status_code == 202
    with asking(limits=Limits(upload=1000)) as client:
        assert code_of(client.post("/v1/batches", files={"files": ("a.csv", b"x" * 1000)})) == "body_too_large"


async def _nothing() -> Any:
    await asyncio.Event().wait()


def receiving(pieces: list[bytes], **limits: float) -> Receiving:
    """A body whose pieces are there at once, after which nothing more comes."""
    waiting = iter(pieces)

    async def receive() -> Any:
        piece = next(waiting, None)
        return await _nothing() if piece is None else {"type": "http.request", "body": piece, "more_body": True}

    request = Request({"type": "http", "headers": []})
    return Receiving.of(request, receive, Limits(**limits))  # type: ignore[arg-type]


async def _all_of(body: Receiving) -> None:
    while True:
        await body()


@pytest.mark.parametrize("pieces", [[], [b"x"], [b"x", b"y"]])
def test_a_body_that_never_ends_is_not_waited_for(pieces: list[bytes]) -> None:
    with pytest.raises(errors.BodyTooSlow):
        asyncio.run(_all_of(receiving(pieces, receive_seconds=0.05)))


def test_a_body_that_drips_is_cut_off_in_the_end() -> None:
    async def drip() -> Any:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    body = Receiving(drip, most=10**9, seconds=0.1, piece_seconds=5)
    with pytest.raises(errors.BodyTooSlow):
        asyncio.run(_all_of(body))


def test_after_the_body_the_client_may_stay_as_long_as_it_likes() -> None:
    async def later() -> list[Any]:
        messages = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> Any:
            if (message := next(messages, None)) is not None:
                return message
            await asyncio.sleep(0.1)
            return {"type": "http.disconnect"}

        body = Receiving(receive, most=10, seconds=0.01, piece_seconds=0.01)
        return [await body(), await body()]

    assert [message["type"] for message in asyncio.run(later())] == ["http.request", "http.disconnect"]


def test_a_body_that_came_too_slowly_is_a_problem() -> None:
    assert errors.BodyTooSlow(seconds=30).sentence("zh") == "请求内容没有在 30 秒内到达"
