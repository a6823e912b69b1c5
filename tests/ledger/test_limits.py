"""The law's limits hold at the figure and break one fen above it, whoever posts, and in whatever order."""

import importlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from subsidy import errors
from subsidy.law.wording import sentence
from subsidy.ledger import days as days_of_the_ledger
from subsidy.ledger.entry import Limits
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.post import REFUSED_AHEAD, REFUSED_OUTSIDE
from subsidy.ledger.refusals import LIMITS
from subsidy.ledger.store import DAY_AHEAD
from tests.ledger.claims import DAY, FIRM, FIRST, GROWTH, OTHER, WAREHOUSING, claim, draft
from tests.ledger.databases import execute

ONCE = {"payout.rounding": "fen", "first.once_per": "enterprise"}


def codes(ledger: Ledger, *claims: object) -> list[str]:
    return [outcome.code for outcome in ledger.post(claims, DAY)]  # type: ignore[arg-type]


def test_the_yearly_cap_holds_over_all_postings_of_a_year(ledger: Ledger) -> None:
    assert codes(ledger, claim("3000000.00", "a")) == ["posted"]
    assert codes(ledger, claim("3000000.01", "b")) == ["cap"]
    assert codes(ledger, claim("3000000.00", "c", "2024")) == ["posted"]
    assert codes(ledger, claim("3000000.00", "d", uscc=OTHER)) == ["posted"]
    assert codes(ledger, claim("2999999.99", "e"), claim("3000000.00", "f")) == ["posted", "posted"]


def test_a_first_is_granted_to_one_enterprise_of_the_city(ledger: Ledger) -> None:
    assert codes(ledger, claim("300000.00", "a", "保税 维修", provision=FIRST)) == ["posted"]
    assert codes(ledger, claim("300000.00", "b", "保税　 维修", uscc=OTHER, provision=FIRST)) == ["first_of_business"]
    assert codes(ledger, claim("300000.00", "c", "ＡＩ", uscc=OTHER, provision=FIRST)) == ["posted"]
    assert codes(ledger, claim("300000.00", "d", "ai", provision=FIRST)) == ["first_of_business"]
    ledger.reverse(1, DAY)
    assert codes(ledger, claim("300000.00", "e", "保税　 维修", uscc=OTHER, provision=FIRST)) == ["posted"]
    assert codes(ledger, claim("300000.00", "f", "保税 维修", provision=FIRST)) == ["first_of_business"]


def test_a_business_is_granted_to_an_enterprise_once_however_it_is_written(ledger: Ledger) -> None:
    assert codes(ledger, claim("300000.00", "a", "AI Lab", provision=FIRST), claim("300000.00", "b", "ＡＩ  lab", provision=FIRST)) == [
        "posted",
        "unchanged",
    ]
    assert codes(ledger, claim("300000.01", "c", "ai lab", provision=FIRST)) == ["cap"]
    assert [str(each.balance) for each in ledger.balances()] == ["300000.00"]


def test_where_the_reading_says_so_an_enterprise_has_one_first(ledger: Ledger) -> None:
    assert codes(ledger, claim("300000.00", "a", "甲", provision=FIRST)) == ["posted"]
    assert codes(ledger, claim("300000.00", "b", "乙", provision=FIRST, readings=ONCE)) == ["first_of_enterprise"]
    assert codes(ledger, claim("300000.00", "c", "丙", uscc=OTHER, provision=FIRST, readings=ONCE)) == ["posted"]
    assert codes(ledger, claim("300000.00", "d", "丁", uscc=OTHER, provision=FIRST, readings=ONCE)) == ["first_of_enterprise"]
    assert codes(ledger, claim("300000.00", "e", "乙", provision=FIRST)) == ["posted"]


@pytest.mark.parametrize(
    ("period", "code"), [("year 1", "posted"), ("year 3", "posted"), ("year 4", "support_years"), ("year 0", "support_years")]
)
def test_three_years_are_supported_and_no_fourth(ledger: Ledger, period: str, code: str) -> None:
    assert codes(ledger, claim("100.00", "a", period, provision=WAREHOUSING)) == [code]


@pytest.mark.parametrize("period", ["year 01", "Year 1", "year  1", "year 1 ", "year １"])
def test_a_support_year_is_written_in_one_way(ledger: Ledger, period: str) -> None:
    with pytest.raises(errors.BadValue, match="year"):
        codes(ledger, claim("100.00", "a", period, provision=WAREHOUSING))
    assert ledger.head().count == 0


def test_the_annual_cap_that_was_decided_holds(ledger: Ledger) -> None:
    decided: dict[str, Any] = {"steps": {"annual_cap": Decimal("100.00")}, "provision": WAREHOUSING}
    assert codes(ledger, claim("100.01", "a", "year 1", **decided), claim("100.00", "b", "year 2", **decided)) == ["cap", "posted"]


def test_a_refused_claim_keeps_none_of_the_others_out(ledger: Ledger) -> None:
    assert codes(ledger, claim("1.00", "a", uscc=OTHER), claim("3000000.01", "b"), claim("2.00", "c", "2024")) == [
        "posted",
        "cap",
        "posted",
    ]
    assert [entry.id for entry in ledger.entries()] == [1, 2]
    assert ledger.verify().sound


def test_the_database_itself_holds_the_limits(ledger: Ledger) -> None:
    """Entries that come from no assessment are held to them all the same."""
    capped = Limits(cap=3000_00)
    ledger.add(draft("2000.00", limits=capped))
    with pytest.raises(errors.LimitReached, match="statutory cap"):
        ledger.add(draft("1000.01", limits=capped))
    ledger.add(draft("1000.00", limits=capped))
    assert ledger.head().count == 2


