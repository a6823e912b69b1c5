"""What a running server holds: its settings, the law by which it judges, its ledger, and who computes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from fastapi import Request

from subsidy import errors
from subsidy.law.library import Library
from subsidy.ledger.ledger import Ledger
from subsidy.web.settings import Settings

Made = TypeVar("Made")


class Work:
    """Computes answers beside the loop that serves requests: so many at once, so many waiting, no more."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(at_once, "answer")
        self._most, self._seconds, self._taken = at_once + waiting, seconds, 0

    async def done(self, call: Callable[[], Made]) -> Made:
        """What a call gives; raises `errors.ServerBusy` where too many wait, `errors.TookTooLong` after the time allowed."""
        if self._taken >= self._most:
            raise errors.ServerBusy(seconds=self._seconds)
        self._taken += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, call)
        future.add_done_callback(self._over)
        try:
            return await asyncio.wait_for(asyncio.shield(future), self._seconds)
        except TimeoutError:
            raise errors.TookTooLong(seconds=self._seconds) from None

    def _over(self, future: asyncio.Future[Made]) -> None:
        """The place is free only now: a thread whose answer nobody waits for computes on."""
        self._taken -= 1
        if not future.cancelled():
            future.exception()

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


@dataclass
class Server:
    """A running server."""

    settings: Settings
    law: Library
    work: Work = field(init=False)
    _ledger: Ledger | None = None

    def __post_init__(self) -> None:
        limits = self.settings.limits
        self.work = Work(limits.at_once, limits.waiting, limits.seconds)
        if self.settings.ledger:
            self._ledger = Ledger.open(self.settings.ledger)

    @property
    def ledger(self) -> Ledger:
        """The ledger; raises `errors.NoLedger`."""
        if self._ledger is None:
            raise errors.NoLedger()
        return self._ledger

    def close(self) -> None:
        self.work.close()
        if self._ledger is not None:
            self._ledger.close()


def server_of(request: Request) -> Server:
    """The server that a request has come to."""
    found: Server = request.app.state.server
    return found
