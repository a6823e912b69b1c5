"""Either side of every boundary of 青商规〔2024〕1号, each boundary computed from the document's own figures and days.

Nothing is typed in here but the shape of a rule: change a rate, a cap or a day in the law's data and the cases move along.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

import pytest

import subsidy
from subsidy.entitlement import Entitlement
from subsidy.law.library import library
from subsidy.money import FEN, from_fen, text, to_fen

Json = dict[str, Any]
ONE_DAY = timedelta(days=1)
LAW = library().document("qingpu-2024-1")
assert LAW.in_force is not None
FIRST, LAST = LAW.in_force
FIGURES = {f"{p.id}.{x.name}": x.figure().on(FIRST) for p in LAW.provisions for x in p.parameters}
RATE: Decimal = FIGURES["import-growth.rate"]
CAP: Decimal = FIGURES["import-growth.cap"]
LUMP_SUM: Decimal = FIGURES["first.lump_sum"]
SUPPORT_YEARS = int(FIGURES["warehousing.support_years"])
AROUND_FORCE = (FIRST - ONE_DAY, FIRST, LAST, LAST + ONE_DAY)
INSIDE = {FIRST, LAST}
IN_ZONE: Json = {"zone": LAW.zones[0], "foreign_trade": True}
A_FULL_YEAR = FIRST.year
RATIO = {"warehousing.ratio": "1"}


def entitlements(case: Json, as_of: date = FIRST, **chosen: Any) -> list[Entitlement]:
    made = subsidy.Case.model_validate({"enterprise": IN_ZONE, "prior": [], **case})
    return list(subsidy.assess(made, as_of=as_of, **chosen).entitlements)


def the(found: list[Entitlement], period: object) -> Entitlement:
    (one,) = [e for e in found if e.period == str(period)]
    return one


def codes(notes: Any) -> list[str]:
    return [note.code for note in notes]


def growing(year: int, increment: Decimal, base: Decimal = Decimal(1)) -> Json:
    """Imports that grow by an increment from the year before the one given."""
    values = {year - 1: base, year: base + increment}
    return {"imports": [{"period": str(number), "value": text(value)} for number, value in values.items()]}


def growth_of(increment: Decimal) -> Entitlement:
    return the(entitlements(growing(A_FULL_YEAR, increment)), A_FULL_YEAR)


def least_increment(sum_due: Decimal) -> Decimal:
    """The least increment, in whole fen, whose share comes to a sum once rounded half up to the fen."""
    exact = (Fraction(sum_due) - Fraction(FEN) / 2) / Fraction(RATE)
    return from_fen(ceil(exact * 100))


@pytest.mark.parametrize("sum_due", [FEN, 2 * FEN, 3 * FEN, CAP - 2 * FEN, CAP - FEN, CAP])
def test_a_sum_is_due_from_the_increment_whose_share_rounds_to_it(sum_due: Decimal) -> None:
    enough = least_increment(sum_due)
    assert growth_of(enough).amount == sum_due
    assert growth_of(enough - FEN).amount == sum_due - FEN


def test_half_a_fen_is_paid_as_one_and_just_below_as_nothing() -> None:
    enough = least_increment(FEN)
    assert enough * RATE == FEN / 2
    assert (growth_of(enough).status, growth_of(enough).amount) == ("payable", FEN)
    below = growth_of(enough - FEN)
    assert (below.status, below.amount, codes(below.reasons)) == ("ineligible", Decimal(0), ["rounds_to_nothing"])


@pytest.mark.parametrize("increment", [-FEN, Decimal("0.00"), FEN])
def test_imports_that_do_not_grow_and_one_fen_that_does(increment: Decimal) -> None:
    assert codes(growth_of(increment).reasons) == (["rounds_to_nothing"] if increment > 0 else ["no_increment"])


@pytest.mark.parametrize("beyond", [-FEN, Decimal("0.00"), FEN])
def test_the_cap_binds_from_the_increment_whose_share_it_is(beyond: Decimal) -> None:
    binding = from_fen(int(Fraction(CAP) / Fraction(RATE) * 100))
    assert binding * RATE == CAP
    steps = {step.name: step.value for step in growth_of(binding + beyond).steps}
    assert steps["gross"] == CAP + beyond * RATE
    assert steps["award"] == min(CAP, CAP + beyond * RATE)


@pytest.mark.parametrize("times", [1, 2, 1000])
def test_nothing_above_the_cap_is_ever_due(times: int) -> None:
    assert growth_of(times * least_increment(CAP + FEN)).amount == CAP


@pytest.mark.parametrize("left", [-FEN, Decimal("0.00"), FEN])
def test_what_was_granted_is_taken_off_to_the_last_fen(left: Decimal) -> None:
    granted = {"provision": f"{LAW.id}/import-growth", "period": str(A_FULL_YEAR), "amount": text(CAP - left)}
    found = the(entitlements({**growing(A_FULL_YEAR, 2 * CAP / RATE), "prior": [granted]}), A_FULL_YEAR)
    assert found.amount == max(left, Decimal(0))
    assert codes(found.reasons) == ([] if left > 0 else ["already_granted"])


@pytest.mark.parametrize("day", AROUND_FORCE)
@pytest.mark.parametrize(("reading", "deciding"), [("recognised", "recognised_on"), ("achieved", "achieved_on")])
def test_a_first_pays_the_lump_sum_from_the_first_day_in_force_to_the_last(day: date, reading: str, deciding: str) -> None:
    claims = [{"business": "Repair", "kind": "first", deciding: str(day)}]
    (found,) = entitlements({"firsts": claims}, readings={"first.day": reading})
    if day in INSIDE:
        assert (found.status, found.amount, found.valid_from, found.valid_until) == ("payable", LUMP_SUM, day, LAST)
    else:
        assert (found.amount, found.valid_from, found.valid_until, found.claim) == (Decimal(0), None, None, None)
        assert codes(found.reasons) == ["outside_validity"]


@pytest.mark.parametrize("day", AROUND_FORCE)
@pytest.mark.parametrize("before_counts", ["excluded", "remaining"])
def test_an_enterprise_is_newly_settled_from_the_first_day_in_force_to_the_last(day: date, before_counts: str) -> None:
    case: Json = {"enterprise": {**IN_ZONE, "settled_on": str(day)}}
    found = entitlements(case, readings={"warehousing.settled_before": before_counts})
    if day in INSIDE or (day < FIRST and before_counts == "remaining"):
        assert [e.period for e in found] == [f"year {k}" for k in range(1, SUPPORT_YEARS + 1)]
        assert {code for e in found for code in codes(e.reasons)} <= {"outside_validity"}
    else:
        assert [e.period for e in found] == [f"year 1..{SUPPORT_YEARS}"]
        assert codes(found[0].reasons) == ["not_newly_settled"]


def years_that_count(reading: str) -> list[int]:
    """The statistics years of which the claim year touches the days in force, or of which the last day lies in them."""
    around = range(FIRST.year - 3, LAST.year + 3)
    if reading == "earned_in_force":
        return [year for year in around if FIRST <= date(year, 12, 31) <= LAST]
    return [year for year in around if date(year + 1, 1, 1) <= LAST and date(year + 1, 12, 31) >= FIRST]


def claim_days(year: int, reading: str) -> tuple[date, date]:
    first, last = date(year + 1, 1, 1), date(year + 1, 12, 31)
    return (first, last) if reading == "earned_in_force" else (max(first, FIRST), min(last, LAST))


@pytest.mark.parametrize("reading", ["claimed_year_after", "earned_in_force"])
def test_the_first_and_last_statistics_years_count_and_those_beside_them_do_not(reading: str) -> None:
    counted = years_that_count(reading)
    assert len(counted) >= SUPPORT_YEARS
    for year in (counted[0] - 1, *counted, counted[-1] + 1):
        found = the(entitlements(growing(year, CAP), readings={"growth.years": reading}), year)
        if year in counted:
            assert (found.status, (found.valid_from, found.valid_until)) == ("payable", claim_days(year, reading))
        else:
            assert (found.valid_from, found.valid_until, found.claim) == (None, None, None)
            assert codes(found.reasons) == ["outside_validity"]


def states_around(case: Json, period: object, window: tuple[date, date], **chosen: Any) -> None:
    """A claim is upcoming on the day before its window, open on its first and last day, lapsed on the day after."""
    first, last = window
    for as_of, state in ((first - ONE_DAY, "upcoming"), (first, "open"), (last, "open"), (last + ONE_DAY, "lapsed")):
        found = the(entitlements(case, as_of, **chosen), period)
        assert (found.valid_from, found.valid_until, found.claim) == (first, last, state)


@pytest.mark.parametrize(
    ("year", "reading"), [(year, reading) for reading in ("claimed_year_after", "earned_in_force") for year in years_that_count(reading)]
)
def test_an_increment_is_claimed_within_its_window(year: int, reading: str) -> None:
    states_around(growing(year, CAP), year, claim_days(year, reading), readings={"growth.years": reading})


@pytest.mark.parametrize("day", [FIRST, FIRST + ONE_DAY, LAST - ONE_DAY, LAST])
def test_a_first_is_claimed_from_its_day_to_the_last_day_in_force(day: date) -> None:
    states_around({"firsts": [{"business": "Repair", "kind": "first", "recognised_on": str(day)}]}, "Repair", (day, LAST))


def test_an_undated_first_is_claimed_over_the_days_in_force() -> None:
    states_around({"firsts": [{"business": "Repair", "kind": "first"}]}, "Repair", (FIRST, LAST))


def leap_days() -> list[date]:
    """Every 29 February in force."""
    days = (FIRST + n * ONE_DAY for n in range((LAST - FIRST).days + 1))
    return [day for day in days if (day.month, day.day) == (2, 29)]


def support_year(start: date, k: int) -> tuple[date, date]:
    """Support year k before it is cut: up to the eve of the day that a calendar shows k years on, or of 28 February where it shows none."""

    def on(years: int) -> date:
        shown = 28 if (start.month, start.day) == (2, 29) and not isleap(start.year + years) else start.day
        return date(start.year + years, start.month, shown)

    return on(k - 1), on(k) - ONE_DAY


STARTS = [FIRST, FIRST + ONE_DAY, LAST - ONE_DAY, LAST, date(FIRST.year, 12, 31), date(FIRST.year + 1, 1, 1), *leap_days()]


def test_a_leap_day_in_force_is_among_the_starts() -> None:
    assert leap_days()
    assert [support_year(day, 1)[1] for day in leap_days()] == [date(day.year + 1, 2, 27) for day in leap_days()]


@pytest.mark.parametrize("after_expiry", ["stop", "run_off"])
@pytest.mark.parametrize("start", STARTS)
def test_a_fee_falls_in_the_support_year_of_its_day(start: date, after_expiry: str) -> None:
    spans = [support_year(start, k) for k in range(1, SUPPORT_YEARS + 1)]
    ends = {LAST, *(end for span in spans for end in span)}
    fees = {day: from_fen(2**n) for n, day in enumerate(sorted({end + n * ONE_DAY for end in ends for n in (-1, 0, 1)}))}
    rows = [{"from": str(day), "to": str(day), "amount": text(fee)} for day, fee in fees.items()]
    case: Json = {"enterprise": {**IN_ZONE, "settled_on": str(start)}, "warehousing": rows, "warehousing_known_through": "2199-12-31"}
    found = entitlements(case, readings={"warehousing.after_expiry": after_expiry}, decisions=RATIO)
    for k, (first, last) in enumerate(spans, start=1):
        end = last if after_expiry == "run_off" else min(last, LAST)
        one = the(found, f"year {k}")
        assert one.steps[0].value == sum((fee for day, fee in fees.items() if first <= day <= end), Decimal(0))
        if first > end:
            assert codes(one.reasons) == ["outside_validity"]
        else:
            until = LAST if after_expiry == "stop" else max(LAST, date(last.year, 12, 31))
            assert (one.valid_from, one.valid_until) == (first, until)


@pytest.mark.parametrize("k", range(1, SUPPORT_YEARS + 1))
@pytest.mark.parametrize("start", [FIRST, *leap_days()])
def test_a_support_year_is_claimed_within_its_window(start: date, k: int) -> None:
    case: Json = {"enterprise": {**IN_ZONE, "settled_on": str(start)}, "warehousing": [], "warehousing_known_through": "2199-12-31"}
    states_around(case, f"year {k}", (support_year(start, k)[0], LAST))


@pytest.mark.parametrize("days_left", [0, 1, 2])
def test_one_who_settled_before_gets_what_is_left_from_the_first_day_in_force(days_left: int) -> None:
    ends = FIRST + (days_left - 1) * ONE_DAY
    begins = (ends + ONE_DAY).replace(year=ends.year - SUPPORT_YEARS)
    fee = {"from": str(FIRST - ONE_DAY), "to": str(FIRST + 9 * ONE_DAY), "amount": text(11 * FEN)}
    case: Json = {"enterprise": {**IN_ZONE, "settled_on": str(begins)}, "warehousing": [fee], "warehousing_known_through": str(LAST)}
    found = entitlements(case, readings={"warehousing.settled_before": "remaining"}, decisions=RATIO)
    assert {code for e in found[:-1] for code in codes(e.reasons)} == {"outside_validity"}
    assert to_fen(found[-1].low) == days_left
    assert found[-1].valid_from == (FIRST if days_left else None)


@pytest.mark.parametrize("reference", [reference for reference in LAW.cites if reference.document])
def test_a_repealed_basis_is_warned_of_from_the_day_of_its_repeal(reference: Any) -> None:
    for repealing in library().repealing(library().document(reference.document)):
        begins = repealing.in_force_from
        assert begins is not None
        for as_of, warnings in ((begins - ONE_DAY, []), (begins, ["basis_repealed"]), (begins + ONE_DAY, ["basis_repealed"])):
            case: Json = {**growing(A_FULL_YEAR, CAP), "firsts": [{"business": "Repair", "kind": "first"}], "warehousing": []}
            found = entitlements(case, as_of)
            assert len(found) == len(LAW.provisions) + 1
            assert all(codes(e.warnings) == warnings for e in found)
