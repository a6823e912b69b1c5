"""What a server computes with: so many at once, so many waiting, so long; nothing is begun that nobody waits for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from subsidy import errors
from subsidy.web.server import Places, Work
from subsidy.web.settings import Limits
from tests.web.asking import ASKED, asking, code_of

GONE_ON = 30
"""Seconds that no test here takes."""


def run(call: Callable[[], Awaitable[Any]]) -> Any:
    async def called() -> Any:
        return await call()

    return asyncio.run(called())


def test_a_call_gives_what_it_gives_and_raises_what_it_raises() -> None:
    work = Work(1, 0, GONE_ON)

    def broken() -> None:
        raise errors.NoLedger

    async def both() -> Any:
        return await asyncio.gather(work.done(lambda: 7), _after(work, broken), return_exceptions=True)

    found = run(both)
    work.close()
    assert (found[0], type(found[1])) == (7, errors.NoLedger)


async def _after(work: Work, call: Callable[[], Any]) -> Any:
    while True:
        try:
            return await work.done(call)
        except errors.ServerBusy:
            await asyncio.sleep(0.01)


def test_too_many_are_turned_away_and_places_become_free_again() -> None:
    work, go = Work(1, 1, GONE_ON), threading.Event()

    async def crowd() -> tuple[Any, int]:
        begun = [asyncio.create_task(work.done(lambda: go.wait(GONE_ON))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(errors.ServerBusy):
            await work.done(lambda: 1)
        go.set()
        return await asyncio.gather(*begun), await _after(work, lambda: 1)

    assert run(crowd) == ([True, True], 1)
    work.close()


def test_what_takes_too_long_is_not_waited_for_and_what_waits_behind_it_is_not_begun() -> None:
    work, go, begun = Work(1, 5, 0.1), threading.Event(), []

    async def crowd() -> Any:
        slow = work.done(lambda: go.wait(GONE_ON))
        return await asyncio.gather(slow, work.done(lambda: begun.append(1)), return_exceptions=True)

    found = run(crowd)
    assert [type(each) for each in found] == [errors.TookTooLong, errors.TookTooLong]
    assert not work.idle
    go.set()
    work.close()
    for thread in work._pool._threads:
        thread.join(GONE_ON)
    assert (begun, work.idle) == ([], True)


def test_what_changes_something_is_waited_for_to_the_end() -> None:
    work, go = Work(1, 0, 0.01), threading.Event()

    async def slowly() -> Any:
        asyncio.get_running_loop().call_later(0.1, go.set)
        return await work.done(lambda: go.wait(GONE_ON), to_the_end=True)

    assert run(slowly) is True
    work.close()


def test_a_thread_may_end_after_the_loop() -> None:
    work, go = Work(1, 0, 0.01), threading.Event()

    async def leave() -> None:
        with pytest.raises(errors.TookTooLong):
            await work.done(lambda: go.wait(GONE_ON))

    run(leave)
    go.set()
    work.close()
    for thread in work._pool._threads:
        thread.join(GONE_ON)
    assert work.idle


def test_places_are_held_and_given_back() -> None:
    places = Places(1, 5)
    with places.taken(), pytest.raises(errors.ServerBusy), places.taken():
        pass
    with places.taken():
        pass


def test_a_server_that_is_busy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with asking(limits=Limits(at_once=1, waiting=-1)) as client:
        answer = client.post("/v1/assessments", json=ASKED)
        alive = client.get("/healthz")
    assert (answer.status_code, code_of(answer), answer.headers["retry-after"], alive.status_code) == (503, "server_busy", "10", 200)
