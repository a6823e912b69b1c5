"""What a document file may hold: unknown keys, gaps, overlaps and too fine figures are refused with the key named."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from subsidy import errors
from subsidy.law.library import document_from
from subsidy.law.model import Document

Table = dict[str, Any]
FIRST, LAST = date(2024, 2, 6), date(2027, 2, 5)
ONE_DAY = timedelta(days=1)
WORDS = {"zh": "标题", "en": "a title"}
DOCUMENT: Table = {
    "id": "district-1",
    "number": "区商规〔2024〕9号",
    "title": WORDS,
    "issuers": ["区商务委"],
    "issued": date(2024, 1, 5),
    "in_force_from": FIRST,
    "last_day": LAST,
    "dates_note": WORDS,
    "zones": ["qingpu"],
    "reviewed_until": date(2026, 1, 1),
    "cites": [{"number": "国发〔2019〕3号"}],
    "provisions": [
        {
            "id": "growth",
            "kind": "growth",
            "article": "4",
            "title": WORDS,
            "parameters": [
                {"name": "rate", "unit": "RMB", "article": "4", "versions": [{"from": FIRST, "value": Decimal("0.025")}]},
                {"name": "cap", "unit": "RMB", "article": "4", "versions": [{"from": FIRST, "to": LAST, "value": 3000000}]},
            ],
        }
    ],
    "measures": [{"article": "4", "title": WORDS, "summary": WORDS}],
}


def changed(change: Callable[[Table], object]) -> Table:
    """The good document with one change."""
    table = copy.deepcopy(DOCUMENT)
    change(table)
    return table


def refusal(change: Callable[[Table], object]) -> str:
    """What is said of the document with one change."""
    with pytest.raises(errors.LawError) as caught:
        document_from(changed(change), "district-1.toml")
    assert str(caught.value).startswith("district-1.toml: ")
    return str(caught.value)


def rate(table: Table) -> Table:
    found: Table = table["provisions"][0]["parameters"][0]
    return found


def versions(*dated: tuple[date, date | None, str]) -> Callable[[Table], object]:
    """The change that gives the rate these dated versions."""
    rows = [{"from": first, **({"to": last} if last else {}), "value": Decimal(value)} for first, last, value in dated]
    return lambda table: rate(table).update(versions=rows)


def test_a_good_document_is_taken() -> None:
    document = document_from(copy.deepcopy(DOCUMENT), "district-1.toml")
    assert document.in_force == (FIRST, LAST)
    assert document.provisions[0].parameters[0].figure().on(LAST) == Decimal("0.025")


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("titel", lambda table: table.update(titel=WORDS)),
        ("title.fr", lambda table: table.update(title={**WORDS, "fr": "titre"})),
        ("provisions.0.rate", lambda table: table["provisions"][0].update(rate=Decimal("0.025"))),
        ("provisions.0.parameters.0.note", lambda table: rate(table).update(note="x")),
        ("provisions.0.parameters.0.versions.0.until", lambda table: rate(table)["versions"][0].update(until=LAST)),
        ("cites.0.id", lambda table: table["cites"][0].update(id="x")),
        ("measures.0.zone", lambda table: table["measures"][0].update(zone="qingpu")),
    ],
)
def test_an_unknown_key_is_named_where_it_stands(where: str, change: Callable[[Table], object]) -> None:
    assert f": {where}: " in refusal(change)


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("title", lambda table: table.pop("title")),
        ("title.en", lambda table: table.update(title={"zh": "标题"})),
        ("dates_note", lambda table: table.pop("dates_note")),
        ("reviewed_until", lambda table: table.pop("reviewed_until")),
        ("provisions.0.article", lambda table: table["provisions"][0].pop("article")),
        ("provisions.0.kind", lambda table: table["provisions"][0].update(kind="rebate")),
        ("provisions.0.parameters.0.versions", lambda table: rate(table).update(versions=[])),
        ("in_force_from", lambda table: table.update(in_force_from="2024-02-06")),
        ("assumed.0", lambda table: table.update(assumed=["repealed_on"])),
        ("provisions.0.parameters.0.versions.0.value", lambda table: rate(table)["versions"][0].update(value="0.025")),
        ("provisions.0.parameters.0.versions.0.value", lambda table: rate(table)["versions"][0].update(value=0.025)),
    ],
)
def test_what_is_missing_or_of_the_wrong_form_is_named(where: str, change: Callable[[Table], object]) -> None:
    assert f": {where}" in refusal(change)


@pytest.mark.parametrize("days", [2, 3, 366])
def test_dated_figures_that_leave_a_gap_are_refused(days: int) -> None:
    begins = FIRST + timedelta(days=365)
    said = refusal(versions((FIRST, begins - timedelta(days=days), "0.025"), (begins, None, "0.02")))
    assert "rate" in said
    assert str(begins) in said


@pytest.mark.parametrize("days", [0, -1, -30])
def test_dated_figures_that_overlap_are_refused(days: int) -> None:
    begins = FIRST + timedelta(days=365)
    said = refusal(versions((FIRST, begins - timedelta(days=days), "0.025"), (begins, None, "0.02")))
    assert "rate" in said
    assert str(begins) in said


def test_a_figure_without_an_end_before_another_is_refused() -> None:
    assert "rate" in refusal(versions((FIRST, None, "0.025"), (FIRST + ONE_DAY, None, "0.02")))


def test_a_version_that_ends_before_it_begins_is_refused() -> None:
    long_before = FIRST - timedelta(days=100)
    assert "rate" in refusal(versions((FIRST, long_before, "0.025"), (long_before + ONE_DAY, None, "0.02")))


def test_a_document_that_ends_before_it_begins_is_refused() -> None:
    refusal(lambda table: table.update(last_day=FIRST - ONE_DAY))


@pytest.mark.parametrize("dated", [(FIRST + ONE_DAY, None), (FIRST, LAST - ONE_DAY)])
def test_figures_that_do_not_span_the_days_in_force_are_refused(dated: tuple[date, date | None]) -> None:
    assert "rate" in refusal(versions((*dated, "0.025")))


@pytest.mark.parametrize("value", ["0.0250001", "1E-7", "0.12345678"])
def test_a_figure_finer_than_the_engines_carry_is_refused(value: str) -> None:
    said = refusal(versions((FIRST, None, value)))
    assert "rate" in said
    assert value in said


@pytest.mark.parametrize("key", ["in_force_from", "last_day"])
def test_a_document_that_pays_needs_both_its_days(key: str) -> None:
    assert key in refusal(lambda table: table.pop(key))


def test_a_document_that_does_not_pay_needs_no_day() -> None:
    undated = changed(lambda table: [table.pop(key) for key in ("in_force_from", "last_day", "issued", "provisions")])
    assert document_from(undated, "x.toml").state_on(FIRST) == "unknown"


def test_each_dated_figure_holds_from_its_first_day_to_its_last() -> None:
    turns = [FIRST, date(2025, 1, 1), date(2026, 3, 1)]
    ends = [turns[1] - ONE_DAY, turns[2] - ONE_DAY, None]
    values = ["0.025", "0.02", "0.0125"]
    figure = document_from(changed(versions(*zip(turns, ends, values, strict=True))), "x.toml").provisions[0].parameters[0].figure()
    for begins, value, before in zip(turns, values, ["0.025", *values], strict=False):
        assert figure.on(begins) == Decimal(value)
        assert figure.on(begins - ONE_DAY) == Decimal(before)
    assert figure.on(LAST) == Decimal("0.0125")
    assert figure.on(None) is None


def test_a_document_cannot_be_changed() -> None:
    document: Any = document_from(copy.deepcopy(DOCUMENT), "x.toml")
    for name in Document.model_fields:
        with pytest.raises(ValueError, match="frozen"):
            setattr(document, name, None)
