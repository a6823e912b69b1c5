"""Settling any one unknown lands inside the bounds that the undetermined entitlement gave.

Each strategy makes a pair: the facts with one thing unknown, and the same facts with that thing settled in some way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import subsidy
from subsidy.entitlement import Entitlement
from subsidy.money import text
from subsidy.periods import months_of, months_of_year, runs
from tests import strategies

pytestmark = pytest.mark.no_cover

Json = dict[str, Any]
Run = tuple[Json, dict[str, str], dict[str, str]]
"""A case, readings and decisions."""
Pair = tuple[Run, Run]
Settling = Callable[[st.DrawFn, Json, dict[str, str], dict[str, str]], Pair]

ONE_DAY = timedelta(days=1)
AS_OF = date(2026, 3, 1)
YEARS = range(2021, 2029)
EVERYTHING = [{"from": f"{YEARS[0]}-01", "to": f"{YEARS[-1]}-12"}]
MORE = st.sampled_from((0, 0, 1, 19, 20, 40_000_000_40, 120_000_000_00)) | st.integers(0, 500_000_000_00)
DAYS = tuple(day for day in strategies.DECIDING_DAYS if day)
FEES = st.builds(
    lambda first, days, fen: {"from": str(first), "to": str(first + days * ONE_DAY), "amount": text(Decimal(fen).scaleb(-2))},
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.sampled_from((0, 0, 30, 365, 1000)),
    st.sampled_from((0, 1, 100, 52_000_00)) | st.integers(0, 5_000_000_00),
)
SETTLINGS: dict[str, Settling] = {}


def settling(unknown: str) -> Callable[[Settling], Settling]:
    """Register a way of making one unknown and settling it."""

    def register(make: Settling) -> Settling:
        SETTLINGS[unknown] = make
        return make

    return register


def without(table: Json, *keys: str) -> Json:
    return {key: value for key, value in table.items() if key not in keys}


def of_enterprise(fact: str, values: tuple[Any, ...]) -> Settling:
    """A fact of the enterprise that is unknown, then any of the values."""

    def make(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
        firm = without(case["enterprise"], fact, "zone_asserted")
        settled = {**firm, fact: draw(st.sampled_from([value for value in values if value is not None]))}
        return ({**case, "enterprise": firm}, readings, decisions), ({**case, "enterprise": settled}, readings, decisions)

    return make


settling("zone")(of_enterprise("zone", strategies.ZONES))
settling("foreign_trade")(of_enterprise("foreign_trade", strategies.ANSWERS))
settling("settled_on")(of_enterprise("settled_on", strategies.SETTLING_DAYS))


@settling("qualified")
def _qualified(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    make = of_enterprise("qualified", strategies.ANSWERS)
    return make(draw, case, {**readings, "growth.qualified": "register"}, decisions)


@settling("decision:growth.new_importer")
def _new_importer(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    option = draw(st.sampled_from(("zero_base", "excluded")))
    open_reading, settled = ({**readings, "growth.new_importer": chosen} for chosen in ("undecided", option))
    rows = [{"period": "2024", "value": draw(st.sampled_from(("0.00", "-3.00")))}, {"period": "2025", "value": text(Decimal(draw(MORE)))}]
    newcomer = {**without(case, "coverage", "rejected_rows"), "imports": rows}
    return (newcomer, open_reading, decisions), (newcomer, settled, decisions)


@settling("decision:warehousing.ratio")
def _ratio(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    undecided = without(decisions, "warehousing.ratio")
    return (case, readings, undecided), (case, readings, {**undecided, "warehousing.ratio": draw(st.sampled_from(strategies.RATIOS))})


@settling("recognised_on")
def _deciding_day(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    deciding = f"{readings.get('first.day', 'recognised')}_on"
    claims = case.get("firsts") or [{"business": "Repair", "kind": "first"}]
    place = draw(st.integers(0, len(claims) - 1))
    dated = {**claims[place], deciding: draw(st.sampled_from(DAYS))}
    pair = [[*claims[:place], claim, *claims[place + 1 :]] for claim in (without(dated, deciding), dated)]
    return ({**case, "firsts": pair[0]}, readings, decisions), ({**case, "firsts": pair[1]}, readings, decisions)


def read_so_far(case: Json) -> tuple[dict[int, Decimal], set[int]]:
    """Imports by year, and the months that are covered."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for row in case.get("imports", ()):
        totals[int(row["period"][:4])] += Decimal(row["value"])
    spans = [months_of(row["period"]) for row in case.get("imports", ())]
    if "coverage" in case:
        spans = [range(months_of(span["from"]).start, months_of(span["to"]).stop) for span in case["coverage"]]
    return totals, {month for span in spans for month in span}


def yearly(case: Json, totals: dict[int, Decimal], covered: set[int]) -> Json:
    """The case with imports by year and the coverage said."""
    spans = [dict(zip(("from", "to"), run.split(".."), strict=True)) for run in runs(covered)]
    return {**case, "imports": [{"period": str(year), "value": text(total)} for year, total in totals.items()], "coverage": spans}


