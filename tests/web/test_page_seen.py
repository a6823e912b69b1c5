"""The page in a browser, for everybody: seen or not seen, on a narrow screen, in the dark, on paper, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.browser import Site, browsing, papers, violations

SAVED = Path(__file__).parents[2] / "scenarios" / "cases" / "foodstuffs-importer.json"
NARROW = {"width": 320, "height": 640}
LANGUAGES = ("en", "zh")
_UNNAMED = """() => [...document.querySelectorAll('input, select, button, progress, summary, a')].filter((one) => one.checkVisibility())
  .filter((one) => !(one.labels?.length || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.textContent.trim()))
  .map((one) => one.outerHTML)"""
_IDS = "() => [...document.querySelectorAll('[id]')].map((one) => one.id)"
_LOOSE = """() => ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls']
  .flatMap((name) => [...document.querySelectorAll(`[${name}]`)].flatMap((one) => one.getAttribute(name).split(' ')))
  .filter((id) => !document.getElementById(id))"""
_HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5')].filter((one) => one.checkVisibility())
  .map((one) => Number(one.tagName[1]))"""
_UNFOLD = "() => document.querySelectorAll('details').forEach((one) => (one.open = true))"
_UNHIDE = "() => document.querySelectorAll('[hidden]').forEach((one) => (one.hidden = false))"
_WORDLESS = "() => [...document.querySelectorAll('[data-t]')].filter((one) => one.textContent.trim() === '').map((one) => one.dataset.t)"
_OWN_TEXT = """() => {
  document.querySelectorAll('code, bdi, pre').forEach((one) => one.remove());
  return document.body.innerText;
}"""
_CUT = "() => [...document.querySelectorAll('#firm-result .wide')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
_NOT_ON_PAPER = ("#firm-form", "[role=tablist]", "#firm-download", ".languages")


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


def faults(page: Page) -> list[str]:
    """What is wrong by our own means."""
    ids, headings = page.evaluate(_IDS), page.evaluate(_HEADINGS)
    return [
        *violations(page),
        *(f"has no name: {one}" for one in page.evaluate(_UNNAMED)),
        *(f"is there twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1})),
        *(f"is referred to and not there: {one}" for one in page.evaluate(_LOOSE)),
        *(f"heading {below} follows {above}" for above, below in pairwise(headings) if below > above + 1),
        *(f"is out of order: {one}" for one in page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").all()),
    ]


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("zh", "dark")])
def test_nothing_is_wrong_for_those_who_cannot_see_point_or_tell_colours_apart(site: Site, lang: str, scheme: str) -> None:
    with site.open(lang, color_scheme=scheme) as page:
        show_result(page)
        unfold(page)
        for name in ("imports", "firsts", "warehousing", "prior", "coverage"):
            page.locator(f"#firm-form [data-group={name}] > p > button").click()
        assert faults(page) == []
        page.click("#tab-office")
        page.set_input_files("#office-files input >> nth=0", SAVED)
        page.select_option("#office-files select", "register")
        page.click("#office-submit")
        page.wait_for_selector("#office-fault:not(:empty)")
        assert faults(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_missing_or_in_the_other_language(site: Site, lang: str) -> None:
    with site.open(lang) as page:
        show_result(page)
        unfold(page)
        page.evaluate(_UNHIDE)
        assert page.evaluate(_WORDLESS) == []
        text = page.evaluate(_OWN_TEXT)
        assert re.findall(r"\{\w+\}", text) == []
        others = re.findall("[\u4e00-\u9fff]+", text) if lang == "en" else re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)+", text)
        assert [word for word in others if word != "中文"] == []


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
        assert [one for one in _NOT_ON_PAPER if page.locator(one).first.is_visible()] == []
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert page.locator("#item-1 details.rests li").first.is_visible()
        assert page.locator("#item-1 .pairs dd").first.is_visible()
        assert page.evaluate(_CUT) == 0
        page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        assert page.locator("#item-1 details.rests[open]").count() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_result_rests_on_is_printed_with_it_and_what_was_entered_without_one(site: Site, lang: str) -> None:
    with site.open(lang) as page:
        page.fill("#firm-enterprise [data-path=name]", "甲")
        page.emulate_media(media="print")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        assert page.locator("#firm-paper p").is_visible()
        assert "甲" in page.inner_text("#firm-paper table")
        page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        show_result(page)
        page.emulate_media(media="print")
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
        given = page.inner_text("#firm-result .given table")
        assert [one for one in ("2026-03-01", "46,318,207.55", "60,000.00", "2024-05-06") if one not in given] == []
        assert page.locator(".range .rests caption").bounding_box()["height"] > 10  # type: ignore[index]
        assert not page.locator("footer").is_visible()
