"""What a running server holds: its settings, the law by which it judges, its ledger, and who computes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from fastapi import Request

from subsidy import errors
from subsidy.assess import assess
from subsidy.facts import Case, Enterprise
from subsidy.law.library import Library
from subsidy.ledger.ledger import Ledger
from subsidy.web.jobs.folder import JobFolder
from subsidy.web.jobs.queue import Jobs
from subsidy.web.settings import Settings

Made = TypeVar("Made")


class Work:
    """Computes answers beside the loop that serves requests: so many at once, so many waiting, no more."""

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(at_once, "answer")
        self._most, self._seconds, self._taken = at_once + waiting, seconds, 0

    async def done(self, call: Callable[[], Made], *, to_the_end: bool = False) -> Made:
        """What a call gives; raises `errors.ServerBusy` where too many wait, `errors.TookTooLong` after the time allowed.

        What nobody waits for any more is not begun. What has begun goes on, and keeps its place until it is over; a call
        that changes something is waited for `to_the_end`, so that the answer is what became of it.
        """
        if self._taken >= self._most:
            raise errors.ServerBusy(seconds=self._seconds)
        self._taken += 1
        loop, future = asyncio.get_running_loop(), self._pool.submit(call)
        future.add_done_callback(lambda _: self._over(loop))
        try:
            async with asyncio.timeout(None if to_the_end else self._seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            raise errors.TookTooLong(seconds=self._seconds) from None

    def _over(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the thread; a loop that has ended needs no count."""
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._free)

    def _free(self) -> None:
        self._taken -= 1

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def idle(self) -> bool:
        """Whether nothing is computed any more."""
        return all(not thread.is_alive() for thread in self._pool._threads)


class Places:
    """For what is done so many times at once, and no more; all of it by the loop that serves requests."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds, self._taken = most, seconds, 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Holds a place; raises `errors.ServerBusy` where none is free."""
        self.refuse_more()
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1

    def refuse_more(self) -> None:
        """Raises `errors.ServerBusy` where no place is free now."""
        if self._taken >= self._most:
            raise errors.ServerBusy(seconds=self._seconds)


class Arriving:
    """The uploads that arrive: so many of one key at once, so that nobody fills the disk alone; counted by the loop, too."""

    def __init__(self, most: int) -> None:
        self._most, self._taken = most, Counter[str]()

    @contextmanager
    def taken(self, owner: str) -> Iterator[None]:
        """Counts one of somebody's uploads; raises `errors.TooManyUploads`."""
        if self._taken[owner] >= self._most:
            raise errors.TooManyUploads(accepted=self._most)
        self._taken[owner] += 1
        try:
            yield
        finally:
            self._taken[owner] -= 1


@dataclass
class Server:
    """A running server."""

    settings: Settings
    law: Library
    work: Work = field(init=False)
    bookkeeping: Work = field(init=False)
    """What waits for the ledger keeps nobody from being judged, nor the other way round."""
    folder: JobFolder = field(init=False)
    jobs: Jobs = field(init=False)
    reading: Places = field(init=False)
    """Those who have a case read from files."""
    arriving: Arriving = field(init=False)
    _ledger: Ledger | None = None

    def __post_init__(self) -> None:
        limits = self.settings.limits
        self.work = Work(limits.at_once, limits.waiting, limits.seconds)
        self.bookkeeping = Work(limits.ledger_at_once, limits.waiting, limits.seconds)
        if self.settings.ledger:
            self._ledger = Ledger.open(self.settings.ledger)
        self.folder = JobFolder(self.settings.folder)
        self.jobs = Jobs(self.folder, limits, self.settings.ledger)
        self.reading = Places(limits.cases, limits.case_seconds)
        self.arriving = Arriving(limits.arriving)

    def warm_up(self) -> None:
        """Has what the first answer needs made before anyone waits for it."""
        assess(Case(enterprise=Enterprise()), as_of=date.today(), law=self.law)

    @property
    def ledger(self) -> Ledger:
        """The ledger; raises `errors.NoLedger`."""
        if self._ledger is None:
            raise errors.NoLedger()
        return self._ledger

    def close(self) -> None:
        self.work.close()
        self.bookkeeping.close()
        self.jobs.close()
        self.folder.close()
        if self._ledger is not None:
            self._ledger.close()


def server_of(request: Request) -> Server:
    """The server that a request has come to."""
    found: Server = request.app.state.server
    return found
