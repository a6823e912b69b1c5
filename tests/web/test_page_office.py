"""The page in a browser, for a park office: a folder goes in, the files of the result come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch
from subsidy.web.keys import Keys, new_key
from subsidy.web.settings import Settings
from tests.batch.files import A, B, row, write
from tests.web.browser import Site, browsing, downloaded, drop, served

DAY = date(2026, 3, 1)
DONE = "#office-result-heading"
_CANCEL_WHEN_SENT = """() => {
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (body) {
    this.upload.addEventListener('load', () => document.querySelector('#office-cancel').click());
    send.call(this, body);
  };
}"""
_DELETE = """(key) => fetch(`/v1/batches/${sessionStorage.getItem('subsidy.batch')}`,
  { method: 'DELETE', headers: { Authorization: `Bearer ${key}` } }).then((answer) => answer.status)"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of exports with a register, and of things that are no tables."""
    folder = tmp_path_factory.mktemp("files") / "park"
    (folder / "exports").mkdir(parents=True)
    for year in (2024, 2025):
        write(folder / "exports" / f"imports-{year}.csv", exports(year))
    write(folder / "register.csv", [{"统一社会信用代码": firm, "企业名称": "甲", "所在综保区": "青浦"} for firm in (A, B)])
    (folder / "README.md").write_text("no table", encoding="utf-8")
    (folder / ".hidden.csv").write_text("no table", encoding="utf-8")
    return folder


def exports(year: int) -> list[dict[str, str]]:
    """A row for each month and firm."""
    days = [(f"{year}-{month:02d}-03", f"{year}000.{month:02d}", firm) for month in range(1, 13) for firm in (A, B)]
    rows = [row(进口日期=day, 统一社会信用代码=firm, **{"人民币(元)": worth}) for day, worth, firm in days]
    return [{**one, "报关单号": f"{year}{number:014d}"} for number, one in enumerate(rows)]


def entitlements(park: Path, out: Path) -> bytes:
    """The same from the library."""
    run_batch(BatchRequest(files=(str(park / "exports"),), register=str(park / "register.csv"), as_of=DAY, out=out))
    return (out / "entitlements.csv").read_bytes()


def open_part(page: Page) -> None:
    page.click("#tab-office")
    page.fill("#office-terms [data-path=as_of]", DAY.isoformat())


def test_a_folder_that_is_dropped_gives_what_the_library_gives_for_it(site: Site, park: Path, tmp_path: Path) -> None:
    with site.open("en") as page:
        open_part(page)
        drop(page, "#office-files .drop", [park])
        expect(page.locator("#office-files [role=status]")).to_contain_text("Files: 3.")
        expect(page.locator("#office-files [role=status]")).to_contain_text("README.md")
        kinds = page.locator("#office-files select").evaluate_all("(all) => all.map((one) => [one.getAttribute('aria-label'), one.value])")
        assert kinds == [
            ["What park/exports/imports-2024.csv is", "files"],
            ["What park/exports/imports-2025.csv is", "files"],
            ["What park/register.csv is", "register"],
        ]
        page.check("[data-tick=xlsx]")
        page.click("#office-submit")
        page.wait_for_selector(DONE)
        expect(page.locator(DONE)).to_be_focused()
        expect(page.locator("#office-result .good")).to_have_text("Rows and amounts add up.")
        expect(page.locator("#office-result tbody tr").filter(has_text="counted")).to_contain_text("48")
        assert downloaded(page, "a[download='entitlements.csv']") == entitlements(park, tmp_path / "result")
        assert downloaded(page, "a[download='result.zip']").startswith(b"PK")
        assert page.locator("a[download$='.xlsx']").count() == 1
        expect(page.locator("#office-result .files")).to_contain_text(re.compile(r"after \d{4}-\d{2}-\d{2} \d{2}:\d{2}\."))
        page.reload()
        page.wait_for_selector(DONE)
        page.click("button[data-lang=zh]")
        expect(page.locator("#office-result .good")).to_have_text("行数和金额都对得上。")
        page.get_by_role("button", name="现在就从服务上删除").click()
        expect(page.locator("#office-result")).to_have_text("已从服务上删除。")


def test_a_folder_can_be_chosen_and_a_key_goes_with_every_download(site: Site, park: Path, tmp_path: Path) -> None:
    key, line = new_key("office", ["assess"])
    with served(Settings(keys=Keys.read_text(line, "keys.toml"))) as url, Site(url, site.browser).open("zh", refused=True) as page:
        open_part(page)
        page.set_input_files("#office-files input[webkitdirectory]", park)
        page.click("#office-submit")
        page.fill("#key-field", key)
        page.keyboard.press("Enter")
        page.wait_for_selector(DONE)
        assert downloaded(page, "a[download='entitlements.csv']").splitlines()[0] == entitlements(park, tmp_path / "result").splitlines()[0]


