"""The second calculation never fails, and its range of sums holds, whatever the case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.strategies import as_of_days, cases, decisions, populations, readings

from . import assess, assess_many
from .exact import fen
from .law import FIRST

Json = dict[str, Any]
QUICK = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check_range(found: Mapping[str, Any]) -> None:
    """The least is not below nothing and not above the most, and the status fits both."""
    low, high = fen(found["low"]), found["high"]
    assert low >= 0
    assert high is None or low <= fen(high)
    if found["status"] == "undetermined":
        assert found["amount"] is None
        assert found["missing"]
    else:
        assert found["amount"] == found["low"] == high
        assert not found["missing"]
    assert (found["status"] == "ineligible") == bool(found["reasons"]) == (high == "0.00")


def without_firsts(found: list[Json]) -> list[Json]:
    """The entitlements on which other enterprises have no bearing."""
    return [e for e in found if e["provision"] != FIRST]


@QUICK
@given(cases(), as_of_days(), readings(), decisions())
def test_every_case_has_a_range(case: Json, as_of: date, chosen: dict[str, str], decided: dict[str, str]) -> None:
    for found in assess(case, as_of, chosen, decided):
        check_range(found)


@QUICK
@given(populations(), as_of_days(), readings(), decisions())
def test_only_firsts_depend_on_the_rest_of_a_batch(batch: list[Json], as_of: date, chosen: dict[str, str], decided: dict[str, str]) -> None:
    together = assess_many(batch, as_of, chosen, decided)
    for case, found in zip(batch, together, strict=True):
        alone = assess(case, as_of, chosen, decided)
        assert [e for e in alone if "firsts" not in case] == [e for e in found if "firsts" not in case]
        for entitlement in found:
            check_range(entitlement)


@QUICK
@given(cases(), as_of_days(), readings(), decisions())
def test_settling_what_is_unknown_of_an_enterprise_stays_within_the_range(
    case: Json, as_of: date, chosen: dict[str, str], decided: dict[str, str]
) -> None:
    known = {"zone": "qingpu", "foreign_trade": True, "qualified": True, **case["enterprise"]}
    settled = assess({**case, "enterprise": known}, as_of, chosen, decided)
    for before, after in zip(assess(case, as_of, chosen, decided), settled, strict=True):
        if before["status"] != "undetermined":
            assert before == after
        assert fen(before["low"]) <= fen(after["low"])
        assert before["high"] == after["high"]
