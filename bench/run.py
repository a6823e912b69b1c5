"""All benchmarks, in a few tables: `make bench`, or `python bench/run.py`. Times are printed, never asserted.

Every figure stands beside a yardstick measured in the same run, because a ratio means the same on a fast and on a
slow machine and a time does not. What each line means: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import assessments
import batch
import batch_tables
import files
import park
import serve
import serve_tables
import startup
from table import Row, Table
from timing import ENVIRONMENT, ROOT, one_core

SIZES = (1_000_000, 10_000_000)
MOST_PROFILED = 10_000_000
ENGINES = ("duckdb", "ibis-framework", "pyarrow", "pandas", "polars", "fastapi", "uvicorn")

Found = tuple[list[Table], Any]
"""Tables to print, and the figures behind them as plain data."""


def small_lines(chosen: argparse.Namespace) -> Iterator[Row]:
    yield from _startup_lines(max(chosen.pairs, 15))
    yield from _assessment_lines(chosen.blocks)
    yield from _park_lines(chosen.runs)


def _startup_lines(pairs: int) -> Iterator[Row]:
    found = startup.measure(pairs)
    bare = found.pop(startup.YARDSTICK)
    for name, seconds in found.items():
        yield name, f"{seconds * 1000:,.0f} ms", f"{startup.YARDSTICK}: {bare * 1000:,.0f} ms", f"{seconds / bare:.2f} x the time"


def _assessment_lines(blocks: int) -> Iterator[Row]:
    with one_core():
        measured = list(assessments.measure(blocks))
    for found in measured:
        beside = f"by hand {found.by_hand:,.0f}/s"
        target = f", target {found.target:,}/s" if found.target else ""
        yield found.what, f"{found.rate:,.0f}/s", beside + target, f"{found.by_hand / found.rate:.1f} x the time"


def _park_lines(runs: int) -> Iterator[Row]:
    seconds, loading, rows = park.measure(runs)
    measured = f"{seconds:.2f} s, {rows / seconds:,.0f} rows/s"
    yield f"batch: sample park, {rows:,} rows", measured, f"{park.YARDSTICK}: {loading:.2f} s", f"{seconds / loading:.2f} x the time"


def small(chosen: argparse.Namespace) -> Found:
    """Start-up, single assessments and the sample park."""
    rows = list(small_lines(chosen))
    return [Table("Start-up, assessments and the sample park", ("what", "measured", "beside", "ratio"), rows, left=4)], rows


def batches(chosen: argparse.Namespace) -> Found:
    """Large files, this package and the yardsticks in turn."""
    found = batch.measure(sorted(chosen.rows), chosen.rounds, chosen.data)
    return [batch_tables.costs(found), batch_tables.findings(found)], [asdict(one) for one in found]


def profile(chosen: argparse.Namespace) -> Found:
    """One batch looked at from inside, on the largest of the files that does not take too long."""
    rows = max((rows for rows in chosen.rows if rows <= MOST_PROFILED), default=min(chosen.rows))
    lines = files.lines_file(chosen.data, rows, "utf-8")
    command = [sys.executable, str(ROOT / "bench" / "phases.py"), "--json", str(lines)]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE)
    found = json.loads(done.stdout)
    return batch_tables.profile_tables(found), found


def served(chosen: argparse.Namespace) -> Found:
    """The HTTP API under load, beside an application that only echoes."""
    found = serve.measure(chosen.seconds)
    return [serve_tables.loads(found), serve_tables.findings(found)], found.figures


PARTS: dict[str, Callable[[argparse.Namespace], Found]] = {"small": small, "serve": served, "batch": batches, "profile": profile}


def machine() -> str:
    engines = ", ".join(f"{name} {version(name)}" for name in ENGINES)
    system = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} processors; {engines}"


def sizes(text: str) -> tuple[int, ...]:
    return tuple(int(number.replace("_", "")) for number in text.split(","))


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Prints tables of benchmarks.")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part; may be given again")
    parser.add_argument("--rows", type=sizes, default=SIZES, metavar="N,N…", help="lines of the files for the batch")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the batch, each with one run of every contender")
    parser.add_argument("--data", type=Path, default=ROOT / "bench" / ".data", metavar="DIR", help="where these files are kept")
    parser.add_argument("--pairs", type=int, default=21, help="runs of each command for start-up (at least 15)")
    parser.add_argument("--blocks", type=int, default=9, help="timed blocks for assessments a second")
    parser.add_argument("--seconds", type=float, default=15, help="of each load on a server")
    parser.add_argument("--runs", type=int, default=3, help="runs over the sample park")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument("-o", dest="out", type=Path, metavar="FILE", help="also write every figure to this file, as JSON")
    return parser


def main() -> None:
    chosen = options().parse_args()
    figures: dict[str, Any] = {"machine": machine()}
    print(machine())
    for name in chosen.only or PARTS:
        tables, figures[name] = PARTS[name](chosen)
        for table in tables:
            print("", table.markdown() if chosen.markdown else table.plain(), sep="\n", flush=True)
    if chosen.out:
        chosen.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
