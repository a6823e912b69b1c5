"""An entry from a batch result says which files the result is from, to the byte."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.ledger.evidence import files_of
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.sources import claims_of_result
from tests.cli.calling import call
from tests.ledger.claims import DAY, FIRM, GROWTH

HEADING = "统一社会信用代码,企业名称,年度,进口额（元）\n"


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """A batch result of one firm, from a table of imports and one of earlier grants."""
    years = ((2023, "0.00"), (2024, "80000000.00"), (2025, "120000000.40"))
    rows = "".join(f"{FIRM},甲公司,{year},{imports}\n" for year, imports in years)
    (tmp_path / "imports.csv").write_text(HEADING + rows, encoding="utf-8")
    (tmp_path / "prior.csv").write_text(f"uscc,provision,period,amount\n{FIRM},{GROWTH},2024,0.00\n", encoding="utf-8")
    given = (tmp_path / "imports.csv", "--prior", tmp_path / "prior.csv", "--zone", "qingpu", "--as-of", "2026-03-01")
    done = call("batch", *given, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    return tmp_path / "out"


def test_an_entry_holds_the_digest_of_each_file_behind_it(result: Path, ledger: Ledger) -> None:
    ledger.post(claims_of_result(result), DAY)
    told = ledger.assessment_of(1)["files"]
    given = [result.parent / name for name in ("imports.csv", "prior.csv")]
    assert told == {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in given}
    assert ledger.verify().sound


def test_a_result_is_known_by_its_receipt_whatever_its_files_are_called(result: Path, ledger: Ledger) -> None:
    ledger.post(claims_of_result(result), DAY)
    (result / "reconciliation.json").unlink()
    assert files_of(result) == {}
    assert {outcome.code for outcome in ledger.post(claims_of_result(result), DAY) if outcome.entry} == {"already_posted"}


@pytest.mark.parametrize("text", ["{", "[]", '{"files": [{}]}', '{"files": 1}'])
def test_an_account_that_cannot_be_read_is_named_and_nothing_is_posted(result: Path, tmp_path: Path, text: str) -> None:
    folder = Path(shutil.copytree(result, tmp_path / "other"))
    (folder / "reconciliation.json").write_text(text, encoding="utf-8")
    with pytest.raises(errors.SubsidyError, match=r"reconciliation\.json"):
        list(claims_of_result(folder))


def test_parts_that_an_older_result_does_not_have_are_none(tmp_path: Path) -> None:
    (tmp_path / "reconciliation.json").write_text(json.dumps({"files": [{"name": "a.csv", "sha256": "ab"}]}), encoding="utf-8")
    assert files_of(tmp_path) == {"a.csv": "ab"}