def test_a_batch_can_be_cancelled_and_started_again(site: Site, park: Path) -> None:
    with site.open("en", refused=True) as page:
        open_part(page)
        page.set_input_files("#office-files input[webkitdirectory]", park)
        page.click("#office-submit")
        expect(page.locator("#office-job")).to_be_visible()
        page.route("**/v1/batches/*", lambda route: route.abort() if route.request.method == "DELETE" else route.continue_())
        page.wait_for_function("() => sessionStorage.getItem('subsidy.batch')")
        page.click("#office-cancel")
        expect(page.locator("#office-fault")).to_contain_text("cannot be reached")
        assert page.evaluate("() => sessionStorage.getItem('subsidy.batch')")
        page.unroute("**/v1/batches/*")
        with page.expect_response(lambda answer: answer.request.method == "DELETE") as deleted:
            page.click("#office-cancel")
        assert deleted.value.status == 204
        expect(page.locator("#office-result")).to_have_text("Cancelled; what was uploaded has been deleted.")
        expect(page.locator("#office-submit")).to_be_focused()
        page.evaluate(_CANCEL_WHEN_SENT)
        with page.expect_response(lambda answer: answer.request.method == "DELETE") as deleted:
            page.click("#office-submit")
        assert deleted.value.status == 204
        expect(page.locator("#office-result")).to_have_text("Cancelled; what was uploaded has been deleted.")


def test_a_result_that_is_gone_is_told_of_on_a_click_and_not_taken_for_that_of_another_key(site: Site, park: Path) -> None:
    keys = [new_key(name, ["assess"]) for name in ("office", "other")]
    settings = Settings(keys=Keys.read_text("".join(line for _, line in keys), "keys.toml"))
    with served(settings) as url, Site(url, site.browser).open("en", refused=True) as page:

        def give(key: str) -> None:
            page.fill("#key-field", key)
            page.keyboard.press("Enter")

        open_part(page)
        page.set_input_files("#office-files input[webkitdirectory]", park)
        page.click("#office-submit")
        give(keys[0][0])
        page.wait_for_selector(DONE)
        page.reload()
        give(keys[1][0])
        expect(page.locator("#office-result")).to_contain_text("it may belong to another key")
        page.get_by_role("button", name="Use another key").click()
        give(keys[0][0])
        page.wait_for_selector(DONE)
        page.evaluate(_DELETE, keys[0][0])
        page.click("a[download='entitlements.csv']")
        expect(page.locator("#office-result")).to_contain_text("The server no longer has this batch.")
        expect(page.locator("#office-result caption").first).to_be_visible()


def test_how_files_are_read_and_what_must_come_out_can_be_said(site: Site, tmp_path: Path) -> None:
    rows = [{**one, "到岸": one.pop("人民币(元)")} for one in exports(2025)]
    file = write(tmp_path / "exports.csv", rows, "gb18030")
    with site.open("en", refused=True) as page:
        open_part(page)
        page.set_input_files("#office-files input >> nth=0", file)
        page.evaluate("() => document.querySelectorAll('#office-form details').forEach((one) => (one.open = true))")
        for year in ("2025年", "2025"):
            page.get_by_role("button", name="Add a control total").click()
            page.locator("#office-form [data-group=controls] [data-path=year]").last.fill(year)
            page.locator("#office-form [data-group=controls] [data-path=amount]").last.fill("48,600.00")
        page.click("#office-submit")
        expect(page.locator("#office-form [data-group=controls] [role=alert]")).to_contain_text("has a row above already")
        page.locator("#office-form [data-group=controls] button.remove").last.click()
        page.fill("#office-terms [data-path=year]", "1899")
        page.click("#office-submit")
        expect(page.locator("#office-terms [role=alert]")).to_contain_text("1990 to 2199")
        page.fill("#office-terms [data-path=year]", "２０２５年")
        page.select_option("#office-file-terms [data-path=encoding]", "gb18030")
        page.check("#office-file-terms [data-tick=round_input]")
        page.get_by_role("button", name="Add a heading").and_(page.locator(":visible")).click()
        page.select_option("#office-file-terms [data-path=field]", "rmb")
        page.click("#office-submit")
        expect(page.locator("#office-file-terms [data-path=heading]")).to_be_focused()
        page.fill("#office-file-terms [data-path=heading]", "到岸")
        page.click("#office-submit")
        page.wait_for_selector(DONE)
        expect(page.locator("#office-result .bad")).to_contain_text("48,600.00")
        page.evaluate(_DELETE, "")
        page.click("a[download='entitlements.csv']")
        expect(page.locator("#office-result")).to_contain_text("The server no longer has this batch.")
        expect(page.locator("#office-result tbody tr").filter(has_text="counted")).to_contain_text("24")


def test_what_is_wrong_with_files_and_terms_is_told(site: Site, park: Path, tmp_path: Path) -> None:
    hopeless = tmp_path / "hopeless.csv"
    hopeless.write_text("<b>no</b>,headings\n1,2\n", encoding="utf-8")
    with site.open("en", refused=True) as page:
        open_part(page)
        page.click("#office-submit")
        expect(page.locator("#office-fault")).to_contain_text("at least one that holds imports")
        page.set_input_files("#office-files input >> nth=0", [park / "register.csv", hopeless])
        page.locator("#office-files select").first.select_option("register")
        page.click("#office-submit")
        expect(page.locator("#office-fault")).to_contain_text("Only one file can be the register of enterprises")
        page.get_by_role("button", name="Remove register.csv").click()
        page.locator("#office-files select").first.select_option("files")
        page.fill("#office-terms [data-path=year]", "next")
        page.click("#office-submit")
        expect(page.locator("#office-terms [data-path=year]")).to_be_focused()
        page.fill("#office-terms [data-path=year]", "")
        page.click("#office-submit")
        expect(page.locator("#office-fault")).to_contain_text("hopeless.csv")
        expect(page.locator("#office-fault")).to_be_focused()
        expect(page.locator("#office-job")).to_be_hidden()
