"""A folder in which the side tables lie beside the imports: the clerk's first try works, or says which option is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import call

A = "913101180000000004"
AS_OF = ("--as-of", "2026-03-01", "--format", "json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "海关导出"
    found.mkdir()
    (found / "进口.csv").write_text(f"统一社会信用代码,年度,进口额（元）\n{A},2024,80000000\n{A},2025,120000000.40\n", encoding="utf-8")
    (found / "企业名册.csv").write_text(f"统一社会信用代码,企业名称,所在综保区\n{A},甲公司,青浦\n", encoding="utf-8")
    return found


def test_a_register_among_the_imports_is_named_with_its_option(folder: Path, tmp_path: Path) -> None:
    result = call("batch", folder, "--out", tmp_path / "out", *AS_OF, "--lang", "zh")
    assert result.exit_code == 2
    assert "企业名册.csv 第1行：这看起来是企业名册，请用 --register 给出" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_batch_of_the_folder_leaves_out_what_an_option_names(folder: Path, tmp_path: Path) -> None:
    result = call("batch", folder, "--register", folder / "企业名册.csv", "--out", tmp_path / "out", *AS_OF)
    assert result.exit_code == 0, result.stderr
    reconciliation = json.loads((tmp_path / "out" / "reconciliation.json").read_text(encoding="utf-8"))
    assert [Path(file["name"]).name for file in reconciliation["files"]] == ["进口.csv"]


def test_an_estimate_of_the_folder_does_as_well(folder: Path) -> None:
    result = call("estimate", folder, "--register", folder / "企业名册.csv", *AS_OF)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["entitlements"][1]["amount"] == "1000000.01"


def test_imports_are_no_register(folder: Path, tmp_path: Path) -> None:
    imports = folder / "进口.csv"
    result = call("batch", imports, "--register", imports, "--out", tmp_path / "out", *AS_OF)
    assert result.exit_code == 2
    assert "give the register with --register, and this file among the import files" in result.stderr
