"""The limits of a scheme in the order of its file, each at every corner: caps, factors, the least that is paid.

Where it is open whether a limit holds, it does at the least and does not at the most; but then the quantities on which it
depends stay below the figure from which it holds, and so does what comes out of them. A factor above one gives more where
it holds, so that at the least it does not.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from subsidy import formula
from subsidy.formula import Value
from subsidy.money import ZERO
from subsidy.provisions.outcome import Record
from subsidy.provisions.scheme_ends import Corner, End, corners, figure, option_holds, plan_of
from subsidy.provisions.scheme_shape import Limit
from subsidy.provisions.terms import Terms


def _applies(place: int, limit: Limit, record: Record, terms: Terms) -> Value:
    """Whether a limit holds; unknown while a quantity or a reading leaves it open."""
    reached = getattr(record, f"limit_{place}_reached")
    return reached if limit.otherwise is None else formula.any_of(reached, option_holds(limit.otherwise, terms))


def _limited(value: Value, limit: Limit, record: Record, terms: Terms, end: End) -> Value:
    """The value under a limit that holds."""
    bound = figure(limit.figure, record, terms)
    if limit.kind == "factor":
        return formula.times(value, bound)
    if limit.kind == "minimum":
        return formula.where(formula.exceeds(bound, value), ZERO, value)
    capped = formula.least(value, bound)
    return formula.known_or(capped, bound) if end is End.HIGH else capped


def limit_stages(count: int) -> list[Callable[[Record, Terms], dict[str, Value]]]:
    """One stage for each limit, in the order of the file."""
    return [functools.partial(_limit_stage, place) for place in range(count)]


def _limit_stage(place: int, record: Record, terms: Terms) -> dict[str, Value]:
    limit = plan_of(terms).shape.limits[place]
    asked = [corner for corner in corners(terms) if corner.below is None or corner.below > place]
    return {corner.named(f"award_{place + 1}"): _under(place, limit, record, terms, corner) for corner in asked}


def _under(place: int, limit: Limit, record: Record, terms: Terms, corner: Corner) -> Value:
    """A value under a limit that may hold or not: the least and the most that it may then be."""
    value = getattr(record, corner.named(f"award_{place}"))
    held = _limited(value, limit, record, terms, corner.end)
    if limit.when is None:
        return held
    applies = _applies(place, limit, record, terms)
    surely_not = formula.definitely(formula.negated(applies))
    if corner.end is End.READ:
        return formula.where(formula.same(held, value), value, formula.where(applies, held, value))
    if corner.end is End.LOW:
        open_least = formula.least(value, held) if limit.kind == "factor" else held
        return formula.where(formula.definitely(applies), held, formula.where(surely_not, value, open_least))
    below = getattr(record, Corner(End.HIGH, place).named(f"award_{place}"))
    open_most = formula.greatest(held, below)
    return formula.where(formula.definitely(applies), held, formula.where(surely_not, value, open_most))
