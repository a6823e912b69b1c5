"""A range over readings is what assessing every combination gives, in every field."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, settings

import subsidy
from subsidy import errors
from tests import strategies
from tests.ranging.brute import COMBINATIONS, Brute

AS_OF = date(2026, 3, 1)
NEW_IMPORTER: dict[str, Any] = {
    "enterprise": {"zone": "qingpu"},
    "imports": [{"period": "2024", "value": "0.00"}, {"period": "2025", "value": "80000000.00"}],
}
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failing case is shown as it was drawn: to shrink it would take hundreds of assessments at each step."""
FEES = [{"from": "2024-03-01", "to": "2026-12-31", "amount": "90000.00"}]


def _case(data: Any) -> subsidy.Case:
    return subsidy.Case.model_validate(data)


def _without_words(result: subsidy.AssessedRange) -> dict[str, Any]:
    """What `Brute.expected` says."""
    said = json.loads(result.to_json())

    def moves(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{key: value for key, value in move.items() if key != "why"} for move in found]

    dropped = ("citation", "status", "claim", "closing")
    items = [{k: v for k, v in e.items() if k not in dropped} | {"moves": moves(e["moves"])} for e in said["entitlements"]]
    return {"total": said["total"], "claims": said["claims"], "moves": moves(said["moves"]), "entitlements": items}


@settings(max_examples=12, deadline=None, phases=PHASES)
@given(strategies.cases(), strategies.as_of_days(), strategies.readings(), strategies.decisions())
def test_a_range_is_what_all_combinations_give(case: Any, as_of: Any, readings: dict[str, str], decisions: dict[str, str]) -> None:
    terms = {"as_of": as_of, "decisions": decisions}
    result = subsidy.assess_range(_case(case), readings=readings, **terms)
    assert _without_words(result) == Brute(_case(case), readings, **terms).expected()


@settings(max_examples=4, deadline=None, phases=PHASES)
@given(strategies.populations(), strategies.as_of_days(), strategies.readings())
def test_rivals_count_under_every_combination(cases: Any, as_of: Any, readings: dict[str, str]) -> None:
    own, *rivals = [_case(case) for case in cases]
    terms = {"as_of": as_of, "rivals": rivals}
    assert _without_words(subsidy.assess_range(own, readings=readings, **terms)) == Brute(own, readings, **terms).expected()


def test_there_are_768_combinations_of_definite_readings() -> None:
    assert subsidy.assess_range(_case(NEW_IMPORTER), as_of=AS_OF).combinations == len(COMBINATIONS) == 768


def test_a_firm_without_a_base_gets_all_or_nothing() -> None:
    result = subsidy.assess_range(_case(NEW_IMPORTER), as_of=AS_OF)
    total = result.total.model_dump(mode="json")
    assert (total["low"], total["high"], total["least"], total["most"]) == ("0.00", "2000000.00", "0.00", "2000000.00")
    assert total["least_at"] == {"growth.new_importer": "zero_base", "growth.qualified": "register"}
    assert total["most_at"] == {"growth.new_importer": "zero_base", "growth.qualified": "presumed"}
    (first, *rest) = result.moves
    assert (first.reading, first.option) == ("growth.new_importer", "undecided")
    assert [(o.option, str(o.low_change), str(o.high_change)) for o in first.others] == [
        ("zero_base", "2000000.00", "0.00"),
        ("excluded", "0.00", "-2000000.00"),
    ]
    assert [move.reading for move in rest] == ["growth.years", "growth.qualified", "payout.rounding"]


def test_readings_of_what_the_firm_does_not_claim_do_not_apply() -> None:
    result = subsidy.assess_range(_case(NEW_IMPORTER), as_of=AS_OF)
    assert {move.reading.partition(".")[0] for move in result.moves} == {"growth", "payout"}
    assert subsidy.assess_range(_case({"enterprise": {"zone": "qingpu"}}), as_of=AS_OF).moves == ()


def test_nothing_claimed_is_nothing_under_any_reading() -> None:
    result = subsidy.assess_range(_case({"enterprise": {"zone": "qingpu"}}), as_of=AS_OF)
    assert result.entitlements == ()
    assert result.total.model_dump(mode="json") == {
        "low": "0.00", "high": "0.00", "least": "0.00", "least_at": {}, "most": "0.00", "most_at": {},
    }  # fmt: skip


def test_what_exists_under_other_readings_only_is_listed_and_counts_as_nothing_here() -> None:
    settled_before = {"enterprise": {"zone": "qingpu", "settled_on": "2024-02-05", "foreign_trade": True}, "warehousing": FEES}
    result = subsidy.assess_range(_case(settled_before), as_of=AS_OF, decisions={"warehousing.ratio": "1"})
    found = {e.period: (e.status, e.claim, str(e.low), str(e.least), str(e.most)) for e in result.entitlements}
    assert found["year 1..3"] == ("ineligible", None, "0.00", "0.00", "0.00")
    assert found["year 1"][:4] == (None, None, "0.00", "0.00")
    assert found["year 1"][4] > "0.00"


def test_the_receipt_is_that_of_the_assessment() -> None:
    terms: dict[str, Any] = {"as_of": AS_OF, "readings": {"payout.rounding": "yuan_down"}}
    case = _case(NEW_IMPORTER)
    assert subsidy.assess_range(case, **terms).receipt == subsidy.assess(case, **terms).receipt


def test_the_same_input_gives_the_same_bytes() -> None:
    assert len({subsidy.assess_range(_case(NEW_IMPORTER), as_of=AS_OF).to_json() for _ in range(3)}) == 1


def test_sentences_come_in_the_language_asked_for() -> None:
    why = {lang: subsidy.assess_range(_case(NEW_IMPORTER), as_of=AS_OF, lang=lang).moves[0].why for lang in ("en", "zh")}
    assert why["en"] == "the text does not say what a firm without imports in the base year gets"
    assert "没有上年进口基数" in why["zh"]


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        ({"readings": {"growth.years": "other"}}, errors.UnknownReadingOption),
        ({"decisions": {"other": "1"}}, errors.UnknownDecision),
        ({"lang": "fr"}, errors.BadValue),
    ],
)
def test_what_an_assessment_refuses_is_refused(terms: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        subsidy.assess_range(_case(NEW_IMPORTER), as_of=AS_OF, **terms)
