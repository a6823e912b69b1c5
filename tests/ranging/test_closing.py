"""Which missing fact closes the gap: what is said of a fact is what comes out once it is known."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

import subsidy
from subsidy.entitlement import Entitlement
from tests import strategies

AS_OF = date(2026, 3, 1)
ANSWERS: dict[str, list[Any]] = {"zone": ["qingpu", "outside"], "qualified": [True, False], "foreign_trade": [True, False]}
"""Facts of the enterprise of which every answer can be tried."""
NEW_IMPORTER = "decision:growth.new_importer"


def _case(data: Any) -> subsidy.Case:
    return subsidy.Case.model_validate(data)


def _gap(entitlements: tuple[Entitlement, ...]) -> Decimal | None:
    highs = [e.high for e in entitlements if e.high is not None]
    return sum(highs, Decimal(0)) - sum(e.low for e in entitlements) if len(highs) == len(entitlements) else None


def _answered(case: Any, item: str, readings: dict[str, str]) -> Iterator[tuple[Any, dict[str, str]]]:
    """The case and readings with every answer to what is missing."""
    for answer in ANSWERS.get(item, ()):
        yield {**case, "enterprise": {**case["enterprise"], item: answer}}, readings
    if item == "prior":
        yield {**case, "prior_incomplete": False}, readings
    if item == NEW_IMPORTER:
        yield from ((case, {**readings, "growth.new_importer": option}) for option in ("zero_base", "excluded"))


def _widest(gaps: list[Decimal | None]) -> Decimal | None:
    return None if None in gaps else max(gap for gap in gaps if gap is not None)


@settings(deadline=None)
@given(strategies.cases(), strategies.as_of_days(), strategies.readings(), strategies.decisions())
def test_what_is_left_is_the_widest_gap_of_all_answers(case: Any, as_of: Any, readings: dict[str, str], decisions: dict[str, str]) -> None:
    terms = {"as_of": as_of, "decisions": decisions}
    result = subsidy.assess_range(_case(case), readings=readings, **terms)
    for closing in result.closing:
        answers = [subsidy.assess(_case(c), readings=r, **terms) for c, r in _answered(case, closing.item, readings)]
        if answers:
            assert closing.leaves == _widest([_gap(answer.entitlements) for answer in answers])


@settings(deadline=None)
@given(strategies.cases(), strategies.as_of_days(), strategies.readings(), strategies.decisions())
def test_every_missing_item_is_there_once_and_the_widest_first(
    case: Any, as_of: Any, readings: dict[str, str], decisions: dict[str, str]
) -> None:
    terms = {"as_of": as_of, "decisions": decisions, "readings": readings}
    assessed = subsidy.assess(_case(case), **terms)
    result = subsidy.assess_range(_case(case), **terms)
    missing = [item.item for e in assessed.entitlements for item in e.missing]
    assert {closing.item for closing in result.closing} == set(missing)
    assert [c.item for e in result.entitlements for c in sorted(e.closing, key=lambda c: c.item)] == [
        item for e in assessed.entitlements for item in sorted(i.item for i in e.missing)
    ]
    for found, gap in [(result.closing, _gap(assessed.entitlements)), *((e.closing, _gap((e,))) for e in result.entitlements)]:  # type: ignore[arg-type]
        sizes = [closing.closes for closing in found if closing.closes is not None]
        assert sizes == sorted(sizes, reverse=True)
        for closing in found:
            assert gap is None or (closing.closes, closing.leaves) == (closing.closes, gap - (closing.closes or 0))


def _closing(data: dict[str, Any], **terms: Any) -> list[tuple[str, str | None, str | None, list[str]]]:
    result = subsidy.assess_range(_case(data), as_of=AS_OF, **terms)
    said = [closing.model_dump(mode="json") for closing in result.closing]
    return [(c.item, s["closes"], s["leaves"], [p["period"] for p in s["entitlements"]]) for c, s in zip(result.closing, said, strict=True)]


def test_one_fact_that_several_sums_wait_for_closes_the_gap_of_all_of_them() -> None:
    years = [{"period": str(year), "value": f"{year - 2020}0000000.00"} for year in (2023, 2024, 2025)]
    assert _closing({"enterprise": {}, "imports": years[0:3]}) == [
        ("zone", "500000.00", "750000.00", ["2023", "2024", "2025"]),
        ("imports:2022-01..2022-12", "0.00", "1250000.00", ["2023"]),
    ]


def test_months_that_hold_those_of_another_sum_settle_both() -> None:
    case = {
        "enterprise": {"zone": "qingpu"},
        "imports": [{"period": "2025-04", "value": "80000000.00"}],
        "coverage": [{"from": "2025-04", "to": "2025-12"}, {"from": "2026-12", "to": "2026-12"}],
    }
    waiting = {item: periods for item, _, _, periods in _closing(case)}
    assert waiting == {
        "imports:2024-01..2025-03": ["2025", "2026"],
        "imports:2025-01..2025-03": ["2026"],
        "imports:2026-01..2026-11": ["2026"],
    }


def test_two_loose_facts_close_nothing_alone() -> None:
    case = {"enterprise": {}, "imports": [{"period": "2024", "value": "0.00"}, {"period": "2025", "value": "80000000.00"}]}
    found = {item: (closes, leaves) for item, closes, leaves, _ in _closing(case, readings={"growth.years": "earned_in_force"})}
    assert found[NEW_IMPORTER] == ("0.00", found["zone"][1])


def test_where_nothing_bounds_the_sum_the_fact_that_gives_it_a_bound_comes_first() -> None:
    case = {
        "enterprise": {"zone": "qingpu", "settled_on": "2024-05-01", "foreign_trade": True},
        "warehousing": [{"from": "2024-05-01", "to": "2025-04-30", "amount": "100000.00"}],
    }
    found = _closing(case, decisions={"warehousing.ratio": "0.5", "warehousing.annual_cap": "80000.00"})
    assert [closes for _, closes, _, _ in found] == ["80000.00", "80000.00"]
    unbounded = _closing(case, decisions={"warehousing.ratio": "0.5"})
    assert [(closes, leaves) for _, closes, leaves, _ in unbounded] == [(None, None), (None, None)]


def test_the_same_sentence_about_two_firsts_means_two_facts() -> None:
    firsts = [{"business": name, "kind": "first"} for name in ("one", "two")]
    found = _closing({"enterprise": {"zone": "qingpu"}, "firsts": firsts})
    assert found == [("recognised_on", "300000.00", "300000.00", [name]) for name in ("one", "two")]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_missing_is_said_as_in_the_assessment(lang: str) -> None:
    case = _case({"enterprise": {}, "imports": [{"period": "2025", "value": "80000000.00"}]})
    ranged = {closing.message for closing in subsidy.assess_range(case, as_of=AS_OF, lang=lang).closing}
    assert ranged == {m.message for e in subsidy.assess(case, as_of=AS_OF, lang=lang).entitlements for m in e.missing}
