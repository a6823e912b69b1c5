"""All benchmarks, in one table: `make bench`, or `python bench/run.py`. Times are printed, never asserted.

Every figure stands beside a yardstick measured in the same run, because a ratio means the same on a fast and on a
slow machine and a time does not. What each line means: bench/README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import assessments
import batch
import startup
from timing import one_core


class Line(NamedTuple):
    """One line of the table: what was measured, how much, and what it is compared with."""

    what: str
    measured: str
    beside: str
    ratio: str


def startup_lines(pairs: int) -> Iterator[Line]:
    found = startup.measure(pairs)
    bare = found.pop(startup.YARDSTICK)
    for name, seconds in found.items():
        yield Line(name, f"{seconds * 1000:,.0f} ms", f"{startup.YARDSTICK}: {bare * 1000:,.0f} ms", f"{seconds / bare:.2f} x the time")


def assessment_lines(blocks: int) -> Iterator[Line]:
    with one_core():
        measured = list(assessments.measure(blocks))
    for found in measured:
        beside = f"by hand {found.by_hand:,.0f}/s"
        target = f", target {found.target:,}/s" if found.target else ""
        yield Line(found.what, f"{found.rate:,.0f}/s", beside + target, f"{found.by_hand / found.rate:.1f} x the time")


def batch_lines(runs: int) -> Iterator[Line]:
    seconds, loading, rows = batch.measure(runs)
    measured = f"{seconds:.2f} s, {rows / seconds:,.0f} rows/s"
    yield Line(f"batch: sample park, {rows:,} rows", measured, f"{batch.YARDSTICK}: {loading:.2f} s", f"{seconds / loading:.2f} x the time")


def printed(lines: Sequence[Line]) -> str:
    """The lines as a table of aligned columns."""
    rows = [Line("what", "measured", "beside", "ratio"), *lines]
    widths = [max(len(row[n]) for row in rows) for n in range(len(Line._fields))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Prints one table of benchmarks.")
    parser.add_argument("--pairs", type=int, default=21, help="runs of each command for start-up (at least 15)")
    parser.add_argument("--blocks", type=int, default=9, help="timed blocks for assessments a second")
    parser.add_argument("--runs", type=int, default=3, help="batch runs")
    chosen = parser.parse_args()
    lines = [*startup_lines(max(chosen.pairs, 15)), *assessment_lines(chosen.blocks), *batch_lines(chosen.runs)]
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} processors")
    print(printed(lines))


if __name__ == "__main__":
    main()
