"""Entitlements as a comparison looks at them: of a population from its table, of one enterprise from its case.

>>> Sums(Decimal("1.00"), Decimal("1.00"), None).plus(Sums(Decimal("0.50"), Decimal("0.50"), Decimal("2.00"))).low
Decimal('1.50')
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa

from subsidy.facts import Case
from subsidy.law.run import Run
from subsidy.money import ZERO
from subsidy.records import records_of

Steps = Mapping[str, Decimal | None]


class Sums(NamedTuple):
    """What is payable, and the least and most that it can be once all is known; `high` is None where nothing bounds it."""

    payable: Decimal = ZERO
    low: Decimal = ZERO
    high: Decimal | None = ZERO

    def plus(self, other: Sums) -> Sums:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Sums(self.payable + other.payable, self.low + other.low, high)

    def less(self, other: Sums) -> Sums:
        """What this exceeds the other by; `high` is None where either is not bounded."""
        high = None if self.high is None or other.high is None else self.high - other.high
        return Sums(self.payable - other.payable, self.low - other.low, high)


def total(parts: Iterable[Sums]) -> Sums:
    found = Sums()
    for part in parts:
        found = found.plus(part)
    return found


class Row(NamedTuple):
    """One entitlement: whose, for what, its sums, when it can first be claimed; steps only of the provision looked at closely."""

    owner: str
    provision: str
    period: str
    status: str
    sums: Sums
    valid_from: date | None
    reasons: tuple[str, ...]
    steps: Steps | None = None


_COLUMNS = ("uscc", "provision", "period", "status", "amount", "low", "high", "valid_from", "reasons", "steps")


def rows_of_table(table: pa.Table, closely: str | None) -> list[Row]:
    """The entitlements of a population; the steps of those under one provision."""
    return [_row(cells, closely) for cells in zip(*(table[name].to_pylist() for name in _COLUMNS), strict=True)]


def _row(cells: Sequence[Any], closely: str | None) -> Row:
    owner, provision, period, status, amount, low, high, valid_from, reasons, steps = cells
    codes = tuple(reasons.split(";")) if reasons else ()
    looked_at = _steps(steps) if provision == closely else None
    return Row(owner, provision, period, status, Sums(amount or ZERO, low, high), valid_from, codes, looked_at)


def _steps(text: str) -> dict[str, Decimal | None]:
    return {name: None if value is None else Decimal(value) for name, value in json.loads(text).items()}


def rows_of_case(case: Case, rivals: Sequence[Case], run: Run) -> Iterator[Row]:
    """The entitlements of one enterprise."""
    owner = case.enterprise.uscc or ""
    for _, _, terms in run.provisions:
        for judged in records_of(case, terms, rivals):
            record, values = judged.record, vars(judged.record)
            steps = {name: values.get(name) for name, is_shown in judged.rule.steps(record, terms).items() if is_shown}
            sums = Sums(record.amount or ZERO, record.least, record.most)
            yield Row(owner, terms.provision, record.period, record.status, sums, record.valid_from, record.reasons, steps)
