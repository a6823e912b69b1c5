"""`subsidy report`: writes a page and sheets, says where, and refuses what it cannot read or must not replace."""

from __future__ import annotations

import builtins
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from subsidy.report.html import template
from tests.cli.calling import GROWTH, call, case_file

IMPORTS = "uscc,year,rmb\n913101180000000004,2024,80000000.00\n913101180000000004,2025,120000000.40\n"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of one enterprise."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "imports.csv").write_text(IMPORTS, encoding="utf-8")
    done = call("batch", folder / "imports.csv", "--zone", "qingpu", "--out", folder / "result", "--as-of", "2026-03-01")
    assert done.exit_code == 0, done.stderr
    return folder / "result"


def test_a_page_and_sheets_are_written_and_named(result: Path, tmp_path: Path) -> None:
    done = call("report", result, "--html", tmp_path / "page.html", "--sheets", tmp_path / "sheets", "--lang", "en")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"Page written: {tmp_path / 'page.html'}", f"Sheets written: 1, in {tmp_path / 'sheets'}"]
    assert "1,000,000.01" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "1,000,000.01" in (tmp_path / "sheets" / "913101180000000004.html").read_text(encoding="utf-8")


def test_what_was_written_is_told_as_json(result: Path, tmp_path: Path) -> None:
    done = call("report", result, "--sheets", tmp_path / "sheets", "--format", "json")
    assert json.loads(done.stdout) == {"sheets": {"path": str(tmp_path / "sheets"), "count": 1}}


def test_it_speaks_the_language_asked_for(result: Path, tmp_path: Path) -> None:
    done = call("report", result, "--html", tmp_path / "page.html", "--lang", "zh")
    assert done.stdout == f"已写出报告：{tmp_path / 'page.html'}\n"
    assert '<html lang="zh-Hans">' in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say where to write: --html FILE"),
        (("--html", "{result}"), "is a folder; name a file"),
        (("--html", "{result}", "--sheets", "{result}/../sheets"), "is a folder; name a file"),
        (("--html", "{result}/entitlements.csv"), "is entitlements.csv of the result itself"),
        (("--html", "{result}/../result/summary.json"), "is summary.json of the result itself"),
        (("--html", "{result}/../new", "--sheets", "{result}/../new"), "cannot stand where the sheets go"),
        (("--html", "{result}/../new/index.html", "--sheets", "{result}/../new"), "cannot stand where the sheets go"),
        (("--html", "{result}/../new", "--sheets", "{result}/../new/sheets"), "cannot stand where the sheets go"),
        (("--html", "{result}/summary.json/page.html"), "summary.json is no folder"),
        (("--sheets", "{result}"), "is not empty"),
        (("--sheets", "{result}", "--force"), "holds entitlements.csv, which is no sheet"),
    ],
)
def test_calls_that_cannot_be_are_refused_and_nothing_is_written(result: Path, arguments: tuple[str, ...], words: str) -> None:
    before = sorted(result.parent.rglob("*"))
    done = call("report", result, *(part.format(result=result) for part in arguments), "--lang", "en")
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert sorted(result.parent.rglob("*")) == before


def test_a_link_to_the_result_is_no_place_for_the_page(result: Path, tmp_path: Path) -> None:
    before = (result / "summary.json").read_bytes()
    (tmp_path / "page.html").symlink_to(result / "summary.json")
    done = call("report", result, "--html", tmp_path / "page.html", "--lang", "zh")
    assert (done.exit_code, "就是结果自己的 summary.json" in done.stderr) == (2, True)
    assert (result / "summary.json").read_bytes() == before


def test_the_folder_of_the_page_is_made(result: Path, tmp_path: Path) -> None:
    done = call("report", result, "--html", tmp_path / "new" / "one" / "page.html")
    assert (done.exit_code, [path.name for path in (tmp_path / "new" / "one").iterdir()]) == (0, ["page.html"])


def test_a_damaged_account_is_an_error_in_one_line_and_no_fault(result: Path, tmp_path: Path) -> None:
    shutil.copytree(result, tmp_path / "result")
    file = tmp_path / "result" / "reconciliation.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"files": [{}]}), encoding="utf-8")
    done = call("report", tmp_path / "result", "--html", tmp_path / "page.html", "--lang", "en")
    assert (done.exit_code, done.stderr) == (2, f"error: {file}: files.0.name: needed and not given\n")
    assert not (tmp_path / "page.html").exists()


def test_a_folder_that_holds_no_result_is_refused(tmp_path: Path) -> None:
    done = call("report", tmp_path, "--html", tmp_path / "page.html", "--lang", "en")
    assert (done.exit_code, "no result of `subsidy batch`" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_policy_file_is_needed_again_where_a_result_rests_on_it(tmp_path: Path) -> None:
    policy = Path(__file__).parents[2] / "scenarios" / "policies" / "zhongshan-2024-imports.toml"
    (tmp_path / "imports.csv").write_text(IMPORTS, encoding="utf-8")
    told = ("--zone", "qingpu", "--out", tmp_path / "result", "--as-of", "2026-03-01", "--policy", policy)
    assert call("batch", tmp_path / "imports.csv", *told).exit_code == 0
    page = tmp_path / "page.html"
    without = call("report", tmp_path / "result", "--html", page, "--lang", "en")
    assert (without.exit_code, "--policy" in without.stderr, page.exists()) == (2, True, False)
    done = call("report", tmp_path / "result", "--html", page, "--sheets", tmp_path / "sheets", "--policy", policy)
    assert done.exit_code == 0, done.stderr
    assert "zhongshan" in page.read_text(encoding="utf-8") or "中山" in page.read_text(encoding="utf-8")


def test_one_enterprise_has_its_sheet_from_estimate(tmp_path: Path) -> None:
    told = ("--case", case_file(tmp_path, GROWTH), "--as-of", "2026-03-01", "--decide", "warehousing.ratio=0.5")
    printed = call("estimate", *told, "--format", "html", "--lang", "zh")
    done = call("estimate", *told, "-o", tmp_path / "sheet.html", "--lang", "zh")
    assert (printed.exit_code, done.exit_code, done.stdout) == (0, 0, "")
    text = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert text == printed.stdout
    assert "<h1>测算单</h1>" in text
    assert "1,000,000.01" in text
    assert "warehousing.ratio=0.50,0.50,0.50" in text


@pytest.mark.parametrize("missing", ["jinja2", "vl_convert"])
def test_without_the_extra_it_is_named(result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    imported = builtins.__import__

    def refusing(name: str, *arguments: Any, **named: Any) -> Any:
        if name.partition(".")[0] == missing:
            raise ImportError(name)
        return imported(name, *arguments, **named)

    template._environment.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refusing)
    for name in [name for name in sys.modules if name.partition(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, name)
    done = call("report", result, "--html", tmp_path / "page.html", "--lang", "en")
    monkeypatch.undo()
    assert (done.exit_code, "pip install 'subsidy[report]'" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []
