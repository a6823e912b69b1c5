"""The words of a scheme that no policy under scenarios/ uses: slabs, factors, the year after, dated figures, growth by law."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from subsidy import Case, assess
from subsidy.entitlement import Entitlement
from subsidy.law.library import Library, library, library_of
from subsidy.law.source import Source

Json = dict[str, Any]
WORDS = {"zh": "示例", "en": "an example"}
FIRST, LAST = date(2024, 7, 1), date(2026, 6, 30)
POLICY: Json = {
    "id": "example", "number": "例〔2024〕1号", "title": WORDS, "issuers": ["示例"], "in_force_from": FIRST, "last_day": LAST,
    "dates_note": WORDS, "zones": ["other:example"], "reviewed_until": date(2026, 1, 1),
    "quantities": [{"name": "tonnes", "unit": "tonne", "title": WORDS}],
    "provisions": [{
        "id": "one", "kind": "scheme", "article": "1", "title": WORDS,
        "scheme": {"per": "year", "window": "year_after", "basis": [{"parts": [{"quantity": "tonnes"}]}],
                   "award": {"kind": "rate", "figure": "rate"}},
        "parameters": [{"name": "rate", "unit": "CNY per tonne", "article": "1", "versions": [{"from": FIRST, "value": 3}]}],
    }],
}  # fmt: skip


def law(**changed: Any) -> Library:
    """The packaged law and the example, its provision changed."""
    table = copy.deepcopy(POLICY) | {key: changed.pop(key) for key in ("quantities",) if key in changed}
    provision = table["provisions"][0]
    provision["scheme"] |= changed.pop("scheme", {})
    provision |= changed
    return library_of([*library().sources, Source("example.toml", "", table)], library().asked)


def judged(held: Library, tonnes: dict[str, str], as_of: date = date(2026, 3, 1), **more: Any) -> dict[str, Entitlement]:
    """The entitlements of the example by period."""
    quantities = [{"name": "tonnes", "period": period, "value": value} for period, value in tonnes.items()]
    case = {"enterprise": {"zone": "other:example"}, "quantities": quantities, **more}
    found = assess(Case.model_validate(case), as_of=as_of, law=held).entitlements
    return {e.period: e for e in found if e.provision.startswith("example")}


def figure(name: str, value: Any, unit: str = "CNY") -> Json:
    return {"name": name, "unit": unit, "article": "1", "versions": [{"from": FIRST, "value": value}]}


RATE = POLICY["provisions"][0]["parameters"][0]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        ("2022", None),
        ("2023", ("2024-07-01", "2024-12-31")),
        ("2024", ("2025-01-01", "2025-12-31")),
        ("2025", ("2026-01-01", "2026-06-30")),
        ("2026", None),
    ],
)
def test_the_year_after_is_cut_to_the_days_in_force(year: str, days: tuple[str, str] | None) -> None:
    found = judged(law(), {year: "10"})[year]
    assert (str(found.valid_from), str(found.valid_until)) == (days or ("None", "None"))
    assert [note.code for note in found.reasons] == ([] if days else ["outside_validity"])
    assert found.amount == (30 if days else 0)


def test_a_figure_holds_as_it_stands_on_the_first_day_of_claiming() -> None:
    versions = [{"from": FIRST, "to": date(2025, 12, 31), "value": 3}, {"from": date(2026, 1, 1), "value": 4}]
    found = judged(law(parameters=[{**RATE, "versions": versions}]), {"2024": "10", "2025": "10"})
    assert [found[year].amount for year in ("2024", "2025")] == [30, 40]


@pytest.mark.parametrize(("tonnes", "amount"), [("9.999", "0.00"), ("10", "0.00"), ("11", "2.00"), ("30", "40.00"), ("30.005", "40.01")])
def test_slabs_give_each_part_its_own_rate(tonnes: str, amount: str) -> None:
    steps = [{"from": 10, "value": 2}, {"from": 30, "value": 1}]
    slabs = {"name": "rates", "of": "tonne", "unit": "CNY per tonne", "article": "1", "versions": [{"from": FIRST, "steps": steps}]}
    held = law(scheme={"award": {"kind": "slabs", "schedule": "rates"}}, schedules=[slabs], parameters=[])
    found = judged(held, {"2024": tonnes})["2024"]
    assert str(found.high) == amount
    assert [note.code for note in found.reasons] == (["below_threshold"] if amount == "0.00" else [])


def test_limits_come_in_the_order_of_the_file() -> None:
    figures = [RATE, figure("cap", 100), figure("share", Decimal("0.5"), "ratio")]
    cap, factor = {"kind": "cap", "figure": "cap"}, {"kind": "factor", "figure": "share"}
    for limits, amount in (([cap, factor], 50), ([factor, cap], 100)):
        held = law(scheme={"limits": limits}, parameters=figures)
        assert judged(held, {"2024": "1000"})["2024"].amount == amount


@pytest.mark.parametrize(
    ("share", "reached", "low", "high"),
    [("1.5", None, 30, 45), ("0.5", None, 15, 30), ("1.5", "8", 45, 45), ("1.5", "7", 30, 30), ("0.5", "8", 15, 15)],
)
def test_a_factor_that_may_hold_or_not_leaves_both_sums_open(share: str, reached: str | None, low: int, high: int) -> None:
    limits = [{"kind": "factor", "figure": "share", "when": {"quantities": ["boxes"], "at_least": "enough"}}]
    held = law(
        scheme={"limits": limits},
        parameters=[RATE, figure("share", Decimal(share), "ratio"), figure("enough", 8, "box")],
        quantities=[{"name": name, "unit": unit, "title": WORDS} for name, unit in (("tonnes", "tonne"), ("boxes", "box"))],
    )
    boxes = [{"name": "boxes", "period": "2024", "value": reached}] if reached else []
    tonnes = {"name": "tonnes", "period": "2024", "value": "10"}
    found = judged(held, {}, quantities=[tonnes, *boxes])["2024"]
    assert [found.low, found.high] == [Decimal(low), Decimal(high)]


@pytest.mark.parametrize(("base", "low", "high"), [(None, 0, 30), ("10", 30, 30), ("11", 0, 0)])
def test_not_to_have_fallen_is_sure_only_once_the_year_before_is_known(base: str | None, low: int, high: int) -> None:
    asked = {"reaching": [{"quantities": ["tonnes"], "on": "increment", "at_least": "nothing"}]}
    held = law(scheme={"conditions": asked}, parameters=[RATE, figure("nothing", 0, "tonne")])
    found = judged(held, {"2024": "10"} | ({"2023": base} if base else {}))["2024"]
    assert [found.low, found.high] == [Decimal(low), Decimal(high)]


def test_a_figure_of_law_may_raise_the_year_before() -> None:
    basis = [{"parts": [{"quantity": "tonnes"}], "on": "increment", "growth": "growth"}]
    growth = figure("growth", 1, "ratio")
    held = law(scheme={"basis": basis}, parameters=[RATE, growth])
    assert judged(held, {"2023": "10", "2024": "25"})["2024"].amount == 15
    assert [n.code for n in judged(held, {"2023": "10", "2024": "20"})["2024"].reasons] == ["no_basis"]


def test_what_is_given_once_is_given_for_the_best_year_that_counts() -> None:
    held = law(scheme={"per": "once", "window": "days_in_force"})
    found = judged(held, {"2023": "900", "2024": "10", "2025": "20"})
    assert (list(found), found["once"].amount, found["once"].status) == (["once"], Decimal(60), "payable")
    granted = [{"provision": "example/one", "period": "once", "amount": "45.00"}]
    assert judged(held, {"2024": "10", "2025": "20"}, prior=granted)["once"].amount == 15
    assert judged(held, {"2024": "10", "2025-01": "1"})["once"].status == "undetermined"


def test_the_best_year_is_the_one_that_gives_most_not_the_one_with_the_most() -> None:
    held = law(scheme={"per": "once", "window": "days_in_force", "basis": [{"parts": [{"quantity": "tonnes"}], "on": "increment"}]})
    assert judged(held, {"2023": "0", "2024": "50", "2025": "60"})["once"].amount == 150


def test_what_is_given_for_each_item_is_given_for_each_once() -> None:
    scheme = {"per": "item", "item": "licence", "window": "days_in_force", "basis": [], "award": {"kind": "lump_sum", "figure": "sum"}}
    held = law(scheme=scheme, parameters=[figure("sum", 500)])
    items = [{"name": name, "kind": "licence", "on": on} for name, on in (("A", "2024-06-30"), ("B", "2025-01-01"), ("C", "2026-06-30"))]
    items += [{"name": "D", "kind": "licence"}, {"name": " b ", "kind": "licence", "on": "2025-02-01"}]
    granted = [{"provision": "example/one", "period": "C", "amount": "1.00"}]
    found = judged(held, {}, items=items, prior=granted)
    codes = {period: [note.code for note in e.reasons] or [item.item for item in e.missing] for period, e in found.items()}
    assert codes == {"A": ["outside_validity"], "B": [], "C": ["already_granted"], "D": ["item_day:licence"], " b ": ["already_granted"]}
    assert (found["B"].amount, str(found["B"].valid_from), str(found["B"].valid_until)) == (Decimal(500), "2025-01-01", "2026-06-30")


def test_a_year_given_by_months_is_known_once_all_are() -> None:
    months = {f"2024-{month:02d}": "1" for month in range(1, 13)}
    assert judged(law(), months)["2024"].amount == 36
    months.pop("2024-07")
    found = judged(law(), months)["2024"]
    assert (found.status, found.low, found.high) == ("undetermined", Decimal(33), None)
    assert [item.item for item in found.missing] == ["quantity:tonnes:2024"]


def test_a_case_that_tells_nothing_that_is_counted_has_no_entitlement() -> None:
    assert judged(law(), {}) == {}
