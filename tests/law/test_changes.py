"""A what-if changes figures and days in force of the law as a value: everything else of it stays, and all its checks hold."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import subsidy
from subsidy import errors
from subsidy.law.changes import with_changes
from subsidy.law.library import DOCUMENTS, Library, library

GROWTH = "qingpu-2024-1/import-growth"
WAREHOUSING = "qingpu-2024-1/warehousing"
DOCUMENT = "qingpu-2024-1"
CASE = subsidy.Case.model_validate(
    {
        "enterprise": {"zone": "qingpu", "settled_on": "2025-01-01", "foreign_trade": True},
        "imports": [{"period": year, "value": value} for year, value in (("2023", 0), ("2024", 80000000), ("2025", 90000000))],
        "warehousing": [],
    }
)


def parameters(**figures: Any) -> dict[str, Any]:
    return {"parameters": {GROWTH: figures}}


def days(**changed: Any) -> dict[str, Any]:
    return {"documents": {DOCUMENT: changed}}


def awards(law: Library, **options: Any) -> dict[str, Decimal | None]:
    found = subsidy.assess(CASE, as_of=date(2026, 3, 1), law=law, **options)
    return {e.period: e.amount for e in found.entitlements if e.provision == GROWTH}


def figures_of(law: Library, provision: str = "import-growth") -> dict[str, list[tuple[date, Decimal]]]:
    (found,) = [p for p in law.document(DOCUMENT).provisions if p.id == provision]
    return {p.name: [(v.first, Decimal(v.value)) for v in p.versions] for p in found.parameters}


def test_one_figure_stands_for_all_times_and_the_others_stay() -> None:
    changed = with_changes(library(), parameters(rate=Decimal("0.03")))
    first = date(2024, 2, 6)
    assert figures_of(changed) == {"rate": [(first, Decimal("0.03"))], "cap": [(first, Decimal("3000000.00"))]}
    assert awards(changed)["2025"] == Decimal("300000.00")
    assert awards(with_changes(library(), parameters(cap=100000)))["2025"] == Decimal("100000.00")


def test_dated_versions_hold_each_in_its_time() -> None:
    versions = [
        {"from": date(2024, 2, 6), "to": date(2025, 12, 31), "value": Decimal("0.01")},
        {"from": date(2026, 1, 1), "value": Decimal("0.05")},
    ]
    changed = with_changes(library(), parameters(rate=versions))
    found = awards(changed, readings={"growth.new_importer": "zero_base"})
    assert (found["2024"], found["2025"]) == (Decimal("800000.00"), Decimal("500000.00"))


def test_the_packaged_law_stays_and_the_digest_tells_the_two_apart() -> None:
    before = library().digest
    changed = with_changes(library(), parameters(rate=Decimal("0.03")))
    assert library().digest == before != changed.digest
    assert subsidy.assess(CASE, as_of=date(2026, 3, 1), law=changed).receipt.law == changed.digest
    assert changed.digest == with_changes(library(), parameters(rate=Decimal("0.03"))).digest


@pytest.mark.parametrize(
    "changes", [{}, {"parameters": {}, "documents": {}}, {"parameters": {GROWTH: {}}}, parameters(rate=Decimal("0.025"))]
)
def test_changing_nothing_changes_no_digest(changes: dict[str, Any]) -> None:
    assert with_changes(library(), changes).digest == library().digest


def test_days_in_force_move_and_figures_stretch_with_them() -> None:
    changed = with_changes(library(), days(in_force_from=date(2023, 1, 1), last_day=date(2030, 12, 31)))
    window = changed.document(DOCUMENT).in_force
    assert window is not None
    assert (window.first, window.last) == (date(2023, 1, 1), date(2030, 12, 31))
    assert figures_of(changed)["rate"] == [(date(2023, 1, 1), Decimal("0.025"))]
    found = subsidy.assess(CASE, as_of=date(2026, 3, 1), law=changed).entitlements
    assert next(e.valid_from for e in found if e.period == "2023") == date(2024, 1, 1)
    shorter = with_changes(library(), days(last_day=date(2025, 12, 31)))
    assert next(
        e.reasons[0].code for e in subsidy.assess(CASE, as_of=date(2026, 3, 1), law=shorter).entitlements if e.period == "2025"
    ) == ("outside_validity")


def test_an_assumed_day_that_is_changed_is_no_longer_assumed() -> None:
    changed = with_changes(library(), {"documents": {"shanghai-2026-192": {"in_force_from": date(2026, 1, 1)}}})
    document = changed.document("shanghai-2026-192")
    assert "in_force_from" in library().document("shanghai-2026-192").assumed
    assert "in_force_from" not in document.assumed
    assert "basis_repealed" in {w.code for e in subsidy.assess(CASE, as_of=date(2026, 3, 1), law=changed).entitlements for w in e.warnings}


def test_more_support_years_ask_for_as_many_ratios() -> None:
    changed = with_changes(library(), {"parameters": {WAREHOUSING: {"support_years": 4}}})
    found = subsidy.assess(CASE, as_of=date(2026, 3, 1), law=changed, decisions={"warehousing.ratio": "1,0.8,0.5,0.2"})
    assert [e.period for e in found.entitlements if e.provision == WAREHOUSING] == [f"year {k}" for k in (1, 2, 3, 4)]


MEASURE = """
[[measures]]
article = "4"
title = { zh = "标题", en = "a title" }
summary = { zh = "内容。", en = "What it says." }

