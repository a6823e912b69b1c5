"""Who has a first or a breakthrough among several enterprises, and which claim of one enterprise stays (article 1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import subsidy
from subsidy.provisions.contest import business_key
from tests import oracle, strategies
from tests.plain import plain
from tests.provisions.together import claim, claimant, claimants, judged_together

Json = dict[str, Any]
AS_OF = date(2026, 3, 1)
DAY, NEXT_DAY = "2025-04-18", "2025-04-19"
A, B, C = (strategies.USCCS[number] for number in (0, 1, 2))
ONCE = st.fixed_dictionaries(
    {},
    optional={
        "first.day": st.sampled_from(strategies.READINGS["first.day"]),
        "first.once_per": st.sampled_from(strategies.READINGS["first.once_per"]),
    },
)
CONFLICTS = st.dictionaries(
    st.sampled_from([f"first.conflict.{name}" for names in strategies.BUSINESSES for name in names[:1]]),
    st.sampled_from(strategies.USCCS[:8]),
    max_size=2,
)
FEW = strategies.USCCS[:6]


@settings(max_examples=4000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(claimants(FEW), strategies.as_of_days(), ONCE, CONFLICTS)
def test_a_contest_of_several_ends_as_in_the_second_calculation(
    population: list[Json], as_of: date, readings: dict[str, str], decisions: dict[str, str]
) -> None:
    assert judged_together(population, as_of, readings, decisions) == oracle.assess_many(population, as_of, readings, decisions)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(claimants(FEW, most=4), strategies.as_of_days(), ONCE, CONFLICTS)
def test_one_enterprise_beside_its_rivals_gets_what_it_gets_among_all(
    population: list[Json], as_of: date, readings: dict[str, str], decisions: dict[str, str]
) -> None:
    made = [subsidy.Case.model_validate(case) for case in population]
    for place, together in enumerate(judged_together(population, as_of, readings, decisions)):
        rivals = made[:place] + made[place + 1 :]
        alone = subsidy.assess(made[place], as_of=as_of, readings=readings, decisions=decisions, rivals=rivals)
        assert plain(alone) == together


@settings(max_examples=60, deadline=None)
@given(claimants(FEW), st.randoms(use_true_random=False), ONCE)
def test_the_order_of_enterprises_decides_nothing(population: list[Json], random: Any, readings: dict[str, str]) -> None:
    shuffled = random.sample(population, len(population))
    in_order, as_shuffled = judged_together(population, AS_OF, readings), judged_together(shuffled, AS_OF, readings)
    by_code = {case["enterprise"]["uscc"]: found for case, found in zip(shuffled, as_shuffled, strict=True)}
    assert [by_code[case["enterprise"]["uscc"]] for case in population] == in_order


def outcomes(*cases: Json, **chosen: Any) -> list[str]:
    """Status with every reason or missing item, for each claim of each enterprise in turn."""
    return [" ".join([e["status"], *e["reasons"], *e["missing"]]) for found in judged_together(cases, AS_OF, **chosen) for e in found]


TIED = "undetermined decision:first.conflict"


def test_the_earliest_has_a_first() -> None:
    assert outcomes(claimant(A, claim("Repair", NEXT_DAY)), claimant(B, claim("Repair", DAY))) == ["ineligible not_first", "payable"]


def test_the_earliest_has_it_even_out_of_the_zone_or_out_of_force() -> None:
    outside = claimant(A, claim("Repair", DAY), zone="songjiang")
    before_force = claimant(B, claim("Leasing", "2024-02-05"))
    late = claimant(C, claim("Leasing", NEXT_DAY), claim("Repair", NEXT_DAY))
    lost = ["ineligible not_first", "ineligible not_first"]
    assert outcomes(outside, before_force, late) == ["ineligible not_in_zone", "ineligible outside_validity", *lost]


def test_firsts_of_one_day_wait_for_a_decision_and_later_ones_have_lost() -> None:
    cases = [claimant(A, claim("Repair", DAY)), claimant(B, claim("Repair", DAY)), claimant(C, claim("Repair", NEXT_DAY))]
    assert outcomes(*cases) == [TIED, TIED, "ineligible not_first"]


@pytest.mark.parametrize("day", [DAY, NEXT_DAY, None])
def test_a_breakthrough_of_several_waits_for_a_decision_whatever_the_days(day: str | None) -> None:
    first, second = (claimant(who, claim("Repair", when, "breakthrough")) for who, when in ((A, DAY), (B, day)))
    assert outcomes(first, second) == [TIED, TIED if day else f"{TIED} recognised_on"]


def test_a_breakthrough_of_one_is_its_own() -> None:
    assert outcomes(claimant(A, claim("Repair", DAY, "breakthrough"))) == ["payable"]


@pytest.mark.parametrize("kind", ["first", "breakthrough"])
def test_a_decision_names_the_enterprise_and_the_others_have_lost(kind: str) -> None:
    cases = [claimant(who, claim("Repair", DAY, kind)) for who in (A, B, C)]
    lost = "ineligible not_first"
    assert outcomes(*cases, decisions={"first.conflict. REPAIR": B}) == [lost, "payable", lost]


def test_a_decision_goes_before_the_days() -> None:
    cases = [claimant(A, claim("Repair", DAY)), claimant(B, claim("Repair", NEXT_DAY)), claimant(C, claim("Repair", None))]
    found = outcomes(*cases, decisions={"first.conflict.Repair": B})
    assert found == ["ineligible not_first", "payable", "ineligible not_first"]


def test_a_decision_for_one_who_claims_nothing_here_leaves_all_without() -> None:
    assert outcomes(claimant(A, claim("Repair", DAY)), decisions={"first.conflict.Repair": C}) == ["ineligible not_first"]


def test_a_decision_about_the_other_kind_changes_nothing() -> None:
    cases = [claimant(A, claim("Repair", DAY)), claimant(B, claim("Repair", DAY, "breakthrough")), claimant(C, claim("Leasing", DAY))]
    assert outcomes(*cases, decisions={"first.conflict.Repair": B}) == ["payable"] * 3


def test_a_claim_without_a_day_contests_nothing_and_is_judged_alone() -> None:
    dated, undated = claimant(A, claim("Repair", DAY)), claimant(B, claim("Repair", None))
    assert outcomes(dated, undated) == ["payable", "undetermined recognised_on"]
    assert outcomes(undated, claimant(C, claim("Repair", None))) == ["undetermined recognised_on"] * 2


def test_a_first_and_a_breakthrough_of_one_name_do_not_compete() -> None:
    assert outcomes(claimant(A, claim("Repair", NEXT_DAY)), claimant(B, claim("Repair", DAY, "breakthrough"))) == ["payable", "payable"]


@pytest.mark.parametrize("name", ["Ｒｅｐａｉｒ　ＡＩ", "  repair   ai ", "REPAIR\tAI", "repair\u00a0AI", "ｒepair\nai"])
def test_names_that_differ_in_width_case_and_spaces_are_one_business(name: str) -> None:
    assert business_key(name) == business_key("Repair AI")
    assert outcomes(claimant(A, claim("Repair AI", NEXT_DAY)), claimant(B, claim(name, DAY))) == ["ineligible not_first", "payable"]


@pytest.mark.parametrize("name", ["RepairAI", "Repair A.I", "Repair", "Réparation AI"])
def test_other_names_are_other_businesses(name: str) -> None:
    assert outcomes(claimant(A, claim("Repair AI", NEXT_DAY)), claimant(B, claim(name, DAY))) == ["payable", "payable"]


@given(st.text(min_size=1, max_size=12))
@example("ﬁrst ﬅ")
@example("Straße")
def test_a_name_in_its_compared_form_stays_as_it_is(name: str) -> None:
    assert business_key(business_key(name)) == business_key(name) == business_key(f" {name}　")


def test_an_enterprise_meets_others_on_its_earliest_day() -> None:
    twice = claimant(A, claim("Repair", "2025-05-01"), claim("REPAIR", DAY))
    assert outcomes(twice, claimant(B, claim("Repair", NEXT_DAY))) == ["payable", "ineligible already_granted", "ineligible not_first"]


def test_of_one_business_claimed_twice_the_earliest_stays() -> None:
    later, earlier, undated = claim("Repair", NEXT_DAY), claim("REPAIR", DAY), claim("repair", None)
    assert outcomes(claimant(A, later, undated, earlier)) == ["payable", "ineligible already_granted", "ineligible already_granted"]


def test_of_one_business_claimed_twice_on_a_day_the_first_in_the_input_stays() -> None:
    assert outcomes(claimant(A, claim("Repair", DAY, "breakthrough"), claim("Repair", DAY))) == ["payable", "ineligible already_granted"]


@pytest.mark.parametrize("amount", ["0.00", "300000.00"])
def test_a_grant_of_any_sum_takes_the_business_and_no_other(amount: str) -> None:
    grant = {"provision": "qingpu-2024-1/first", "period": "Ｒｅｐａｉｒ", "amount": amount}
    case = claimant(A, claim("Leasing", DAY), claim("Repair", DAY), prior=[grant])
    assert outcomes(case) == ["payable", "ineligible already_granted"]
    assert outcomes(case, readings={"first.once_per": "enterprise"}) == ["ineligible already_granted"] * 2


def test_once_for_a_firm_keeps_the_earliest_that_nothing_else_rules_out() -> None:
    case = claimant(A, claim("a lost", DAY), claim("b undated", None), claim("c later", "2025-06-01"), claim("d early", "2025-05-01"))
    rival = claimant(B, claim("a lost", "2025-04-17"))
    found = outcomes(case, rival, readings={"first.once_per": "enterprise"})
    used = "ineligible already_granted"
    assert found == ["ineligible already_granted not_first", used, used, "payable", "payable"]
