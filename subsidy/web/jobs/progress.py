"""How far a batch has come, left in a file for whoever asks: phase, whole percent of the bytes read, rows.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     told = Noted(Path(folder) / "progress.json")
...     told.phase("reading")
...     told.reading(200)
...     told.read(rows=7, size=50)
...     (Path(folder) / "progress.json").read_text()
'{"phase": "reading", "done": 25, "rows": 7}\\n'
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from subsidy.batch.progress import Phase
from subsidy.web.jobs.child import put

POLLED_FROM = 1 << 22
"""Inputs of fewer bytes are read before there is anything to tell."""
_SECONDS_BETWEEN_POLLS = 0.5


class Noted:
    """What a run tells, noted in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._phase: Phase = "reading"
        self._size = self._done = self._rows = 0

    def phase(self, name: Phase) -> None:
        self._phase = name
        self._note(self._done)

    def reading(self, size: int) -> None:
        self._size = size

    def read(self, rows: int, size: int) -> None:
        self._rows += rows
        self._done += size
        self._note(self._done)

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
        """The percentage never falls, whatever number of statements reads the input."""
        furthest = 0.0
        while not over.wait(_SECONDS_BETWEEN_POLLS):
            furthest = max(furthest, min(poll(), 1.0))
            self._note(self._done + int(size * furthest))

    def _note(self, done: int) -> None:
        percent = min(100, 100 * done // self._size) if self._size else None
        with suppress(OSError):  # a batch goes on also where nobody can be told how far it is
            put(self._path, {"phase": self._phase, "done": percent, "rows": self._rows})
