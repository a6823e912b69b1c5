"""Charts: text is as it was given, lengths are as the values, and nothing is taken for markup."""

from __future__ import annotations

import re
import warnings
from decimal import Decimal

import pytest

from subsidy.report.html.charts import Bar, Part, bars
from tests.report.html.reading import asks_outside, read


def drawn(*rows: Bar) -> str:
    return str(bars(rows, "title", "described", "chart"))


def rectangles(svg: str) -> list[tuple[Decimal, Decimal]]:
    """Where each bar begins, and how long it is."""
    return [(Decimal(x), Decimal(length)) for x, length in re.findall(r'd="M([\d.]+),[\d.]+h([\d.]+)v[\d.]+h-?[\d.]+Z" fill="#', svg)]


def test_lengths_are_in_proportion_and_parts_follow_one_another() -> None:
    svg = drawn(Bar("a", (Part(Decimal(1), "sure"), Part(Decimal(3), "open")), "4"), Bar("b", (Part(Decimal(2), "sure"),), "2"))
    (_, one), (_, two), (begins, three) = rectangles(svg)
    assert (two, three, begins) == (2 * one, 3 * one, one)


def test_a_stretch_may_begin_anywhere_and_be_of_no_length() -> None:
    svg = drawn(Bar("a", (Part(Decimal(2), "open", Decimal(2)), Part(Decimal(0), "thin", Decimal(3))), "x"))
    (wide_at, wide), (thin_at, thin) = rectangles(svg)
    assert (wide_at, wide, thin_at, thin) == (Decimal(146), Decimal(146), Decimal(219), Decimal(0))


def test_figures_are_the_text_that_is_given_however_large() -> None:
    figure = "99,999,999,999,999,999,999.01"
    assert f">{figure}</text>" in drawn(Bar("a", (Part(Decimal("99999999999999999999.01"), "sure"),), figure))


def test_nothing_to_draw_is_drawn_all_the_same() -> None:
    svg = drawn(Bar("a", (Part(Decimal(0), "sure"),), "0.00"))
    assert rectangles(svg) == []
    assert ">0.00</text>" in svg


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\"'&lt;", "datum.label + 1", "进口增量扶持（第4条）", "👩‍🚒 ﷽"])
def test_labels_are_text_and_need_no_font(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = bars([Bar(text, (Part(Decimal(1), "sure"),), text)], text, text, "chart")
    assert asks_outside(str(svg)) == []
    assert [said for said in read(str(svg)).texts if said == text] == [text] * 4


def test_the_drawing_says_what_it_shows() -> None:
    reader = read(drawn(Bar("a", (), "0")))
    assert reader.elements[0].attributes["role"] == "img"
    named = {element.attributes["id"]: element.name for element in reader.elements if "id" in element.attributes}
    assert reader.elements[0].attributes["aria-labelledby"].split() == list(named) == ["chart-title", "chart-desc"]
    assert list(named.values()) == ["title", "desc"]
