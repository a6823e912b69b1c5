"""The terms of a provision under other readings than the run's.

A provision of a group (a scheme whose matter another may support) depends on the readings of the others too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from subsidy.law.model import Reading
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.terms import Terms


def chosen(terms: Terms) -> dict[str, str]:
    """The readings on which a provision depends, each with the option that the run has."""
    mates = [mate for side in terms.plan.mates for mate in side] if isinstance(terms.plan, Plan) else []
    return {name: option for one in (*mates, terms) for name, option in one.readings.items()}


def deciding(terms: Terms, asked: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings on which a provision depends, in the order in which the law asks them."""
    names = chosen(terms)
    return tuple(reading for reading in asked if reading.name in names)


def under(terms: Terms, changed: Mapping[str, str]) -> Terms:
    """The terms with some readings changed, the others as they are."""
    return _with_readings(terms, lambda one: {name: changed.get(name, option) for name, option in one.readings.items()})


def noting(terms: Terms, asked: set[str]) -> Terms:
    """The same terms, which note in `asked` every reading that a rule asks them for."""
    return _with_readings(terms, lambda one: _Noting(one.readings, asked))


def _with_readings(terms: Terms, readings: Callable[[Terms], Mapping[str, str]]) -> Terms:
    plan = terms.plan
    if isinstance(plan, Plan):
        before, after = (tuple(_with_readings(mate, readings) for mate in side) for side in plan.mates)
        plan = replace(plan, mates=(before, after))
    return replace(terms, readings=readings(terms), plan=plan)


class _Noting(dict[str, str]):
    def __init__(self, readings: Mapping[str, str], asked: set[str]) -> None:
        super().__init__(readings)
        self._asked = asked

    def __getitem__(self, name: str) -> str:
        self._asked.add(name)
        return super().__getitem__(name)
