"""A line that says what no line can is refused by line and column, and so are lines that the summary does not add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.assess import assess
from subsidy.batch.read_checks import checked
from subsidy.batch.read_lines import Line, Range
from subsidy.entitlement import Entitlement
from subsidy.intake.scenario_file import read_scenario_file
from subsidy.law.run import prepare
from subsidy.money import ZERO
from tests.batch.test_overview import GROWTH, IN_WAREHOUSING, account_of, line, total
from tests.test_scenarios import FILES, HOME

TEN = Decimal("10.00")
OPEN: dict[str, Any] = {"status": "undetermined", "amount": None, "low": ZERO, "high": TEN}
NOTHING: dict[str, Any] = {"status": "ineligible", "amount": ZERO, "low": ZERO, "high": ZERO}


def passed(*lines: Line, of: list[Line] | None = None, readings: dict[str, str] | None = None) -> list[Line]:
    """The lines, read beside a summary of others where these are given."""
    account = account_of(*(total(one) for one in (lines if of is None else of)))
    return list(checked(lines, account, prepare(date(2026, 3, 1), readings, {})))


@pytest.mark.parametrize(
    "fine",
    [
        line("1", "10.00"),
        line("1", "10.00", claim="lapsed"),
        line("1", "10.00", claim="upcoming"),
        line("1", "10.00", **NOTHING),
        line("1", "10.00", **OPEN),
        line("1", "10.00", **OPEN | {"high": None}),
        line("1", "10.00", **IN_WAREHOUSING),
        line("1", "10.00", steps={"award": Decimal("14.004999"), "already_granted": Decimal("4.00")}),
        line("1", "10.00", over_readings=Range(ZERO, None)),
        line("1", "10.00", **NOTHING, period="2019", valid_from=None, valid_until=None)._replace(claim=None),
    ],
)
def test_a_line_as_it_is_written_passes(fine: Line) -> None:
    assert passed(fine) == [fine]


@pytest.mark.parametrize(
    ("changes", "column", "value", "accepted"),
    [
        ({"amount": Decimal("9999999.99")}, "amount", "9999999.99", "the same in amount, low and high"),
        ({"amount": None}, "amount", "", "the same in amount, low and high"),
        ({"low": ZERO}, "low", "0.00", "the same in amount, low and high"),
        ({"high": None}, "high", "", "the same in amount, low and high"),
        ({"amount": ZERO, "low": ZERO, "high": ZERO}, "amount", "0.00", "above 0.00"),
        ({**OPEN, "amount": Decimal("5.00")}, "amount", "5.00", "empty for `undetermined`"),
        ({**OPEN, "low": Decimal("10.01")}, "high", "10.00", "not above the most"),
        ({**OPEN, "low": Decimal("-0.01")}, "low", "-0.01", "0.00 or more"),
        ({**NOTHING, "amount": Decimal("7.00")}, "amount", "7.00", "0.00 for `ineligible`"),
        ({**NOTHING, "amount": None}, "amount", "", "0.00 for `ineligible`"),
        ({**NOTHING, "high": None}, "high", "", "0.00 for `ineligible`"),
        ({"over_readings": Range(TEN, Decimal("9.99"))}, "range_high", "9.99", "not above the most"),
        ({"steps": {"award": Decimal("9.99")}}, "amount", "10.00", "9.99, by the steps"),
        ({"steps": {"award": TEN, "already_granted": Decimal("4.00")}}, "amount", "10.00", "6.00, by the steps"),
        ({"uscc": "9.13101E+17"}, "uscc", "9.13101E+17", "18 digits or capitals"),
        ({"provision": "elsewhere/import"}, "provision", "elsewhere/import", GROWTH),
        ({"document": "青商规〔2023〕1号"}, "document", "青商规〔2023〕1号", "青商规〔2024〕1号"),
        ({"article": "99"}, "article", "99", "4"),
        ({"period": "2024"}, "valid_from", "2026-01-01", "2025-01-01"),
        ({"period": "year 1"}, "period", "year 1", "a statistics year"),
        ({"period": "2019"}, "valid_from", "2026-01-01", "empty"),
        ({"valid_from": date(2021, 1, 1)}, "valid_from", "2021-01-01", "2026-01-01"),
        ({"valid_until": None}, "valid_until", "", "not before valid_from"),
        ({"valid_until": date(2025, 12, 31)}, "valid_until", "2025-12-31", "not before valid_from"),
        ({**IN_WAREHOUSING, "valid_from": date(2021, 1, 1)}, "valid_from", "2021-01-01", "2024-02-06 .. 2027-02-05"),
        ({**IN_WAREHOUSING, "valid_until": date(2026, 12, 31)}, "valid_until", "2026-12-31", "2027-02-05"),
    ],
)
def test_a_cell_that_was_edited_is_named(changes: dict[str, Any], column: str, value: str, accepted: str) -> None:
    edited = line("1", "10.00", **changes, number=7)
    with pytest.raises(errors.BadValue) as found:
        passed(edited, of=[])
    assert str(found.value).startswith(f"{Path('result') / 'entitlements.csv'}, line 7, {column}: {value!r} is not usable")
    assert accepted in str(found.value)
    assert f"第7行 {column}" in found.value.sentence("zh")


@pytest.mark.parametrize("claim", ["lapsed", "upcoming", None])
def test_a_claim_state_that_is_not_that_of_the_window_is_refused(claim: Any) -> None:
    with pytest.raises(errors.BadValue, match=r"claim: .* accepted: open"):
        passed(line("1", "10.00")._replace(claim=claim), of=[])


def test_the_window_is_that_of_the_reading() -> None:
    before = line("1", "10.00", period="2023", valid_from=date(2024, 1, 1), valid_until=date(2024, 12, 31))._replace(claim="lapsed")
    with pytest.raises(errors.BadValue, match="2024-02-06"):
        passed(before, of=[])
    earned = line("1", "10.00", claim="lapsed")
    assert passed(earned, readings={"growth.years": "earned_in_force"}) == [earned]


@pytest.mark.parametrize(
    "others",
    [
        [line("1", "10.00"), line("2", "10.00")],
        [line("1", "10.01")],
        [],
        [line("1", "10.00", **IN_WAREHOUSING | {"period": "year 2"})],
    ],
)
def test_lines_that_the_summary_does_not_add_up_to_are_refused(others: list[Line]) -> None:
    with pytest.raises(errors.ResultMixed, match="payable open"):
        passed(line("1", "10.00", **(IN_WAREHOUSING if others and others[0].period == "year 2" else {})), of=others)


def test_periods_are_told_apart_though_a_table_defuses_them() -> None:
    odd = line("1", "10.00", **IN_WAREHOUSING | {"period": "=x"})
    assert passed(odd, of=[odd._replace(period="'=x")]) == [odd]


def test_a_reading_that_the_summary_lacks_is_named() -> None:
    run = prepare(date(2026, 3, 1), {}, {})
    account = replace(account_of(), readings={name: used for name, used in run.readings.items() if name != "growth.years"})
    with pytest.raises(errors.MissingKey, match=r"summary\.json: readings\.growth\.years"):
        list(checked([], account, run))


def test_sums_of_many_lines_stay_exact_whatever_the_context_of_the_caller() -> None:
    lines = [line(str(number), "99999999999999999999999999.99") for number in range(30)]
    assert len(passed(*lines)) == 30


def as_line(found: Entitlement) -> Line:
    """An entitlement as the line that a batch writes of it."""
    named = {name: getattr(found, name) for name in Line._fields if name in Entitlement.model_fields}
    codes = {name: tuple(note.code for note in getattr(found, name)) for name in ("reasons", "missing", "warnings")}
    cited = {"document": found.citation.document, "article": found.citation.article}
    steps = {step.name: step.value for step in found.steps}
    return Line(uscc="913101180000000004", name="", over_readings=None, **{**named, **cited, **codes, "steps": steps})


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOME)))
def test_what_rules_give_passes_under_every_reading_and_law(file: Path) -> None:
    asked = read_scenario_file(file)
    run = asked.run()
    judged = assess(
        asked.case, as_of=run.as_of, readings=asked.scenario.readings, decisions=asked.scenario.decisions, law=run.law
    ).entitlements
    lines = [as_line(found) for found in judged]
    account = replace(account_of(*map(total, lines)), readings=dict(run.readings))
    assert list(checked(lines, account, run)) == lines