def test_it_is_the_database_that_refuses(ledger: Ledger, address: str) -> None:
    """Without its index the same postings are taken: no other part of the program holds this limit."""
    execute(address, "DROP INDEX ledger_first_of_business")
    both = [claim("300000.00", uscc, "甲", uscc=uscc, provision=FIRST) for uscc in (FIRM, OTHER)]
    assert codes(ledger, *both) == ["posted", "posted"]


def refused(ledger: Ledger, number: int, kind: str, amount: str | None = None, days: int = 0) -> str:
    """The limit that keeps out a payment, a sum taken back or a reversal that refers to an entry."""
    day = DAY + timedelta(days=days)
    try:
        if kind == "reversed":
            ledger.reverse(number, day)
        else:
            ledger.refer(kind, {number: Decimal(amount) if amount else None}, day)  # type: ignore[arg-type]
    except errors.LimitReached as error:
        return str(error.facts["limit"])
    return "none"


def test_no_more_is_paid_or_taken_back_than_was_granted(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    assert refused(ledger, 1, "paid", "100.01") == "overpaid"
    assert refused(ledger, 1, "clawed_back", "100.01") == "below_zero"
    ledger.refer("paid", {1: Decimal("100.00")}, DAY)
    assert refused(ledger, 1, "paid") == "overpaid"
    assert refused(ledger, 1, "paid", "0.01") == "overpaid"
    assert refused(ledger, 1, "reversed") == "overpaid"
    ledger.refer("clawed_back", {1: None}, DAY)
    assert refused(ledger, 1, "clawed_back") == "below_zero"


def test_a_reversal_undoes_an_entry_whole_and_once(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.refer("paid", {1: Decimal("30.00")}, DAY)
    assert [(e.kind, str(e.sum), e.reference) for e in [ledger.reverse(2, DAY)]] == [("reversed", "30.00", 2)]
    assert refused(ledger, 2, "reversed") == "reversed_before"
    assert refused(ledger, 3, "reversed") == "reference"
    ledger.reverse(1, DAY)
    (balance,) = ledger.balances()
    assert (str(balance.balance), str(balance.paid)) == ("0.00", "0.00")
    assert ledger.verify().sound


def test_a_sum_that_was_taken_back_can_be_put_back_within_the_limits(ledger: Ledger) -> None:
    ledger.post([claim("3000000.00", "a")], DAY)
    ledger.refer("clawed_back", {1: Decimal("1.00")}, DAY)
    ledger.add(draft("1.00", limits=Limits(cap=300000000)))
    assert refused(ledger, 2, "reversed") == "cap"


def test_payments_refer_to_grants(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.refer("paid", {1: Decimal("30.00")}, DAY)
    assert refused(ledger, 2, "paid", "1.00") == "reference"
    with pytest.raises(errors.UnknownEntry):
        ledger.refer("paid", {7: None}, DAY)
    with pytest.raises(errors.BadValue):
        ledger.refer("paid", {1: Decimal("0.00")}, DAY)


@pytest.mark.parametrize("kind", ["paid", "clawed_back"])
def test_nothing_refers_to_a_grant_that_was_reversed(ledger: Ledger, kind: str) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.post([claim("150.00", "b")], DAY)
    ledger.reverse(2, DAY)
    assert refused(ledger, 2, kind, "1.00") == "reference"
    assert refused(ledger, 1, kind, "1.00") == "none"


def test_nothing_is_dated_later_than_today(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    monkeypatch.setattr(days_of_the_ledger, "today", lambda: DAY)
    assert [outcome.code for outcome in ledger.post([claim("120.00", "b")], DAY + timedelta(days=1))] == ["day_ahead"]
    assert [refused(ledger, 1, kind, "1.00", days=1) for kind in ("paid", "clawed_back", "reversed")] == ["day_ahead"] * 3
    assert refused(ledger, 1, "reversed") == "none"


def test_today_is_never_before_the_day_of_the_computer_or_of_the_city() -> None:
    found = importlib.reload(days_of_the_ledger).today()
    assert date.today() <= found <= date.today() + timedelta(days=1)


def test_payments_of_one_call_are_posted_all_or_none(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a"), claim("50.00", "b", uscc=OTHER)], DAY)
    with pytest.raises(errors.LimitReached):
        ledger.refer("paid", {1: None, 2: Decimal("50.01")}, DAY)
    assert ledger.head().count == 2
    assert [each.uscc for each in ledger.refer("paid", {1: None, 2: None}, DAY)] == [FIRM, OTHER]


def test_entries_of_a_matter_are_posted_in_order_of_their_days(ledger: Ledger) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    assert refused(ledger, 1, "paid", days=-1) == "day_order"
    assert [outcome.code for outcome in ledger.post([claim("120.00", "b")], DAY - timedelta(days=1))] == ["day_order"]
    assert [outcome.code for outcome in ledger.post([claim("1.00", "c", uscc=OTHER)], DAY - timedelta(days=1))] == ["posted"]


@pytest.mark.parametrize("limit", [*LIMITS, DAY_AHEAD, REFUSED_AHEAD, REFUSED_OUTSIDE])
def test_every_limit_says_why_in_both_languages(limit: str) -> None:
    assert sentence("limits", limit, "zh") != sentence("limits", limit, "en")


def test_the_limits_of_growth_are_those_of_the_law(ledger: Ledger) -> None:
    codes(
        ledger,
        claim("1.00", "a"),
        claim("1.00", "b", "甲", provision=FIRST, readings=ONCE),
        claim("1.00", "c", "year 2", provision=WAREHOUSING),
    )
    found = {entry.provision: entry.limits for entry in ledger.entries()}
    assert found == {
        GROWTH: Limits(cap=300000000),
        FIRST: Limits(cap=30000000, exclusive=True, once=True),
        WAREHOUSING: Limits(support_year=2, support_years=3),
    }
