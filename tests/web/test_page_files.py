"""The page in a browser: facts from files, saved or exported, and files with names and cells that mean ill."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import subsidy
from tests.batch.files import A, B, numbered, row, write
from tests.cli.calling import call, case_file
from tests.web.browser import Site, browsing, downloaded, drop, leaving_is_asked_about

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
        page.click("#firm-fetch > summary")
        drop(page, "#firm-files .drop", [SAVED])
        expect(page.locator("#firm-enterprise [data-path=name]")).to_have_value(facts["enterprise"]["name"])
        assert work_out(page) == library_says(facts)
        assert json.loads(downloaded(page, "#firm-save-case")) == facts
        page.select_option("[data-path=provision]", "qingpu-2024-1/first")
        assert json.loads(downloaded(page, "#firm-save-case"))["prior"][0]["provision"] == "qingpu-2024-1/first"


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


REFUSED = [
    (
        '{"enterprise": {}, "imports": [{"period": "2025", "value": 80000000.00}]}',
        "facts.json: imports.0.value: 80000000.0 is a binary or JSON",
    ),
    ('{"enterprise": {}', "not a valid JSON file"),
    ('{"enterprise": {"name": "\udcff"}}', "not a valid JSON file in UTF-8"),
    ('{"imports": []}', "facts.json: enterprise: needed and not given"),
    ('{"enterprise": null}', "facts.json: enterprise: null is not usable"),
    ('{"enterprise": {}, "enterprise": {}}', "the key 'enterprise' is given twice"),
    ('{"enterprise": {"zoen": "qingpu"}}', "unknown key 'zoen'"),
    ('{"enterprise": {"foreign_trade": "perhaps"}}', "enterprise.foreign_trade"),
    ('{"case": {"enterprise": {}}, "decisions": {"warehousing.ratio": "7"}}', "decisions.warehousing.ratio"),
    ('{"case": {"enterprise": {}}, "ledger": false}', "the value false of ledger cannot be used"),
]


def test_a_file_of_facts_that_cannot_be_taken_is_refused_whole_and_what_was_typed_stays(site: Site, tmp_path: Path) -> None:
    with site.open(refused=True) as page:
        page.fill("#firm-enterprise [data-path=uscc]", "half typed")
        page.fill("[data-path=value] >> nth=0", "80,000,000")
        for text, told in REFUSED:
            file = tmp_path / "facts.json"
            file.write_bytes(text.encode("utf-8", "surrogateescape"))
            page.set_input_files(PICK, file)
            expect(page.locator("#firm-fault")).to_contain_text(told)
            expect(page.locator("#firm-fault")).to_be_focused()
        assert page.input_value("#firm-enterprise [data-path=uscc]") == "half typed"
        assert page.input_value("[data-path=value] >> nth=0") == "80,000,000"


def test_what_is_saved_gives_the_same_result_again_with_day_choices_and_rivals(site: Site, tmp_path: Path) -> None:
    firsts = [
        {"统一社会信用代码": firm, "业务名称": "进境修理", "类型": "首创", "认定日期": day}
        for firm, day in ((A, "2025-05-01"), (B, "2025-04-01"))
    ]
    file = write(tmp_path / "firsts.csv", firsts)
    with site.open() as page:
        page.fill("#firm-enterprise [data-path=uscc]", A)
        page.select_option("#firm-enterprise [data-path=zone]", "qingpu")
        page.click("#firm-fetch > summary")
        page.set_input_files(PICK, file)
        page.click("#firm-read")
        expect(page.locator("#firm-rivals li")).to_contain_text(B)
        expect(page.locator("#firm-rivals")).to_contain_text("may change what can be claimed")
        page.click("#firm-choices summary")
        page.select_option("[data-path='payout.rounding']", "wan_down")
        page.fill("[data-path='warehousing.annual_cap']", "300,000.00")
        result = work_out(page)
        assert leaving_is_asked_about(page)
        question = downloaded(page, "#firm-save")
        assert not leaving_is_asked_about(page)
        assert json.loads(question)["decisions"] == {"warehousing.annual_cap": "300000.00"}
        page.click("#firm-clear")
        page.keyboard.press("Escape")
        expect(page.locator("#firm-rivals")).to_be_visible()
        page.click("#firm-clear")
        page.click("#sure-yes")
        expect(page.locator("#firm-rivals")).to_be_hidden()
        assert page.input_value("#firm-day input") == page.evaluate("() => new Date().toLocaleDateString('sv')")
        page.set_input_files(PICK, saved(tmp_path, question.decode()))
        expect(page.locator("#firm-rivals li")).to_contain_text(B)
        expect(page.locator("#firm-day input")).to_have_value(DAY.isoformat())
        assert not leaving_is_asked_about(page)
        page.click("#firm-submit")
        page.wait_for_selector("#firm-result .verdict")
        assert downloaded(page, "#firm-download") == result
        page.click("#firm-rivals button")
        expect(page.locator("#firm-stale")).to_be_visible()
        assert work_out(page) != result


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
        page.click("#firm-fetch > summary")
        drop(page, "#firm-files .drop", [file])
        page.click("#firm-read")
        expect(page.locator("#firm-read-status")).to_have_text("The form has been filled from the files; please check it.")
        assert work_out(page) == said.stdout_bytes


def test_several_enterprises_in_the_files_and_none_named_is_told(site: Site, tmp_path: Path) -> None:
    file = write(tmp_path / "two.csv", numbered([row(), row(统一社会信用代码=B)]))
    with site.open(refused=True) as page:
        page.set_input_files(PICK, file)
        page.locator("#firm-read").dispatch_event("click")
        expect(page.locator("#firm-enterprise [data-path=uscc]")).to_be_focused()
        told = page.locator("#firm-enterprise [role=alert]").filter(has_text=B)
        expect(told).to_contain_text(A)
        expect(told).to_contain_text("enter in “Unified social credit code” which one is meant")


def test_files_of_one_name_are_kept_apart_and_the_same_one_again_is_one(site: Site, tmp_path: Path) -> None:
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
    days = {"1": "2024-03-01", "2": "2025-03-01"}
    files = [write(tmp_path / folder / "a.csv", [row(进口日期=day, 报关单号=f"{folder}1".rjust(18, "0"))]) for folder, day in days.items()]
    os.utime(files[0], (1, 1))
    with site.open(refused=True) as page:
        page.click("#firm-fetch > summary")
        for file in (*files, files[0]):
            page.set_input_files(PICK, file)
            page.locator("#firm-files select").first.select_option("rates")
        rows = page.locator("#firm-files tbody th bdi")
        expect(rows).to_have_text(["a.csv", "a.csv (2)"])
        assert [one.input_value() for one in page.locator("#firm-files select").all()] == ["rates", "files"]
        page.locator("#firm-files select").first.select_option("files")
        page.click("#firm-read")
        expect(page.locator("[data-path=period]").first).to_have_value("2024")
        expect(page.locator("[data-path=period]").last).to_have_value("2025")
        write(Path(files[1]), numbered([row(), row(进口日期="2025-04-01")]))
        page.click("#firm-read")
        expect(page.locator("#firm-fault")).to_contain_text("Changed since they were chosen, and must be chosen again: a.csv (2)")
        page.set_input_files(PICK, files[1])
        expect(rows).to_have_text(["a.csv", "a.csv (2)"])


def test_what_files_are_is_told_by_the_words_of_their_names(site: Site, tmp_path: Path) -> None:
    kinds = {
        "2025-first-half.csv": "files", "corporates-2025.csv": "files", "priority.csv": "files", "prior-year-imports.csv": "files",
        "Register 2025.csv": "register", "firsts.csv": "firsts", "fx_rates.csv": "rates", "以往发放.csv": "prior",
    }  # fmt: skip
    for name in kinds:
        (tmp_path / name).write_text("x", encoding="utf-8")
    with site.open() as page:
        page.set_input_files(PICK, [tmp_path / name for name in kinds])
        names = [text.removesuffix(" 1 bytes") for text in page.locator("#firm-files tbody th").all_text_contents()]
        assert dict(zip(names, [one.input_value() for one in page.locator("#firm-files select").all()], strict=True)) == kinds


def test_a_file_that_is_let_go_beside_a_zone_does_not_take_the_place_of_the_page(site: Site) -> None:
    with site.open() as page:
        refused = """(name) => {
          const data = new DataTransfer();
          data.items.add(new File(['1'], 'a.csv'));
          return !document.querySelector('h1').dispatchEvent(new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: data}));
        }"""
        assert [page.evaluate(refused, name) for name in ("dragover", "drop")] == [True, True]


def test_names_and_cells_that_mean_ill_are_shown_as_text(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "<b>'quoted'"
    folder.mkdir()
    write(folder / "<img src=x onerror=alert(3)>.csv", numbered([row(), row(进口日期="2025-03-01", **{"人民币(元)": EVIL})]))
    with site.open() as page:
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        page.fill("#firm-day input", DAY.isoformat())
        page.fill("#firm-enterprise [data-path=name]", EVIL)
        page.click("#firm-fetch > summary")
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
