"""What the rows come to, whatever the law by which they are then judged: account, imports by year, what is covered.

It is computed once; a batch judges it under one run, a comparison under two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ibis.expr.types import Table

from subsidy.batch import account as accounts
from subsidy.batch.account import Account, Settled
from subsidy.batch.engine import Engine
from subsidy.batch.entitle import Known
from subsidy.batch.population import SideTables, population_of
from subsidy.batch.progress import SILENT, Progress
from subsidy.batch.reading import Read
from subsidy.intake.values import clean
from subsidy.periods import months_of


@dataclass(frozen=True)
class Gathered:
    """The settled rows of a run and what follows from them for the enterprises that they name."""

    settled: Settled
    account: Account
    named: dict[str, str | None]
    sums: Table
    rejected: Table
    covered: frozenset[int]
    years: Sequence[int]
    only: int | None
    """The one statistics year that is asked for."""

    def known(self, tables: SideTables, zone: str | None, fees_through: date | None) -> Known:
        """The population of the rows and the side tables, with what is known of it."""
        people = population_of(self.named, tables, zone, fees_through)
        return Known(people, self.sums, self.rejected, self.covered, self.years, self.only)


def gather(
    engine: Engine, read: Read, coverage: Sequence[tuple[str, str]] = (), year: int | None = None, progress: Progress = SILENT
) -> Gathered:
    """Settle the rows and sum them up; `coverage` is what the files are said to cover, `year` the only one to judge.

    Raises `errors.NotBalanced` rather than give an account that does not add up.
    """
    progress.phase("settling")
    settled = accounts.settle(engine, read)
    account = accounts.account_of(engine, settled, read)
    covered = frozenset(_covered(engine, settled, read.as_of, coverage))
    progress.phase("computing")
    sums = engine.keep(accounts.sums_by_year(settled), "sums")
    rejected = engine.keep(accounts.rejected_by_year(settled), "rejected")
    return Gathered(settled, account, _named(engine, settled), sums, rejected, covered, _years(engine, covered, sums, year), year)


def _covered(engine: Engine, settled: Settled, as_of: date, coverage: Sequence[tuple[str, str]]) -> set[int]:
    if coverage:
        spans = [range(months_of(first).start, months_of(last).stop) for first, last in coverage]
        return {month for span in spans for month in span}
    return accounts.covered_months(engine, settled, as_of)


def _years(engine: Engine, covered: frozenset[int], sums: Table, only: int | None) -> list[int]:
    counted = {row["year"] for row in engine.fetch(sums.select("year").distinct())}
    years = sorted({month // 12 for month in covered} | counted)
    return years if only is None else [year for year in years if year == only]


def _named(engine: Engine, settled: Settled) -> dict[str, str | None]:
    """The enterprises that readable rows name, each with the first of its names there by code point."""
    found = accounts.names_by_enterprise(engine, settled)
    return {code: min(filter(None, map(clean, names)), default=None) for code, names in found.items()}
