"""Claims of firsts by several enterprises, judged together as the batch judges them, in plain Python."""

from __future__ import annotations

import decimal
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from subsidy import Assessment, Case, records
from subsidy.assess import in_order, totals_of
from subsidy.entitlement import Assessed, Entitlement, Receipt
from subsidy.explain import entitlement
from subsidy.law.run import prepare
from subsidy.money import EXACT
from subsidy.provisions import first
from tests import strategies
from tests.plain import plain

Json = dict[str, Any]


def judged_together(
    cases: Sequence[Json], as_of: date, readings: Mapping[str, str] | None = None, decisions: Mapping[str, str] | None = None
) -> list[list[Json]]:
    """The firsts of each enterprise as plain data, in the order of the cases; all have a code."""
    run = prepare(as_of, readings, decisions)
    ((document, provision, terms),) = [found for found in run.provisions if found[2].kind == "first"]
    made = {str(case["enterprise"]["uscc"]): Case.model_validate(case) for case in cases}
    (rule,) = first.RULES
    with decimal.localcontext(EXACT):
        claims = [claim for owner, case in made.items() for claim in records.first_claims(case, owner, terms)]
        granted = {pair for owner, case in made.items() for pair in records.granted_firsts(case, owner, terms)}
        facts = records.first_facts(claims, granted, terms)
        found = [
            (claim.owner, entitlement(records.judge(rule, asked, terms), document, provision, "en"))
            for claim, asked in zip(claims, facts, strict=True)
        ]
    return [_plain(as_of, in_order(e for who, e in found if who == owner)) for owner in made]


def _plain(as_of: date, entitlements: tuple[Entitlement, ...]) -> list[Json]:
    nobody, unsigned = Assessed(uscc=None, name=None, zone=None), Receipt(engine="", law="", inputs="")
    totals = totals_of(entitlements)
    return plain(Assessment(as_of=as_of, enterprise=nobody, entitlements=entitlements, totals=totals, receipt=unsigned))


def claim(business: str, day: str | None, kind: str = "first") -> Json:
    return {"business": business, "kind": kind, **({"recognised_on": day} if day else {})}


def claimant(uscc: str, *claims: Json, zone: str | None = "qingpu", prior: Sequence[Json] = ()) -> Json:
    enterprise = {"uscc": uscc, **({"zone": zone} if zone else {})}
    return {"enterprise": enterprise, "firsts": list(claims), "prior": list(prior)}


@st.composite
def claims(draw: st.DrawFn) -> Json:
    """A claim of one of a few businesses, under one of its spellings, on one of a few days."""
    names = draw(st.sampled_from(strategies.BUSINESSES))
    found = {"business": draw(st.sampled_from(names)), "kind": draw(st.sampled_from(strategies.KINDS))}
    for deciding in ("recognised_on", "achieved_on"):
        day = draw(st.sampled_from(strategies.DECIDING_DAYS))
        found |= {deciding: day} if day else {}
    return found


@st.composite
def grants(draw: st.DrawFn) -> Json:
    """A grant of a first, under any spelling, or of something else."""
    names = draw(st.sampled_from([*strategies.BUSINESSES, ("something else",)]))
    grant = {"provision": "qingpu-2024-1/first", "period": draw(st.sampled_from(names))}
    grant["amount"] = draw(st.sampled_from(("0.00", "300000.00")))
    day = draw(st.sampled_from(strategies.GRANT_DAYS))
    return {**grant, "granted_on": day} if day else grant


@st.composite
def claimants(draw: st.DrawFn, usccs: Sequence[str] = strategies.USCCS, most: int = 6) -> list[Json]:
    """Enterprises of distinct codes that crowd upon the same few businesses and days."""
    found = []
    for uscc in draw(st.lists(st.sampled_from(usccs), min_size=1, max_size=most, unique=True)):
        case = claimant(uscc, *draw(st.lists(claims(), max_size=4)), zone=draw(st.sampled_from(strategies.ZONES)))
        case["prior"] = draw(st.none() | st.lists(grants(), max_size=2)) if draw(st.booleans()) else []
        found.append({key: value for key, value in case.items() if value is not None})
    return found
