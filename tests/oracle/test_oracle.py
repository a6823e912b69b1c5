"""The worked figures of 青商规〔2024〕1号, articles 1 and 4, in the second calculation."""

from typing import Any

import pytest

from tests.strategies import USCCS

from . import assess, assess_many

Json = dict[str, Any]
AS_OF = "2026-03-01"
IN_ZONE: Json = {"zone": "qingpu", "foreign_trade": True}


def yearly(base: str, current: str, year: int = 2025) -> Json:
    """A case with two yearly import figures, and grants known to be none."""
    imports = [{"period": str(year - 1), "value": base}, {"period": str(year), "value": current}]
    return {"enterprise": IN_ZONE, "imports": imports, "prior": []}


def one(found: list[Json], period: str) -> Json:
    """The one entitlement of a period."""
    (entitlement,) = [e for e in found if e["period"] == period]
    return entitlement


def growth_of(base: str, current: str, **chosen: str) -> Json:
    """The 2025 growth entitlement for two yearly figures."""
    readings = {name.replace("__", "."): option for name, option in chosen.items()}
    return one(assess(yearly(base, current), AS_OF, readings), "2025")


def a_first(uscc: str, day: str | None, kind: str = "first", name: str = "Repair") -> Json:
    """A case that claims one first."""
    claim = {"business": name, "kind": kind, **({"recognised_on": day} if day else {})}
    return {"enterprise": {**IN_ZONE, "uscc": uscc}, "firsts": [claim], "prior": []}


@pytest.mark.parametrize(
    ("base", "current", "amount"),
    [
        ("80000000.00", "120000000.40", "1000000.01"),
        ("80000000.00", "200000000.00", "3000000.00"),
        ("80000000.00", "199999999.60", "2999999.99"),
        ("80000000.00", "200000000.40", "3000000.00"),
        ("80000000.00", "80000000.20", "0.01"),
    ],
)
def test_growth_pays_the_worked_sums(base: str, current: str, amount: str) -> None:
    found = growth_of(base, current)
    assert (found["status"], found["amount"], found["low"], found["high"]) == (
        "payable",
        amount,
        amount,
        amount,
    )


def test_growth_below_half_a_fen_rounds_to_nothing() -> None:
    found = growth_of("80000000.00", "80000000.19")
    assert found["reasons"] == ["rounds_to_nothing"]
    assert found["steps"]["award"] == "0.00475"


def test_growth_steps_are_exact() -> None:
    assert growth_of("80000000.00", "120000000.40")["steps"] == {
        "imports": "120000000.40",
        "base": "80000000.00",
        "increment": "40000000.40",
        "gross": "1000000.01",
        "award": "1000000.01",
    }


@pytest.mark.parametrize(
    ("year", "window"),
    [
        (2022, (None, None)),
        (2023, ("2024-02-06", "2024-12-31")),
        (2024, ("2025-01-01", "2025-12-31")),
        (2025, ("2026-01-01", "2026-12-31")),
        (2026, ("2027-01-01", "2027-02-05")),
        (2027, (None, None)),
    ],
)
def test_growth_is_claimed_in_the_year_after(year: int, window: tuple[str | None, str | None]) -> None:
    found = one(assess(yearly("1.00", "1000.00", year), AS_OF), str(year))
    assert (found["valid_from"], found["valid_until"]) == window
    assert found["reasons"] == ([] if window[0] else ["outside_validity"])


def test_growth_earned_in_force_is_not_cut() -> None:
    chosen = {"growth.years": "earned_in_force"}
    found = one(assess(yearly("1.00", "1000.00", 2026), AS_OF, chosen), "2026")
    assert (found["valid_from"], found["valid_until"]) == ("2027-01-01", "2027-12-31")


@pytest.mark.parametrize(
    ("reading", "status", "high"),
    [
        ("undecided", "undetermined", "25.00"),
        ("zero_base", "payable", "25.00"),
        ("excluded", "ineligible", "0.00"),
    ],
)
def test_growth_of_a_new_importer_is_a_reading(reading: str, status: str, high: str) -> None:
    found = growth_of("-3.00", "1000.00", growth__new_importer=reading)
    assert (found["status"], found["high"]) == (status, high)


