"""The watch list: states and days at the ends of windows, what is soon, sums, and what is left out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subsidy
from subsidy import errors
from subsidy.dated import Deadline, WatchList
from subsidy.deadlines import Entry, Source, watch_list, watch_list_of
from subsidy.entitlement import CLAIMS
from subsidy.facts import Case
from subsidy.law.run import prepare
from tests import strategies

ONE_DAY = timedelta(days=1)
GROWTH = "qingpu-2024-1/import-growth"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
"""The window of statistics year 2025."""


def firm(**more: Any) -> Case:
    imports = [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}]
    return Case.model_validate({"enterprise": {"zone": "qingpu", "name": "甲"}, "imports": imports, **more})


def of_2025(as_of: date, within: int = 90) -> Deadline:
    (found,) = [d for d in watch_list(firm(), as_of=as_of, within=within).deadlines if d.period == "2025"]
    return found


@pytest.mark.parametrize(
    ("as_of", "claim", "opens_in", "days_left"),
    [
        (FIRST - ONE_DAY, "upcoming", 1, 365),
        (FIRST, "open", 0, 364),
        (FIRST + ONE_DAY, "open", -1, 363),
        (LAST - ONE_DAY, "open", -363, 1),
        (LAST, "open", -364, 0),
        (LAST + ONE_DAY, "lapsed", -365, -1),
    ],
)
def test_a_window_is_open_from_its_first_day_to_its_last(as_of: date, claim: str, opens_in: int, days_left: int) -> None:
    found = of_2025(as_of)
    assert (found.claim, found.opens_in, found.days_left) == (claim, opens_in, days_left)
    assert (found.valid_from, found.valid_until) == (FIRST, LAST)


@pytest.mark.parametrize(
    ("as_of", "soon"),
    [
        (FIRST - 31 * ONE_DAY, False),
        (FIRST - 30 * ONE_DAY, True),
        (FIRST, False),
        (LAST - 31 * ONE_DAY, False),
        (LAST - 30 * ONE_DAY, True),
        (LAST, True),
        (LAST + 30 * ONE_DAY, True),
        (LAST + 31 * ONE_DAY, False),
    ],
)
def test_soon_is_within_the_days_asked_for_either_way(as_of: date, soon: bool) -> None:
    assert of_2025(as_of, within=30).soon is soon
    assert of_2025(as_of, within=0).soon is (as_of == LAST)


def test_sums_status_and_what_is_missing_are_those_of_the_assessment() -> None:
    found = watch_list(firm(), as_of=date(2026, 3, 1), lang="zh")
    open_one, lapsed = found.deadlines
    assert (open_one.period, open_one.low, open_one.high) == ("2025", Decimal("1000000.01"), Decimal("1000000.01"))
    assert [(c.name, c.status, c.amount) for c in open_one.claims] == [("甲", "payable", Decimal("1000000.01"))]
    assert (lapsed.period, lapsed.low, lapsed.high, lapsed.claims[0].amount) == ("2024", Decimal("0.00"), Decimal("2000000.00"), None)
    assert [item.message for item in lapsed.claims[0].missing] == ["2023-01..2023-12 的进口数据"]
    assert found.enterprise is not None
    assert (found.enterprise.name, found.judged_on, found.law_changed) == ("甲", date(2026, 3, 1), False)


@given(strategies.cases(), st.dates(date(2023, 6, 1), date(2030, 12, 31)), st.integers(0, 400))
def test_totals_are_those_of_the_assessment_and_nothing_is_lost(data: dict[str, Any], as_of: date, within: int) -> None:
    case = Case.model_validate(data)
    assessed, found = subsidy.assess(case, as_of=as_of), watch_list(case, as_of=as_of, within=within)
    for claim in CLAIMS:
        assert getattr(found.totals, claim) == getattr(assessed.totals, claim)
    listed = sum(len(deadline.claims) for deadline in found.deadlines)
    assert listed + found.left_out.ineligible + found.left_out.no_window == len(assessed.entitlements)
    lapsing = [d for d in found.deadlines if d.claim == "open" and d.days_left is not None and d.days_left <= within]
    assert found.totals.lapsing.low == sum((d.low for d in lapsing), Decimal(0))
    assert found.receipt == assessed.receipt


def test_open_ones_come_by_their_last_day_upcoming_by_their_first_and_lapsed_from_the_latest_back() -> None:
    fees = {"settled_on": "2024-05-06", "zone": "qingpu", "foreign_trade": True}
    imports = [{"period": str(year), "value": (year - 2021) * 1000} for year in range(2022, 2027)]
    found = watch_list(Case.model_validate({"enterprise": fees, "imports": imports}), as_of=date(2026, 3, 1))
    assert [(d.claim, d.period) for d in found.deadlines] == [
        ("open", "2025"), ("open", "year 1"), ("open", "year 2"), ("upcoming", "year 3"), ("upcoming", "2026"),
        ("lapsed", "2024"), ("lapsed", "2023"),
    ]  # fmt: skip


def test_the_law_alone_tells_every_window_and_what_it_needs() -> None:
    found = watch_list(as_of=date(2026, 3, 1))
    assert (found.deadlines, found.judged_on, found.enterprise, found.receipt) == ((), None, None, None)
    told = {(w.citation.article, w.period): (w.claim, w.needs.code, w.needs_from, w.needs_until) for w in found.windows}
    assert told["4", "2026"] == ("upcoming", "imports", date(2026, 1, 1), date(2026, 12, 31))
    assert told["1", None] == ("open", "recognised", date(2024, 2, 6), date(2027, 2, 5))
    assert told["4", "year 3"] == ("open", "settled", date(2024, 2, 6), date(2025, 2, 5))
    assert [w.period for w in found.windows if w.claim == "lapsed"] == ["2024", "2023"]


def test_beside_claims_only_windows_of_which_they_say_nothing_and_that_are_not_over_are_told() -> None:
    found = watch_list(firm(), as_of=date(2026, 3, 1))
    assert [(w.provision.partition("/")[2], w.period) for w in found.windows] == [
        ("first", None), ("warehousing", "year 1"), ("warehousing", "year 2"), ("warehousing", "year 3"), ("import-growth", "2026"),
    ]  # fmt: skip
    claiming = firm(firsts=[{"business": "乙", "kind": "first", "recognised_on": "2020-01-01"}], warehousing=[])
    assert [w.period for w in watch_list(claiming, as_of=date(2026, 3, 1)).windows] == ["2026"]


@pytest.mark.parametrize(("zone", "windows"), [("qingpu", 6), (None, 6), ("yangshan", 0), ("outside", 0)])
def test_windows_of_other_zones_are_not_told(zone: str | None, windows: int) -> None:
    case = Case.model_validate({"enterprise": {} if zone is None else {"zone": zone}})
    assert len(watch_list(case, as_of=date(2026, 3, 1)).windows) == windows


@pytest.mark.parametrize(
    ("as_of", "state", "days_left", "repealed", "reviewed"),
    [
        (date(2024, 2, 5), "not_yet", 1096, False, True),
        (date(2026, 5, 27), "in_force", 254, False, True),
        (date(2026, 5, 28), "in_force", 253, True, True),
        (date(2026, 11, 22), "in_force", 75, True, True),
        (date(2026, 11, 23), "in_force", 74, True, False),
        (date(2027, 2, 5), "in_force", 0, True, False),
        (date(2027, 2, 6), "ended", -1, True, False),
    ],
)
def test_the_document_tells_its_end_the_repeal_of_its_basis_and_its_review(
    as_of: date, state: str, days_left: int, repealed: bool, reviewed: bool
) -> None:
    (found,) = watch_list(as_of=as_of).documents
    assert (found.id, found.last_day) == ("qingpu-2024-1", date(2027, 2, 5))
    assert (found.state, found.days_left, found.reviewed) == (state, days_left, reviewed)
    assert [(r.basis, r.by, r.since, r.repealed) for r in found.repealed_bases] == [
        ("沪府发〔2021〕1号", "沪发改开放〔2026〕192号", date(2026, 5, 28), repealed)
    ]


def test_days_later_than_the_review_are_marked() -> None:
    marked = {w.period: w.reviewed for w in watch_list(as_of=date(2026, 3, 1)).windows}
    assert (marked["2024"], marked["2025"], marked[None]) == (True, False, False)


def test_readings_move_the_windows() -> None:
    found = watch_list(firm(), as_of=date(2027, 1, 10), readings={"growth.years": "earned_in_force"})
    assert [(w.period, w.claim, w.valid_until) for w in found.windows if w.period == "2026"] == [("2026", "open", date(2027, 12, 31))]
    assert found.readings["growth.years"] == "earned_in_force"


def _entry(period: str, code: str, claimed: Any, window: tuple[date, date] | None = (FIRST, LAST)) -> Entry:
    first, last = window or (None, None)
    return Entry(GROWTH, period, first, last, claimed.model_copy(update={"uscc": code}))


def _of_many(*entries: Entry) -> WatchList:
    return watch_list_of(entries, prepare(date(2026, 3, 1), None, None), source=Source(judged_on=date(2026, 3, 1)))


def test_claims_of_many_in_one_window_add_up_exactly_and_an_unbounded_one_leaves_the_most_open() -> None:
    (claimed,) = of_2025(FIRST).claims
    huge = claimed.model_copy(update={"low": Decimal("9999999999999999.99"), "high": Decimal("9999999999999999.99")})
    found = _of_many(*(_entry("2025", str(n), huge) for n in range(1000)), _entry("2025", "0", claimed))
    (deadline,) = found.deadlines
    assert (deadline.low, deadline.enterprises, len(deadline.claims)) == (Decimal("10000000000000999990.01"), 1000, 1001)
    assert found.totals.open.high == deadline.high == deadline.low
    unbounded = claimed.model_copy(update={"high": None})
    assert _of_many(_entry("2025", "a", claimed), _entry("2025", "b", unbounded)).totals.open.high is None


def test_what_is_ineligible_or_has_no_window_is_counted_apart() -> None:
    (claimed,) = of_2025(FIRST).claims
    no = claimed.model_copy(update={"status": "ineligible", "low": Decimal(0), "high": Decimal(0)})
    found = _of_many(_entry("2025", "a", no), _entry("2025", "b", no, None), _entry("2025", "c", claimed, None))
    assert (found.deadlines, found.left_out.ineligible, found.left_out.no_window) == ((), 2, 1)


def test_what_is_not_usable_is_refused() -> None:
    for wrong in ({"within": -1}, {"lang": "de"}, {"readings": {"growth.year": "x"}}):
        with pytest.raises(errors.SubsidyError):
            watch_list(**{"as_of": FIRST, **wrong})  # type: ignore[arg-type]


def test_the_same_input_gives_the_same_bytes_and_the_name_is_public() -> None:
    one, two = (subsidy.watch_list(firm(), as_of=FIRST).to_json() for _ in range(2))
    assert one == two
    assert isinstance(WatchList.model_validate_json(one), subsidy.WatchList)
