"""The files to measure with: made when first asked for, kept for the next time."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
from timing import ENVIRONMENT

BYTES_OF_A_LINE = 140
GENERATOR = Path(__file__).with_name("generate.py")


def lines_file(folder: Path, rows: int, encoding: str) -> Path:
    """A file of so many lines; its name tells the generator's version, so that none of an earlier one is taken for it."""
    version = hashlib.sha256(GENERATOR.read_bytes()).hexdigest()[:8]
    path = folder / f"{rows}-lines-{encoding}-{version}.csv"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_full_disk(folder, rows)
        command = [sys.executable, str(GENERATOR), str(rows), str(path), "--encoding", encoding]
        subprocess.run(command, env=ENVIRONMENT, check=True)
    return path


def _refuse_full_disk(folder: Path, rows: int) -> None:
    needed, free = rows * BYTES_OF_A_LINE, shutil.disk_usage(folder).free
    if needed > free:
        raise SystemExit(f"{folder}: {needed / 1e9:,.0f} GB are needed for {rows:,} lines, {free / 1e9:,.0f} GB are free")


def read_through(path: Path) -> None:
    """Bring a file into the system's cache, where there is room, so that whoever reads it first does not pay for all."""
    if path.stat().st_size < psutil.virtual_memory().available / 2:
        with path.open("rb", buffering=0) as source:
            while source.read(1 << 22):
                pass
