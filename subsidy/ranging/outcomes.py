"""What one provision gives one enterprise under any choice of readings.

Provisions are judged apart: each depends on its own readings only (`Terms.readings`), so that few combinations of each need
to be looked at, however many there are of all together.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import NamedTuple, TypeVar

from subsidy.entitlement import Claim
from subsidy.facts import Case
from subsidy.law.model import Document, Provision, Reading
from subsidy.money import ZERO
from subsidy.provisions.terms import Terms
from subsidy.ranging.choosing import chosen, deciding, under
from subsidy.records import Judged, records_of

T = TypeVar("T")


class Key(NamedTuple):
    """An entitlement, whatever the readings: provision, period, and which one of those that share both, as they came."""

    provision: str
    period: str
    number: int


class Bounds(NamedTuple):
    """The least and the most that a sum may come to; None where nothing bounds it."""

    low: Decimal
    high: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        return None if self.high is None else self.high - self.low


NOTHING = Bounds(ZERO, ZERO)


def total_of(parts: Sequence[Bounds]) -> Bounds:
    """Lows and highs added up; without a bound where one of them is.

    >>> total_of([Bounds(Decimal("1.00"), Decimal("2.00")), Bounds(Decimal("1.00"), None)])
    Bounds(low=Decimal('2.00'), high=None)
    """
    highs = [part.high for part in parts if part.high is not None]
    return Bounds(sum([part.low for part in parts], ZERO), sum(highs, ZERO) if len(highs) == len(parts) else None)


class Outcome(NamedTuple):
    """What one entitlement comes to, and whether it can be claimed on the as-of day; no state where it has no window."""

    bounds: Bounds
    claim: Claim | None


Outcomes = Mapping[Key, Outcome]


class Row(NamedTuple):
    """What comes out under one choice: the place of the option of each reading, in the order of the clause's readings."""

    choice: tuple[int, ...]
    outcomes: Outcomes


@dataclass(frozen=True)
class Table:
    """What a provision gives under every combination of definite options of its readings, the first options first."""

    readings: tuple[Reading, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Clause:
    """One provision for one enterprise, on the terms of the run; each choice of readings is judged once."""

    document: Document
    provision: Provision
    terms: Terms
    asked: Sequence[Reading]
    """All readings of the law, in its order."""
    case: Case
    rivals: Sequence[Case]
    _known: dict[tuple[str, ...], Outcomes] = field(default_factory=dict)

    @functools.cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The readings on which the provision depends."""
        return deciding(self.terms, self.asked)

    @functools.cached_property
    def _own(self) -> dict[str, str]:
        return chosen(self.terms)

    @functools.cached_property
    def judged(self) -> dict[Key, Judged]:
        """The entitlements under the run's own readings, as their rules left them."""
        return _judged(self, self.terms)

    def under(self, changed: Mapping[str, str]) -> Outcomes:
        """What comes out where some readings are others than the run's."""
        choice = tuple(changed.get(name, option) for name, option in self._own.items())
        if choice not in self._known:
            found = _judged(self, under(self.terms, changed))
            self._known[choice] = {key: Outcome(Bounds(j.record.least, j.record.most), j.record.claim) for key, j in found.items()}
        return self._known[choice]

    @functools.cached_property
    def table(self) -> Table:
        """What comes out under every combination of definite options."""
        choices = product(*(range(len(reading.definite)) for reading in self.readings))
        return Table(self.readings, tuple(Row(choice, self.under(self._options(choice))) for choice in choices))

    def _options(self, choice: Sequence[int]) -> dict[str, str]:
        return {reading.name: reading.definite[place] for reading, place in zip(self.readings, choice, strict=True)}

    @functools.cached_property
    def keys(self) -> frozenset[Key]:
        """Every entitlement that exists under some combination, or under the run's own readings."""
        return frozenset(self.under({})).union(*(row.outcomes for row in self.table.rows))


def _judged(clause: Clause, terms: Terms) -> dict[Key, Judged]:
    return numbered(records_of(clause.case, terms, clause.rivals), lambda judged: (terms.provision, judged.record.period))


def numbered(found: Iterable[T], name: Callable[[T], tuple[str, str]]) -> dict[Key, T]:
    """What is found of entitlements by their key."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    result = {}
    for one in found:
        result[Key(*name(one), seen[name(one)])] = one
        seen[name(one)] += 1
    return result