def test_growth_with_a_gap_in_the_base_is_bounded_by_the_base_read() -> None:
    case = yearly("1000.00", "3000.00")
    case["coverage"] = [{"from": "2024-01", "to": "2024-10"}, {"from": "2025-01", "to": "2025-12"}]
    found = one(assess(case, AS_OF), "2025")
    assert (found["low"], found["high"]) == ("0.00", "50.00")
    assert found["missing"] == ["imports:2024-11..2024-12"]


def test_growth_with_a_gap_in_the_year_is_at_least_what_was_read() -> None:
    case = yearly("1000.00", "3000.00")
    case["coverage"] = [{"from": "2024-01", "to": "2025-03"}]
    case["rejected_rows"] = [{"rows": 2, "period": "2025"}]
    found = one(assess(case, AS_OF), "2025")
    assert (found["low"], found["high"]) == ("50.00", "3000000.00")
    assert found["missing"] == ["imports:2025-04..2025-12", "rejected_rows:2"]
    assert "missing_not_negative" in found["assumptions"]


def test_growth_already_granted_leaves_nothing() -> None:
    case = yearly("1000.00", "3000.00")
    period = {"provision": "qingpu-2024-1/import-growth", "period": "2025"}
    case["prior"] = [{**period, "amount": "50.00"}]
    assert one(assess(case, AS_OF), "2025")["reasons"] == ["already_granted"]
    case["prior"] = [{**period, "amount": "50.00", "granted_on": "2026-03-02"}]
    assert one(assess(case, AS_OF), "2025")["amount"] == "50.00"


def statuses(found: list[list[Json]]) -> list[tuple[str, list[str]]]:
    """Status and codes of the only entitlement of each enterprise."""
    return [(e["status"], e["reasons"] + e["missing"]) for (e,) in found]


def test_the_earliest_of_a_batch_has_the_first() -> None:
    batch = [
        a_first(USCCS[0], "2025-04-19", name="Ｒｅｐａｉｒ "),
        a_first(USCCS[1], "2025-04-18"),
        a_first(USCCS[2], "2025-04-18", kind="breakthrough"),
        a_first(USCCS[4], None),
    ]
    assert statuses(assess_many(batch, AS_OF)) == [
        ("ineligible", ["not_first"]),
        ("payable", []),
        ("payable", []),
        ("undetermined", ["recognised_on"]),
    ]


def test_a_tie_of_firsts_waits_for_a_decision() -> None:
    batch = [a_first(USCCS[0], "2025-04-18"), a_first(USCCS[1], "2025-04-18")]
    conflict = ("undetermined", ["decision:first.conflict"])
    assert statuses(assess_many(batch, AS_OF)) == [conflict, conflict]
    decided = {"first.conflict. REPAIR": USCCS[1]}
    assert statuses(assess_many(batch, AS_OF, None, decided)) == [
        ("ineligible", ["not_first"]),
        ("payable", []),
    ]


def test_a_breakthrough_of_several_is_open_whatever_the_days() -> None:
    days = ("2025-04-18", "2025-04-19")
    batch = [a_first(u, day, "breakthrough") for u, day in zip(USCCS, days, strict=False)]
    assert {status for status, _ in statuses(assess_many(batch, AS_OF))} == {"undetermined"}


def test_the_same_business_twice_is_granted_once() -> None:
    case = a_first(USCCS[0], "2025-04-18")
    case["firsts"].append({"business": "REPAIR", "kind": "first", "recognised_on": "2025-04-17"})
    found = assess(case, AS_OF)
    assert [(e["period"], e["reasons"]) for e in found] == [
        ("REPAIR", []),
        ("Repair", ["already_granted"]),
    ]


def test_a_first_once_per_enterprise_keeps_the_earliest_that_is_eligible() -> None:
    case = a_first(USCCS[0], "2024-02-05", name="A")
    for name, day in (("B", "2025-01-02"), ("C", "2025-01-01")):
        case["firsts"].append({"business": name, "kind": "first", "recognised_on": day})
    found = assess(case, AS_OF, {"first.once_per": "enterprise"})
    assert [e["reasons"] for e in found] == [
        ["outside_validity", "already_granted"],
        ["already_granted"],
        [],
    ]


def test_what_every_entitlement_says_depends_on_day_and_code() -> None:
    case = a_first(USCCS[3], "2025-04-18")
    del case["prior"]
    (found,) = assess(case, "2026-05-28")
    assert found["warnings"] == ["basis_repealed", "uscc_checksum"]
    assert "no_prior_grants" in found["assumptions"]
    assert assess(case, "2026-05-27")[0]["warnings"] == ["uscc_checksum"]
