"""The largest rate that keeps to a budget, to 0.01 percentage points: found by judging, not by solving.

The sum that is payable never falls when the rate rises, so that halving the steps finds the largest rate whose sum
stays within the budget; every sum on the way is that of the rules themselves at that rate. The rate stands in place of
all dated versions of the figure; everything else is as the run has it.

>>> found = largest_rate(Decimal("1000.00"), lambda rate: Sums(rate * 40000))
>>> found.rate, found.sums.payable, found.next_rate
(Decimal('0.0250'), Decimal('1000.0000'), Decimal('0.0251'))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from subsidy.batch.compare_rows import Sums
from subsidy.law.run import Run
from subsidy.provisions.terms import Figure, Version

RATE = "rate"
"""The figure that makes a provision one whose rate can be asked for."""

STEPS = 10_000
"""Steps from nothing to 100 %."""

SumsAt = Callable[[Decimal], Sums]


class Found(NamedTuple):
    """The largest rate within a budget with its sums, and the next step with those that exceed it.

    No rate where even nothing exceeds the budget; no next one where 100 % stays within it.
    """

    rate: Decimal | None
    sums: Sums | None
    next_rate: Decimal | None
    next_sums: Sums | None


def largest_rate(budget: Decimal, sums_at: SumsAt) -> Found:
    """The largest step at which what is payable stays within the budget."""
    within, beyond = -1, STEPS + 1
    sums: dict[int, Sums] = {}
    while beyond - within > 1:
        step = (within + beyond) // 2
        sums[step] = sums_at(rate_of(step))
        within, beyond = (step, beyond) if sums[step].payable <= budget else (within, step)
    found = rate_of(within) if within >= 0 else None
    following = rate_of(beyond) if beyond <= STEPS else None
    return Found(found, sums.get(within), following, sums.get(beyond))


def rate_of(step: int) -> Decimal:
    """
    >>> rate_of(250)
    Decimal('0.0250')
    """
    return Decimal(step).scaleb(-4)


def at_rate(run: Run, provision: str, rate: Decimal) -> Run:
    """The run with this one provision, at another rate."""
    kept = [(document, clause, terms) for document, clause, terms in run.provisions if terms.provision == provision]
    figure = Figure((Version(date.min, rate),))
    changed = [(document, clause, replace(terms, figures={**terms.figures, RATE: figure})) for document, clause, terms in kept]
    return replace(run, provisions=tuple(changed))
