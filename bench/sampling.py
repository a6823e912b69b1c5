"""A profile by looking: what runs is looked at many times a second, which slows it far less than counting every call.

    with Sampler("subsidy") as sampler:
        run()
    for path, found in sampler.tree(least=0.01): ...

What is found is a tree of the named package's own functions, with the seconds and the most memory seen while each was
at work; what they call in other packages, as the engine, is theirs.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType, TracebackType

import psutil

LOOKS_A_SECOND = 100

CallPath = tuple[str, ...]


@dataclass
class Found:
    """Seconds that something was at work, with all it called, and the most bytes that the process held meanwhile."""

    seconds: float = 0.0
    peak: int = 0

    def add(self, seconds: float, memory: int) -> None:
        self.seconds, self.peak = self.seconds + seconds, max(self.peak, memory)


class Sampler:
    """Looks at the main thread while the `with` block runs, which may say now and then which phase it has come to."""

    def __init__(self, package: str) -> None:
        self.phase = "starting"
        self.phases: defaultdict[str, Found] = defaultdict(Found)
        self.found: defaultdict[CallPath, Found] = defaultdict(Found)
        self._package, self._process = package, psutil.Process()
        self._watched, self._over = threading.main_thread().ident, threading.Event()

    def __enter__(self) -> Sampler:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        """A look that comes late, because something would not be interrupted, weighs as much as the time that it missed."""
        before = time.perf_counter()
        while not self._over.wait(1 / LOOKS_A_SECOND):
            now = time.perf_counter()
            path, memory = self._path(sys._current_frames().get(self._watched or 0)), self._process.memory_info().rss
            for found in (self.phases[self.phase], *(self.found[path[:depth]] for depth in range(len(path) + 1))):
                found.add(now - before, memory)
            before = now

    def _path(self, frame: FrameType | None) -> CallPath:
        """The package's own functions that are at work, the outermost first."""
        path = []
        while frame:
            module = str(frame.f_globals.get("__name__", ""))
            if module.partition(".")[0] == self._package and not frame.f_code.co_name.startswith("<"):
                path.append(f"{module.partition('.')[2]}.{frame.f_code.co_qualname}")
            frame = frame.f_back
        return tuple(reversed(path))

    def tree(self, least: float) -> Iterator[tuple[CallPath, Found]]:
        """Every path with at least this share of all seconds, below its caller, the slowest first."""
        total = self.found[()].seconds
        yield from self._below((), least * total)

    def _below(self, path: CallPath, least: float) -> Iterator[tuple[CallPath, Found]]:
        callees = [(found.seconds, one) for one, found in self.found.items() if len(one) == len(path) + 1 and one[:-1] == path]
        for seconds, one in sorted(callees, reverse=True):
            if seconds >= least:
                yield one, self.found[one]
                yield from self._below(one, least)
