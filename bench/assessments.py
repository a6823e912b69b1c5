"""Assessments a second in one process on one core, beside the same awards worked out by hand with plain Decimals.

The yardstick is the least that any program could do: the arithmetic alone, without dates, unknowns, reasons, steps,
explanations, citations or a receipt. It must come to the same sums, else the benchmark stops.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import subsidy

AS_OF = date(2026, 3, 1)
DECISIONS = {"warehousing.ratio": "0.5"}
FEN, ZERO, RATE, CAP, LUMP = Decimal("0.01"), Decimal(0), Decimal("0.025"), Decimal("3000000.00"), Decimal("300000.00")
SETTLED, LAST_DAY = date(2024, 5, 6), date(2027, 2, 5)
CASES = 200

Sums = list[Decimal | None]


class Found(NamedTuple):
    """Assessments a second, of the package and by hand, and what the package is meant to reach."""

    what: str
    rate: float
    by_hand: float
    target: int | None


def one_growth(n: int) -> dict[str, Any]:
    """Imports of 2025 alone: one entitlement, its base unknown."""
    firm = {"uscc": "91310118MA1QP90364", "zone": "qingpu"}
    return {"enterprise": firm, "imports": [{"period": "2025", "value": f"{60000000 + n * 7919}.40"}]}


def two_growth(n: int) -> dict[str, Any]:
    """The everyday case: two years of imports, so an entitlement for either year."""
    facts = one_growth(n)
    return {**facts, "imports": [{"period": "2024", "value": f"{40000000 + n * 104729}.55"}, *facts["imports"]]}


def six_entitlements(n: int) -> dict[str, Any]:
    """Two years of growth, a first, and three support years of warehousing."""
    facts = two_growth(n)
    return {
        "enterprise": {**facts["enterprise"], "settled_on": str(SETTLED), "foreign_trade": True, "qualified": True},
        "imports": facts["imports"],
        "firsts": [{"business": "进口冷冻食品保税分级查验", "kind": "first", "recognised_on": "2025-04-18"}],
        "warehousing": [{"from": str(SETTLED), "to": str(LAST_DAY), "amount": f"{400000 + n}.50"}],
    }


def paid(exact: Decimal) -> Decimal:
    return exact.quantize(FEN, ROUND_HALF_UP)


def growth_by_hand(facts: Mapping[str, Any]) -> Sums:
    """The most that the growth entitlements can come to, year by year."""
    imports = {given["period"]: Decimal(given["value"]) for given in facts["imports"]}
    return [paid(min(max(value - imports.get(str(int(year) - 1), ZERO), ZERO) * RATE, CAP)) for year, value in imports.items()]


def fees_by_hand(facts: Mapping[str, Any]) -> Sums:
    """Half of each support year's share of the one fee, shared over its days by cumulative rounding."""
    (fee,) = facts["warehousing"]
    days, amount = (LAST_DAY - SETTLED).days + 1, Decimal(fee["amount"])
    ends = [min((SETTLED.replace(year=SETTLED.year + k) - timedelta(1) - SETTLED).days + 1, days) for k in range(4)]
    shares = [paid(amount * end / days) for end in ends]
    return [paid((after - before) / 2) for before, after in pairwise(shares)]


def six_by_hand(facts: Mapping[str, Any]) -> Sums:
    return [LUMP, *growth_by_hand(facts), *fees_by_hand(facts)]


def assessed(case: subsidy.Case) -> Sums:
    return [e.high for e in subsidy.assess(case, as_of=AS_OF, decisions=DECISIONS).entitlements]


def built_and_assessed(facts: Mapping[str, Any]) -> Sums:
    return assessed(subsidy.Case(**facts))


_RUNS: tuple[tuple[str, Callable[[int], dict[str, Any]], Callable[[Mapping[str, Any]], Sums], int | None], ...] = (
    ("assess: 1 entitlement, growth", one_growth, growth_by_hand, 10_000),
    ("assess: 2 entitlements, growth", two_growth, growth_by_hand, None),
    ("assess: 6 entitlements", six_entitlements, six_by_hand, 2_500),
)


def measure(blocks: int) -> Iterator[Found]:
    """Rates for cases already built and, for the largest, with the building of the case from its facts."""
    for what, make, by_hand, target in _RUNS:
        facts = [make(n) for n in range(CASES)]
        cases = [subsidy.Case(**given) for given in facts]
        refuse_difference(what, [assessed(case) for case in cases], [by_hand(given) for given in facts])
        rate, yardstick = rates(blocks, (assessed, cases), (by_hand, facts))
        yield Found(what, rate, yardstick, target)
    rate, yardstick = rates(blocks, (built_and_assessed, facts), (by_hand, facts))
    yield Found("the same, with building the case", rate, yardstick, None)


def rates(blocks: int, *runs: tuple[Callable[[Any], object], Sequence[Any]]) -> list[float]:
    """Calls a second of each function over its inputs: the median of blocks in which they take turns."""
    found: list[list[float]] = [[] for _ in runs]
    for _ in range(blocks):
        for (function, inputs), times in zip(runs, found, strict=True):
            begun = time.perf_counter()
            for given in inputs:
                function(given)
            times.append(len(inputs) / (time.perf_counter() - begun))
    return [median(times) for times in found]


def refuse_difference(what: str, ours: object, by_hand: object) -> None:
    if ours != by_hand:
        raise SystemExit(f"{what}: the sums by hand differ from those assessed")
