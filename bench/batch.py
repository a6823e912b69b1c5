"""Whole batches over large files, beside the same sums by hand in DuckDB, Polars and pandas, all in turn in one run."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from statistics import median

from contenders import CONTENDERS, DUCKDB, Contender, Outcome
from files import lines_file, read_through
from process import Cost, cost_of

WARMING = 2_000


@dataclass
class Measured:
    """The costs of every run over files of one size, in the order of the rounds, and who was left out and why."""

    rows: int
    costs: dict[str, list[Cost]]
    award: Decimal = Decimal(0)
    left_out: dict[str, str] = field(default_factory=dict)

    def seconds(self, name: str) -> float:
        return median(cost.seconds for cost in self.costs[name])

    def processor(self, name: str) -> float:
        return median(cost.processor for cost in self.costs[name])

    def peak(self, name: str) -> int:
        """The most memory of any of its runs."""
        return max(cost.peak for cost in self.costs[name])

    def times(self, name: str, yardstick: str = DUCKDB) -> float:
        """How many times the yardstick's time: the median over the rounds, in each of which both met the same machine."""
        return median(ours.seconds / theirs.seconds for ours, theirs in zip(self.costs[name], self.costs[yardstick], strict=True))


def measure(sizes: Iterable[int], rounds: int, folder: Path) -> list[Measured]:
    """Every contender on files of each size, after one run on a small file that is not counted."""
    _measure(WARMING, 1, folder)
    return [_measure(rows, rounds, folder) for rows in sizes]


def _measure(rows: int, rounds: int, folder: Path) -> Measured:
    _tell(f"{rows:,} lines: making the files")
    files = {contender.encoding: lines_file(folder, rows, contender.encoding) for contender in CONTENDERS}
    left_out = {one.name: _too_large(one.lacking(files[one.encoding].stat().st_size)) for one in CONTENDERS}
    left_out = {name: why for name, why in left_out.items() if why}
    entrants = [one for one in CONTENDERS if one.name not in left_out]
    measured = Measured(rows, {one.name: [] for one in entrants}, left_out=left_out)
    for path in files.values():
        read_through(path)
    for number in range(rounds):
        _round(measured, entrants, files, number)
    return measured


def _too_large(lacking: int) -> str:
    return f"left out: needs about {lacking / 1e9:,.0f} GB more memory than there is to spare" if lacking else ""


def _round(measured: Measured, entrants: Sequence[Contender], files: Mapping[str, Path], number: int) -> None:
    """One run of everyone; each round begins with another one."""
    begin = number % len(entrants)
    awards = {}
    for one in (*entrants[begin:], *entrants[:begin]):
        _tell(f"{measured.rows:,} lines, round {number + 1}: {one.name}")
        cost, awards[one.name] = _run(one, files[one.encoding], measured.rows)
        measured.costs[one.name].append(cost)
    measured.award = agreed({one.name: awards[one.name] for one in entrants if one.exact})


def _run(one: Contender, lines: Path, rows: int) -> tuple[Cost, Decimal]:
    with tempfile.TemporaryDirectory(prefix="run-", dir=lines.parent) as folder:  # where there is room to spill
        out = Path(folder) / "result"
        cost, printed = cost_of(one.command(lines, out), Path(folder))
        return cost, one.award(Outcome(rows, out, printed))


def agreed(awards: Mapping[str, Decimal]) -> Decimal:
    """The sum on which all agree to the fen; a benchmark of different answers would be none."""
    if len(set(awards.values())) != 1:
        raise SystemExit("the awards differ: " + ", ".join(f"{name} {award}" for name, award in awards.items()))
    return next(iter(awards.values()))


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
