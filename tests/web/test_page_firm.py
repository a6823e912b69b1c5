"""The page in a browser, for a firm: what it enters, what it is told, and that this is what the library says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

import subsidy
from subsidy.web.keys import Keys, new_key
from subsidy.web.settings import Settings
from tests.web.browser import Site, browsing, downloaded, served, tab_to

DAY = date(2026, 3, 1)
FACTS: dict[str, Any] = {
    "enterprise": {"uscc": "913101180000000004", "zone": "qingpu", "settled_on": "2024-05-01"},
    "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}],
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with browsing() as found:
        yield found


def library_says(lang: str, facts: dict[str, Any] = FACTS, **terms: Any) -> bytes:
    return subsidy.assess(subsidy.Case.model_validate(facts), as_of=DAY, lang=lang, **terms).to_json().encode()


def enter(page: Page) -> None:
    """The facts, as a person would type or paste them."""
    typed = {"uscc": "913101180000000004", "settled_on": "2024年5月1日"}
    for path, text in typed.items():
        page.fill(f"#firm-enterprise [data-path={path}]", text)
    page.select_option("#firm-enterprise [data-path=zone]", "qingpu")
    rows = (("2024", "80,000,000.00"), ("2025", " ￥120,000,000.40元"))
    for at, (period, value) in enumerate(rows):
        page.fill(f"[data-path=period] >> nth={at}", period)
        page.fill(f"[data-path=value] >> nth={at}", value)
    page.fill("#firm-day input", DAY.isoformat())


def work_out(page: Page) -> None:
    page.click("#firm-submit")
    page.wait_for_selector("#firm-result .verdict")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_entered_gives_exactly_what_the_library_gives(site: Site, lang: str) -> None:
    with site.open(lang) as page:
        assert page.get_attribute("html", "lang") == {"en": "en", "zh": "zh-CN"}[lang]
        enter(page)
        work_out(page)
        expect(page.locator("#result-heading")).to_be_focused()
        assert downloaded(page, "#firm-download") == library_says(lang)
        now = page.locator(".card.open")
        expect(now).to_contain_text("1,000,000.01")
        expect(now).to_contain_text("2026-12-31")
        result = page.locator("#firm-result")
        expect(result).to_contain_text("青商规〔2024〕1号")
        expect(result).to_contain_text(json.loads(library_says(lang))["receipt"]["inputs"])


def test_the_other_language_asks_again_and_gives_the_result_in_its_words(site: Site) -> None:
    with site.open("en") as page:
        enter(page)
        work_out(page)
        page.click("button[data-lang=zh]")
        page.wait_for_selector(".card.open :text('进口增量')")
        page.wait_for_selector("#firm-result .verdict")
        assert page.get_attribute("html", "lang") == "zh-CN"
        assert downloaded(page, "#firm-download") == library_says("zh")
        assert page.input_value("[data-path=value] >> nth=0") == "80,000,000.00"
        page.reload()
        expect(page.locator("h1")).to_have_text("综合保税区扶持测算")


def test_the_whole_way_can_be_gone_by_keyboard(site: Site) -> None:
    with site.open("en") as page:
        tab_to(page, "[role=tab][aria-selected=true]")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#part-office")).to_be_visible()
        page.keyboard.press("Home")
        expect(page.locator("#part-firm")).to_be_visible()
        tab_to(page, "#firm-enterprise [data-path=uscc]")
        page.keyboard.type("913101180000000004")
        tab_to(page, "[data-path=zone]")
        page.keyboard.type("Qing")
        tab_to(page, "[data-path=settled_on]")
        page.keyboard.type("2024-05-01")
        for period, value in (("2024", "80000000.00"), ("2025", "120000000.40")):
            tab_to(page, "[data-path=period]")
            page.keyboard.type(period)
            tab_to(page, "[data-path=value]")
            page.keyboard.type(value)
        tab_to(page, "#firm-day input")
        page.keyboard.press("Control+A")
        page.keyboard.type("2026-03-01")
        page.keyboard.press("Enter")
        expect(page.locator("#result-heading")).to_be_focused()
        page.wait_for_selector("#firm-result .verdict")
        tab_to(page, "#item-1 summary, .rests summary")
        page.keyboard.press("Enter")
        expect(page.locator("details.rests[open]").first).to_be_visible()
        tab_to(page, "#firm-download")
        with page.expect_download() as found:
            page.keyboard.press("Enter")
        assert found.value.path().read_bytes() == library_says("en")


def test_rows_are_added_and_removed_by_keyboard_and_the_focus_is_never_lost(site: Site) -> None:
    with site.open("en") as page:
        page.get_by_role("button", name="Add imports").press("Enter")
        expect(page.locator("[data-path=period] >> nth=2")).to_be_focused()
        page.get_by_role("button", name="Remove row 2").press("Enter")
        expect(page.get_by_role("button", name="Remove row 2")).to_be_focused()
        for _ in range(2):
            page.get_by_role("button", name="Remove row 1").press("Enter")
        expect(page.get_by_role("button", name="Add imports")).to_be_focused()


def test_what_is_left_empty_is_left_out_and_sums_stay_text(site: Site) -> None:
    with site.open("en") as page:
        page.select_option("[data-path=foreign_trade]", "false")
        page.fill("[data-path=period] >> nth=0", "2025年3月")
        page.fill("[data-path=value] >> nth=0", "9007199254740993.10")
        page.click("[data-groups='firsts warehousing'] summary")
        page.check("[data-none=warehousing]")
        with page.expect_request("**/v1/assessments") as asked:
            page.click("#firm-submit")
        body = asked.value.post_data or ""
        assert '"value":"9007199254740993.10"' in body
        assert json.loads(body)["case"] == {
            "enterprise": {"foreign_trade": False},
            "imports": [{"period": "2025-03", "value": "9007199254740993.10"}],
            "warehousing": [],
        }


def test_readings_and_decisions_chosen_are_those_of_the_result(site: Site) -> None:
    with site.open("en") as page:
        enter(page)
        page.click("#firm-choices summary")
        page.select_option("[data-path='payout.rounding']", "wan_down")
        page.fill("[data-path='warehousing.ratio']", "0.5")
        work_out(page)
        chosen = {"readings": {"payout.rounding": "wan_down"}, "decisions": {"warehousing.ratio": "0.5"}}
        assert downloaded(page, "#firm-download") == library_says("en", **chosen)
        page.fill("[data-path='warehousing.ratio']", "7")
        expect(page.locator("#firm-stale")).to_be_visible()


def asked_and_held(page: Page) -> Route:
    """The first question of a filled form, whose answer comes once it is let go; later ones are answered at once."""
    held: list[Route] = []
    enter(page)
    page.route("**/v1/assessments", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/v1/assessments"):
        page.click("#firm-submit")
    return held[0]


def test_a_change_while_an_answer_is_awaited_is_told_of_beside_the_answer(site: Site) -> None:
    with site.open("en") as page:
        first = asked_and_held(page)
        page.fill("[data-path=value] >> nth=0", "1")
        first.continue_()
        page.wait_for_selector("#firm-result .verdict")
        expect(page.locator("#firm-stale")).to_be_visible()
        page.click("#firm-submit")
        expect(page.locator("#firm-stale")).to_be_hidden()


def test_the_other_language_before_the_first_answer_asks_the_same_in_it(site: Site) -> None:
    with site.open("en") as page:
        first = asked_and_held(page)
        page.click("button[data-lang=zh]")
        page.wait_for_selector("#firm-result .verdict")
        first.continue_()
        assert downloaded(page, "#firm-download") == library_says("zh")


def test_a_server_with_another_policy_offers_its_place_and_its_provisions(site: Site) -> None:
    policy = str(Path(__file__).parents[2] / "scenarios" / "policies" / "xiamen-2011-172.toml")
    with served(Settings(policies=(policy,))) as url, Site(url, site.browser).open("en") as page:
        page.select_option("#firm-enterprise [data-path=zone]", "other:xiamen")
        page.click("[data-groups='prior coverage'] summary")
        page.get_by_role("button", name="Add a grant").click()
        page.select_option("[data-path=provision]", "xiamen-2011-172/import-increment")
        page.click("button[data-lang=zh]")
        expect(page.locator("[data-path=provision] option:checked")).to_have_text("一般贸易进口增量扶持")
        expect(page.locator("#firm-enterprise [data-path=zone]")).to_have_value("other:xiamen")


def test_a_decision_that_cannot_be_used_is_told_beside_its_field(site: Site) -> None:
    with site.open("zh", refused=True) as page:
        enter(page)
        page.click("#firm-choices summary")
        page.fill("[data-path='warehousing.ratio']", "7")
        page.click("#firm-submit")
        expect(page.locator("[data-path='warehousing.ratio']")).to_be_focused()
        expect(page.locator("#firm-choices [role=alert]")).to_contain_text("0到1之间")


def test_a_fault_is_told_beside_the_field_that_it_is_about(site: Site) -> None:
    with site.open("en", refused=True) as page:
        enter(page)
        page.fill("[data-path=value] >> nth=1", "12.345")
        page.click("#firm-submit")
        field = page.locator("[data-path=value] >> nth=1")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        told = page.locator(f"[id='{field.get_attribute('aria-describedby')}']")
        expect(told).to_have_attribute("role", "alert")
        expect(told).to_contain_text("“12.345” is no sum that can be used. Write yuan in digits with at most two decimals")
        page.fill("[data-path=period] >> nth=1", "2024")
        page.fill("[data-path=value] >> nth=1", "1")
        page.click("#firm-submit")
        expect(page.locator("[data-group=imports] [role=alert]")).to_contain_text("overlap")
        page.fill("[data-path=period] >> nth=1", "2025")
        work_out(page)
        expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_a_fault_that_is_about_no_field_is_told_at_the_top(site: Site) -> None:
    def busy(route: Route) -> None:
        route.fulfill(status=403, content_type="application/problem+json", body='{"code": "foreign_page", "detail": "<b>not</b> allowed"}')

    with site.open("en", refused=True) as page:
        page.route("**/v1/assessments", busy)
        page.click("#firm-submit")
        expect(page.locator("#firm-fault")).to_be_focused()
        expect(page.locator("#firm-fault")).to_contain_text("<b>not</b> allowed")


def test_a_server_that_asks_for_a_key_is_given_it_and_the_key_is_kept_nowhere(site: Site) -> None:
    key, line = new_key("office", ["assess"])
    with served(Settings(keys=Keys.read_text(line, "keys.toml"))) as url, Site(url, site.browser).open("en", refused=True) as page:
        enter(page)
        page.click("#firm-submit")
        expect(page.locator("#key-field")).to_be_focused()
        page.keyboard.type("a guess")
        page.keyboard.press("Enter")
        expect(page.locator("#key-fault")).to_have_text("the key is not one of this server's")
        page.keyboard.type(key)
        page.keyboard.press("Enter")
        page.wait_for_selector("#firm-result .verdict")
        assert downloaded(page, "#firm-download") == library_says("en")
        kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie]) + document.body.outerHTML")
        assert key not in kept
        page.click("#key-change")
        page.keyboard.type("another guess")
        page.keyboard.press("Enter")
        expect(page.locator("#key-fault")).to_have_text("the key is not one of this server's")
        page.keyboard.press("Escape")


def test_a_key_without_the_role_can_be_changed_for_another_and_the_form_stays(site: Site) -> None:
    (reading, line), (assessing, other) = new_key("reader", ["read"]), new_key("office", ["assess"])
    with served(Settings(keys=Keys.read_text(line + other, "keys.toml"))) as url, Site(url, site.browser).open("en", refused=True) as page:
        enter(page)
        page.click("#firm-submit")
        page.fill("#key-field", reading)
        page.keyboard.press("Enter")
        expect(page.locator("#key-fault")).to_contain_text("lacks the role 'assess'")
        page.fill("#key-field", assessing)
        page.keyboard.press("Enter")
        page.wait_for_selector("#firm-result .verdict")
        assert downloaded(page, "#firm-download") == library_says("en")
