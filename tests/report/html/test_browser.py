"""Pages and sheets in a real browser: no complaint, every text drawn, and a sheet on one page of paper."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from subsidy.batch.read_back import read_result
from subsidy.law.library import library
from subsidy.report.html.page import page
from subsidy.report.html.sheets import sheets

CHROMIUM = shutil.which("chromium")
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


def pages(text: str, folder: Path) -> int:
    """On how many sheets of paper it prints."""
    file, printed = folder / "sheet.html", folder / "sheet.pdf"
    file.write_text(text, encoding="utf-8")
    opened(file, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    return len(_PAGE.findall(printed.read_bytes()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_fullest_sheets_print_to_one_page(park: Path, tmp_path: Path, lang: str) -> None:
    made = dict(sheets(read_result(park), library(), lang))
    by_look = {look: [text for text in made.values() if f'class="sheet {look}"' in text] for look in ("roomy", "close", "running")}
    fullest = [max(texts, key=len) for texts in by_look.values() if texts]
    assert len(fullest) == 3
    assert [pages(text, tmp_path) for text in fullest] == [1, 1, 1]


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
