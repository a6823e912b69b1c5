"""Least and most of several provisions at once are those of all combinations, however readings are shared among them."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from subsidy.entitlement import CLAIMS
from subsidy.law.data import Words
from subsidy.law.model import Reading
from subsidy.ranging.extremes import Extremes, Scope, effects_of, extremes_of
from subsidy.ranging.outcomes import NOTHING, Bounds, Key, Outcome, Outcomes, Row, Table, total_of


def _reading(name: str, options: int) -> Reading:
    return Reading(name=name, options=[str(n) for n in range(options)], article="1", why=Words(zh="", en=""))


READINGS = tuple(_reading(name, options) for name, options in zip("abcde", (2, 3, 2, 2, 2), strict=True))
SUMS = st.sampled_from([Decimal(n) for n in (0, 0, 1, 2, 2, 5)])
HIGHS = st.sampled_from([Decimal(0), Decimal(3), Decimal(5), Decimal(5), None])


@st.composite
def tables(draw: st.DrawFn) -> list[Table]:
    """Up to four provisions, each with some of the readings, in the order of the law."""
    return [_table(draw, f"p{n}") for n in range(draw(st.integers(0, 4)))]


def _table(draw: st.DrawFn, provision: str) -> Table:
    chosen = draw(st.sets(st.sampled_from(range(len(READINGS))), max_size=3))
    readings = tuple(READINGS[n] for n in sorted(chosen))
    choices = product(*(range(len(reading.definite)) for reading in readings))
    return Table(readings, tuple(Row(choice, _outcomes(draw, provision)) for choice in choices))


def _outcomes(draw: st.DrawFn, provision: str) -> Outcomes:
    periods = draw(st.sets(st.sampled_from("xy")))
    return {Key(provision, period, 0): Outcome(Bounds(draw(SUMS), draw(HIGHS)), draw(_STATES)) for period in sorted(periods)}


_OPEN, _LAPSED = CLAIMS[0], CLAIMS[2]
_STATES = st.sampled_from([_OPEN, _LAPSED, None])


def _all(found: list[Table], scope: Scope) -> Extremes:
    """The plain way: every combination of all readings."""
    sums: dict[tuple[int, ...], Bounds] = {}
    parts: dict[tuple[int, ...], dict[Key, Bounds]] = {}
    for choice in product(*(range(len(reading.definite)) for reading in READINGS)):
        places = dict(zip(READINGS_BY_NAME, choice, strict=True))
        rows = [next(r for r in t.rows if r.choice == tuple(places[one.name] for one in t.readings)) for t in found]
        counted = {k: o.bounds for row in rows for k, o in row.outcomes.items() if scope.holds(k, o)}
        parts[choice] = {k: bounds for k, bounds in counted.items() if bounds != NOTHING}
        sums[choice] = total_of([*counted.values()])
    moving = [
        n
        for n in range(len(READINGS))
        if any(part != parts[(*choice[:n], other, *choice[n + 1 :])] for choice, part in parts.items() for other in range(2))
    ]
    least = min(bounds.low for bounds in sums.values())
    highs = [bounds.high for bounds in sums.values()]
    most = None if None in highs else max(high for high in highs if high is not None)
    at_least = next(choice for choice in sums if sums[choice].low == least)
    at_most = next(choice for choice in sums if sums[choice].high == most)
    at = [{READINGS[n].name: str(choice[n]) for n in moving} for choice in (at_least, at_most)]
    return Extremes(least, at[0], most, at[1])


READINGS_BY_NAME = [reading.name for reading in READINGS]


@given(tables(), st.sampled_from([Scope(), Scope(claim="open"), Scope(Key("p0", "x", 0))]))
def test_least_and_most_are_those_of_all_combinations(found: list[Table], scope: Scope) -> None:
    assert extremes_of([effects_of(table, scope) for table in found], READINGS) == _all(found, scope)
