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
    "as_of": "2026-03-01",
    "readings": {"growth.years": "claimed_year_after"},
    "totals": [{"provision": "a/b", "period": "2025", "status": "payable", "claim": None, "entitlements": 2, "low": "0.10", "high": None}],
    "assumptions": ["claim_window"],
}
SIDES: dict[str, Any] = {"excluded": {"export": 1}, "rejected": {"date": 2}}
ACCOUNT: dict[str, Any] = {
    "as_of": "2026-03-01",
    "rows": {"read": 10, "counted": 7, **SIDES},
    "amount": {"read": "0.60", "counted": "0.30", "excluded": {"export": "0.10"}, "rejected": {"date": "0.20"}},
    "balanced": True,
    "imports": {"2025": "0.30"},
}


REJECTS = [["a.csv", "", "7", "date", "'=1+1", "date", "why"], ["a.csv", "", "9", "date", "", "date", "why"]]


def account(folder: Path, rejects: list[list[str]] = REJECTS, **changes: Any) -> Account:
    (folder / "summary.json").write_text(json.dumps(SUMMARY), encoding="utf-8")
    (folder / "reconciliation.json").write_text(json.dumps({**ACCOUNT, **changes}), encoding="utf-8")
    write_csv(folder / "rejects.csv", REJECT_COLUMNS, rejects)
    return read_account(folder)


def test_sums_and_rows_are_exact(tmp_path: Path) -> None:
    found = account(tmp_path)
    assert (found.amount.read, found.amount.balanced, found.rows.rejected) == (Decimal("0.60"), True, {"date": Decimal(2)})
    assert (found.totals[0].low, found.totals[0].high, found.assumptions) == (Decimal("0.10"), None, ["claim_window"])
    assert (found.said["imports"], found.said["controls"]) == ({"2025": Decimal("0.30")}, {})


@pytest.mark.parametrize(("side", "read"), [("rows", 11), ("amount", "0.61")])
def test_what_does_not_add_up_is_seen(tmp_path: Path, side: str, read: object) -> None:
    changes: dict[str, Any] = {side: {**ACCOUNT[side], "read": read}}
    assert not getattr(account(tmp_path, **changes), side).balanced


def test_rejected_rows_are_counted_by_code_and_the_first_is_as_it_was_before_it_was_written(tmp_path: Path) -> None:
    found = account(tmp_path).rejects
    row = found.firsts["date"]
    assert (found.rows, row["file"], row["line"], row["value"]) == ({"date": 2}, "a.csv", "7", "=1+1")


def test_rejects_of_side_tables_stand_apart(tmp_path: Path) -> None:
    prior = [["prior.csv", "", "2", "amount", "x", "amount", "why"], ["prior.csv", "", "3", "uscc", "1", "uscc", "why"]]
    found = account(tmp_path, [*REJECTS, *prior], side_tables=[{"name": "prior.csv", "rows": 5, "rejected": 2}])
    assert (found.rejects.rows, found.side_rejects.rows) == ({"date": 2}, {"amount": 1, "uscc": 1})


def test_a_rejected_cell_may_be_of_any_length(tmp_path: Path) -> None:
    long = [*REJECTS[0][:4], "x" * 300_000, *REJECTS[0][5:]]
    assert len(account(tmp_path, [long, REJECTS[1]]).rejects.firsts["date"]["value"]) == 300_000


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"rows": None}, "rows: null"),
        ({"rows": {**ACCOUNT["rows"], "read": True}}, "rows.read: true"),
        ({"rows": {**ACCOUNT["rows"], "read": -1}}, "rows.read: -1"),
        ({"amount": {**ACCOUNT["amount"], "read": 0.6}}, "amount.read: 0.6"),
        ({"amount": {**ACCOUNT["amount"], "read": "x"}}, "amount.read: 'x'"),
        ({"amount": {**ACCOUNT["amount"], "read": "NaN"}}, "amount.read: 'NaN'"),
        ({"imports": {"2025": "abc"}}, "imports.2025: 'abc'"),
        ({"imports": {"2025": 0.3}}, "imports.2025: 0.3"),
        ({"files": [{}]}, "files.0.name: needed"),
        ({"covered": {}}, "covered.months: needed"),
        ({"warnings": ["x"]}, "warnings.0: 'x'"),
        ({"controls": {"2025": {}}}, "controls.2025.expected: needed"),
        ({"balanced": "yes"}, "balanced: 'yes'"),
        ({"as_of": "today"}, "as_of: 'today'"),
    ],
)
def test_a_part_that_is_none_is_named(tmp_path: Path, changes: dict[str, Any], where: str) -> None:
    with pytest.raises(errors.SubsidyError) as found:
        account(tmp_path, **changes)
    assert f"reconciliation.json: {where}" in str(found.value)
    assert f"reconciliation.json：{where.partition(':')[0]}" in found.value.sentence("zh")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"as_of": "2026-03-02"}, "summary.json and reconciliation.json do not agree (as_of: 2026-03-01, 2026-03-02)"),
        ({"imports": {"2025": "1.00"}}, "amount.counted and imports do not agree (RMB: 0.30, 1.00)"),
        ({"imports": {}}, "amount.counted and imports do not agree"),
        ({"rows": {**ACCOUNT["rows"], "rejected": {"date": 1}}}, "reconciliation.json and rejects.csv do not agree (a.csv: 0, 1)"),
        ({"rows": {**ACCOUNT["rows"], "rejected": {"date": 3}}}, "reconciliation.json and rejects.csv do not agree (date: 3, 2)"),
        ({"rows": {**ACCOUNT["rows"], "rejected": {"uscc": 2}}}, "reconciliation.json and rejects.csv do not agree (date: 0, 2)"),
        ({"side_tables": [{"name": "prior.csv", "rows": 5, "rejected": 2}]}, "do not agree (prior.csv: 2, 0)"),
    ],
)
def test_parts_of_two_runs_are_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(errors.ResultMixed) as found:
        account(tmp_path, **changes)
    assert words in str(found.value)
    assert "不一致" in found.value.sentence("zh")


def test_rejects_that_were_cut_off_are_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.ResultMixed, match=r"rejects\.csv"):
        account(tmp_path, [])


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
    account(tmp_path)
    (tmp_path / "rejects.csv").write_text(text, encoding="utf-8")
    with pytest.raises(errors.NoResult, match=r"rejects\.csv"):
        read_account(tmp_path)
