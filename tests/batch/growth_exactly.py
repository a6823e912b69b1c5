"""Support for growth in whole numbers and fractions, written from the text alone: what comparisons are held to.

Sums are whole fen, rates whole steps of 0.01 percentage points; a firm has a base and imports, both known in full.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

STEPS = 10_000


class Year(NamedTuple):
    """Imports of the year before and of the year, in fen."""

    base: int
    imports: int


def award(year: Year, rate: Fraction, cap: int) -> Fraction:
    """What the increment earns, in fen, before rounding."""
    return _capped(Fraction(year.imports), year.base, rate, cap)


def _capped(imports: Fraction, base: int, rate: Fraction, cap: int) -> Fraction:
    increment = imports - max(base, 0)
    earned = increment * rate if increment > 0 else Fraction(0)
    return earned if earned < cap else Fraction(cap)


def paid(year: Year, rate: Fraction, cap: int) -> int:
    """Whole fen, halves up."""
    return math.floor(award(year, rate, cap) + Fraction(1, 2))


def slope(year: Year, rate: Fraction, cap: int) -> Fraction:
    """What a very little more of imports earns, for each fen of it."""
    little = Fraction(1, 10**12)
    more = _capped(year.imports + little, year.base, rate, cap)
    return (more - award(year, rate, cap)) / little


def largest_rate(years: list[Year], cap: int, budget: int) -> int:
    """The last of all steps, each looked at, that stays within a budget; -1 where none does."""
    within = [step for step in range(STEPS + 1) if total(years, step, cap) <= budget]
    assert within == list(range(len(within))), "what is paid falls nowhere when the rate rises"
    return within[-1] if within else -1


def total(years: list[Year], step: int, cap: int) -> int:
    """What all are paid at a step, in fen."""
    found = 0
    for year in years:
        gross = max(year.imports - max(year.base, 0), 0) * step
        found += cap if gross >= cap * STEPS else (2 * gross + STEPS) // (2 * STEPS)
    return found
