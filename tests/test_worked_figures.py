"""The worked figures of 青商规〔2024〕1号, articles 1 and 4, as plain numbers that anyone can check by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import subsidy
from tests.plain import plain

Json = dict[str, Any]
AS_OF = date(2026, 3, 1)
ENTERPRISE: Json = {"uscc": "913101180000000004", "zone": "qingpu", "foreign_trade": True}
RATIO = {"warehousing.ratio": "1"}
ALL_KNOWN = "2030-12-31"


def assessed(case: Json, as_of: date = AS_OF, **chosen: Any) -> list[Json]:
    made = subsidy.Case.model_validate({"enterprise": ENTERPRISE, "prior": [], **case})
    return plain(subsidy.assess(made, as_of=as_of, **chosen))


def the(found: list[Json], period: str) -> Json:
    (one,) = [e for e in found if e["period"] == period]
    return one


def growth(base: str, imports: str, year: int = 2025, **chosen: Any) -> Json:
    rows = [{"period": str(year - 1), "value": base}, {"period": str(year), "value": imports}]
    return the(assessed({"imports": rows}, **chosen), str(year))


def fees_of(settled_on: str, *fees: tuple[str, str, str], **chosen: Any) -> list[Json]:
    rows = [{"from": first, "to": last, "amount": amount} for first, last, amount in fees]
    firm = {**ENTERPRISE, "settled_on": settled_on}
    return assessed({"enterprise": firm, "warehousing": rows, "warehousing_known_through": ALL_KNOWN}, **chosen)


@pytest.mark.parametrize(
    ("base", "imports", "increment", "gross", "award", "amount"),
    [
        ("80000000.00", "120000000.40", "40000000.40", "1000000.01", "1000000.01", "1000000.01"),
        ("80000000.00", "200000000.00", "120000000.00", "3000000.00", "3000000.00", "3000000.00"),
        ("80000000.00", "200000000.40", "120000000.40", "3000000.01", "3000000.00", "3000000.00"),
        ("80000000.00", "199999999.60", "119999999.60", "2999999.99", "2999999.99", "2999999.99"),
        ("80000000.00", "80000000.20", "0.20", "0.005", "0.005", "0.01"),
        ("-5.00", "100.00", "100.00", "2.50", "2.50", "2.50"),
    ],
)
def test_two_and_a_half_per_cent_of_the_increment_up_to_three_million(
    base: str, imports: str, increment: str, gross: str, award: str, amount: str
) -> None:
    found = growth(base, imports, readings={"growth.new_importer": "zero_base"})
    assert found["steps"] == {"imports": imports, "base": base, "increment": increment, "gross": gross, "award": award}
    assert (found["status"], found["amount"], found["low"], found["high"]) == ("payable", amount, amount, amount)


def test_less_than_half_a_fen_rounds_to_nothing() -> None:
    found = growth("80000000.00", "80000000.19")
    assert found["steps"]["gross"] == "0.00475"
    assert (found["status"], found["amount"], found["reasons"]) == ("ineligible", "0.00", ["rounds_to_nothing"])


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2023, "2024-02-06", "2024-12-31"),
        (2024, "2025-01-01", "2025-12-31"),
        (2025, "2026-01-01", "2026-12-31"),
        (2026, "2027-01-01", "2027-02-05"),
    ],
)
def test_an_increment_is_claimed_in_the_year_after(year: int, first: str, last: str) -> None:
    found = growth("1.00", "1000.00", year)
    assert (found["valid_from"], found["valid_until"], found["amount"]) == (first, last, "24.98")


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_an_increment_earned_in_force_is_claimed_all_the_year_after(year: int) -> None:
    found = growth("1.00", "1000.00", year, readings={"growth.years": "earned_in_force"})
    assert (found["valid_from"], found["valid_until"]) == (f"{year + 1}-01-01", f"{year + 1}-12-31")


@pytest.mark.parametrize(
    ("year", "reading"), [(2022, "claimed_year_after"), (2027, "claimed_year_after"), (2023, "earned_in_force"), (2027, "earned_in_force")]
)
def test_no_other_year_has_a_window(year: int, reading: str) -> None:
    found = growth("1.00", "1000.00", year, readings={"growth.years": reading})
    assert (found["amount"], found["reasons"], found["claim"]) == ("0.00", ["outside_validity"], None)


@pytest.mark.parametrize(
    ("option", "status", "low", "high"),
    [
        ("undecided", "undetermined", "0.00", "1000.00"),
        ("zero_base", "payable", "1000.00", "1000.00"),
        ("excluded", "ineligible", "0.00", "0.00"),
    ],
)
def test_a_new_importer_gets_nothing_all_or_is_open(option: str, status: str, low: str, high: str) -> None:
    found = growth("0.00", "40000.00", readings={"growth.new_importer": option})
    assert (found["status"], found["low"], found["high"]) == (status, low, high)


@pytest.mark.parametrize(("practice", "amount"), [("fen", "1019999.99"), ("yuan_down", "1019999.00"), ("wan_down", "1010000.00")])
def test_a_practice_of_payment_drops_what_is_below_its_unit(practice: str, amount: str) -> None:
    found = growth("80000000.00", "120799999.60", readings={"payout.rounding": practice})
    assert (found["steps"]["award"], found["amount"]) == ("1019999.99", amount)


def test_a_year_half_known_is_at_least_what_was_read_and_at_most_the_cap() -> None:
    rows = [{"period": "2024", "value": "80000000.00"}, *({"period": f"2025-{m:02d}", "value": "20000000.00"} for m in (1, 2, 6, 7, 8, 9))]
    found = the(assessed({"imports": rows}), "2025")
    assert (found["status"], found["low"], found["high"]) == ("undetermined", "1000000.00", "3000000.00")
    assert found["missing"] == ["imports:2025-03..2025-05", "imports:2025-10..2025-12"]


def test_a_base_half_known_leaves_nothing_certain() -> None:
    rows = [*({"period": f"2024-{m:02d}", "value": "10000000.00"} for m in (1, 2)), {"period": "2025", "value": "60000000.00"}]
    found = the(assessed({"imports": rows}), "2025")
    assert (found["low"], found["high"], found["missing"]) == ("0.00", "1000000.00", ["imports:2024-03..2024-12"])


@pytest.mark.parametrize("kind", ["first", "breakthrough"])
def test_a_first_and_a_breakthrough_earn_300_000_once(kind: str) -> None:
    claim: Json = {"business": "Bonded repair", "kind": kind, "recognised_on": "2025-04-18"}
    again = {**claim, "recognised_on": "2025-04-19"}
    kept, repeated = assessed({"firsts": [claim, again]})
    assert (kept["amount"], kept["valid_from"], kept["valid_until"]) == ("300000.00", "2025-04-18", "2027-02-05")
    assert (repeated["amount"], repeated["reasons"]) == ("0.00", ["already_granted"])


def test_an_undated_first_is_worth_nothing_to_300_000() -> None:
    (found,) = assessed({"firsts": [{"business": "Bonded repair", "kind": "first"}]})
    assert (found["low"], found["high"], found["missing"]) == ("0.00", "300000.00", ["recognised_on"])
    assert (found["valid_from"], found["valid_until"]) == ("2024-02-06", "2027-02-05")


def test_three_support_years_run_from_settling_and_are_cut_at_the_last_day_in_force() -> None:
    found = fees_of("2024-05-01", ("2024-05-01", "2027-04-30", "1095.00"), decisions=RATIO)
    assert [(e["period"], e["amount"], e["valid_from"], e["valid_until"]) for e in found] == [
        ("year 1", "365.00", "2024-05-01", "2027-02-05"),
        ("year 2", "365.00", "2025-05-01", "2027-02-05"),
        ("year 3", "281.00", "2026-05-01", "2027-02-05"),
    ]


def test_three_support_years_once_begun_may_run_off() -> None:
    runs_off = {"warehousing.after_expiry": "run_off"}
    found = fees_of("2024-05-01", ("2024-05-01", "2027-04-30", "1095.00"), decisions=RATIO, readings=runs_off)
    assert [e["amount"] for e in found] == ["365.00"] * 3
    assert [e["valid_until"] for e in found] == ["2027-02-05", "2027-02-05", "2027-12-31"]


def test_a_start_on_29_february_turns_on_28_february() -> None:
    turns = [("2025-02-27", "1.00"), ("2025-02-28", "2.00"), ("2026-02-27", "4.00"), ("2026-02-28", "8.00")]
    found = fees_of("2024-02-29", *((day, day, amount) for day, amount in turns), decisions=RATIO)
    assert [e["steps"]["fees"] for e in found] == ["1.00", "6.00", "8.00"]


def test_a_fee_over_two_support_years_is_shared_by_whole_fen() -> None:
    found = fees_of("2024-05-01", ("2025-04-30", "2025-05-02", "0.05"), decisions=RATIO)
    assert [e["steps"]["fees"] for e in found] == ["0.02", "0.03", "0.00"]
    assert found[2]["reasons"] == ["no_fees"]


def test_ratio_and_yearly_cap_are_the_authoritys() -> None:
    decided = {"warehousing.ratio": "1,0.8,0.5", "warehousing.annual_cap": "50000.00"}
    fees = [("2024-06-01", "2024-06-30", "60000.00"), ("2025-06-01", "2025-06-30", "60000.00"), ("2026-06-01", "2026-06-30", "60000.00")]
    assert [e["amount"] for e in fees_of("2024-05-01", *fees, decisions=decided)] == ["50000.00", "48000.00", "30000.00"]
    undecided = fees_of("2024-05-01", *fees)
    assert [(e["low"], e["high"], e["missing"]) for e in undecided] == [("0.00", "60000.00", ["decision:warehousing.ratio"])] * 3


def test_fees_not_yet_known_leave_the_most_open() -> None:
    firm = {**ENTERPRISE, "settled_on": "2024-05-01"}
    fee = {"from": "2025-05-01", "to": "2025-12-31", "amount": "245.00"}
    found = the(assessed({"enterprise": firm, "warehousing": [fee]}, decisions=RATIO), "year 2")
    assert (found["low"], found["high"], found["missing"]) == ("245.00", None, ["warehousing_fees:2026-01-01..2026-04-30"])


def test_a_firm_settled_before_gets_what_is_left_of_its_three_years() -> None:
    fee = ("2024-02-01", "2024-02-10", "10.00")
    (outside,) = fees_of("2021-12-31", fee, decisions=RATIO)
    assert (outside["period"], outside["reasons"]) == ("year 1..3", ["not_newly_settled"])
    found = fees_of("2021-12-31", fee, decisions=RATIO, readings={"warehousing.settled_before": "remaining"})
    assert [(e["amount"], e["reasons"]) for e in found] == [("0.00", ["outside_validity"]), ("0.00", ["outside_validity"]), ("5.00", [])]
    nothing_left = fees_of("2021-02-06", fee, decisions=RATIO, readings={"warehousing.settled_before": "remaining"})
    assert [e["reasons"] for e in nothing_left] == [["outside_validity"]] * 3


@pytest.mark.parametrize(("as_of", "warnings"), [(date(2026, 5, 27), []), (date(2026, 5, 28), ["basis_repealed"])])
def test_the_basis_is_repealed_from_28_may_2026(as_of: date, warnings: list[str]) -> None:
    rows = [{"period": "2024", "value": "1.00"}, {"period": "2025", "value": "1000.00"}]
    found = the(assessed({"imports": rows}, as_of), "2025")
    assert (found["warnings"], found["amount"], found["claim"]) == (warnings, "24.98", "open")


def test_a_grant_is_taken_off_once_rounded() -> None:
    grant: Json = {"provision": "qingpu-2024-1/import-growth", "period": "2025", "amount": "100000.00", "granted_on": "2026-03-01"}
    rows = [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}]
    assert the(assessed({"imports": rows, "prior": [grant]}), "2025")["amount"] == "900000.01"
    later = {**grant, "granted_on": "2026-03-02"}
    assert the(assessed({"imports": rows, "prior": [later]}), "2025")["amount"] == "1000000.01"
