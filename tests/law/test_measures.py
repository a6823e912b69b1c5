"""The measures of the five documents: how many, what each names, and that every figure of the texts is a typed quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from subsidy.facts import ZONES
from subsidy.law.library import library
from subsidy.law.measure import TYPES, UNITS, Contents, Measure, Quantity, Span, article_numbers
from subsidy.law.measures import contents, is_monetary, provisions_at, zones_of
from subsidy.law.model import Document
from subsidy.law.vocabulary import authorities, topics

LANGUAGES = ("zh", "en")
NUMERALS = "一二三四五六七八九"
ONE_TO = {number: [str(n) for n in range(1, number + 1)] for number in (10, 15, 17)}
ARTICLES: dict[str, list[str]] = {
    "qingpu-2024-1": ONE_TO[10],
    "shanghai-2021-1": [f"{NUMERALS[part]}（{NUMERALS[n]}）" for part, size in enumerate((9, 6, 6)) for n in range(size)],
    "shanghai-2026-192": ONE_TO[17],
    "shanghai-action-plan-2025": [f"{part}.{n}" for part, size in ((1, 7), (2, 7), (3, 6), (4, 6)) for n in range(1, size + 1)],
    "shanghai-ftz-linkage": ONE_TO[15],
}
SECTIONS = {"qingpu-2024-1": 4, "shanghai-2021-1": 3, "shanghai-2026-192": 4, "shanghai-action-plan-2025": 4, "shanghai-ftz-linkage": 4}
SIX = "qingpu songjiang caohejing fengxian jinqiao jiading"
TEN = f"{SIX} waigaoqiao waigaoqiao-port pudong-airport yangshan"
WHOLE = {
    "qingpu-2024-1": "qingpu",
    "shanghai-2021-1": TEN,
    "shanghai-2026-192": f"{TEN} zhangjiang",
    "shanghai-action-plan-2025": TEN,
    "shanghai-ftz-linkage": SIX,
}

# Where the measure is for some zones only, or for firms outside too; every other measure is for all zones of its document.
ZONES_OF: dict[str, dict[str, str]] = {
    "qingpu-2024-1": {"3": "qingpu outside"},
    "shanghai-2021-1": {"二（四）": f"{TEN} outside", "二（五）": "yangshan"},
    "shanghai-2026-192": {
        "1": "yangshan",
        "2": "waigaoqiao",
        "3": "caohejing jinqiao",
        "4": "waigaoqiao-port pudong-airport",
        "5": "qingpu songjiang fengxian jiading",
        "6": f"{TEN} zhangjiang outside",
        "10": f"{TEN} zhangjiang outside",
    },
    "shanghai-action-plan-2025": {
        "1.1": "waigaoqiao",
        "1.2": "yangshan",
        "1.3": "caohejing jinqiao",
        "1.4": "waigaoqiao-port pudong-airport",
        "1.5": "qingpu songjiang fengxian jiading",
    },
    "shanghai-ftz-linkage": {
        "1": "songjiang fengxian jiading",
        "3": "qingpu songjiang fengxian jiading",
        "4": "songjiang jiading",
        "5": "fengxian",
        "6": "jinqiao jiading",
        "7": "qingpu jiading",
        "8": "qingpu",
        "9": "qingpu songjiang fengxian",
        "10": "songjiang fengxian jinqiao jiading",
        "11": "fengxian jiading",
        "12": "qingpu",
        "13": "fengxian yangshan",
        "14": "qingpu",
        "15": "qingpu",
    },
}

# Every figure of the texts, by article or place: kind, value, unit and bound (exact where none is said).
FIGURES: dict[str, dict[str, list[str]]] = {
    "qingpu-2024-1": {
        "1": ["money 300000.00 CNY"],
        "2": ["code 1210 code"],
        "4": ["count 5 item", "duration 3 year at_most", "ratio 0.025 fraction", "money 3000000.00 CNY at_most"],
        "7": ["count 2 item"],
        "9": ["count 1 per_year at_least"],
        "heading": ["date 2024-01-05 day"],
        "closing": ["date 2024-02-06 day", "duration 3 year"],
    },
    "shanghai-2021-1": {
        "一（二）": ["count 2 item"],
        "一（三）": ["duration 50 year"],
        "二（五）": ["count 2 item", "count 2 item"],
        "三（四）": ["duration 30 day at_least"],
        "三（五）": [
            "code A code",
            "duration 2 year at_most",
            "duration 5 year at_least",
            "duration 2 year",
            "code C code",
            "count 5 item",
        ],
        "heading": ["date 2021-01-06 day", "date 2021-01-07 day"],
        "closing": ["date 2021-01-15 day"],
    },
    "shanghai-2026-192": {
        "6": ["code 1+N code"],
        "heading": ["date 2026-05-28 day"],
        "preamble": ["count 2 item", "count 2 item"],
    },
    "shanghai-action-plan-2025": {
        "3.3": ["code 一线 code", "code 二线 code"],
        "heading": ["date 2025-07-01 day", "date 2025-01-01..2027-12-31 year", "duration 3 year", "count 4 item"],
        "background": [
            "date 1990-01-01..1990-12-31 year",
            "count 1 ordinal",
            "count 10 item",
            "count 1 item",
            "count 1 item",
            "count 8 item",
            "count 3 item",
        ],
        "features": [
            "date 1990-01-01..1999-12-31 decade",
            "count 5 item",
            "count 10 item",
            "count 80 item more_than",
            "count 20 item more_than",
            "count 4 item",
            "count 26 item",
            "count 5 item",
            "count 2 item",
        ],
        "goals": ["count 2 item", "duration 3 year", "count 7 item", "count 7 item", "count 6 item", "count 6 item"],
    },
    "shanghai-ftz-linkage": {
        "3": ["duration 100 year"],
        "4": ["duration 20 working_day", "duration 10 working_day"],
        "7": ["duration 12 month more_than"],
        "9": ["count 2 item"],
        "11": ["duration 2 year at_most"],
    },
}


def the(name: str) -> Document:
    return library().document(name)


def told(name: str) -> Contents:
    return contents(the(name))


def measures() -> list[tuple[Document, Measure]]:
    return [(document, measure) for document in library().documents for measure in contents(document).measures]


def quantities(found: Contents) -> Iterator[tuple[str, Quantity]]:
    """Every quantity with its article, or with the place outside the measures."""
    for measure in found.measures:
        yield from ((measure.article, quantity) for quantity in measure.quantities)
    for remark in found.remarks:
        yield from ((remark.place, quantity) for quantity in remark.quantities)


def written(quantity: Quantity) -> str:
    value = quantity.value
    shown = f"{value.first}..{value.last}" if isinstance(value, Span) else str(value)
    bound = "" if quantity.bound == "exactly" else f" {quantity.bound}"
    return f"{quantity.kind} {shown} {quantity.unit}{bound}"


def test_there_are_89_measures() -> None:
    assert {name: len(told(name).measures) for name in ARTICLES} == {
        "qingpu-2024-1": 10,
        "shanghai-2021-1": 21,
        "shanghai-2026-192": 17,
        "shanghai-action-plan-2025": 26,
        "shanghai-ftz-linkage": 15,
    }
    assert len(measures()) == 89


@pytest.mark.parametrize("name", ARTICLES)
def test_every_article_is_there_in_order_under_its_section(name: str) -> None:
    found = told(name)
    assert [measure.article for measure in found.measures] == ARTICLES[name]
    assert {measure.section for measure in found.measures} == set(range(1, SECTIONS[name] + 1))
    assert [measure.section for measure in found.measures] == sorted(measure.section or 0 for measure in found.measures)
    if len(article_numbers(ARTICLES[name][0])) == 2:
        assert all(measure.section == article_numbers(measure.article)[0] for measure in found.measures)


@pytest.mark.parametrize(("document", "measure"), measures(), ids=lambda given: getattr(given, "article", None) or given.id)
def test_a_measure_is_told_in_both_languages_with_topics_and_those_who_answer_for_it(document: Document, measure: Measure) -> None:
    for words in (measure.title, measure.summary, *(quantity.about for quantity in measure.quantities)):
        assert re.search("[一-鿿]", words.zh)
        assert re.search("[A-Za-z]{3}", words.en)
        assert not re.search("[一-鿿]", words.en)
        assert words.zh == words.zh.strip()
        assert words.en == words.en.strip()
    assert measure.summary.zh.endswith("。")
    assert measure.summary.en.endswith(".")
    assert measure.topics
    assert bool(measure.authorities) == (document.id != "shanghai-action-plan-2025"), "the notice names no authorities"


def test_no_two_measures_are_told_alike() -> None:
    told_as = [measure.summary.text(lang) for _, measure in measures() for lang in LANGUAGES]
    assert len(set(told_as)) == len(told_as) == 2 * 89


def test_every_topic_and_authority_is_used() -> None:
    assert {topic for _, measure in measures() for topic in measure.topics} == set(topics())
    assert {name for _, measure in measures() for name in measure.authorities} == set(authorities())


def test_topics_and_authorities_are_named_in_both_languages() -> None:
    for term in (*topics().values(), *authorities().values()):
        assert re.search("[一-鿿]", term.zh)
        assert not re.search("[一-鿿]", term.en)


@pytest.mark.parametrize(
    ("name", "article", "named"),
    [
        ("qingpu-2024-1", "4", "青浦工业园区 区商务委 区经委 青浦海关"),
        ("qingpu-2024-1", "9", "综保区管委会办公室 区国资委"),
        ("shanghai-2021-1", "二（五）", "临港新片区管委会 上海海关 国家外汇管理局上海市分局 市发展改革委 市经济信息化委 市商务委"),
        ("shanghai-2021-1", "三（六）", "市相关部门 各综合保税区管理机构"),
        ("shanghai-2026-192", "9", "市商务委 市发展改革委 上海海关 上海金融监管局 市委金融办 市交通委"),
        ("shanghai-ftz-linkage", "6", "浦东新区 嘉定区 中国人民银行上海总部 国家外汇管理局上海市分局"),
    ],
)
def test_authorities_are_those_that_the_text_names_in_its_order(name: str, article: str, named: str) -> None:
    (measure,) = [measure for measure in told(name).measures if measure.article == article]
    assert len(measure.authorities) == len(named.split())
    for authority, written_as in zip(measure.authorities, named.split(), strict=True):
        assert written_as in authorities()[authority].names


def test_only_one_list_of_authorities_is_left_open() -> None:
    assert [(document.id, measure.article) for document, measure in measures() if measure.and_others] == [("shanghai-2021-1", "一（六）")]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_measure_concerns_the_zones_that_it_names_or_all_of_its_document(name: str) -> None:
    found = {measure.article: set(zones_of(the(name), measure)) for measure in told(name).measures}
    assert found == {article: set(ZONES_OF[name].get(article, WHOLE[name]).split()) for article in ARTICLES[name]}


def test_zones_are_listed_once_in_the_usual_order() -> None:
    for document, measure in measures():
        zones = zones_of(document, measure)
        assert list(zones) == sorted(set(zones), key=ZONES.index)


def test_zones_taken_from_the_districts_responsible_are_marked() -> None:
    inferred = [(document.id, measure.article) for document, measure in measures() if measure.zones_inferred]
    stated = ("8", "13", "14")
    assert inferred == [("shanghai-ftz-linkage", article) for article in ONE_TO[15] if article not in stated]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_of_the_text_is_a_quantity_and_no_other_is(name: str) -> None:
    found: dict[str, list[str]] = {}
    for where, quantity in quantities(told(name)):
        found.setdefault(where, []).append(written(quantity))
    assert found == FIGURES[name]


def test_quantities_are_exact_values_of_their_kind() -> None:
    seen = set()
    for document in library().documents:
        for _, quantity in quantities(contents(document)):
            assert isinstance(quantity.value, TYPES[quantity.kind])
            assert not isinstance(quantity.value, (float, bool))
            assert quantity.unit in UNITS[quantity.kind]
            seen.add(quantity.kind)
    assert seen == {"money", "ratio", "duration", "count", "date", "code"}


@pytest.mark.parametrize("name", ARTICLES)
def test_the_days_that_the_text_states_are_those_of_the_document(name: str) -> None:
    document = the(name)
    stated = {quantity.value for _, quantity in quantities(told(name)) if quantity.kind == "date" and quantity.unit == "day"}
    known = {day for day in (document.issued, document.in_force_from) if day}
    assert known <= stated
    assert stated - known <= {date(2021, 1, 7)}


def test_measures_name_the_provisions_that_reckon_with_them() -> None:
    linked = {
        (document.id, measure.article): [provision.id for provision in provisions_at(document, measure)]
        for document, measure in measures()
        if provisions_at(document, measure)
    }
    assert linked == {("qingpu-2024-1", "1"): ["first"], ("qingpu-2024-1", "4"): ["import-growth", "warehousing"]}


def test_every_figure_of_a_provision_is_a_quantity_of_its_measure() -> None:
    for document, provision in library().provisions():
        (measure,) = [measure for measure in contents(document).measures if measure.article == provision.article]
        for parameter in provision.parameters:
            (linked,) = [q for q in measure.quantities if (q.provision, q.parameter) == (provision.id, parameter.name)]
            assert isinstance(linked.value, (Decimal, int))
            assert parameter.figure().on(document.in_force_from) == linked.value


def test_public_money_is_marked_whether_or_not_a_sum_is_named() -> None:
    found = [f"{document.id} {measure.article}" for document, measure in measures() if is_monetary(document, measure)]
    assert found == [
        "qingpu-2024-1 1",
        "qingpu-2024-1 4",
        "qingpu-2024-1 10",
        "shanghai-2021-1 一（二）",
        "shanghai-2026-192 16",
        "shanghai-2026-192 17",
        "shanghai-action-plan-2025 4.3",
    ]
