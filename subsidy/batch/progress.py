"""How far a run has come, told to whoever shows it; a run that nobody watches tells `SILENT`.

>>> with SILENT.within(10, lambda: 0.5):
...     SILENT.read(rows=1, size=10)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Literal, Protocol

Phase = Literal["reading", "settling", "computing", "writing"]
POLLED_FROM = 1 << 22
"""Inputs of fewer bytes are read before there is anything to tell."""


class Progress(Protocol):
    """What a run tells."""

    def phase(self, name: Phase) -> None:
        """The run goes on to this phase."""

    def reading(self, size: int) -> None:
        """So many bytes are to be read in all."""

    def within(self, size: int, poll: Callable[[], float]) -> AbstractContextManager[None]:
        """While this is entered, an input of so many bytes is read.

        `poll` says which part of it has been, from 0 to 1, or something negative where that is not known. It is called
        from another thread, again and again.
        """

    def read(self, rows: int, size: int) -> None:
        """An input of so many bytes has been read, and has so many rows."""


class Silent:
    """Tells nobody."""

    def phase(self, name: Phase) -> None:
        pass

    def reading(self, size: int) -> None:
        pass

    def within(self, size: int, poll: Callable[[], float]) -> AbstractContextManager[None]:  # noqa: ARG002
        return nullcontext()

    def read(self, rows: int, size: int) -> None:
        pass


SILENT: Progress = Silent()


class Polled:
    """Counts bytes and rows, looks in between how far a long input has been read, and shows each step where it is made for."""

    seconds = 0.1
    """Between two looks."""

    def __init__(self) -> None:
        self._size = self._done = self._rows = 0

    def show(self, done: int) -> None:
        """So many of the bytes have been read."""
        raise NotImplementedError

    def reading(self, size: int) -> None:
        self._size = size

    def read(self, rows: int, size: int) -> None:
        self._rows += rows
        self._done += size
        self.show(self._done)

    def within(self, size: int, poll: Callable[[], float]) -> AbstractContextManager[None]:
        return nullcontext() if size < POLLED_FROM else self._polling(size, poll)

    @contextmanager
    def _polling(self, size: int, poll: Callable[[], float]) -> Iterator[None]:
        over = threading.Event()
        watch = threading.Thread(target=self._watch, args=(size, poll, over), daemon=True)
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()

    def _watch(self, size: int, poll: Callable[[], float], over: threading.Event) -> None:
        """What is shown never goes back, whatever number of statements reads the input."""
        furthest = 0.0
        while not over.wait(self.seconds):
            furthest = max(furthest, min(poll(), 1.0))
            self.show(self._done + int(size * furthest))
