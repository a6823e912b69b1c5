"""A bar on standard error that shows how far a run has come: phase, bytes and rows; on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from subsidy.batch.progress import SILENT, Phase, Polled, Progress
from subsidy.report.labels import label

if TYPE_CHECKING:
    from rich.progress import Progress as Display


@contextmanager
def shown(lang: str, form: str) -> Iterator[Progress]:
    """A bar where there is a terminal to show it on and the answer is not JSON for a program; else silence."""
    if not sys.stderr.isatty() or (form == "json" and not sys.stdout.isatty()):
        yield SILENT
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Display

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[detail]}", markup=False))
    with Display(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True, redirect_stdout=False) as display:
        yield Bar(display, lang)


class Bar(Polled):
    """What a run tells, as a bar: full when all bytes are read, then to and fro while the rest is done."""

    def __init__(self, display: Display, lang: str) -> None:
        super().__init__()
        self._display, self._lang = display, lang
        self._task = display.add_task("", total=None, detail="")

    def phase(self, name: Phase) -> None:
        self._display.remove_task(self._task)
        total = (self._size or None) if name == "reading" else None
        self._task = self._display.add_task(label(f"progress.{name}", self._lang), total=total, detail=self._detail(self._done))

    def reading(self, size: int) -> None:
        super().reading(size)
        self._display.update(self._task, total=size)

    def show(self, done: int) -> None:
        self._display.update(self._task, completed=done, detail=self._detail(done))

    def _detail(self, done: int) -> str:
        """Bytes and, once they are known, rows."""
        from rich.filesize import decimal

        if not self._size:
            return ""
        sizes = decimal(done) if done >= self._size else f"{decimal(done)} / {decimal(self._size)}"
        return f"{sizes}  {label('progress.rows', self._lang, count=f'{self._rows:,}')}" if self._rows else sizes
