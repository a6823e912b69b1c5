"""Support for warehousing fees (青商规〔2024〕1号, article 4) in the second calculation."""

from typing import Any

import pytest

from . import assess

Json = dict[str, Any]
AS_OF = "2026-03-01"
IN_ZONE: Json = {"zone": "qingpu", "foreign_trade": True}


def one(found: list[Json], period: str) -> Json:
    """The one entitlement of a period."""
    (entitlement,) = [e for e in found if e["period"] == period]
    return entitlement


def with_fees(settled_on: str, *fees: tuple[str, str, str]) -> Json:
    """A case settled on a day, with fees of (first day, last day, amount)."""
    rows = [{"from": first, "to": last, "amount": amount} for first, last, amount in fees]
    enterprise = {**IN_ZONE, "settled_on": settled_on}
    return {"enterprise": enterprise, "warehousing": rows, "prior": []}


def test_support_years_from_29_february_are_cut_to_the_days_in_force() -> None:
    case = with_fees("2024-02-29", ("2025-02-27", "2025-02-28", "1.01"))
    case["warehousing_known_through"] = "2027-02-05"
    found = assess(case, AS_OF, None, {"warehousing.ratio": "1,0.8,0.5"})
    assert [(e["valid_from"], e["amount"]) for e in found] == [
        ("2024-02-29", "0.51"),
        ("2025-02-28", "0.40"),
        ("2026-02-28", "0.00"),
    ]
    assert found[2]["reasons"] == ["no_fees"]


def test_fees_are_known_to_the_last_day_that_a_fee_covers() -> None:
    found = one(assess(with_fees("2025-01-01", ("2025-01-01", "2025-11-30", "9.00")), AS_OF), "year 1")
    assert (found["low"], found["high"]) == ("0.00", None)
    assert found["missing"] == [
        "decision:warehousing.ratio",
        "warehousing_fees:2025-12-01..2025-12-31",
    ]


def test_without_a_ratio_the_fees_and_the_cap_bound_the_sum() -> None:
    case = with_fees("2025-01-01", ("2025-01-01", "2025-12-31", "52000.00"))
    found = one(assess(case, AS_OF, None, {"warehousing.annual_cap": "50000.00"}), "year 1")
    assert (found["status"], found["low"], found["high"]) == ("undetermined", "0.00", "50000.00")
    assert found["missing"] == ["decision:warehousing.ratio"]


def test_years_that_run_off_can_be_claimed_to_the_end_of_their_last_year() -> None:
    case = with_fees("2026-05-01", ("2026-05-01", "2029-04-30", "1096.00"))
    stop = assess(case, AS_OF, None, {"warehousing.ratio": "1"})
    assert [e["reasons"] for e in stop] == [[], ["outside_validity"], ["outside_validity"]]
    assert (stop[0]["amount"], stop[0]["valid_until"]) == ("281.00", "2027-02-05")
    run_off = assess(case, AS_OF, {"warehousing.after_expiry": "run_off"}, {"warehousing.ratio": "1"})
    assert [e["amount"] for e in run_off] == ["365.00", "366.00", "365.00"]
    assert [e["valid_until"] for e in run_off] == ["2027-12-31", "2028-12-31", "2029-12-31"]


@pytest.mark.parametrize(("settled_on", "counted"), [("2021-02-06", [False] * 3), ("2021-02-07", [False, False, True])])
def test_settled_before_leaves_what_is_left_of_three_years(settled_on: str, counted: list[bool]) -> None:
    found = assess(with_fees(settled_on), AS_OF, {"warehousing.settled_before": "remaining"})
    assert ["outside_validity" not in e["reasons"] for e in found] == counted
    (excluded,) = assess(with_fees(settled_on), AS_OF)
    assert (excluded["period"], excluded["reasons"]) == ("year 1..3", ["not_newly_settled"])


def test_no_settling_day_leaves_the_three_years_together_and_unbounded() -> None:
    case = {"enterprise": IN_ZONE, "warehousing": []}
    (found,) = assess(case, AS_OF)
    assert (found["period"], found["low"], found["high"]) == ("year 1..3", "0.00", None)
    assert found["missing"] == ["decision:warehousing.ratio", "settled_on"]
