"""Every document on the first and last day of every quarter from 2020 to 2030: one state, no gap, no overlap, and said where unreviewed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from subsidy import Case, assess
from subsidy.law.effects import effects, is_unreviewed
from subsidy.law.library import library
from subsidy.law.model import Document
from subsidy.law.selection import Filters, select

ONE_DAY = timedelta(days=1)
STARTS = [date(year, month, 1) for year in range(2020, 2031) for month in (1, 4, 7, 10)]
DAYS = sorted([*STARTS, *(start - ONE_DAY for start in [*STARTS[1:], date(2031, 1, 1)])])
ORDER = {"not_yet": 0, "in_force": 1, "ended": 2}
REVIEWED = date(2026, 11, 22)
CASE = Case.model_validate(
    {
        "enterprise": {"uscc": "913101180000000004", "zone": "qingpu", "settled_on": "2024-05-01", "foreign_trade": True},
        "imports": [{"period": str(year), "value": f"{year}0000.00"} for year in range(2020, 2031)],
        "firsts": [{"business": "Repair", "kind": "first", "recognised_on": "2025-04-18"}],
        "warehousing": [{"from": "2024-05-01", "to": "2027-04-30", "amount": "52000.00"}],
    }
)
documents = pytest.mark.parametrize("document", library().documents, ids=lambda document: document.id)
days = pytest.mark.parametrize("day", DAYS, ids=str)


def test_the_days_are_those_of_44_quarters() -> None:
    assert (len(DAYS), DAYS[0], DAYS[-1]) == (88, date(2020, 1, 1), date(2030, 12, 31))


@documents
def test_a_document_is_not_yet_then_in_force_then_ended_and_never_comes_back(document: Document) -> None:
    states = [document.state_on(day) for day in DAYS]
    if document.in_force_from is None:
        assert set(states) == {"unknown"}
        return
    assert all(ORDER[before] <= ORDER[after] for before, after in pairwise(states))
    held = [day for day, state in zip(DAYS, states, strict=True) if state == "in_force"]
    assert held == [day for day in DAYS if document.in_force_from <= day <= (document.last_day or date.max)]
    assert held


@days
def test_one_of_the_two_city_documents_is_in_force_from_2021_on(day: date) -> None:
    states = [library().document(name).state_on(day) for name in ("shanghai-2021-1", "shanghai-2026-192")]
    assert states.count("in_force") == (day >= date(2021, 1, 15))


@documents
@days
def test_what_is_said_of_a_document_fits_its_state_and_whether_it_was_reviewed(document: Document, day: date) -> None:
    codes = [effect.code for effect in effects(document, day)]
    first = {"not_yet": {"not_yet"}, "in_force": {"runs_until", "runs_open"}, "ended": {"ended"}, "unknown": {"days_unknown"}}
    assert codes[0] in first[document.state_on(day)]
    assert len(set(codes)) == len(codes)
    assert ("unreviewed" in codes) == is_unreviewed(document, day) == (day > REVIEWED)


@days
def test_every_measure_applies_on_a_day_or_does_not(day: date) -> None:
    chosen = select(Filters(), day)
    assert len(chosen.entries) + len(chosen.other_days) == 89
    assert {entry.document.state_on(day) for entry in chosen.entries} <= {"in_force", "unknown"}
    assert {entry.document.state_on(day) for entry in chosen.other_days} <= {"not_yet", "ended"}


@days
def test_a_figure_of_law_has_one_version_on_every_day_in_force(day: date) -> None:
    for document, provision in library().provisions():
        if document.state_on(day) == "in_force":
            for parameter in provision.parameters:
                holding = [v for v in parameter.versions if v.first <= day <= (v.last or date.max)]
                assert [version.value for version in holding] == [parameter.figure().on(day)]


@days
def test_an_enterprise_can_be_assessed_on_every_day_and_is_told_of_the_repealed_basis(day: date) -> None:
    found = assess(CASE, as_of=day)
    assert len(found.entitlements) == 11 + 1 + 3
    for entitlement in found.entitlements:
        assert ("basis_repealed" in [warning.code for warning in entitlement.warnings]) == (day >= date(2026, 5, 28))
        assert entitlement.claim in ("upcoming", "open", "lapsed", None)


@documents
@pytest.mark.parametrize("key", ["in_force_from", "last_day", "reviewed_until"])
def test_the_turn_is_on_the_day_itself(document: Document, key: str) -> None:
    turn = getattr(document, key)
    if turn is None:
        assert key != "reviewed_until"
        return
    around = [turn - ONE_DAY, turn, turn + ONE_DAY]
    if key == "reviewed_until":
        assert [is_unreviewed(document, day) for day in around] == [False, False, True]
    else:
        expected = ["not_yet", "in_force", "in_force"] if key == "in_force_from" else ["in_force", "in_force", "ended"]
        assert [document.state_on(day) for day in around] == expected