def raised(draw: st.DrawFn, totals: dict[int, Decimal], years: list[int]) -> dict[int, Decimal]:
    """Imports with something more, not below nothing, in some of the years."""
    return totals | {year: totals.get(year, Decimal(0)) + Decimal(draw(MORE)).scaleb(-2) for year in years}


@settling("imports")
def _missing_months(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    totals, covered = read_so_far(case)
    for year in draw(st.lists(st.sampled_from(YEARS), max_size=2)):
        covered.difference_update(months_of_year(year)[draw(st.integers(0, 11)) :])
    gaps = [year for year in YEARS if not covered.issuperset(months_of_year(year))]
    settled = {**yearly(case, raised(draw, totals, gaps), covered), "coverage": EVERYTHING}
    return (yearly(case, totals, covered), readings, decisions), (settled, readings, decisions)


@settling("rejected_rows")
def _rejected_rows(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    totals, covered = read_so_far(case)
    year = draw(st.none() | st.sampled_from(YEARS))
    known = without(yearly(case, totals, covered | set(range(months_of_year(2023).start, months_of_year(2026).stop))), "rejected_rows")
    rows = {"rows": 1} if year is None else {"rows": 2, "period": str(year)}
    settled = yearly(known, raised(draw, totals, [year] if year else list(YEARS)), read_so_far(known)[1])
    return ({**known, "rejected_rows": [rows]}, readings, decisions), (settled, readings, decisions)


@settling("warehousing_fees")
def _no_list_of_fees(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    unlisted = without(case, "warehousing", "warehousing_incomplete")
    listed = {**unlisted, "warehousing": draw(st.lists(FEES, max_size=3)), "warehousing_known_through": "2030-12-31"}
    return (unlisted, readings, decisions), (listed, readings, decisions)


@settling("warehousing_fees:FROM..TO")
def _later_fees(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    fees = case.get("warehousing") or draw(st.lists(FEES, max_size=2))
    known = max([date.fromisoformat(fee["to"]) for fee in fees], default=AS_OF)
    listed = {**without(case, "warehousing_incomplete", "warehousing_known_through"), "warehousing": fees}
    later = [fee for fee in draw(st.lists(FEES, max_size=3)) if date.fromisoformat(fee["from"]) > known]
    settled = {**listed, "warehousing": [*fees, *later], "warehousing_known_through": "2032-12-31"}
    return (listed, readings, decisions), (settled, readings, decisions)


@settling("warehousing_fees, of an unreadable row")
def _unreadable_fee(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    by_settling = without(readings, "warehousing.starts")
    fees = case.get("warehousing") or []
    listed = {**without(case, "warehousing_incomplete"), "warehousing": fees, "warehousing_known_through": "2032-12-31"}
    settled = {**listed, "warehousing": [*fees, draw(FEES)]}
    return ({**listed, "warehousing_incomplete": True}, by_settling, decisions), (settled, by_settling, decisions)


@settling("prior")
def _unreadable_grant(draw: st.DrawFn, case: Json, readings: dict[str, str], decisions: dict[str, str]) -> Pair:
    known = {**without(case, "prior_incomplete"), "prior": case.get("prior") or []}
    provision, period = draw(st.sampled_from(strategies.GRANTABLE))
    grant = {"provision": provision, "period": period, "amount": text(Decimal(draw(st.sampled_from(strategies.GRANTS_FEN))).scaleb(-2))}
    settled = {**known, "prior": [*known["prior"], grant]}
    return ({**known, "prior_incomplete": True}, readings, decisions), (settled, readings, decisions)


@st.composite
def pairs(draw: st.DrawFn, unknown: str) -> Pair:
    case, readings, decisions = draw(strategies.cases()), draw(strategies.readings()), draw(strategies.decisions())
    return SETTLINGS[unknown](draw, case, readings, decisions)


def entitlements(run: Run) -> dict[tuple[str, str], list[Entitlement]]:
    """The entitlements of a run by provision and period."""
    case, readings, decisions = run
    found: dict[tuple[str, str], list[Entitlement]] = defaultdict(list)
    for e in subsidy.assess(subsidy.Case.model_validate(case), as_of=AS_OF, readings=readings, decisions=decisions).entitlements:
        found[e.provision, e.period].append(e)
    return found


def undetermined_and_settled(pair: Pair) -> Iterator[tuple[Entitlement, Entitlement]]:
    """Each entitlement that was undetermined with what has become of it."""
    before, after = map(entitlements, pair)
    for key, found in before.items():
        if key in after:
            yield from ((e, f) for e, f in zip(found, after[key], strict=True) if e.status == "undetermined")


@pytest.mark.parametrize("unknown", SETTLINGS)
def test_settling_one_unknown_lands_inside_the_bounds(unknown: str) -> None:
    lacking: set[str] = set()

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(pairs(unknown))
    def settle(pair: Pair) -> None:
        for e, settled in undetermined_and_settled(pair):
            assert settled.low >= e.low
            assert e.high is None or (settled.high is not None and settled.high <= e.high)
            lacking.update(f"{item.code}:{item.detail}" if item.code == "decision" else item.code for item in e.missing)

    settle()
    assert unknown.partition(",")[0].removesuffix(":FROM..TO") in lacking
