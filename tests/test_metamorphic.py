"""What must hold between two assessments of related facts, and within any one, whatever the figures are."""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import subsidy
from subsidy.entitlement import CLAIMS, Assessment
from subsidy.money import FEN, text
from subsidy.provisions.outcome import ASSUMPTIONS, MISSING, REASONS, WARNINGS
from tests import strategies
from tests.provisions.together import claimants, judged_together

pytestmark = pytest.mark.no_cover

Json = dict[str, Any]
Chosen = tuple[Json, date, dict[str, str], dict[str, str]]
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ANY = st.tuples(strategies.cases(), strategies.as_of_days(), strategies.readings(), strategies.decisions())
GROWTH = "qingpu-2024-1/import-growth"
MORE = st.sampled_from((1, 19, 20, 40, 1_00, 40_000_000_40, 120_000_000_00)) | st.integers(1, 500_000_000_00)


def assessed(case: Json, as_of: date, readings: Mapping[str, str], decisions: Mapping[str, str]) -> Assessment:
    return subsidy.assess(subsidy.Case.model_validate(case), as_of=as_of, readings=readings, decisions=decisions)


def codes(notes: Any) -> list[str]:
    return [note.code for note in notes]


def is_in_order(found: list[str], order: tuple[str, ...]) -> bool:
    return found == sorted(found, key=order.index)


@QUICK
@given(ANY)
def test_an_entitlement_has_one_status_and_what_goes_with_it(chosen: Chosen) -> None:
    for e in assessed(*chosen).entitlements:
        assert (e.amount is None) == (e.status == "undetermined")
        assert bool(e.reasons) == (e.status == "ineligible")
        assert bool(e.missing) == (e.status == "undetermined")
        assert Decimal(0) <= e.low
        assert e.high is None or e.low <= e.high
        if e.status == "payable":
            assert e.amount == e.low == e.high
            assert e.low >= FEN
        if e.status == "ineligible":
            assert e.amount == e.low == e.high == 0
        if e.status == "undetermined":
            assert e.high != 0
        assert (e.valid_from is None) == (e.valid_until is None) == (e.claim is None)
        assert e.valid_from is None or e.valid_until is None or e.valid_from <= e.valid_until
        assert e.claim is not None or e.status == "ineligible"


@QUICK
@given(ANY)
def test_codes_stand_in_their_order_and_entitlements_in_theirs(chosen: Chosen) -> None:
    found = assessed(*chosen).entitlements
    keys = [(e.provision, e.period) for e in found]
    assert keys == sorted(keys)
    for e in found:
        assert is_in_order(codes(e.reasons), REASONS)
        assert is_in_order(codes(e.missing), MISSING)
        assert is_in_order(codes(e.assumptions), ASSUMPTIONS)
        assert is_in_order(codes(e.warnings), WARNINGS)
        for listed in (codes(e.reasons), [item.item for item in e.missing], codes(e.assumptions), codes(e.warnings)):
            assert len(listed) == len(set(listed))


@QUICK
@given(ANY)
def test_totals_are_the_sums_over_what_can_be_claimed(chosen: Chosen) -> None:
    result = assessed(*chosen)
    for claim in CLAIMS:
        total = getattr(result.totals, claim)
        counted = [e for e in result.entitlements if e.claim == claim]
        highs = [e.high for e in counted]
        assert total.low == sum((e.low for e in counted), Decimal(0))
        assert total.high == (None if None in highs else sum((high for high in highs if high is not None), Decimal(0)))


@QUICK
@given(ANY)
def test_two_calls_give_the_same_bytes(chosen: Chosen) -> None:
    first, again = assessed(*chosen).to_json(), assessed(*chosen).to_json()
    assert first.encode() == again.encode()
    assert first.endswith("}\n")


@pytest.mark.parametrize(
    "context",
    [
        decimal.Context(prec=5, rounding=decimal.ROUND_DOWN),
        decimal.Context(prec=5, traps=[decimal.Inexact, decimal.Rounded]),
        decimal.Context(prec=60, rounding=decimal.ROUND_CEILING, capitals=0),
    ],
    ids=["short", "watchful", "long"],
)
@settings(QUICK, max_examples=60)
@given(chosen=ANY)
def test_the_callers_own_decimal_context_changes_nothing(context: decimal.Context, chosen: Chosen) -> None:
    expected = assessed(*chosen).to_json()
    with decimal.localcontext(context):
        assert assessed(*chosen).to_json() == expected


