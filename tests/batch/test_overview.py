"""What a result comes to: counted by group, size and year; the first few by rank, however many there are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.batch.overview import FOREMOST, Overview, overview
from subsidy.batch.read_account import Account, Fate
from subsidy.batch.read_lines import Line, Range
from subsidy.batch.read_rejects import Rejected
from subsidy.batch.result_forms import Total
from subsidy.law.run import prepare
from subsidy.money import ZERO

GROWTH, WAREHOUSING = "qingpu-2024-1/import-growth", "qingpu-2024-1/warehousing"
NOTHING = Fate(ZERO, ZERO, {}, {})


LAST_DAY = date(2027, 2, 5)
YEARS = {"lapsed": 2024, "open": 2025, "upcoming": 2026}
"""The statistics year whose increment can be claimed so as of the day."""


IN_WAREHOUSING: dict[str, Any] = {
    "provision": WAREHOUSING, "article": "4", "period": "year 1", "valid_from": date(2024, 5, 1), "valid_until": LAST_DAY,
}  # fmt: skip


def line(uscc: str, sum_: str, /, claim: str = "open", **changes: Any) -> Line:
    """A payable line, to be claimed in the year after its own."""
    amount, year = Decimal(sum_), YEARS[claim]
    steps = {"imports": amount, "base": ZERO, "increment": amount, "gross": amount, "award": amount}
    known: dict[str, Any] = {
        "uscc": uscc.zfill(18), "name": f"firm {uscc}", "provision": GROWTH, "document": "青商规〔2024〕1号", "article": "4",
        "period": str(year), "status": "payable", "amount": amount, "low": amount, "high": amount, "valid_from": date(year + 1, 1, 1),
        "valid_until": min(date(year + 1, 12, 31), LAST_DAY), "claim": claim, "reasons": (), "missing": (), "warnings": (), "steps": steps,
        "over_readings": None,
    }  # fmt: skip
    return Line(**known | changes)


def found(*lines: Line, decisions: dict[str, object] | None = None) -> Overview:
    run = prepare(date(2026, 3, 1), {}, decisions or {})
    return overview(lines, account_of(*(total(one) for one in lines)), run)


def total(one: Line) -> Total:
    """What a summary says of one line."""
    told = {name: getattr(one, name) for name in ("provision", "period", "status", "claim")}
    return Total(**told, entitlements=1, low=str(one.low), high=one.high if one.high is None else str(one.high))  # type: ignore[arg-type]


def account_of(*totals: Total) -> Account:
    readings = prepare(date(2026, 3, 1), {}, {}).readings
    return Account(Path("result"), totals, readings, (), NOTHING, NOTHING, True, {}, Rejected(), Rejected())


def test_enterprises_that_can_claim_most_come_first_and_only_so_many_are_kept() -> None:
    lines = [line(f"{n:018d}", f"{1000 + n % 7}.00") for n in range(3 * FOREMOST)]
    firms = found(*lines).foremost
    every = sorted(lines, key=lambda one: (-one.low, one.uscc))
    assert [firm.uscc for firm in firms] == [one.uscc for one in every[:FOREMOST]]


def test_what_has_lapsed_or_is_not_given_ranks_nobody() -> None:
    lapsed = line("1", "9.00", claim="lapsed")
    refused = line("2", "0.00", status="ineligible", reasons=("no_increment",))
    result = found(lapsed, refused, line("3", "1.00", claim="upcoming"))
    assert [firm.uscc for firm in result.foremost] == ["3".zfill(18)]
    assert (result.firms, dict(result.reasons)) == (3, {"no_increment": 1})


@pytest.mark.parametrize(
    ("sum_", "size"), [("0.01", 0), ("10000.00", 0), ("10000.01", 10_000), ("3000000.00", 1_000_000), ("99999999.99", 10_000_000)]
)
def test_a_payable_sum_falls_in_one_size(sum_: str, size: int) -> None:
    sizes = found(line("1", sum_)).sizes
    assert {begins: tally.sums.payable for begins, tally in sizes.items() if tally.lines} == {Decimal(size): Decimal(sum_)}


@pytest.mark.parametrize(("gross", "at_cap"), [("2999999.99", 0), ("3000000.00", 1), ("3000000.01", 1)])
def test_the_cap_binds_from_its_own_sum_on(gross: str, at_cap: int) -> None:
    steps = {"gross": Decimal(gross), "award": min(Decimal(gross), Decimal("3000000.00"))}
    result = found(line("1", str(steps["award"]), steps=steps))
    assert sum(one.lines for one in result.at_cap.values()) == len(result.most_capped) == at_cap
    if at_cap:
        assert result.at_cap[GROWTH, "2025"].beyond == Decimal(gross) - 3_000_000


@pytest.mark.parametrize(("supported", "at_cap"), [("19999.99", 0), ("20000.00", 1), ("25000.00", 1)])
def test_a_yearly_cap_that_was_decided_binds_for_warehousing(supported: str, at_cap: int) -> None:
    steps = {"fees": Decimal("50000.00"), "ratio": Decimal("0.5"), "supported": Decimal(supported), "annual_cap": Decimal("20000.00")}
    result = found(line("1", "20000.00", **IN_WAREHOUSING, steps=steps))
    assert sum(one.lines for one in result.at_cap.values()) == at_cap


@pytest.mark.parametrize(("reasons", "at_cap"), [(("already_granted",), 1), (("not_in_zone", "already_granted"), 0), (("not_in_zone",), 0)])
@pytest.mark.parametrize(
    ("provision", "steps"),
    [
        (GROWTH, {"gross": Decimal("5500000.00"), "award": Decimal("3000000.00"), "already_granted": Decimal("3000000.00")}),
        (WAREHOUSING, {"supported": Decimal("50000.00"), "annual_cap": Decimal("20000.00"), "already_granted": Decimal("20000.00")}),
    ],
)
def test_a_cap_that_was_granted_in_full_still_binds(
    provision: str, steps: dict[str, Decimal], reasons: tuple[str, ...], at_cap: int
) -> None:
    where = IN_WAREHOUSING if provision == WAREHOUSING else {}
    granted = line("1", "0.00", **where, status="ineligible", reasons=reasons, steps=steps)
    assert sum(one.lines for one in found(granted).at_cap.values()) == at_cap


def test_an_unknown_sum_is_at_no_cap() -> None:
    steps = {"gross": Decimal("7000000.00"), "award": Decimal("3000000.00")}
    assert not found(line("1", "0.00", status="undetermined", amount=None, high=Decimal("3000000.00"), steps=steps)).at_cap


def test_lines_moved_by_readings_are_counted_and_an_unbounded_most_stays_unbounded() -> None:
    ranges = (Range(Decimal("1.00"), Decimal("1.00")), Range(ZERO, Decimal("1.00")), Range(Decimal("1.00"), None))
    over = found(*(line(str(n), "1.00", over_readings=one) for n, one in enumerate(ranges))).over_readings[GROWTH]
    assert (over.lines, over.moved) == (3, 2)
    assert (over.own, over.all) == (Range(Decimal("3.00"), Decimal("3.00")), Range(Decimal("2.00"), None))


def test_sums_stay_exact_however_large() -> None:
    large = "99999999999999999999999999999999.99"
    (tally,) = found(*(line(str(n), large) for n in range(9))).groups.values()
    assert tally.sums.low == Decimal("899999999999999999999999999999999.91")


def test_years_are_those_in_which_claiming_opens() -> None:
    refused = line("3", "0.00", period="2019", claim="open", status="ineligible", valid_from=None, valid_until=None)
    result = found(line("1", "1.00", **IN_WAREHOUSING), line("2", "2.00"), refused._replace(claim=None))
    assert {key: tally.sums.payable for key, tally in result.years.items()} == {
        (2024, "open"): Decimal("1.00"),
        (2026, "open"): Decimal("2.00"),
    }


def test_lacks_are_counted_by_what_they_are() -> None:
    lacking = ("imports:2023-01..2023-12", "imports:2024-05", "decision:growth.new_importer", "decision:warehousing.ratio")
    result = found(line("1", "1.00", missing=lacking))
    assert dict(result.missing) == {"imports": 1, "decision:growth.new_importer": 1, "decision:warehousing.ratio": 1}


def test_a_provision_that_the_law_does_not_have_is_named() -> None:
    with pytest.raises(errors.BadValue, match="elsewhere/import"):
        found(line("1", "1.00", provision="elsewhere/import"))
