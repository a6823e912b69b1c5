"""Least and most over all combinations of definite readings.

Provisions share few readings. For each choice of those that they share, every provision can be at its own least, or its own
most, by itself; trying these choices is the same as trying all combinations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from subsidy.entitlement import Claim
from subsidy.law.model import Reading
from subsidy.money import ZERO
from subsidy.ranging.outcomes import NOTHING, Bounds, Key, Outcome, Table, total_of

Places = Mapping[str, int]
"""The place of the chosen option among the definite ones, by reading."""


class Scope(NamedTuple):
    """Which entitlements count towards a sum: one of them, or those of a claim state, or all that have a window."""

    key: Key | None = None
    claim: Claim | None = None

    def holds(self, key: Key, outcome: Outcome) -> bool:
        if self.key is not None:
            return key == self.key
        return outcome.claim is not None and self.claim in (None, outcome.claim)


class Sums(NamedTuple):
    """What a provision adds to a sum under one choice."""

    places: Places
    bounds: Bounds


@dataclass(frozen=True)
class Effects:
    """A provision's part in a sum, for every choice of those of its readings that make a difference there."""

    readings: tuple[Reading, ...]
    sums: tuple[Sums, ...]

    def where(self, fixed: Places) -> list[Sums]:
        """The choices that have the fixed options, the first options first."""
        names = [reading.name for reading in self.readings if reading.name in fixed]
        return [one for one in self.sums if all(one.places[name] == fixed[name] for name in names)]


class Extremes(NamedTuple):
    """Least and most, None where unbounded, and the options at which they are first reached."""

    least: Decimal
    least_at: dict[str, str]
    most: Decimal | None
    most_at: dict[str, str]


def effects_of(table: Table, scope: Scope) -> Effects:
    """The part of a table that counts; readings that never make a difference there are left out, at their first option."""
    parts = {row.choice: counting(row.outcomes, scope) for row in table.rows}
    apart = [n for n in range(len(table.readings)) if any(part != parts[_first(choice, n)] for choice, part in parts.items())]
    readings = tuple(table.readings[n] for n in apart)
    kept = {choice: part for choice, part in parts.items() if not any(place for n, place in enumerate(choice) if n not in apart)}
    names = [reading.name for reading in readings]
    sums = (Sums(dict(zip(names, [choice[n] for n in apart], strict=True)), total_of([*part.values()])) for choice, part in kept.items())
    return Effects(readings, tuple(sums))


def counting(outcomes: Mapping[Key, Outcome], scope: Scope) -> dict[Key, Bounds]:
    """What counts; an entitlement that comes to nothing is as good as none."""
    return {key: one.bounds for key, one in outcomes.items() if scope.holds(key, one) and one.bounds != NOTHING}


def _first(choice: tuple[int, ...], n: int) -> tuple[int, ...]:
    """The same choice with the first option of the nth reading."""
    return (*choice[:n], 0, *choice[n + 1 :])


def extremes_of(parts: Sequence[Effects], order: Sequence[Reading]) -> Extremes:
    """Least and most of the sum of the parts; on ties the first combination in the order of readings and options."""
    names = {reading.name for part in parts for reading in part.readings}
    moving = [reading for reading in order if reading.name in names]

    def rank(places: Places) -> tuple[int, ...]:
        return tuple(places.get(reading.name, 0) for reading in moving)

    def named(places: Places) -> dict[str, str]:
        return {reading.name: reading.definite[places.get(reading.name, 0)] for reading in moving}

    lowest = min((_lowest([part.where(fixed) for part in parts]) for fixed in _shared(parts)), key=lambda s: (s.bounds.low, rank(s.places)))
    highest = min(
        (found for fixed in _shared(parts) for found in _highest([part.where(fixed) for part in parts])),
        key=lambda s: (s.bounds.high is not None, -(s.bounds.high or ZERO), rank(s.places)),
    )
    return Extremes(lowest.bounds.low, named(lowest.places), highest.bounds.high, named(highest.places))


def _shared(parts: Sequence[Effects]) -> Iterator[Places]:
    """Every choice of the readings on which more than one part depends."""
    count = Counter(reading.name for part in parts for reading in part.readings)
    options = {reading.name: range(len(reading.definite)) for part in parts for reading in part.readings if count[reading.name] > 1}
    return (dict(zip(options, choice, strict=True)) for choice in product(*options.values()))


def _together(chosen: Sequence[Sums]) -> Sums:
    places = {name: place for one in chosen for name, place in one.places.items()}
    return Sums(places, total_of([one.bounds for one in chosen]))


def _lowest(open_to: Sequence[list[Sums]]) -> Sums:
    """Every part at its least; the first choice of each that is."""
    return _together([min(choices, key=lambda one: one.bounds.low) for choices in open_to])


def _highest(open_to: Sequence[list[Sums]]) -> Iterator[Sums]:
    """Every part at its most; where one has no bound, neither has the sum, whatever the others are at."""
    unbounded = [(n, one) for n, choices in enumerate(open_to) if (one := _without_bound(choices))]
    for n, one in unbounded:
        yield _together([one if m == n else choices[0] for m, choices in enumerate(open_to)])
    if not unbounded:
        yield _together([max(choices, key=lambda one: one.bounds.high or ZERO) for choices in open_to])


def _without_bound(choices: Sequence[Sums]) -> Sums | None:
    return next((one for one in choices if one.bounds.high is None), None)
