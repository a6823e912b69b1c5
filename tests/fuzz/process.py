"""A command in a process of its own: its exit status, what it said, and the most memory that it held."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEGABYTE = 1 << 20
UNIT = 1 if sys.platform == "darwin" else 1024
"""Of `ru_maxrss`."""


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    status: int
    output: str
    errors: str
    peak: int
    """Bytes."""


LAUNCHER = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as sink:
    sink.write(f"{status} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}")
"""
"""A small process between: one started straight from a large one counts what that one holds as its own."""


def batch(*arguments: str | Path, out: Path, cwd: Path | None = None) -> Ran:
    """Run `subsidy batch`."""
    command = [
        sys.executable,
        str(ROOT / "cli.py"),
        "batch",
        *map(str, arguments),
        "--out",
        str(out),
        "--as-of",
        "2026-03-01",
        "--lang",
        "en",
    ]
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "note"
        ran = subprocess.run([sys.executable, "-c", LAUNCHER, str(note), *command], capture_output=True, check=True, cwd=cwd)
        status, peak = map(int, note.read_text(encoding="utf-8").split())
    return Ran(status, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"), peak * UNIT)