[[measures.quantities]]
kind = "ratio"
value = 0.025
unit = "fraction"
about = { zh = "比例", en = "rate" }
provision = "import-growth"
parameter = "rate"
"""


def test_a_policy_whose_measures_name_the_old_figure_can_be_changed(tmp_path: Path) -> None:
    text = (DOCUMENTS / "qingpu-2024-1.toml").read_text(encoding="utf-8") + MEASURE
    (tmp_path / "draft.toml").write_text(re.sub('(?m)^id = "qingpu-2024-1"$', 'id = "draft"', text), encoding="utf-8")
    law = library().with_files([tmp_path / "draft.toml"])
    assert law.document("draft").measures
    changed = with_changes(law, {"parameters": {"draft/import-growth": {"rate": Decimal("0.03")}}})
    assert changed.document("draft").provisions[0].parameters[0].figure().on(date(2025, 1, 1)) == Decimal("0.03")


GAP = [{"from": date(2024, 2, 6), "to": date(2024, 12, 31), "value": Decimal("0.02")}, {"from": date(2025, 2, 1), "value": Decimal("0.03")}]
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"parameters": {"qingpu-2024-1/growth": {"rate": 1}}}, "parameters.qingpu-2024-1/growth", GROWTH),
    ({"parameters": {"draft": {"rate": 1}}}, "parameters.draft", GROWTH),
    ({"parameters": {GROWTH: 3}}, f"parameters.{GROWTH}", "a table"),
    (parameters(rat=1), f"parameters.{GROWTH}.rat", "known: rate, cap"),
    (parameters(rate=-1), f"parameters.{GROWTH}.rate", "not below zero"),
    (parameters(rate=0.03), f"parameters.{GROWTH}.rate", "not below zero"),
    (parameters(rate=True), f"parameters.{GROWTH}.rate", "not below zero"),
    (parameters(rate="0.03"), f"parameters.{GROWTH}.rate", "not below zero"),
    (parameters(rate=Decimal("NaN")), f"parameters.{GROWTH}.rate", "not below zero"),
    (parameters(cap=Decimal("1e13")), f"parameters.{GROWTH}.cap", "not below zero"),
    (parameters(rate=[]), f"parameters.{GROWTH}.rate", "dated versions"),
    (parameters(rate=Decimal("0.0250001")), f"parameters.{GROWTH}.rate", "more than 6 decimals"),
    (parameters(rate=GAP), f"parameters.{GROWTH}.rate", "leave a gap"),
    (parameters(rate=[{"from": date(2025, 1, 1), "value": 1}]), f"parameters.{GROWTH}.rate", "do not span"),
    (parameters(rate=[{"from": date(2024, 2, 6), "valeu": 1}]), f"parameters.{GROWTH}.rate.valeu", "known: from, to, value"),
    (parameters(rate=[{"from": date(2024, 2, 6), "value": -1}]), f"parameters.{GROWTH}.rate", "not below zero"),
    ({"parameters": {WAREHOUSING: {"support_years": Decimal("2.5")}}}, f"parameters.{WAREHOUSING}.support_years", "whole number"),
    ({"parameters": {WAREHOUSING: {"support_years": 0}}}, f"parameters.{WAREHOUSING}.support_years", "from 1 to"),
    ({"documents": {"qingpu": {"last_day": date(2026, 1, 1)}}}, "documents.qingpu", DOCUMENT),
    (days(last_dya=date(2026, 1, 1)), f"documents.{DOCUMENT}.last_dya", "known: in_force_from, last_day"),
    (days(last_day="2026-01-01"), f"documents.{DOCUMENT}.last_day", "a day"),
    (days(last_day=date(2990, 1, 1)), f"documents.{DOCUMENT}.last_day", "a day"),
    (days(last_day=date(2024, 1, 1)), f"documents.{DOCUMENT}", "`last_day` is before"),
]


@pytest.mark.parametrize(("changes", "where", "words"), REFUSED, ids=[f"{where}: {words}" for _, where, words in REFUSED])
def test_what_the_law_cannot_take_is_refused_at_its_key(changes: dict[str, Any], where: str, words: str) -> None:
    with pytest.raises(errors.LawError) as caught:
        with_changes(library(), changes, "what-if.toml")
    assert f"what-if.toml: {where}: " in str(caught.value)
    assert words in str(caught.value)
