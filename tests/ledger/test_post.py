"""What posting an assessment does: grants once, then the signed difference, and nothing that is not payable."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from subsidy import errors
from subsidy.ledger.balances import Filter
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.payments import payment_lines
from subsidy.ledger.post import Outcome
from tests.ledger.claims import AS_OF, DAY, FIRM, FIRST, GROWTH, OTHER, WAREHOUSING, assessment, claim, first

LATER = date(2026, 6, 1)
THEN = LATER + timedelta(days=1)


def of(outcomes: list[Outcome], provision: str = GROWTH, period: str = "2025") -> Outcome:
    (found,) = [each for each in outcomes if each.provision == provision and each.period == period]
    return found


def test_what_is_payable_and_open_is_granted_to_the_fen(ledger: Ledger) -> None:
    outcome = of(ledger.post(assessment(), DAY))
    assert (outcome.code, outcome.difference) == ("posted", Decimal("1000000.01"))
    (entry,) = ledger.entries()
    assert (entry.id, entry.kind, entry.amount, entry.day) == (1, "granted", 100000001, DAY)
    assert entry.cap == 300000000
    assert type(entry.amount) is int


def test_an_entry_keeps_the_assessment_and_its_receipt(ledger: Ledger) -> None:
    posted = assessment()
    ledger.post(posted, DAY)
    assert ledger.assessment_of(1) == posted.model_dump(mode="json")
    assert posted.receipt.inputs in ledger.entries()[0].receipt


def test_posting_the_same_assessment_twice_changes_nothing(ledger: Ledger) -> None:
    ledger.post(assessment(firsts=[first()]), DAY)
    before = ledger.head()
    outcomes = ledger.post(assessment(firsts=[first()]), THEN)
    assert {of(outcomes).code, of(outcomes, FIRST, "保税维修").code} == {"already_posted"}
    assert ledger.head() == before
    assert before.count == 2


def test_an_assessment_that_changed_nothing_is_not_posted_again_after_another(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    assert ledger.post([claim("100.00", "b")], DAY)[0].code == "unchanged"
    ledger.post([claim("120.00", "c")], DAY)
    assert [ledger.post([claim("100.00", receipt)], DAY)[0].code for receipt in "ab"] == ["already_posted"] * 2
    assert ledger.balances()[0].balance == Decimal("120.00")


@pytest.mark.parametrize("prior", [True, False], ids=["assessed with the ledger", "assessed without"])
@pytest.mark.parametrize(
    ("imports", "kind", "difference"),
    [
        ("120000000.80", "granted", "0.01"),
        ("400000000.00", "granted", "1999999.99"),
        ("100000000.00", "clawed_back", "-500000.01"),
        ("70000000.00", "clawed_back", "-1000000.01"),
    ],
)
def test_a_late_customs_correction_posts_the_signed_difference(
    ledger: Ledger, imports: str, kind: str, difference: str, prior: bool
) -> None:
    ledger.post(assessment(), DAY)
    known: dict[str, Any] = {"prior": ledger.grants(FIRM, LATER)} if prior else {}
    outcome = of(ledger.post(assessment(imports, LATER, **known), THEN))
    assert (outcome.code, str(outcome.difference)) == ("posted", difference)
    assert outcome.entry is not None
    assert outcome.entry.kind == kind
    assert ledger.balances()[0].balance == Decimal("1000000.01") + Decimal(difference)


def test_a_correction_is_posted_after_the_time_of_claiming(ledger: Ledger) -> None:
    ledger.post(assessment(), DAY)
    late = date(2027, 3, 1)
    outcome = of(ledger.post(assessment("100000000.00", late, prior=ledger.grants(FIRM, late)), late))
    assert str(outcome.difference) == "-500000.01"


def test_a_dry_run_says_what_posting_then_does_and_posts_nothing(ledger: Ledger) -> None:
    asked = [claim("100.00", "a"), claim("250.00", "b", uscc=OTHER)]
    would = ledger.post(asked, DAY, dry_run=True)
    assert ledger.head().count == 0
    assert ledger.post(asked, DAY) == would


def test_an_assessment_as_of_an_earlier_day_does_not_undo_a_later_one(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "late", as_of=LATER)], THEN)
    assert ledger.post([claim("80.00", "early", as_of=AS_OF)], THEN)[0].code == "superseded"
    ledger.reverse(1, THEN)
    assert ledger.post([claim("80.00", "early", as_of=AS_OF)], THEN)[0].code == "posted"


def test_what_was_reversed_comes_back_only_with_a_new_assessment(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.reverse(1, DAY)
    assert ledger.post([claim("100.00", "a")], DAY)[0].code == "already_posted"
    assert ledger.post([claim("100.00", "b")], DAY)[0].code == "posted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"claim": "lapsed"}, "lapsed"),
        ({"claim": "upcoming"}, "upcoming"),
        ({"claim": None}, "no_window"),
        ({"status": "ineligible", "reasons": ("not_in_zone",), "amount": Decimal("0.00")}, "ineligible"),
    ],
)
def test_after_all_was_reversed_it_is_as_if_nothing_had_been_granted(ledger: Ledger, changes: dict[str, object], code: str) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.post([claim("150.00", "b")], DAY)
    ledger.reverse(2, DAY)
    ledger.reverse(1, DAY)
    assert ledger.post([replace(claim("100.00", "c"), **changes)], DAY)[0].code == code  # type: ignore[arg-type]
    assert ledger.head().count == 4


def test_what_an_assessment_took_back_is_granted_again_after_the_time_of_claiming(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.post([claim("0", "b")], DAY)
    assert ledger.post([claim("80.00", "c", claim="lapsed")], DAY)[0].code == "posted"


def test_a_day_between_two_grants_is_superseded_whatever_it_takes_off(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a", as_of=AS_OF)], DAY)
    ledger.post([claim("150.00", "b", as_of=LATER)], THEN)
    between = claim("20.00", "c", as_of=LATER - timedelta(days=1), steps={"already_granted": Decimal("100.00")})
    assert ledger.post([between], THEN)[0].code == "superseded"


def test_an_assessment_as_of_a_day_to_come_is_not_posted(ledger: Ledger) -> None:
    assert ledger.post([claim("100.00", "a", as_of=DAY + timedelta(days=1))], DAY)[0].code == "as_of_ahead"
    assert ledger.post([claim("100.00", "b", as_of=DAY)], DAY)[0].code == "posted"
    assert ledger.post([claim("100.00", "c", as_of=THEN)], DAY)[0].code == "as_of_ahead"
    assert ledger.post([claim("120.00", "d", as_of=LATER)], LATER)[0].code == "posted"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "undetermined", "amount": None}, "undetermined"),
        ({"status": "ineligible", "reasons": ("not_in_zone",), "amount": Decimal("0.00")}, "ineligible"),
        ({"claim": "upcoming"}, "upcoming"),
        ({"claim": "lapsed"}, "lapsed"),
        ({"claim": None}, "no_window"),
        ({"steps": {"already_granted": Decimal("5.00")}}, "prior_differs"),
    ],
)
def test_what_cannot_be_claimed_is_not_granted(ledger: Ledger, changes: dict[str, object], code: str) -> None:
    (outcome,) = ledger.post([replace(claim("100.00", "a"), **changes)], DAY)  # type: ignore[arg-type]
    assert (outcome.code, outcome.entry) == (code, None)
    assert ledger.head().count == 0


def test_an_open_question_takes_nothing_back(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    outcome = ledger.post([replace(claim("100.00", "b"), status="undetermined", amount=None)], DAY)[0]
    assert (outcome.code, outcome.before) == ("undetermined", Decimal("100.00"))


def test_what_was_taken_back_by_hand_is_granted_again_only_once_that_was_reversed(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.refer("clawed_back", {1: Decimal("40.00")}, DAY)
    for total, receipt in (("100.00", "b"), ("120.00", "c")):
        (outcome,) = ledger.post([claim(total, receipt)], DAY)
        assert (outcome.code, outcome.refused, outcome.entry) == ("taken_back", True, None)
    codes = [ledger.post([claim(total, receipt)], DAY)[0].code for total, receipt in (("60.00", "d"), ("50.00", "e"))]
    assert codes == ["unchanged", "posted"]
    ledger.reverse(2, DAY)
    (outcome,) = ledger.post([claim("100.00", "f")], DAY)
    assert (outcome.code, outcome.before, outcome.difference) == ("posted", Decimal("90.00"), Decimal("10.00"))


def test_a_first_that_was_granted_stays_granted(ledger: Ledger) -> None:
    ledger.post(assessment(firsts=[first()]), DAY)
    again = assessment(as_of=LATER, firsts=[first("  保税　维修 ".replace("　", ""))], prior=ledger.grants(FIRM, LATER))
    outcomes = [each for each in ledger.post(again, THEN) if each.provision == FIRST]
    assert [each.code for each in outcomes] == ["already_granted"]


def test_rounding_and_the_annual_cap_count_where_a_sum_is_reckoned_anew(ledger: Ledger) -> None:
    fees = [{"from": "2024-05-01", "to": "2025-04-30", "amount": "100000.00"}]
    known: dict[str, Any] = {"firm": {"settled_on": "2024-05-01", "foreign_trade": True}, "warehousing": fees}
    decided = {"warehousing.ratio": "0.5"}
    ledger.post(assessment(decisions=decided, **known), DAY)
    granted = ledger.grants(FIRM, LATER)
    lower: dict[str, Any] = {"decisions": {**decided, "warehousing.annual_cap": "30500.99"}, "readings": {"payout.rounding": "yuan_down"}}
    outcome = of(ledger.post(assessment("200000000", LATER, prior=granted, **lower, **known), THEN), WAREHOUSING, "year 1")
    assert str(outcome.difference) == "-19500.00"


def test_what_is_taken_back_is_posted_before_what_it_makes_room_for(ledger: Ledger) -> None:
    """The authority names another enterprise for a business: one posting moves it."""
    ledger.post([claim("300000.00", "a", "维修", provision=FIRST)], DAY)
    moved = [claim("300000.00", "b", "维修", uscc=OTHER, provision=FIRST), claim("0", "b", "维修", provision=FIRST)]
    assert [(each.uscc, str(each.difference)) for each in ledger.post(moved, DAY)] == [(OTHER, "300000.00"), (FIRM, "-300000.00")]


def test_an_assessment_without_a_code_is_not_posted(ledger: Ledger) -> None:
    nameless = assessment()
    nameless = nameless.model_copy(update={"enterprise": nameless.enterprise.model_copy(update={"uscc": None})})
    with pytest.raises(errors.WithoutCode):
        ledger.post(nameless, DAY)


@pytest.mark.parametrize("changes", [{"provision": "elsewhere/x"}, {"period": "2025-01"}])
def test_what_the_law_does_not_have_is_not_posted(ledger: Ledger, changes: dict[str, str]) -> None:
    with pytest.raises(errors.BadValue):
        ledger.post([claim("1.00", "a", uscc=OTHER), claim("100.00", "b", **changes)], DAY)
    assert ledger.head().count == 0


def test_earlier_grants_come_from_the_ledger_as_of_a_day(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.post([claim("60.00", "b")], THEN)
    ledger.post([claim("5.00", "c", "2024", uscc=OTHER)], THEN)
    assert ledger.grants(FIRM, DAY - timedelta(days=1)) == ()
    assert [(g.period, str(g.amount), g.granted_on) for g in ledger.grants(FIRM, DAY)] == [("2025", "100.00", DAY)]
    assert [(g.period, str(g.amount), g.granted_on) for g in ledger.grants(FIRM, THEN)] == [("2025", "60.00", THEN)]
    assert ledger.prior(THEN).grants.keys() == {FIRM, OTHER}
    ledger.reverse(3, THEN)
    assert ledger.prior(THEN).grants.keys() == {FIRM}


def test_balances_say_what_is_still_to_be_paid(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.refer("paid", {1: Decimal("40.00")}, DAY)
    ledger.post([claim("30.00", "b")], THEN)
    (found,) = ledger.balances(Filter(uscc=FIRM, provision=GROWTH, period="2025"))
    sums = [str(each) for each in (found.granted, found.clawed_back, found.balance, found.paid, found.unpaid)]
    assert sums == ["100.00", "70.00", "30.00", "40.00", "-10.00"]
    assert ledger.balances(Filter(period="2024")) == []


def test_the_grant_that_is_told_of_a_balance_is_one_that_stands(ledger: Ledger) -> None:
    """Payments refer to it; what was reversed later still stood on an earlier day."""
    ledger.post([claim("100.00", "a")], DAY)
    ledger.post([claim("150.00", "b")], LATER)
    ledger.reverse(2, THEN)
    told = [(each.entry, each.last_granted_on) for through in (THEN, LATER) for each in ledger.balances(Filter(through=through))]
    assert told == [(1, DAY), (2, LATER)]
    assert [(line["entry"], line["granted_on"]) for line in payment_lines(ledger, Filter())] == [(1, DAY)]
    assert [str(entry.sum) for entry in ledger.refer("paid", {1: None}, THEN)] == ["100.00"]
    ledger.reverse(4, THEN)
    ledger.reverse(1, THEN)
    assert [each.entry for each in ledger.balances()] == [2]
