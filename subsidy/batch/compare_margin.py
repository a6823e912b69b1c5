"""What one more yuan of imports brings an enterprise, and at which volume the cap binds: for growth and its cap.

The award grows by the rate from the base on until the cap binds, at base + cap / rate; below and beyond it stands
still. What unknowns may still move is not told.

>>> binding_volume(Decimal("80000000.00"), Decimal("0.025"), Decimal("3000000.00"))
Decimal('200000000.00')
>>> binding_volume(Decimal("-5.00"), Decimal("0.03"), Decimal("1.00"))
Decimal('33.34')
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from subsidy import money
from subsidy.batch.compare_rows import Row
from subsidy.money import ZERO
from subsidy.provisions.terms import Terms

BY_VOLUME = frozenset({"no_increment", "rounds_to_nothing", "already_granted"})
"""Reasons that more imports can remove; any other leaves nothing whatever is imported."""

WholeYear = Callable[[str, int], bool]
"""Whether the imports of an enterprise are known in full, of a year."""


class Margin(NamedTuple):
    """Of one enterprise and statistics year; None where an unknown decides."""

    at_cap: bool
    marginal: Decimal | None
    cap_binds_at: Decimal | None
    """None also where no volume reaches the cap."""


def binding_volume(base: Decimal, rate: Decimal, cap: Decimal) -> Decimal | None:
    """The least imports, in whole fen, at which rate times increment comes to the cap; None where none does."""
    if rate <= 0:
        return None
    exact = Fraction(max(base, ZERO)) + Fraction(cap) / Fraction(rate)
    return money.from_fen(math.ceil(exact * 100))


def margin(row: Row, terms: Terms, whole: WholeYear) -> Margin:
    """How the award of one entitlement under a growth provision moves with its imports."""
    if not BY_VOLUME.issuperset(row.reasons):
        return Margin(at_cap=False, marginal=ZERO, cap_binds_at=None)
    year = int(row.period)
    at_cap = is_at_cap(row, terms)
    marginal = ZERO if at_cap else _marginal(row, terms, whole(row.owner, year - 1)) if whole(row.owner, year) else None
    binds_at = binding_volume(_step(row, "base"), _figure("rate", row, terms), _figure("cap", row, terms))
    return Margin(at_cap, marginal, binds_at if whole(row.owner, year - 1) else None)


def is_at_cap(row: Row, terms: Terms) -> bool:
    """Whether the cap binds for certain: something is due or all of it was granted, and what the clause gives comes to the cap."""
    return is_due_or_granted(row) and _reaches_cap(row, terms)


def is_due_or_granted(row: Row) -> bool:
    """Whether something is due for certain, or would be had it not been granted already."""
    return row.sums.low > 0 or row.reasons == ("already_granted",)


def _reaches_cap(row: Row, terms: Terms) -> bool:
    return _step(row, "gross") >= _figure("cap", row, terms)


def _marginal(row: Row, terms: Terms, whole_base: bool) -> Decimal | None:  # noqa: FBT001 - a fact of the row
    """Of an enterprise whose imports of the year are known; a base that is not can only be more."""
    if row.status == "undetermined":
        return None
    if _step(row, "increment") < 0:
        return ZERO
    if not whole_base:
        return None
    return ZERO if _reaches_cap(row, terms) else _figure("rate", row, terms)


def _step(row: Row, name: str) -> Decimal:
    return (row.steps or {}).get(name) or ZERO


def _figure(name: str, row: Row, terms: Terms) -> Decimal:
    """A figure of law as the rule takes it: as it stands on the first day of claiming."""
    return Decimal(terms.figures[name].on(row.valid_from or terms.in_force.first))
