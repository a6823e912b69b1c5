"""A generator of load: a process of its own that sends prepared requests to a port and tells how long each answer took.

python bench/serve_load.py < plan.json > latencies.json

An open load sends at fixed times, whether earlier answers are there or not, and counts each latency from the time at which its
request was due: a server that stalls is charged for all who wait meanwhile. A closed load sends as soon as an answer is there.
"""

from __future__ import annotations

import asyncio
import gc
import json
import selectors
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Any

PATIENCE = 30.0
"""Seconds until a load is given up."""
_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Plan:
    """What is to be sent; `rate` requests a second, or as many as are answered where it is null."""

    port: int
    path: str
    bodies: Sequence[str]
    seconds: float
    rate: float | None = None
    connections: int = 32


@dataclass(frozen=True)
class Sent:
    """Seconds from due to answered of every request, seconds from the first due to the last answered, what was not a 200.

    `late` is how many seconds after it was due this process came to send each: what a busy machine adds, and not the server.
    """

    latencies: list[float]
    seconds: float
    failed: int
    late: list[float]


class Connection(asyncio.Protocol):
    """A connection kept open, with one request under way at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._got = bytearray()
        self._answered: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    async def status(self, request: bytes) -> int:
        """Sends a request; the status of its answer, once all of it is there."""
        assert self._transport is not None
        self._got.clear()
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def data_received(self, data: bytes) -> None:
        self._got += data
        found = whole_answer(self._got)
        if found is not None and self._answered is not None and not self._answered.done():
            self._answered.set_result(found)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(exc or ConnectionError("the server closed a connection"))


def whole_answer(got: bytes | bytearray) -> int | None:
    """The status of an answer of known length that is all there; None while it is not."""
    head, end, rest = bytes(got).partition(_END)
    if not end:
        return None
    lines = head.decode("latin-1").split("\r\n")
    length = next(int(line.partition(":")[2]) for line in lines if line.lower().startswith("content-length:"))
    return int(lines[0].split()[1]) if len(rest) >= length else None


def request_of(plan: Plan, body: str) -> bytes:
    content = body.encode()
    head = (
        f"POST {plan.path} HTTP/1.1",
        f"Host: 127.0.0.1:{plan.port}",
        "Content-Type: application/json",
        f"Content-Length: {len(content)}",
    )
    return "\r\n".join(head).encode() + _END + content


class Load:
    """One load under way: idle connections, and what has come of requests so far."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.loop = plan, asyncio.get_running_loop()
        self._idle: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
        self._requests: Iterator[bytes] = cycle([request_of(plan, body) for body in plan.bodies])
        self._latencies: list[float] = []
        self._late: list[float] = []
        self._failed, self._last = 0, 0.0

    async def run(self) -> Sent:
        for _ in range(self.plan.connections):
            _, connection = await self.loop.create_connection(Connection, "127.0.0.1", self.plan.port)
            self._idle.put_nowait(connection)
        begun = self.loop.time()
        await (self._closed(begun) if self.plan.rate is None else self._open(begun, self.plan.rate))
        while not self._idle.empty():
            self._idle.get_nowait().close()
        return Sent(self._latencies, self._last - begun, self._failed, self._late)

    async def _open(self, begun: float, rate: float) -> None:
        """Every request at its time; one that finds no idle connection waits for it, and its time runs."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(round(rate * self.plan.seconds)):
                due = begun + number / rate
                await asyncio.sleep(due - self.loop.time())
                tasks.create_task(self._one(due))

    async def _closed(self, begun: float) -> None:
        async def again_and_again() -> None:
            while self.loop.time() < begun + self.plan.seconds:
                await self._one(self.loop.time())

        async with asyncio.TaskGroup() as tasks:
            for _ in range(self.plan.connections):
                tasks.create_task(again_and_again())

    async def _one(self, due: float) -> None:
        self._late.append(max(self.loop.time() - due, 0.0))
        connection = await self._idle.get()
        status = await connection.status(next(self._requests))
        self._last = self.loop.time()
        self._latencies.append(self._last - due)
        self._failed += status != 200
        self._idle.put_nowait(connection)


async def sent(plan: Plan) -> Sent:
    """Carries out a plan."""
    async with asyncio.timeout(plan.seconds + PATIENCE):
        return await Load(plan).run()


def main() -> None:
    asked: dict[str, Any] = json.load(sys.stdin)
    gc.disable()
    # select() waits for microseconds, where epoll waits for milliseconds: requests leave when they are due
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selectors.SelectSelector())) as runner:
        found = runner.run(sent(Plan(**asked)))
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
