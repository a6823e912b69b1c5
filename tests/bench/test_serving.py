"""The arithmetic of the benchmark of the server, and that its load is sent and timed as it says."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Any

import pytest

from .scripts import module

pytest.importorskip("uvicorn")

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Any:
    return module("serve", monkeypatch)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    return module("serve_load", monkeypatch)


class Answering(asyncio.Protocol):
    """A server that answers every request the same, a stall before one of them."""

    def __init__(self, seen: list[bytes], stalled: int | None, stall: float) -> None:
        self._seen, self._stalled, self._stall = seen, stalled, stall
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._seen.append(data)
        wait = self._stall if len(self._seen) == self._stalled else 0
        asyncio.get_running_loop().call_later(wait, self._transport.write, ANSWER)

    def connection_lost(self, exc: Exception | None) -> None:
        self.over.set_result(None)


def sent(load: Any, seen: list[bytes], stalled: int | None = None, stall: float = 0.0, **plan: Any) -> Any:
    """What a load on such a server comes to."""

    async def run() -> Any:
        made: list[Answering] = []

        def answering() -> Answering:
            made.append(Answering(seen, stalled, stall))
            return made[-1]

        server = await asyncio.get_running_loop().create_server(answering, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            found = await load.sent(load.Plan(port, "/asked", **plan))
            await asyncio.gather(*(one.over for one in made))
            return found

    return asyncio.run(run())


def test_percentiles_are_latencies_that_occurred(serve: Any) -> None:
    found = serve.Latencies([seconds / 1000 for seconds in range(200, 0, -1)], seconds=2.0)
    assert (found.percentile(50), found.percentile(99), found.percentile(100)) == (0.1, 0.198, 0.2)
    assert (found.most, found.rate) == (0.2, 100.0)
    assert serve.Latencies([0.5], 1.0).percentile(50) == serve.Latencies([0.5], 1.0).percentile(99) == 0.5


def test_turns_are_counted_together(serve: Any, load: Any) -> None:
    found = serve.Latencies.of([load.Sent([0.1, 0.3], 1.0, 1, [0.0, 0.01]), load.Sent([0.2], 2.0, 0, [0.02])])
    assert found.figures == {"rate": 1.0, "p50": 0.2, "p99": 0.3, "most": 0.3, "sent_late": 0.02, "answered": 3, "failed": 1}


@pytest.mark.parametrize(
    ("slowest", "seconds", "failed", "met"),
    [(0.0499, 15.0, 0, True), (0.05, 15.0, 0, False), (0.0499, 15.0, 1, False), (0.0499, 16.0, 0, False)],
    ids=["met", "too slow", "refused", "fewer than asked for"],
)
def test_the_target_is_met_by_all_of_it_or_not_at_all(serve: Any, slowest: float, seconds: float, failed: int, met: bool) -> None:
    ours = serve.Latencies([slowest] * 3000, seconds, failed)
    assert serve.Served({serve.OURS: ours}, {}, None).met is met


def test_an_open_load_charges_a_stall_to_all_who_wait_meanwhile(load: Any) -> None:
    seen: list[bytes] = []
    found = sent(load, seen, bodies=["{}"], seconds=0.5, rate=100, connections=1, stalled=5, stall=0.4)
    assert len(found.latencies) == len(seen) == 50
    assert found.failed == 0
    # the fifth is due at 0.04 s and answered at 0.44 s at the earliest: the twenty after it wait for 0.2 s or more
    assert sum(latency >= 0.19 for latency in found.latencies) >= 20
    assert len(found.late) == 50


def test_a_closed_load_sends_when_an_answer_is_there(load: Any) -> None:
    seen: list[bytes] = []
    found = sent(load, seen, bodies=["{}"], seconds=0.1, connections=1, stalled=1, stall=0.2)
    assert len(found.latencies) == len(seen) == 1
    assert found.seconds >= 0.2


def test_bodies_are_sent_in_turn_and_whole(load: Any) -> None:
    seen: list[bytes] = []
    sent(load, seen, bodies=['{"甲": 1}', "{}"], seconds=0.04, rate=100, connections=1)
    heads, bodies = zip(*(one.split(b"\r\n\r\n") for one in seen), strict=True)
    assert [body.decode() for body in bodies] == ['{"甲": 1}', "{}", '{"甲": 1}', "{}"]
    assert b"Content-Length: 10" in heads[0]


@pytest.mark.parametrize("so_far", [b"", ANSWER[:20], ANSWER[:-2], ANSWER[:-1]], ids=len)
def test_an_answer_counts_when_all_of_it_is_there(load: Any, so_far: bytes) -> None:
    assert load.whole_answer(so_far) is None
    assert load.whole_answer(ANSWER) == 200
    assert load.whole_answer(ANSWER.replace(b"200 OK", b"503 No").replace(b"Content-L", b"content-l")) == 503


def test_questions_are_the_cases_of_scenarios_with_the_answers_of_the_library(serve: Any) -> None:
    asked = list(serve.questions())
    assert len(asked) > 200
    assert {json.loads(body)["lang"] for body, _ in asked} == {"zh", "en"}
    assert all(json.loads(answer)["as_of"] == json.loads(body)["as_of"] for body, answer in asked)


def test_a_plan_goes_to_the_process_that_sends_as_json(load: Any) -> None:
    plan = load.Plan(8000, "/v1/assessments", ["{}"], 5.0, rate=200.0)
    assert load.Plan(**json.loads(json.dumps(asdict(plan)))) == plan


def test_findings_tell_whether_the_target_is_met(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = module("serve_tables", monkeypatch)
    ours, echo = serve.Latencies([0.004] * 3000, 15.0), serve.Latencies([0.002] * 3000, 15.0)
    found = serve.Served({serve.ECHO: echo, serve.OURS: ours}, {serve.ECHO: echo, serve.OURS: ours}, None)
    assert tables.findings(found).rows[0] == ("p99 at 200 a second", "4.0 ms", "under 50 ms: met")
    assert tables.loads(found).rows[1] == ("200 a second", serve.OURS, "200.0", "4.0", "4.0", "4.0", "2.0", "0.0", "0")
