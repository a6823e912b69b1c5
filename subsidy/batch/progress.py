"""How far a run has come, told to whoever shows it; a run that nobody watches tells `SILENT`.

>>> with SILENT.within(10, lambda: 0.5):
...     SILENT.read(rows=1, size=10)
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Literal, Protocol

Phase = Literal["reading", "settling", "computing", "writing"]


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
