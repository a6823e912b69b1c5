"""The windows of the law are those that its rules give to whoever falls in them, under every reading."""

from __future__ import annotations

import dataclasses
from datetime import date
from itertools import product
from typing import Any

import pytest

from subsidy import assess
from subsidy.facts import Case
from subsidy.law.run import prepare
from subsidy.law.windows import LawWindow, law_windows
from subsidy.law.wording import sentence
from subsidy.periods import ONE_DAY
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.scheme_shape import Scheme

AS_OF = date(2026, 3, 1)
FIRST, LAST = date(2024, 2, 6), date(2027, 2, 5)
GROWTH, BUSINESS, WAREHOUSING = (f"qingpu-2024-1/{name}" for name in ("import-growth", "first", "warehousing"))


def windows(provision: str, **readings: str) -> list[LawWindow]:
    found = law_windows(prepare(AS_OF, {name.replace("__", "."): option for name, option in readings.items()}, None))
    return [window for window in found if window.terms.provision == provision]


def spans(case: Case, readings: dict[str, str]) -> dict[str, tuple[date, date]]:
    """The windows that a case is given, by period."""
    found = assess(case, as_of=AS_OF, readings=readings).entitlements
    return {e.period: (e.valid_from, e.valid_until) for e in found if e.valid_from and e.valid_until}


@pytest.mark.parametrize("option", ["claimed_year_after", "earned_in_force"])
def test_every_statistics_year_that_can_be_claimed_has_its_window(option: str) -> None:
    case = Case.model_validate({"enterprise": {"zone": "qingpu"}, "coverage": [{"from": "2015-01", "to": "2035-12"}]})
    told = {w.period: (w.first, w.last) for w in windows(GROWTH, growth__years=option)}
    assert told == spans(case, {"growth.years": option})
    assert len(told) == {"claimed_year_after": 4, "earned_in_force": 3}[option]


@pytest.mark.parametrize(("option", "fact"), [("recognised", "recognised_on"), ("achieved", "achieved_on")])
def test_a_first_is_claimed_from_its_day_to_the_last_day_in_force(option: str, fact: str) -> None:
    (window,) = windows(BUSINESS, first__day=option)
    assert (window.period, window.first, window.last, window.needs) == (None, FIRST, LAST, option)
    for day, expected in ((FIRST, {"a": (FIRST, LAST)}), (LAST, {"a": (LAST, LAST)}), (FIRST - ONE_DAY, {}), (LAST + ONE_DAY, {})):
        claimed = {"enterprise": {"zone": "qingpu"}, "firsts": [{"business": "a", "kind": "first", fact: day}]}
        assert spans(Case.model_validate(claimed), {"first.day": option}) == expected


@pytest.mark.parametrize(("expiry", "before"), list(product(["stop", "run_off"], ["excluded", "remaining"])))
def test_support_years_lie_between_those_of_the_earliest_and_the_latest_to_settle(expiry: str, before: str) -> None:
    readings = {"warehousing.after_expiry": expiry, "warehousing.settled_before": before}
    every_day = [FIRST.replace(year=year) for year in range(2021, 2027)] + [FIRST - ONE_DAY, LAST - ONE_DAY, LAST, LAST + ONE_DAY]
    every_day += [day.replace(year=day.year - back) for day in (LAST, LAST + ONE_DAY) for back in (1, 2)]
    found = [spans(Case.model_validate({"enterprise": {"zone": "qingpu", "settled_on": day}}), readings) for day in every_day]
    given = [span for one in found for span in one.items() if span[0] != "year 1..3"]
    told = windows(WAREHOUSING, warehousing__after_expiry=expiry, warehousing__settled_before=before)
    assert [w.period for w in told] == ["year 1", "year 2", "year 3"]
    for window in told:
        days = [span for period, span in given if period == window.period]
        assert (window.first, window.last) == (min(first for first, _ in days), max(last for _, last in days))


@pytest.mark.parametrize("k", [1, 2, 3])
def test_a_support_year_needs_settling_in_time_for_it(k: int) -> None:
    window = windows(WAREHOUSING)[k - 1]
    assert (window.fact.first, window.fact.last) == (FIRST, LAST.replace(year=LAST.year + 1 - k))
    for day, given in ((window.fact.last, True), (window.fact.last + ONE_DAY, False)):  # type: ignore[operator]
        case = Case.model_validate({"enterprise": {"zone": "qingpu", "settled_on": day}})
        assert (f"year {k}" in spans(case, {})) is given


def test_support_years_that_begin_with_a_fee_may_run_off_on_any_day() -> None:
    told = windows(WAREHOUSING, warehousing__after_expiry="run_off", warehousing__starts="first_fee")
    assert [window.last for window in told] == [None, None, None]


def test_every_need_has_a_sentence_in_both_languages() -> None:
    choices = [{}, {"first__day": "achieved", "warehousing__settled_before": "remaining"}]
    needs = {window.needs for chosen in choices for p in (GROWTH, BUSINESS, WAREHOUSING) for window in windows(p, **chosen)}
    assert needs == {"imports", "recognised", "achieved", "settled", "settled_by"}
    for code in {*needs, "year", "in_force"}:
        assert sentence("needs", code, "zh") != sentence("needs", code, "en")


BY_YEAR = {"per": "year", "basis": [{"on": "level", "parts": [{"quantity": "imports"}]}], "award": {"kind": "rate", "figure": "rate"}}
BY_ITEM = {"per": "item", "item": "bay", "award": {"kind": "lump_sum", "figure": "sum"}}
IN_MARCH = (date(2025, 3, 1), date(2025, 3, 31))
APPLICATION = {"window": "application", "application": {"from": IN_MARCH[0], "to": IN_MARCH[1]}}


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({**BY_YEAR, "window": "year_after"}, {"2023": (FIRST, date(2024, 12, 31)), "2024": (date(2025, 1, 1), date(2025, 6, 30))}),
        ({**BY_YEAR, "window": "days_in_force"}, {"2024": (FIRST, date(2025, 6, 30)), "2025": (date(2025, 1, 1), date(2025, 6, 30))}),
        ({**BY_YEAR, "window": "year_after", "years": [2024]}, {"2024": (date(2025, 1, 1), date(2025, 6, 30))}),
        ({**BY_YEAR, **APPLICATION, "years": [2024]}, {"2024": IN_MARCH}),
        ({**BY_YEAR, "window": "not_stated"}, {}),
        ({**BY_ITEM, "window": "days_in_force"}, {None: (FIRST, date(2025, 6, 30))}),
        ({**BY_ITEM, **APPLICATION}, {None: IN_MARCH}),
        ({**BY_ITEM, "window": "not_stated"}, {}),
    ],
)
def test_schemes_have_the_windows_of_their_years_or_of_their_days(shape: dict[str, Any], expected: dict[str | None, Any]) -> None:
    run = prepare(AS_OF, None, None)
    (document, provision, terms), *_ = run.provisions
    plan = Plan(Scheme.model_validate(shape), first=FIRST, last=date(2025, 6, 30))
    clause = (document, provision, dataclasses.replace(terms, kind="scheme", plan=plan))
    found = list(law_windows(dataclasses.replace(run, provisions=(clause,))))
    assert {window.period: (window.first, window.last) for window in found} == expected
    assert all(window.per_period is (window.period is not None) for window in found)
