"""What the benchmarks share: where the checkout is, and how long a command takes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASE = "scenarios/cases/foodstuffs-importer.json"
DECIDED = ("--as-of", "2026-03-01", "--decide", "warehousing.ratio=0.5")


# As for anyone who installs it, our modules are compiled once and not for every run: that is what the others' have, too.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def python(*arguments: str) -> float:
    """Wall time in seconds of this interpreter run with arguments in the checkout; a run that fails stops the benchmark."""
    command = [sys.executable, *arguments]
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def subsidy(*arguments: str) -> Sequence[str]:
    """The interpreter's arguments for a `subsidy` command."""
    return ("cli.py", *arguments)


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Keeps this process on one processor for a while, where the system lets it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
