"""Measures by zone, topic, authority, document, day and words; and what to try where none matches."""

from __future__ import annotations

from datetime import date

import pytest

from subsidy.law.library import library
from subsidy.law.measures import zones_of
from subsidy.law.selection import Filters, entries, folded, likeness, nearest_topics, select, without_each

DAY = date(2026, 3, 1)
LATER = date(2026, 6, 1)


def found(day: date = DAY, **filters: str | bool) -> list[str]:
    chosen = select(Filters(**filters), day).entries  # type: ignore[arg-type]
    return [f"{entry.document.id} {entry.measure.article}" for entry in chosen]


def test_without_filters_all_measures_that_may_apply_on_the_day_are_there() -> None:
    assert len(found()) == 10 + 21 + 26 + 15
    assert len(found(LATER)) == 10 + 17 + 26 + 15
    assert len(found(date(2020, 1, 1))) == 15
    assert len(found(every_day=True)) == 89
    assert len(select(Filters(), LATER).other_days) == 21
    assert select(Filters(every_day=True), LATER).other_days == ()


def test_a_zone_has_the_measures_that_name_it_and_those_for_all() -> None:
    assert found(zone="yangshan", document="shanghai-ftz-linkage") == ["shanghai-ftz-linkage 13"]
    assert found(zone="zhangjiang") == []
    assert len(found(LATER, zone="zhangjiang")) == 17 - 5
    assert found(LATER, zone="outside") == ["qingpu-2024-1 3", "shanghai-2026-192 6", "shanghai-2026-192 10"]
    for entry in select(Filters(zone="fengxian", every_day=True), DAY).entries:
        assert "fengxian" in zones_of(entry.document, entry.measure)
    assert not [name for name in found(zone="fengxian", every_day=True) if name.startswith("qingpu")]


def test_each_filter_selects_exactly_what_carries_its_value() -> None:
    for topic in ("bonded-maintenance", "food"):
        assert found(topic=topic, every_day=True) == [
            f"{entry.document.id} {entry.measure.article}" for entry in entries(library()) if topic in entry.measure.topics
        ]
    assert found(authority="science-centre") == ["shanghai-2021-1 一（七）"]
    assert found(document="shanghai-2026-192") == []
    assert len(found(LATER, document="shanghai-2026-192")) == 17


def test_filters_hold_together() -> None:
    assert found(LATER, zone="qingpu", topic="land", authority="qingpu-planning") == ["qingpu-2024-1 5", "qingpu-2024-1 6"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1210", ["qingpu-2024-1 2"]),
        ("冰鲜", ["shanghai-ftz-linkage 9"]),
        ("冰鲜 青浦", ["shanghai-ftz-linkage 9"]),
        ("冰鲜 浦东", []),
        ("CHILLED  seafood", ["shanghai-ftz-linkage 9"]),
        ("ｃｈｉｌｌｅｄ", ["shanghai-ftz-linkage 9"]),
        ("ａｅｏ", ["shanghai-2021-1 一（九）"]),
        ("hilled", []),
        ("市科委", []),
        ("works of art", ["shanghai-ftz-linkage 4"]),
    ],
)
def test_all_words_must_occur_in_either_language(words: str, expected: list[str]) -> None:
    assert found(words=words) == expected


def test_words_of_the_names_of_authorities_and_topics_count() -> None:
    assert found(LATER, words="市科委") == ["shanghai-2026-192 6"]
    assert set(found(topic="land")) <= set(found(words="土地"))


def test_text_is_compared_without_width_case_and_spaces() -> None:
    assert folded("  ＡＢ\n c　D ") == "ab c d"


def test_where_nothing_matches_each_filter_left_out_says_how_many_would() -> None:
    filters = Filters(zone="jinqiao", words="肉类")
    assert select(filters, LATER).entries == ()
    assert without_each(filters, LATER) == {
        "zone": len(found(LATER, words="肉类")),
        "words": len(found(LATER, zone="jinqiao")),
    }
    assert without_each(filters, LATER)["zone"] == 2


def test_the_nearest_topics_have_measures_and_the_likest_names() -> None:
    assert nearest_topics(Filters(words="maintenence"), DAY)[0] == "bonded-maintenance"
    assert nearest_topics(Filters(words="跨境电子商务"), DAY)[0] == "cross-border-ecommerce"
    assert nearest_topics(Filters(zone="zhangjiang", words="x"), DAY) == []
    nearest = nearest_topics(Filters(document="shanghai-2021-1", topic="art"), DAY)
    assert nearest
    assert "art" not in nearest
    for topic in nearest:
        assert found(document="shanghai-2021-1", topic=topic)


def test_likeness_goes_from_nothing_to_the_same() -> None:
    assert likeness(["land"], ["land"]) == 1
    assert likeness(["xyz"], ["land"]) == likeness([], ["land"]) == 0
    assert 0 < likeness(["repair"], ["repairs of ships"]) < 1


def test_every_document_of_the_library_is_looked_through() -> None:
    assert {entry.document.id for entry in entries(library())} == {document.id for document in library().documents}
