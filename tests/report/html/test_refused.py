"""A page is made only of a result that is what a batch wrote: edited, mixed or judged otherwise, it is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.law.library import library
from tests.report.html.test_page import made


def copied(park: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """The result with one file changed."""
    shutil.copytree(park, folder / "result")
    file = folder / "result" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "result"


def test_lines_that_are_not_those_of_the_summary_are_refused(park: Path, tmp_path: Path) -> None:
    changed = copied(park, tmp_path, "entitlements.csv", "undetermined,,0.00,1530000.00", "undetermined,,0.00,1530000.01")
    with pytest.raises(errors.ResultMixed, match="import-growth 2023 undetermined lapsed"):
        made(changed)


def test_a_sum_that_was_edited_is_never_shown(park: Path, tmp_path: Path) -> None:
    changed = copied(park, tmp_path, "entitlements.csv", "payable,470000.00,470000.00,470000.00", "payable,9999999.99,470000.00,470000.00")
    with pytest.raises(errors.BadValue, match=r"line 4, amount: '9999999\.99'"):
        made(changed)


def test_a_reconciliation_of_another_run_is_refused(park: Path, hostile: Path, tmp_path: Path) -> None:
    for name in ("reconciliation.json", "rejects.csv"):
        shutil.copytree(park, tmp_path / name)
        shutil.copy(hostile / name, tmp_path / name / name)
        with pytest.raises(errors.ResultMixed, match=r"rejects\.csv"):
            made(tmp_path / name)


def test_a_result_judged_under_another_law_is_refused(park: Path, tmp_path: Path) -> None:
    changed = copied(park, tmp_path, "summary.json", library().digest, "sha256:0")
    with pytest.raises(errors.ResultLaw, match="--policy"):
        made(changed)


def test_an_account_that_does_not_balance_is_told(park: Path, tmp_path: Path) -> None:
    changed = copied(park, tmp_path, "reconciliation.json", '"read": "6204793601.50"', '"read": "6204793601.51"')
    assert "Rows or sums do NOT balance" in made(changed)
