"""What a command costs: wall time, processor time and peak memory of it and of whatever processes it starts."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import psutil
from timing import ENVIRONMENT

GLANCES_A_SECOND = 10
LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, seconds of all processors, and the most bytes of memory held at once."""

    seconds: float
    processor: float
    peak: int


def cost_of(command: Sequence[str], folder: Path) -> tuple[Cost, str]:
    """The cost of a command run in a folder, and what it printed; one that fails stops the benchmark."""
    with tempfile.TemporaryDirectory() as reports, tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaints:
        report = Path(reports) / "cost.json"
        launch = [sys.executable, "-I", "-S", str(LAUNCHER), str(report), *command]
        process = subprocess.Popen(launch, cwd=folder, env=ENVIRONMENT, stdout=printed, stderr=complaints)
        family = Family(process.pid)
        status = process.wait()
        together = family.ended()
        if status:
            raise SystemExit(f"{' '.join(command)}\nended with status {status}\n{_text(complaints)}")
        cost = Cost(**json.loads(report.read_text(encoding="utf-8")))
        return replace(cost, peak=max(cost.peak, together)), _text(printed)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


class Family:
    """Watches the memory of a command together with the processes that it starts.

    The system's account of a command is exact for one process; a look now and then at all of them adds what it misses.
    """

    def __init__(self, launcher: int) -> None:
        self._launcher = psutil.Process(launcher)
        self._peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def ended(self) -> int:
        """Stop watching: the most bytes seen while there was more than one process."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._over.wait(1 / GLANCES_A_SECOND):
            try:
                family = self._launcher.children(recursive=True)
                if len(family) > 1:
                    self._peak = max(self._peak, sum(one.memory_info().rss for one in family))
            except psutil.Error:  # one of them ended while being looked at
                continue
