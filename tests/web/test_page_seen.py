"""The page in a browser, for everybody: seen or not seen, on a narrow screen, in the dark, on paper, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.web.browser import Site, browsing, papers, violations

SAVED = Path(__file__).parents[2] / "scenarios" / "cases" / "foodstuffs-importer.json"
NARROW = {"width": 320, "height": 640}
LANGUAGES = ("en", "zh")
_CONTROLS = """() => [...document.querySelectorAll('input, select, button, progress, summary, a')].filter((one) => one.checkVisibility())
  .filter((one) => !(one.labels?.length || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.textContent.trim()))
  .map((one) => one.outerHTML)"""
_IDS = "() => [...document.querySelectorAll('[id]')].map((one) => one.id)"
_NAMED = """() => [...document.querySelectorAll('[for], [aria-labelledby], [aria-describedby], [aria-controls]')]
  .flatMap((one) => ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls'].flatMap((name) => (one.getAttribute(name) ?? '').split(' ')))
  .filter((id) => id && !document.getElementById(id))"""
_HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5')].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
_UNFOLD = "() => document.querySelectorAll('details').forEach((one) => (one.open = true))"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with browsing() as found:
        yield found


def show_result(page: Page) -> None:
    """A result with items of every status, and everything unfolded."""
    page.set_input_files("#firm-files input >> nth=0", SAVED)
    page.fill("#firm-day input", "2026-03-01")
    page.click("#firm-submit")
    page.wait_for_selector("#firm-result .verdict")


def unfold(page: Page) -> None:
    page.evaluate(_UNFOLD)
    page.wait_for_selector("#firm-choices select", state="attached")


def faults(page: Page) -> dict[str, Any]:
    """What is wrong by our own means."""
    ids, headings = page.evaluate(_IDS), page.evaluate(_HEADINGS)
    return {
        "controls without a name": page.evaluate(_CONTROLS),
        "ids that are there twice": sorted({one for one in ids if ids.count(one) > 1}),
        "references to nothing": page.evaluate(_NAMED),
        "headings out of order": [pair for pair in zip(headings, headings[1:], strict=False) if pair[1] > pair[0] + 1],
        "controls out of the order of the tab key": page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count(),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_for_those_who_cannot_see_point_or_tell_colours_apart(site: Site, lang: str, scheme: str) -> None:
    with site.open(lang, color_scheme=scheme) as page:
        show_result(page)
        unfold(page)
        for name in ("imports", "firsts", "warehousing", "prior", "coverage"):
            page.locator(f"#firm-form [data-group={name}] > p > button").click()
        assert violations(page) == []
        wrong = faults(page)
        assert wrong == {**dict.fromkeys(wrong, []), "controls out of the order of the tab key": 0}
        page.click("#tab-office")
        page.set_input_files("#office-files input >> nth=0", SAVED)
        assert violations(page) == []
        wrong = faults(page)
        assert wrong == {**dict.fromkeys(wrong, []), "controls out of the order of the tab key": 0}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_missing_or_in_the_other_language(site: Site, lang: str) -> None:
    with site.open(lang) as page:
        show_result(page)
        unfold(page)
        page.evaluate("() => document.querySelectorAll('[hidden]').forEach((one) => (one.hidden = false))")
        assert page.evaluate("() => [...document.querySelectorAll('[data-t]')].filter((one) => one.textContent.trim() === '').length") == 0
        text = page.evaluate("() => [...document.querySelectorAll('code, bdi, pre')].forEach((one) => one.remove()) ?? document.body.innerText")
        assert re.findall(r"\{\w+\}", text) == []
        others = re.findall("[\u4e00-\u9fff]+", text) if lang == "en" else re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)+", text)
        assert [word for word in others if word not in ("中文",)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_narrow_screen_does_not_scroll_sideways(site: Site, lang: str) -> None:
    with site.open(lang, viewport=NARROW) as page:
        show_result(page)
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.click("#tab-office")
        page.set_input_files("#office-files input >> nth=0", SAVED)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_result_prints_on_few_sheets_without_the_form_and_with_all_that_is_folded(site: Site, lang: str) -> None:
    with site.open(lang) as page:
        show_result(page)
        assert 2 <= papers(page.pdf(prefer_css_page_size=True)) <= 5
        page.emulate_media(media="print")
        assert [page.locator(hidden).first.is_visible() for hidden in ("#firm-form", "[role=tablist]", "#firm-download", ".languages")] == [False] * 4
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert page.locator("#item-1 details.rests li").first.is_visible()
        assert page.locator("#item-1 .pairs dd").first.is_visible()
        cut = "() => [...document.querySelectorAll('#firm-result .wide')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
        assert page.evaluate(cut) == 0
        page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        assert page.locator("#item-1 details.rests[open]").count() == 0
