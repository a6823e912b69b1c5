"""The watch list as a calendar, read back by the library: days, texts, reminders, names, and the same bytes every time."""

from __future__ import annotations

import builtins
import datetime
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from subsidy import errors
from subsidy.dated import WatchList
from subsidy.deadlines import Entry, Source, watch_list, watch_list_of
from subsidy.facts import Case
from subsidy.law.run import prepare
from subsidy.report.deadlines_ics import deadlines_ics

ONE_DAY = timedelta(days=1)
FIRM = Case.model_validate(
    {
        "enterprise": {"zone": "qingpu", "name": "甲；乙, 丙", "settled_on": "2024-05-06", "foreign_trade": True},
        "imports": [{"period": str(year), "value": (year - 2021) * 1000_0000} for year in range(2023, 2027)],
        "coverage": [{"from": "2024-01", "to": "2026-02"}],
        "firsts": [{"business": "保税展示", "kind": "first", "recognised_on": "2025-04-18"}],
    }
)


def events(watched: WatchList, lang: str = "en") -> list[Any]:
    return list(Calendar.from_ical(deadlines_ics(watched, lang)).walk("VEVENT"))


def told(watched: WatchList, lang: str = "en") -> dict[str, date]:
    return {str(event["summary"]): event["dtstart"].dt for event in events(watched, lang)}


def test_each_opening_and_each_last_day_is_one_whole_day() -> None:
    found = watch_list(FIRM, as_of=date(2026, 3, 1))
    growth, warehousing = (
        "Support for the yearly increment in imports",
        "Support for warehousing fees of newly settled foreign-trade enterprises",
    )
    first = "Support for a business first or a breakthrough in mode"
    assert told(found) == {
        f"Opens: {warehousing}  year 3": date(2026, 5, 6),
        f"Last day to claim: {growth}  2025": date(2026, 12, 31),
        f"Opens: {growth}  2026": date(2027, 1, 1),
        "Last day in force: 青商规〔2024〕1号": date(2027, 2, 5),
        f"Last day to claim: {growth}  2026": date(2027, 2, 5),
        f"Last day to claim: {first}  保税展示": date(2027, 2, 5),
        **{f"Last day to claim: {warehousing}  year {k}": date(2027, 2, 5) for k in (1, 2, 3)},
    }
    for event in events(found):
        assert event["dtend"].dt - event["dtstart"].dt == ONE_DAY
        assert not isinstance(event["dtstart"].dt, datetime.datetime)


def test_last_days_are_reminded_of_fourteen_and_three_days_before() -> None:
    for event in events(watch_list(FIRM, as_of=date(2026, 3, 1))):
        reminders = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
        opens = str(event["summary"]).startswith("Opens")
        assert reminders == ([] if opens else [timedelta(days=-14), timedelta(days=-3)])


@pytest.mark.parametrize(
    ("as_of", "opens", "lasts"),
    [
        (date(2025, 12, 31), True, True),
        (date(2026, 1, 1), True, True),
        (date(2026, 1, 2), False, True),
        (date(2026, 12, 31), False, True),
        (date(2027, 1, 1), False, False),
    ],
)
def test_what_is_over_is_left_out(as_of: date, opens: bool, lasts: bool) -> None:
    found = told(watch_list(FIRM, as_of=as_of, lang="zh"), "zh")
    assert ("开始申报：进口增量扶持  2025" in found) is opens
    assert ("最后申报日：进口增量扶持  2025" in found) is lasts


def test_texts_give_exact_sums_bounds_the_citation_and_what_is_missing() -> None:
    texts = {str(event["summary"]): str(event["description"]) for event in events(watch_list(FIRM, as_of=date(2026, 3, 1)))}
    of_2025 = texts["Last day to claim: Support for the yearly increment in imports  2025"]
    assert of_2025.splitlines()[:3] == ["RMB 250,000.00", "2026-01-01 to 2026-12-31", "青商规〔2024〕1号, article 4"]
    assert "The sums were judged as of 2026-03-01." in of_2025
    of_2026 = texts["Opens: Support for the yearly increment in imports  2026"]
    assert of_2026.startswith("RMB 250,000.00 to 3,000,000.00\n2027-01-01 to 2027-02-05\n")
    assert "missing: imports of 2026-03..2026-12\n" in of_2026
    assert "later changes are not known here" in of_2026
    assert "It rests on 沪府发〔2021〕1号" in texts["Last day in force: 青商规〔2024〕1号"]


def test_the_same_list_gives_the_same_bytes_and_every_event_a_name_of_its_own() -> None:
    one, two = (deadlines_ics(watch_list(FIRM, as_of=date(2026, 3, 1)), "zh") for _ in range(2))
    assert one == two
    assert one.count("\r\n") == one.count("\n")
    assert max(len(line.encode()) for line in one.split("\r\n")) <= 75
    found = events(watch_list(FIRM, as_of=date(2026, 3, 1)))
    names = [str(event["uid"]) for event in found]
    assert len(set(names)) == len(names) == 9
    assert {event["dtstamp"].dt.date() for event in found} == {date(2026, 3, 1)}


def test_an_event_keeps_its_name_on_later_days_in_the_other_language_and_once_its_sum_is_known() -> None:
    def names(case: Case, as_of: date, lang: str) -> set[str]:
        return {str(event["uid"]) for event in events(watch_list(case, as_of=as_of, lang=lang), lang) if event["dtstart"].dt.year == 2027}

    unknown = FIRM.model_copy(update={"imports": FIRM.imports and FIRM.imports[:-1], "coverage": None})
    assert names(FIRM, date(2026, 3, 1), "en") == names(FIRM, date(2026, 9, 1), "zh") == names(unknown, date(2026, 3, 1), "en")
    other = FIRM.model_copy(update={"enterprise": FIRM.enterprise.model_copy(update={"name": "丁"})})
    assert not names(FIRM, date(2026, 3, 1), "en") & names(other, date(2026, 3, 1), "en")


def test_claims_of_many_that_end_on_one_day_are_one_event() -> None:
    claimed = watch_list(FIRM, as_of=date(2026, 3, 1)).deadlines[0].claims[0]
    first = "qingpu-2024-1/first"
    window = (date(2025, 4, 18), date(2027, 2, 5))
    entries = [Entry(first, business, *window, claimed.model_copy(update={"uscc": business})) for business in ("a", "b", "c")]
    many = watch_list_of(entries, prepare(date(2026, 3, 1), None, None), source=Source(judged_on=date(2026, 3, 1)))
    (event,) = [event for event in events(many) if "business first" in str(event["summary"])]
    assert str(event["summary"]).endswith("breakthrough in mode  (3)")
    assert str(event["description"]).startswith("RMB 750,000.00\nenterprises: 3\n")


def test_the_law_alone_has_a_calendar_too() -> None:
    found = told(watch_list(as_of=date(2026, 3, 1)))
    assert found["Opens: Support for the yearly increment in imports  2026"] == date(2027, 1, 1)
    assert events(watch_list(as_of=date(2027, 2, 6))) == []


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    there = builtins.__import__

    def gone(name: str, *rest: Any, **more: Any) -> Any:
        if name == "icalendar":
            raise ImportError(name)
        return there(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", gone)
    with pytest.raises(errors.MissingExtra, match=r"subsidy\[ics\]"):
        deadlines_ics(watch_list(as_of=date(2026, 3, 1)), "en")
