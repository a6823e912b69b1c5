"""What the batch benchmark and the profile found, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from batch import Measured
from contenders import DUCKDB, OURS, OURS_GB18030, YEAR
from table import Row, Table

MB = 1e6
TIME_TARGET, GB18030_TARGET = 1.5, 1.6
SHARES = ("seconds", "share", "peak MB")
PEAK_TARGETS = {10_000_000: 1000, 100_000_000: 1500}


def costs(found: Sequence[Measured]) -> Table:
    """A line for each contender on each size."""
    headings = ("lines", "what", "seconds", "x DuckDB", "processor s", "peak MB", "x DuckDB", "lines/s", "µs/line")
    return Table("Batches: medians of rounds in turn, highest peak", headings, [row for one in found for row in _rows(one)], left=2)


def _rows(found: Measured) -> Iterator[Row]:
    for name in found.costs:
        seconds, peak = found.seconds(name), found.peak(name)
        yield (
            f"{found.rows:,}",
            name,
            f"{seconds:.2f}",
            f"{found.times(name):.2f}",
            f"{found.processor(name):.2f}",
            f"{peak / MB:,.0f}",
            f"{peak / found.peak(DUCKDB):.2f}",
            f"{found.rows / seconds:,.0f}",
            f"{seconds / found.rows * 1e6:.2f}",
        )
    for name, why in found.left_out.items():
        yield (f"{found.rows:,}", f"{name}: {why}", *[""] * 7)


def findings(found: Sequence[Measured]) -> Table:
    """What the costs mean, beside what the package is meant to reach."""
    rows = [row for one in found for row in _findings(one)]
    return Table("Batches: what it comes to", ("lines", "what", "found", "target"), [*rows, *_flatness(found)], left=2)


def _findings(found: Measured) -> Iterator[Row]:
    lines = f"{found.rows:,}"
    yield lines, f"awards of {YEAR}, the same in every exact answer", f"{found.award:,}", "equal"
    yield lines, f"{OURS}: time beside the DuckDB query", f"{found.times(OURS):.2f} x", f"at most {TIME_TARGET} x"
    limit = PEAK_TARGETS.get(found.rows)
    yield lines, f"{OURS}: peak memory", f"{found.peak(OURS) / MB:,.0f} MB", f"at most {limit:,} MB" if limit else ""
    yield lines, f"{OURS}: GB18030 beside UTF-8", f"{found.times(OURS_GB18030, OURS):.2f} x", f"at most {GB18030_TARGET} x"


def _flatness(found: Sequence[Measured]) -> Iterator[Row]:
    """Time per line as files grow; the further lines alone leave out the start-up, which is the same for every size."""
    for small, large in pairwise(found):
        ratio = large.seconds(OURS) / large.rows * small.rows / small.seconds(OURS)
        further = (large.seconds(OURS) - small.seconds(OURS)) / (large.rows - small.rows)
        yield f"{large.rows:,}", f"{OURS}: time per line beside that of {small.rows:,}", f"{ratio:.2f} x", "about 1 x, or less"
        yield f"{large.rows:,}", f"{OURS}: each line beyond {small.rows:,}", f"{further * 1e6:.2f} µs", ""


def profile_tables(profile: Mapping[str, Any]) -> list[Table]:
    """Phases, functions of the package below their callers, statements of the engine."""
    return [_phases(profile), _functions(profile), _statements(profile)]


def _phases(profile: Mapping[str, Any]) -> Table:
    total = sum(one["seconds"] for one in profile["phases"])
    rows = [(one["phase"], *_shares(one, total)) for one in profile["phases"]]
    return Table(f"Where the {total:.1f} s for {profile['file']} go: phases", ("phase", *SHARES), rows)


def _functions(profile: Mapping[str, Any]) -> Table:
    total = sum(one["seconds"] for one in profile["phases"])
    rows = [(_indented(one["path"]), *_shares(one, total)) for one in profile["functions"]]
    return Table("Where they go: functions, each with all that it calls", ("function", *SHARES), rows)


def _shares(one: Mapping[str, Any], total: float) -> Row:
    return f"{one['seconds']:.2f}", f"{one['seconds'] / total:.0%}", f"{one['peak'] / MB:,.0f}"


def _indented(path: Sequence[str]) -> str:
    return "· " * (len(path) - 1) + path[-1]


def _statements(profile: Mapping[str, Any]) -> Table:
    rows = [
        (one["text"], f"{one['seconds']:.2f}", f"{one['processor']:.2f}", f"{one['memory'] / MB:,.0f}") for one in profile["statements"]
    ]
    return Table("The slowest statements of the engine", ("statement", "seconds", "processor s", "held MB"), rows)