@QUICK
@given(ANY, st.sampled_from(range(2022, 2028)), MORE)
def test_more_imports_in_a_year_never_lower_what_is_due_for_it(chosen: Chosen, year: int, more: int) -> None:
    case, as_of, readings, decisions = chosen
    rows = [row for row in case.get("imports", ()) if row["period"][:4] == str(year)] or [{"period": str(year), "value": "0.00"}]
    others = [row for row in case.get("imports", ()) if row["period"][:4] != str(year)]
    raised = {**rows[0], "value": text(Decimal(rows[0]["value"]) + Decimal(more).scaleb(-2))}
    before, after = (
        assessed({**case, "imports": [*others, *changed]}, as_of, readings, decisions).entitlements
        for changed in (rows, [raised, *rows[1:]])
    )
    for e, f in zip(before, after, strict=True):
        if (e.provision, e.period) != (GROWTH, str(year + 1)):
            assert f.low >= e.low
            assert f.high is None or (e.high is not None and f.high >= e.high)
            assert e.amount is None or f.amount is None or f.amount >= e.amount


def without_inputs(result: Assessment) -> Json:
    found: Json = result.model_dump(mode="json")
    del found["receipt"]["inputs"]
    return found


@QUICK
@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_imports_and_coverage_changes_no_byte(chosen: Chosen, random: Any) -> None:
    case, as_of, readings, decisions = chosen
    shuffled = dict(case)
    for key in ("imports", "coverage"):
        if key in case:
            shuffled[key] = random.sample(case[key], len(case[key]))
    expected = assessed(case, as_of, readings, decisions).to_json()
    assert assessed(shuffled, as_of, readings, decisions).to_json() == expected


@QUICK
@given(ANY, st.lists(st.integers(-10_000_00, 10_000_000_00), min_size=11, max_size=11))
def test_a_year_split_into_its_months_changes_only_the_digest_of_the_inputs(chosen: Chosen, parts: list[int]) -> None:
    case, as_of, readings, decisions = chosen
    months = [Decimal(part).scaleb(-2) for part in parts]
    split: list[Json] = []
    for row in case.get("imports", ()):
        values = [*months, Decimal(row["value"]) - sum(months)] if len(row["period"]) == 4 else []
        rows = [{"period": f"{row['period']}-{m:02d}", "value": text(value)} for m, value in enumerate(values, start=1)]
        split += rows or [row]
    whole, in_months = (assessed(facts, as_of, readings, decisions) for facts in (case, {**case, "imports": split}))
    assert without_inputs(in_months) == without_inputs(whole)
    same_facts = split == case.get("imports", [])
    assert (in_months.receipt.inputs == whole.receipt.inputs) == (same_facts and "imports" in case)


@QUICK
@given(ANY)
def test_the_name_and_a_right_code_of_an_enterprise_decide_nothing(chosen: Chosen) -> None:
    case, as_of, readings, decisions = chosen
    decisions = {name: value for name, value in decisions.items() if not name.startswith("first.conflict")}
    firm = {**case["enterprise"], "uscc": strategies.USCCS[0]}
    renamed = {**firm, "uscc": strategies.USCCS[1], "name": "青浦乙公司"}
    one, other = (assessed({**case, "enterprise": who}, as_of, readings, decisions) for who in (firm, renamed))
    assert other.entitlements == one.entitlements
    assert other.totals == one.totals


RIGHT_CODES = tuple(code for number, code in enumerate(strategies.USCCS) if number % 4 != 3)


@QUICK
@given(claimants(RIGHT_CODES), strategies.as_of_days(), st.permutations(RIGHT_CODES), st.none() | st.sampled_from(RIGHT_CODES))
def test_renaming_enterprises_permutes_their_results(population: list[Json], as_of: date, names: list[str], named: str | None) -> None:
    new = dict(zip(RIGHT_CODES, names, strict=True))
    renamed = [{**case, "enterprise": {**case["enterprise"], "uscc": new[case["enterprise"]["uscc"]]}} for case in population]
    decisions = {"first.conflict.Bonded Repair": named} if named else {}
    before = judged_together(population, as_of, {}, decisions)
    after = judged_together(renamed, as_of, {}, {name: new[code] for name, code in decisions.items()})
    assert after == before
