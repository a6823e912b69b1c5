"""Pages and sheets in a real browser: no complaint, every text drawn, and a sheet on one page of paper."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

import subsidy
from subsidy.batch.read_back import read_result
from subsidy.law.library import library
from subsidy.report.html.page import page
from subsidy.report.html.sheet import sheet
from subsidy.report.html.sheets import sheets
from tests.cli.calling import call
from tests.report.html.conftest import DAY
from tests.report.html.reading import read

CHROMIUM = shutil.which("chromium")
CODES = ("913101180000000004", "913101180000000012")
PAPER = 688
"""Pixels that are printed across an A4 page."""
_PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(autouse=True)
def _with_a_browser() -> None:
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "chromium belongs to the continuous checks"
        pytest.skip("needs chromium, which is not installed here")


def opened(file: Path, *asked: str) -> subprocess.CompletedProcess[bytes]:
    """The browser called on a file; its own profile stands beside the file."""
    own = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={file.parent / 'profile'}")
    command = [str(CHROMIUM), *own, "--enable-logging=stderr", *asked, file.as_uri()]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done


def measured(text: str, expression: str, folder: Path, *, width: int = PAPER, media: str = "screen") -> object:
    """What an expression comes to on a page so many pixels wide, laid out as on paper where that is asked for."""
    file = folder / "measured.html"
    free = text.partition('<meta http-equiv="Content-Security-Policy"')
    laid_out = (free[0] + free[2].partition(">")[2]).replace("@media print", "@media all" if media == "print" else "@media print")
    frame = f"<script>document.title = JSON.stringify({expression})</script>"
    file.write_text(
        laid_out.replace("</body>", f"{frame}</body>").replace("<body", f'<body style="width:{width}px;margin:0"'), encoding="utf-8"
    )
    dom = opened(file, f"--window-size={width},900", "--dump-dom").stdout.decode()
    (found,) = re.findall(r"<title>(.*?)</title>", dom)[:1]
    return json.loads(html.unescape(found))


def pages(text: str, folder: Path) -> int:
    """On how many sheets of paper it prints."""
    file, printed = folder / "sheet.html", folder / "sheet.pdf"
    file.write_text(text, encoding="utf-8")
    opened(file, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    return len(_PAGE.findall(printed.read_bytes()))


def look_of(text: str) -> str:
    (found,) = re.findall(r'<body class="sheet (\w+)">', text)
    return str(found)


def fullest(texts: Iterable[str]) -> dict[str, str]:
    """Of each look the sheet with the most entitlements, and of these the longest."""
    return {look_of(text): text for text in sorted(texts, key=lambda text: (text.count('class="head"'), len(text)))}


def full_sheet(count: int, lang: str, *, name: str = "上海某某国际贸易有限公司", business: str = "保税货物跨境流转监管业务") -> str:
    """The sheet of an enterprise with so many entitlements, five of them with all their steps; much is lacking and much is granted."""
    fees = [{"from": "2024-05-01", "to": "2025-12-31", "amount": "123456.78"}]
    settled: dict[str, object] = {"settled_on": "2024-05-01"} if count > 5 else {}
    case = {
        "enterprise": {"uscc": "913101180000000004", "name": name, **settled},
        "imports": [{"period": year, "value": value} for year, value in (("2024", "91234567.89"), ("2025", "250123456.78"))],
        "firsts": [{"business": f"{number}{business}", "kind": "first"} for number in range(count - 2 - 3 * bool(settled))],
        "warehousing": fees if settled else None,
        "prior": [{"provision": "qingpu-2024-1/import-growth", "period": "2025", "amount": "100000.00", "granted_on": "2026-01-15"}],
    }
    found = subsidy.assess(subsidy.Case.model_validate(case), as_of=date(2026, 3, 1), lang=lang)
    assert len(found.entitlements) == count
    return sheet(found, library(), lang, decisions={})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_of_up_to_twelve_entitlements_print_to_one_page(park: Path, tmp_path: Path, lang: str) -> None:
    made = fullest(full_sheet(count, lang) for count in range(3, 13))
    of_park = fullest(text for _, text in sheets(read_result(park), library(), lang))
    assert {*made, *of_park} == {"roomy", "close", "running", "tight"}
    assert [pages(text, tmp_path) for text in (*made.values(), *of_park.values())] == [1] * len([*made, *of_park])
    assert made["tight"].count('class="head"') == 12


@pytest.mark.parametrize("letters", ["业", "W", "business "])
def test_long_names_make_letters_smaller_and_not_pages_more(tmp_path: Path, letters: str) -> None:
    texts = fullest(full_sheet(count, "en", name=(letters * 200)[:200], business=(letters * 200)[:199]) for count in range(3, 7))
    assert [pages(text, tmp_path) for text in texts.values()] == [1] * len(texts)


def test_what_a_step_is_is_printed_in_every_look(tmp_path: Path) -> None:
    for text in fullest(full_sheet(count, "en") for count in range(3, 13)).values():
        hidden = "[...document.querySelectorAll('.explain')].filter(cell => !cell.getClientRects().length).length"
        assert measured(text, hidden, tmp_path, media="print") == 0


def test_a_page_is_drawn_without_complaint(park: Path, tmp_path: Path) -> None:
    file, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    file.write_text(page(read_result(park), library(), "zh"), encoding="utf-8")
    done = opened(file, "--dump-dom")
    assert b"CONSOLE" not in done.stderr
    assert "进口增量扶持".encode() in done.stdout
    assert done.stdout.count(b"</svg>") == 5
    opened(file, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    assert len(_PAGE.findall(printed.read_bytes())) > 3


def test_what_a_page_may_not_do_the_browser_would_tell(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    file.write_text(f"<!DOCTYPE html>{policy}<script>document.title = 1</script>", encoding="utf-8")
    assert b"CONSOLE" in opened(file, "--dump-dom").stderr


LONG = "imports_from_the_single_window" * 14


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_long_unbroken_names_leave_every_figure_on_the_paper(tmp_path: Path, lang: str) -> None:
    imports, register = tmp_path / f"{LONG[:150]}.csv", tmp_path / "register.csv"
    rows = ["uscc,year,rmb", *(f"{code},{year},{sum_}" for code in CODES for year, sum_ in ((2024, "1.00"), (2025, "987654321098.76")))]
    imports.write_text("\n".join([*rows, f"{CODES[0]},{LONG},x", ""]), encoding="utf-8")
    register.write_text(f"uscc,name,zone\n{CODES[0]},{LONG},qingpu\n{CODES[1]},firm,qingpu\n", encoding="utf-8")
    assert call("batch", imports, "--register", register, "--out", tmp_path / "result", *DAY).exit_code == 0
    text = page(read_result(tmp_path / "result"), library(), lang)
    assert measured(text, "document.documentElement.scrollWidth", tmp_path, media="print") == PAPER
    broken = "[...document.querySelectorAll('tbody .figures')].filter(cell => cell.getClientRects()[0].right > innerWidth).length"
    assert measured(text, broken, tmp_path, media="print") == 0


def test_charts_can_be_read_on_a_narrow_screen(park: Path, tmp_path: Path) -> None:
    text = page(read_result(park), library(), "zh")
    smallest = "Math.min(...[...document.querySelectorAll('svg')].map(one => 12 * one.getBoundingClientRect().width / 760))"
    size = measured(text, smallest, tmp_path, width=500)
    assert isinstance(size, float)
    assert size > 11
    assert measured(text, "document.documentElement.scrollWidth", tmp_path, width=500) == 500
    frames = [one.attributes for one in read(text).elements if one.attributes.get("role") == "region"]
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in frames)
    assert len(frames) == text.count("<table") + text.count("<svg")
