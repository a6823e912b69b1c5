"""What the state of a document means, for itself and for the entitlements that rest on it."""

from __future__ import annotations

from datetime import date

import pytest

from subsidy.law.effects import Effect, effects
from subsidy.law.library import library
from subsidy.law.model import Document

BEFORE, REPEAL = date(2026, 5, 27), date(2026, 5, 28)


def codes(name: str, day: date) -> list[str]:
    return [effect.code for effect in effects(library().document(name), day)]


def the(code: str, name: str, day: date) -> Effect:
    (found,) = [effect for effect in effects(library().document(name), day) if effect.code == code]
    return found


def ids(effect: Effect) -> dict[str, object]:
    return {key: fact.id if isinstance(fact, Document) else fact for key, fact in effect.facts.items()}


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("qingpu-2024-1", date(2024, 2, 5), ["not_yet", "basis_to_be_repealed", "pays_not_yet"]),
        ("qingpu-2024-1", BEFORE, ["runs_until", "basis_to_be_repealed", "pays"]),
        ("qingpu-2024-1", REPEAL, ["runs_until", "basis_repealed", "pays"]),
        ("qingpu-2024-1", date(2027, 2, 5), ["runs_until", "basis_repealed", "pays", "unreviewed"]),
        ("qingpu-2024-1", date(2027, 2, 6), ["ended", "basis_repealed", "pays_no_longer", "unreviewed"]),
        ("shanghai-2021-1", BEFORE, ["runs_until", "repealed", "basis_of", "names_no_sums"]),
        ("shanghai-2021-1", REPEAL, ["ended", "repealed", "repealed_basis_of", "names_no_sums"]),
        ("shanghai-2026-192", BEFORE, ["not_yet", "repeals", "repeals_basis_of", "names_no_sums"]),
        ("shanghai-2026-192", REPEAL, ["runs_open", "repeals", "repeals_basis_of", "names_no_sums"]),
        ("shanghai-action-plan-2025", REPEAL, ["runs_until", "names_no_sums"]),
        ("shanghai-ftz-linkage", REPEAL, ["days_unknown", "names_no_sums"]),
    ],
)
def test_effects_follow_from_the_day(name: str, day: date, expected: list[str]) -> None:
    assert codes(name, day) == expected


def test_the_repealed_basis_is_named_with_what_repealed_it_and_when() -> None:
    assert ids(the("basis_repealed", "qingpu-2024-1", REPEAL)) == {"basis": "shanghai-2021-1", "other": "shanghai-2026-192", "day": REPEAL}
    assert ids(the("repealed", "shanghai-2021-1", BEFORE)) == {"other": "shanghai-2026-192", "day": REPEAL}
    assert ids(the("repeals_basis_of", "shanghai-2026-192", REPEAL)) == {
        "basis": "shanghai-2021-1",
        "other": "qingpu-2024-1",
        "day": REPEAL,
    }


def test_days_are_counted_to_the_turn() -> None:
    assert ids(the("not_yet", "qingpu-2024-1", date(2024, 2, 1))) == {"day": date(2024, 2, 6), "days": 5}
    assert ids(the("runs_until", "qingpu-2024-1", date(2027, 2, 5))) == {"day": date(2027, 2, 5), "days": 0}


def test_readings_that_outlast_the_document_are_those_that_are_known() -> None:
    named = str(the("pays_no_longer", "qingpu-2024-1", date(2027, 2, 6)).facts["readings"])
    known = {f"{reading.name}={option}" for reading in library().questions.readings for option in reading.options}
    assert set(named.split(", ")) < known
