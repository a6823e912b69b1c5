"""The law's limits on one grant, read from the law when it is posted: figures, and what may be had only once.

growth       the cap per enterprise and statistics year (青商规〔2024〕1号 article 4)
first        one enterprise in the city for each business, its lump sum (article 1); under `first.once_per=enterprise`
             one business for each enterprise
warehousing  as many support years as the law has (article 4); the annual cap, where the authority decided one
scheme       the caps that hold in any case; one item for each enterprise, where the policy says so
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from subsidy import errors, money
from subsidy.assess import PERIODS
from subsidy.law.library import Library
from subsidy.law.run import prepare
from subsidy.ledger.claim import Claim
from subsidy.ledger.entry import Limits
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.terms import Terms
from subsidy.records import is_period_of

_PERIODS_ZH = {
    "growth": "统计年度，如 2025",
    "warehousing": "year 1、year 2、year 3 或 year 1..3",
    "scheme": "统计年度，如 2025，或 once，依条款而定",
}
_SUPPORT_YEAR = re.compile(r"year (0|[1-9][0-9]?)")
"""Each year in one way of writing, so that no year counts twice."""


def provisions_of(law: Library, day: date) -> Mapping[str, Terms]:
    """The provisions of the law by name; readings and decisions are those of each assessment, so none are asked here."""
    return {terms.provision: terms for _, _, terms in prepare(day, None, None, law).provisions}


def limits_of(claim: Claim, provisions: Mapping[str, Terms]) -> Limits:
    """The limits of a claim; raises `errors.BadValue` for a provision or a period that the law does not have."""
    terms = provisions.get(claim.provision)
    if terms is None:
        raise errors.BadValue(where="provision", value=claim.provision, accepted=", ".join(provisions))
    if terms.kind == "warehousing":
        return _of_support_year(claim, terms)
    if not is_period_of(terms, claim.period):
        raise _bad_period(claim, terms.kind)
    day = claim.valid_from or terms.in_force.first
    if terms.kind == "growth":
        return Limits(cap=_fen(terms, "cap", day))
    if terms.kind == "first":
        return Limits(_fen(terms, "lump_sum", day), exclusive=True, once=claim.readings.get("first.once_per") == "enterprise")
    return _of_scheme(terms, day)


def _bad_period(claim: Claim, kind: str) -> errors.BadValue:
    accepted = {"accepted": PERIODS.get(kind, "a period of the provision"), "accepted_zh": _PERIODS_ZH.get(kind, "该条款的期间")}
    return errors.BadValue(where="period", where_zh="期间", value=claim.period, **accepted)


def _fen(terms: Terms, figure: str, day: date) -> int:
    value = terms.figures[figure].on(day)
    return money.to_fen(money.yuan(value))


def _of_support_year(claim: Claim, terms: Terms) -> Limits:
    """The number of the year is held to the law's by the database itself."""
    found = _SUPPORT_YEAR.fullmatch(claim.period)
    if found is None:
        raise _bad_period(claim, "warehousing")
    decided = claim.steps.get("annual_cap")
    years = int(terms.figures["support_years"].on(terms.in_force.first))
    return Limits(None if decided is None else money.to_fen(decided), support_year=int(found[1]), support_years=years)


def _of_scheme(terms: Terms, day: date) -> Limits:
    shape = terms.plan.shape if isinstance(terms.plan, Plan) else None
    if shape is None:
        return Limits()
    caps = [] if any(limit.kind == "factor" for limit in shape.limits) else [one for one in shape.limits if one.kind == "cap"]
    sums: list[Decimal] = [terms.figures[cap.figure].on(day) for cap in caps if cap.when is None]
    return Limits(money.to_fen(min(sums)) if sums else None, once=shape.per == "item" and shape.once_per == "enterprise")
