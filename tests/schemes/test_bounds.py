"""However the unknowns of an enterprise are settled, what comes out lies between the least and the most that were said before."""

from __future__ import annotations

import copy
import random
from datetime import date
from typing import Any

import pytest

import subsidy
from subsidy.law.library import library
from tests.drawn import TIMES
from tests.schemes import draw

Json = dict[str, Any]
FIRMS, SETTLEMENTS = 20 * TIMES, 4


def settled(rng: random.Random, case: Json, policy: Any) -> Json:
    """The enterprise with every unknown settled at random."""
    found = copy.deepcopy(case)
    found.pop("quantities_incomplete", None)
    found["enterprise"].setdefault("zone", rng.choice((policy.zones[0], "outside")))
    first, last = draw.YEARS_OF[policy.id]
    given = {(q["name"], q["period"]) for q in found["quantities"]}
    for quantity in policy.quantities:
        for year in range(first - 1, last + 1):
            if (quantity.name, str(year)) in given:
                continue
            months = [f"{year}-{month:02d}" for month in range(1, 13) if (quantity.name, f"{year}-{month:02d}") not in given]
            periods = [str(year)] if len(months) == 12 else months
            found["quantities"] += [
                {"name": quantity.name, "period": period, "value": str(draw.value(rng, quantity.unit))} for period in periods
            ]
    found["attributes"] = {name: rng.random() < 0.7 for name in draw.ATTRIBUTES} | found["attributes"]
    for kind in draw.ITEMS:
        if not any(item["kind"] == kind for item in found["items"]):
            found["items"].append({"name": f"{kind} 9", "kind": kind})
    for item in found["items"]:
        item.setdefault("on", f"{rng.randint(first - 4, last)}-06-15")
    return found


def choices(rng: random.Random, policy: Any, readings: dict[str, str], decisions: dict[str, object]) -> tuple[Json, Json]:
    """The same readings and decisions, with a definite option and a figure where there was none."""
    chosen = {
        reading.name: readings[reading.name] if readings.get(reading.name) in reading.definite else rng.choice(reading.definite)
        for reading in policy.readings
    }
    return chosen, {d.name: decisions.get(d.name, rng.choice(("0", "0.05", "-0.999", "7"))) for d in policy.decisions}


@pytest.mark.no_cover
@pytest.mark.parametrize("stem", sorted(draw.YEARS_OF))
def test_settling_what_is_unknown_stays_within_the_bounds(stem: str) -> None:
    rng = random.Random(stem)
    law = library().with_files([draw.HOME / f"{stem}.toml"])
    policy = law.document(stem)
    as_of = date(draw.YEARS_OF[stem][1], 8, 1)
    compared, moved = 0, 0
    for number in range(FIRMS):
        case, readings, decisions = draw.case(rng, number, policy), draw.readings(rng, policy), draw.decisions(rng, policy)
        before = subsidy.assess(subsidy.Case.model_validate(case), as_of=as_of, law=law, readings=readings, decisions=decisions)
        for _ in range(SETTLEMENTS):
            chosen, decided = choices(rng, policy, readings, decisions)
            whole = subsidy.Case.model_validate(settled(rng, case, policy))
            after = subsidy.assess(whole, as_of=as_of, law=law, readings=chosen, decisions=decided)
            for said in [e for e in before.entitlements if e.provision.startswith(stem) and e.period[0].isdigit()]:
                (came,) = [e for e in after.entitlements if (e.provision, e.period) == (said.provision, said.period)]
                assert said.low <= came.low, (case, said)
                assert came.high is not None
                assert said.high is None or came.high <= said.high, (case, said, came)
                compared, moved = compared + 1, moved + (said.status == "undetermined" and came.high != said.high)
    assert compared > FIRMS
    assert moved
