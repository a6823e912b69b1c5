"""The page in a browser: facts from files, saved or exported, and files with names and cells that mean ill."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import subsidy
from tests.batch.files import A, B, numbered, row, write
from tests.cli.calling import call, case_file
from tests.web.browser import Site, browsing, downloaded, drop

ROOT = Path(__file__).parents[2]
SAVED = ROOT / "scenarios" / "cases" / "foodstuffs-importer.json"
DAY = date(2026, 3, 1)
PICK = "#firm-files input >> nth=0"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with browsing() as found:
        yield found


def work_out(page: Page) -> bytes:
    """The assessment, as it is downloaded."""
    page.fill("#firm-day input", DAY.isoformat())
    page.click("#firm-submit")
    page.wait_for_selector("#firm-result .verdict")
    return downloaded(page, "#firm-download")


def saved(folder: Path, facts: Any) -> Path:
    file = folder / "facts.json"
    file.write_text(facts if isinstance(facts, str) else json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    return file


def library_says(facts: Any) -> bytes:
    return subsidy.assess(subsidy.Case.model_validate(facts), as_of=DAY).to_json().encode()


def test_a_file_of_facts_fills_the_form_and_gives_what_the_library_gives(site: Site) -> None:
    facts = json.loads(SAVED.read_text(encoding="utf-8"))
    with site.open() as page:
        page.click("#firm-fetch summary")
        drop(page, "#firm-files .drop", [SAVED])
        expect(page.locator("#firm-enterprise [data-path=name]")).to_have_value(facts["enterprise"]["name"])
        assert work_out(page) == library_says(facts)
        assert json.loads(downloaded(page, "#firm-save")) == facts


def test_what_the_form_does_not_show_of_a_file_is_told_and_used_until_it_is_left_out(site: Site, tmp_path: Path) -> None:
    shown = {"enterprise": {"uscc": A, "zone": "other:xiamen"}, "imports": [{"period": "2025", "value": 99999999999999}], "prior": []}
    facts = {**shown, "prior_incomplete": True, "rejected_rows": [{"rows": 3}], "coverage": []}
    with site.open() as page:
        page.set_input_files(PICK, saved(tmp_path, facts))
        expect(page.locator("#firm-rest pre")).to_contain_text("rejected_rows")
        assert work_out(page) == library_says(facts)
        page.click("#firm-rest button")
        expect(page.locator("#firm-stale")).to_be_visible()
        assert work_out(page) == library_says({**shown, "coverage": []})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"enterprise": {}, "imports": [{"period": "2025", "value": 80000000.00}]}', "80000000.00 is a JSON number with a fraction"),
        ('{"enterprise": {}', "not a valid JSON file"),
        ('{"imports": []}', "holds no enterprise"),
        ('{"enterprise": {"foreign_trade": "perhaps"}}', "the value \"perhaps\" of enterprise.foreign_trade"),
        ('{"enterprise": {"zone": ["qingpu"]}, "imports": 5}', "of enterprise.zone cannot be used"),
    ],
)  # fmt: skip
def test_a_file_of_facts_that_cannot_be_taken_is_refused_whole(site: Site, tmp_path: Path, text: str, told: str) -> None:
    with site.open() as page:
        page.set_input_files(PICK, saved(tmp_path, text))
        expect(page.locator("#firm-fault")).to_be_focused()
        expect(page.locator("#firm-fault")).to_contain_text(told)
        assert [page.input_value(f"#firm-enterprise [data-path={name}]") for name in ("uscc", "zone", "foreign_trade")] == ["", "", ""]


def test_a_key_that_no_case_has_is_refused_by_the_server(site: Site, tmp_path: Path) -> None:
    with site.open(refused=True) as page:
        page.set_input_files(PICK, saved(tmp_path, {"enterprise": {"zoen": "qingpu"}}))
        page.click("#firm-submit")
        expect(page.locator("#firm-fault")).to_contain_text("unknown key 'zoen'")


def exports(folder: Path) -> Path:
    months = [(year, month) for year in (2024, 2025) for month in range(1, 13)]
    rows = [row(进口日期=f"{year}-{month:02d}-11", **{"人民币(元)": f"{year * 1000 + month}.37"}) for year, month in months]
    write(folder / "进口.csv", numbered(rows), "gb18030")
    return folder / "进口.csv"


def test_exports_that_are_dropped_give_what_the_command_gives_for_them(site: Site, tmp_path: Path) -> None:
    file = exports(tmp_path)
    known = case_file(tmp_path, {"enterprise": {"uscc": A, "zone": "qingpu"}})
    said = call("estimate", file, "--case", known, "--as-of", DAY.isoformat(), "--format", "json", "--lang", "en")
    with site.open() as page:
        page.fill("#firm-day input", DAY.isoformat())
        page.fill("#firm-enterprise [data-path=uscc]", A)
        page.select_option("#firm-enterprise [data-path=zone]", "qingpu")
        page.click("#firm-fetch summary")
        drop(page, "#firm-files .drop", [file])
        page.click("#firm-read")
        expect(page.locator("#firm-read-status")).to_have_text("The form has been filled from the files; please check it.")
        assert work_out(page) == said.stdout_bytes


def test_several_enterprises_in_the_files_and_none_named_is_told(site: Site, tmp_path: Path) -> None:
    file = write(tmp_path / "two.csv", numbered([row(), row(统一社会信用代码=B)]))
    with site.open(refused=True) as page:
        page.set_input_files(PICK, file)
        page.locator("#firm-read").dispatch_event("click")
        expect(page.locator("#part-firm [role=alert]").filter(has_text=B)).to_contain_text(A)


def test_names_and_cells_that_mean_ill_are_shown_as_text(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "<b>'quoted'"
    folder.mkdir()
    write(folder / "<img src=x onerror=alert(3)>.csv", numbered([row(), row(进口日期="2025-03-01", **{"人民币(元)": EVIL})]))
    with site.open() as page:
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        page.fill("#firm-day input", DAY.isoformat())
        page.fill("#firm-enterprise [data-path=name]", EVIL)
        page.click("#firm-fetch summary")
        drop(page, "#firm-files .drop", [folder])
        expect(page.locator("#firm-files tbody th")).to_contain_text("<b>'quoted'/<img src=x onerror=alert(3)>.csv")
        page.click("#firm-read")
        expect(page.locator("#firm-rejects tbody")).to_contain_text(EVIL)
        expect(page.locator("#firm-rejects tbody")).to_contain_text("<img src=x onerror=alert(3)>.csv")
        page.click("[data-groups='firsts warehousing'] summary")
        page.get_by_role("button", name="Add a first").click()
        page.fill("[data-path=business]", EVIL)
        page.select_option("[data-path=kind]", "first")
        page.fill("[data-path=recognised_on]", "2025-01-01")
        work_out(page)
        expect(page.locator(".headline")).to_contain_text(EVIL)
        expect(page.locator(".item h4").filter(has_text=EVIL)).to_be_visible()
        assert page.locator("main img, main script").count() == 0
