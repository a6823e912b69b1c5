"""Random enterprises under the policies of other places, near the figures on which their clauses turn."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

from subsidy.law.library import Library, library

Json = dict[str, Any]
HOME = Path(__file__).parents[2] / "scenarios" / "policies"
FILES = sorted(HOME.glob("*.toml"))
AMOUNTS = {  # million US dollars or RMB on which something turns
    "USD": (0, 1, 2, 5, 8, 10, 15, 20, 30, 50, 100, 150, 250, 300, 400, 1200),
    "CNY": (0, 1, 10, 50, 60, 100, 200, 300, 600, 900),
    "tonne": (0, Decimal("0.3"), Decimal("0.5"), 1, Decimal("1.5"), 3, 5),
}
NUDGES = {"USD": Decimal("0.01"), "CNY": Decimal("0.01"), "tonne": Decimal("0.001")}
ITEMS = ("new_bonded_business", "first_supported", "advanced_certification")
ATTRIBUTES = ("general_trade", "manufacturer", "logistics_or_trade", "sublet", "own_premises")
YEARS_OF = {
    "xiamen-2011-172": (2009, 2012), "zhongshan-2024-imports": (2021, 2024), "qinhuangdao-interim": (2022, 2026),
    "zhenhai-2012-15": (2010, 2013), "qianhai-2022-trade": (2020, 2022), "fangchenggang-2022-7": (2021, 2025),
}  # fmt: skip


def law() -> Library:
    """The packaged law and all these policies."""
    return library().with_files(FILES)


def value(rng: random.Random, unit: str) -> Decimal:
    nudge = rng.choice((0, 0, 0, 1, -1)) * NUDGES[unit]
    return max(Decimal(0), Decimal(rng.choice(AMOUNTS[unit])) * 1_000_000 + nudge)


def _given(rng: random.Random, name: str, unit: str, year: int) -> list[Json]:
    """A quantity of a year: whole, by some of its months, or not at all."""
    if rng.random() < 0.12:
        return []
    if rng.random() < 0.15:
        months = rng.sample(range(1, 13), rng.randint(1, 12))
        return [
            {"name": name, "period": f"{year}-{month:02d}", "value": str((value(rng, unit) / 8).quantize(NUDGES[unit]))}
            for month in sorted(months)
        ]
    return [{"name": name, "period": str(year), "value": str(value(rng, unit))}]


def case(rng: random.Random, number: int, policy: Any) -> Json:
    """An enterprise under one policy."""
    first, last = YEARS_OF[policy.id]
    zones = [policy.zones[0]] * 8 + ["outside", None]
    enterprise: Json = {"uscc": f"9144{number:014d}"}
    if zone := rng.choice(zones):
        enterprise["zone"] = zone
    found: Json = {"enterprise": enterprise, "quantities": [], "attributes": {}, "items": []}
    for quantity in policy.quantities:
        for year in range(first, last + 1):
            found["quantities"] += _given(rng, quantity.name, quantity.unit, year)
    found["attributes"] = {name: rng.random() < 0.7 for name in ATTRIBUTES if rng.random() < 0.9}
    if rng.random() < 0.05:
        found["quantities_incomplete"] = True
    for kind in ITEMS:
        for place in range(rng.choice((0, 1, 1, 2))):
            on = {"on": f"{rng.randint(first - 4, last)}-{rng.randint(1, 12):02d}-15"} if rng.random() < 0.85 else {}
            found["items"].append({"name": rng.choice((f"{kind} {place}", f"{kind} 0")), "kind": kind, **on})
    found["imports"] = [{"period": str(year), "value": str(value(rng, "CNY"))} for year in range(first, last + 1)]
    found["coverage"] = [{"from": f"{first}-01", "to": f"{last}-12"}]
    if rng.random() < 0.3:
        found["prior"] = [_grant(rng, policy, first, last)]
    return found


def _grant(rng: random.Random, policy: Any, first: int, last: int) -> Json:
    provision = rng.choice(policy.provisions)
    per = provision.scheme.per
    period = "once" if per == "once" else f"{provision.scheme.item} 0" if per == "item" else str(rng.randint(first, last))
    return {"provision": f"{policy.id}/{provision.id}", "period": period, "amount": str(rng.choice((0, 1000, 100000, 200000, 5000000)))}


def readings(rng: random.Random, policy: Any) -> dict[str, str]:
    """Some of the readings of a policy, chosen."""
    return {reading.name: rng.choice(reading.options) for reading in policy.readings if rng.random() < 0.7}


def decisions(rng: random.Random, policy: Any) -> dict[str, object]:
    return {decision.name: rng.choice(("0.052", "0", "-0.1", "1.5")) for decision in policy.decisions if rng.random() < 0.7}
