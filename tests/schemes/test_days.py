"""Every policy elsewhere on the first and last day of every quarter from 2020 to 2030: one state, one figure, one window."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

import subsidy
from subsidy.law.effects import is_unreviewed
from subsidy.law.library import library
from subsidy.law.model import Document
from tests.schemes import draw

pytestmark = pytest.mark.no_cover

ONE_DAY = timedelta(days=1)
STARTS = [date(year, month, 1) for year in range(2020, 2031) for month in (1, 4, 7, 10)]
DAYS = sorted([*STARTS, *(start - ONE_DAY for start in [*STARTS[1:], date(2031, 1, 1)])])
ORDER = {"unknown": 0, "not_yet": 0, "in_force": 1, "ended": 2}
LAW = draw.law()
POLICIES = [LAW.document(file.stem) for file in draw.FILES]
policies = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)


def test_there_are_six_and_all_days_of_44_quarters() -> None:
    assert [policy.id for policy in POLICIES] == sorted(draw.YEARS_OF)
    assert (len(DAYS), DAYS[0], DAYS[-1]) == (88, date(2020, 1, 1), date(2030, 12, 31))


@policies
def test_a_policy_is_in_force_once_or_its_state_is_unknown(policy: Document) -> None:
    states = [policy.state_on(day) for day in DAYS]
    if policy.in_force_from is None:
        assert set(states) == {"unknown"}
    elif policy.last_day is None:
        assert policy.not_stated == ["last_day"]
        assert states == ["not_yet" if day < policy.in_force_from else "unknown" for day in DAYS]
    else:
        assert all(ORDER[before] <= ORDER[after] for before, after in pairwise(states))
        assert "unknown" not in states


@policies
def test_a_figure_has_one_version_on_every_day(policy: Document) -> None:
    for provision in policy.provisions:
        for parameter in provision.parameters:
            for day in [day for day in DAYS if policy.state_on(day) in ("in_force", "unknown")]:
                holding = [v for v in parameter.versions if v.first <= day <= (v.last or date.max)]
                assert [version.value for version in holding] == [parameter.figure().on(day)]
        for schedule in provision.schedules:
            assert len(schedule.versions) == 1


@policies
def test_an_enterprise_can_be_assessed_on_every_day(policy: Document) -> None:
    rng = random.Random(policy.id)
    alone = library().with_files([draw.HOME / f"{policy.id}.toml"])
    cases = [subsidy.Case.model_validate(draw.case(rng, number, policy)) for number in range(3)]
    windows: dict[tuple[int, int, str], set[tuple[date | None, date | None]]] = {}
    for day in DAYS:
        for number, case in enumerate(cases):
            for place, found in enumerate(subsidy.assess(case, as_of=day, law=alone).entitlements):
                windows.setdefault((number, place, found.provision), set()).add((found.valid_from, found.valid_until))
                expected = None
                if found.valid_from and found.valid_until:
                    expected = "upcoming" if day < found.valid_from else "lapsed" if day > found.valid_until else "open"
                assert found.claim == expected
    assert any(provision.startswith(policy.id) for *_, provision in windows)
    assert {len(found) for found in windows.values()} == {1}


@policies
def test_days_after_the_review_say_so(policy: Document) -> None:
    assert [is_unreviewed(policy, day) for day in DAYS] == [day > policy.reviewed_until for day in DAYS]
