"""Readings with their options and defaults, and the decisions that are accepted and refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from subsidy import errors
from subsidy.law.choices import settle_decisions, settle_readings
from subsidy.law.library import library

LANGUAGES = ("zh", "en")
USCC = "913101180000000004"

# reading: the kinds of provision that it is for, its options with the default first
READINGS: dict[str, tuple[list[str], list[str]]] = {
    "growth.years": (["growth"], ["claimed_year_after", "earned_in_force"]),
    "growth.new_importer": (["growth"], ["undecided", "zero_base", "excluded"]),
    "growth.qualified": (["growth"], ["presumed", "register"]),
    "payout.rounding": (["first", "growth", "warehousing"], ["fen", "yuan_down", "wan_down"]),
    "first.day": (["first"], ["recognised", "achieved"]),
    "first.once_per": (["first"], ["business", "enterprise"]),
    "warehousing.starts": (["warehousing"], ["settled_on", "first_fee"]),
    "warehousing.after_expiry": (["warehousing"], ["stop", "run_off"]),
    "warehousing.settled_before": (["warehousing"], ["excluded", "remaining"]),
}


def test_the_questions_that_the_law_leaves_open_are_these() -> None:
    found = {reading.name: (sorted(reading.kinds), reading.options) for reading in library().questions.readings}
    assert found == READINGS


def test_every_reading_says_why_it_is_open_and_where() -> None:
    for reading in library().questions.readings:
        assert all(reading.why.text(lang).strip() for lang in LANGUAGES)
        assert set(reading.article.split(", ")) <= {"1", "4"}


def test_the_first_option_is_the_default() -> None:
    assert settle_readings(None) == settle_readings({}) == {name: options[0] for name, (_, options) in READINGS.items()}


@pytest.mark.parametrize(("name", "option"), [(name, option) for name, (_, options) in READINGS.items() for option in options])
def test_an_option_is_taken_and_the_others_stay_at_their_defaults(name: str, option: str) -> None:
    assert settle_readings({name: option}) == {**settle_readings(None), name: option}


@pytest.mark.parametrize("name", ["growth.year", "", "years", "Growth.years"])
def test_an_unknown_reading_is_named_with_those_that_are_known(name: str) -> None:
    with pytest.raises(errors.UnknownReading) as caught:
        settle_readings({name: "fen"})
    assert repr(name) in str(caught.value)
    assert all(known in caught.value.sentence("zh") for known in READINGS)


@pytest.mark.parametrize("name", READINGS)
@pytest.mark.parametrize("option", ["", "none", "FEN", None, True])
def test_an_unknown_option_is_named_with_those_that_are_accepted(name: str, option: Any) -> None:
    with pytest.raises(errors.UnknownReadingOption) as caught:
        settle_readings({name: option})
    assert name in str(caught.value)
    assert all(accepted in caught.value.sentence("zh") for accepted in READINGS[name][1])


@pytest.mark.parametrize(
    ("ratio", "values", "canonical"),
    [
        ("0.5", "0.5 0.5 0.5", "0.50,0.50,0.50"),
        ("1,0.8,0.5", "1 0.8 0.5", "1.00,0.80,0.50"),
        (" 1 , 0.8 , 0.5 ", "1 0.8 0.5", "1.00,0.80,0.50"),
        ("1，0.8，0.5", "1 0.8 0.5", "1.00,0.80,0.50"),
        ("0", "0 0 0", "0.00,0.00,0.00"),
        (1, "1 1 1", "1.00,1.00,1.00"),
        ("0.000001", "0.000001 0.000001 0.000001", "0.000001,0.000001,0.000001"),
        (Decimal("0.25"), "0.25 0.25 0.25", "0.25,0.25,0.25"),
        (["1", "0.8", "0.5"], "1 0.8 0.5", "1.00,0.80,0.50"),
        ([1, Decimal("0.8"), "0.5"], "1 0.8 0.5", "1.00,0.80,0.50"),
        (("0.5",), "0.5 0.5 0.5", "0.50,0.50,0.50"),
    ],
)
def test_a_ratio_is_one_for_all_years_or_one_for_each(ratio: object, values: str, canonical: str) -> None:
    settled = settle_decisions({"warehousing.ratio": ratio})
    assert settled.values == {"warehousing.ratio": tuple(map(Decimal, values.split()))}
    assert settled.canonical == {"warehousing.ratio": canonical}


@pytest.mark.parametrize(
    "ratio",
    [
        *("", " ", "1.000001", "2", "-0.1", "+0.5", "0.1234567", "50%", "1/2", "0,5", "1,0.8", "1,0.8,0.5,0.2", "1,,0.5", "1;0.8;0.5"),
        *("０.５", ".5", "1.", "1e-1", "NaN", "half", None, True, False),
        *(0.5, 1.0, [0.5, 0.5, 0.5], [], ["1", "0.8"], [["1"]], {"1": "0.5"}, Decimal("1.5"), Decimal("NaN"), Decimal("1E-7")),
    ],
)
def test_any_other_ratio_is_refused(ratio: object) -> None:
    with pytest.raises(errors.BadDecision) as caught:
        settle_decisions({"warehousing.ratio": ratio})
    assert "warehousing.ratio" in str(caught.value)
    assert "0.5 or 1,0.8,0.5" in str(caught.value)
    assert "0到1" in caught.value.sentence("zh")


@pytest.mark.parametrize(
    ("cap", "text"), [("200000.00", "200000.00"), ("200000", "200000.00"), (200000, "200000.00"), (Decimal("0.01"), "0.01"), ("0", "0.00")]
)
def test_a_yearly_cap_is_a_sum_of_money(cap: object, text: str) -> None:
    settled = settle_decisions({"warehousing.annual_cap": cap})
    assert settled.values == {"warehousing.annual_cap": Decimal(text)}
    assert settled.canonical == {"warehousing.annual_cap": text}


@pytest.mark.parametrize(
    "cap", ["", "-0.01", -1, "0.001", "1,000", "1e3", 200000.0, True, None, ["1"], "NaN", Decimal("NaN"), Decimal("sNaN"), 10**16]
)
def test_any_other_cap_is_refused(cap: object) -> None:
    with pytest.raises(errors.BadDecision) as caught:
        settle_decisions({"warehousing.annual_cap": cap})
    assert "not below zero with at most two decimals" in str(caught.value)


def test_a_contested_first_goes_to_the_enterprise_named() -> None:
    settled = settle_decisions({"first.conflict.Ｂｏｎｄｅｄ  Repair ": "9131 0118 0000 0000 04"})
    assert settled.conflicts == {"bonded repair": USCC}
    assert settled.canonical == {"first.conflict.bonded repair": USCC}
    assert settled.values == {}


@pytest.mark.parametrize("code", ["", "qingpu", "91310118", "91310118000000000I", None, 913101180000000004.0])
def test_a_contested_first_goes_to_no_one_without_a_code(code: object) -> None:
    with pytest.raises(errors.BadDecision, match=r"first\.conflict\.Repair"):
        settle_decisions({"first.conflict.Repair": code})


@pytest.mark.parametrize("name", ["warehousing.rate", "first.conflict.", "first.conflict", "growth.new_importer", ""])
def test_an_unknown_decision_is_named_with_those_that_are_known(name: str) -> None:
    with pytest.raises(errors.UnknownDecision) as caught:
        settle_decisions({name: "1"})
    assert repr(name) in str(caught.value)
    for known in ("warehousing.ratio", "warehousing.annual_cap", "first.conflict.BUSINESS"):
        assert known in caught.value.sentence("zh")


def test_nothing_is_decided_where_nothing_is_given() -> None:
    assert settle_decisions(None) == settle_decisions({}) == ({}, {}, {})


def test_what_is_accepted_is_said_in_both_languages() -> None:
    for decision in library().questions.decisions:
        assert re.search("[一-鿿]", decision.accepted.zh)
        assert not re.search("[一-鿿]", decision.accepted.en)
