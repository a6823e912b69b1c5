"""The account of a result is read back exactly; a folder that does not hold one is refused by name."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.batch.cells import REJECT_COLUMNS
from subsidy.batch.read_account import Account, read_account
from subsidy.batch.tables_out import write_csv

SUMMARY: dict[str, Any] = {
    "totals": [{"provision": "a/b", "period": "2025", "status": "payable", "claim": None, "entitlements": 2, "low": "0.10", "high": None}],
    "assumptions": ["claim_window"],
}
SIDES: dict[str, Any] = {"excluded": {"export": 1}, "rejected": {"date": 2}}
ACCOUNT: dict[str, Any] = {
    "rows": {"read": 10, "counted": 7, **SIDES},
    "amount": {"read": "0.60", "counted": "0.30", "excluded": {"export": "0.10"}, "rejected": {"date": "0.20"}},
    "balanced": True,
    "imports": {"2025": "0.30"},
}


def account(folder: Path, rejects: list[list[str]] | None = None, **changes: Any) -> Account:
    (folder / "summary.json").write_text(json.dumps(SUMMARY), encoding="utf-8")
    (folder / "reconciliation.json").write_text(json.dumps({**ACCOUNT, **changes}), encoding="utf-8")
    write_csv(folder / "rejects.csv", REJECT_COLUMNS, rejects or [])
    return read_account(folder)


def test_sums_and_rows_are_exact(tmp_path: Path) -> None:
    found = account(tmp_path)
    assert (found.amount.read, found.amount.balanced, found.rows.rejected) == (Decimal("0.60"), True, {"date": Decimal(2)})
    assert (found.totals[0]["low"], found.totals[0]["high"], found.assumptions) == (Decimal("0.10"), None, ["claim_window"])
    assert (found.said["imports"], found.said["controls"]) == ({"2025": "0.30"}, {})


@pytest.mark.parametrize("side", ["rows", "amount"])
def test_what_does_not_add_up_is_seen(tmp_path: Path, side: str) -> None:
    changes: dict[str, Any] = {side: {**ACCOUNT[side], "counted": "0.31"}}
    found = account(tmp_path, None, **changes)
    assert not getattr(found, side).balanced


def test_rejected_rows_are_as_they_were_before_they_were_written(tmp_path: Path) -> None:
    (row,) = account(tmp_path, [["a.csv", "", "7", "date", "'=1+1", "date", "why"]]).rejects()
    assert (row["file"], row["line"], row["value"]) == ("a.csv", "7", "=1+1")


@pytest.mark.parametrize(
    "changes", [{"rows": None}, {"amount": {**ACCOUNT["amount"], "read": 0.6}}, {"amount": {**ACCOUNT["amount"], "read": "x"}}]
)
def test_an_account_that_is_none_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(errors.NoResult, match="rows, amount"):
        account(tmp_path, **changes)


@pytest.mark.parametrize("name", ["summary.json", "reconciliation.json", "rejects.csv"])
def test_a_folder_without_one_of_its_files_is_no_result(tmp_path: Path, name: str) -> None:
    account(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(errors.NoResult, match="reconciliation"):
        read_account(tmp_path)


def test_json_that_is_none_is_named(tmp_path: Path) -> None:
    account(tmp_path)
    (tmp_path / "reconciliation.json").write_text("{", encoding="utf-8")
    with pytest.raises(errors.UnreadableFile, match=r"reconciliation\.json"):
        read_account(tmp_path)


@pytest.mark.parametrize("text", ["a,b\n", ",".join(REJECT_COLUMNS) + "\nonly,two\n"])
def test_rejects_of_another_form_are_refused(tmp_path: Path, text: str) -> None:
    found = account(tmp_path)
    (tmp_path / "rejects.csv").write_text(text, encoding="utf-8")
    with pytest.raises(errors.NoResult, match=r"rejects\.csv"):
        list(found.rejects())
