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

from contextlib import suppress
from pathlib import Path

from subsidy.batch.progress import Phase, Polled
from subsidy.web.jobs.child import put


class Noted(Polled):
    """What a run tells, noted in a file."""

    seconds = 0.5

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._phase: Phase = "reading"

    def phase(self, name: Phase) -> None:
        self._phase = name
        self.show(self._done)

    def show(self, done: int) -> None:
        percent = min(100, 100 * done // self._size) if self._size else None
        with suppress(OSError):  # a batch goes on also where nobody can be told how far it is
            put(self._path, {"phase": self._phase, "done": percent, "rows": self._rows})
