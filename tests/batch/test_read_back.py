"""A batch result is read back as it was written; a folder or file that is none is refused by name, line and column."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.batch.cells import ENTITLEMENT_COLUMNS
from subsidy.batch.read_back import read_result
from subsidy.batch.tables_out import write_csv
from subsidy.deadlines import Entry

GROWTH = "qingpu-2024-1/import-growth"
SUMMARY = {"as_of": "2026-03-01", "readings": {"growth.years": "claimed_year_after"}, "decisions": {},
           "receipt": {"engine": "subsidy 1", "law": "sha256:1", "inputs": "sha256:2"}}  # fmt: skip
ROW = {"uscc": "913101180000000004", "name": "'=甲,\n乙", "provision": GROWTH, "document": "青商规〔2024〕1号", "article": "4",
       "period": "2024", "status": "undetermined", "amount": "", "low": "0.00", "high": "2000000.00", "valid_from": "2025-01-01",
       "valid_until": "2025-12-31", "claim": "lapsed", "missing": "imports:2023-01..2023-12;zone"}  # fmt: skip


def result(folder: Path, *rows: dict[str, str]) -> Path:
    """A result folder that holds these rows."""
    write_csv(folder / "entitlements.csv", ENTITLEMENT_COLUMNS, [[row.get(name, "") for name in ENTITLEMENT_COLUMNS] for row in rows])
    (folder / "summary.json").write_text(json.dumps(SUMMARY), encoding="utf-8")
    return folder


def entries(folder: Path) -> list[Entry]:
    return list(read_result(folder).entries({GROWTH}, "en"))


def test_a_row_is_read_as_it_was_before_it_was_written(tmp_path: Path) -> None:
    found = read_result(result(tmp_path, ROW))
    assert (found.as_of, found.readings, found.receipt.law) == (date(2026, 3, 1), {"growth.years": "claimed_year_after"}, "sha256:1")
    (entry,) = found.entries({GROWTH}, "en")
    assert entry[:4] == (GROWTH, "2024", date(2025, 1, 1), date(2025, 12, 31))
    claimed = entry.claimed
    assert (claimed.uscc, claimed.name, claimed.status) == ("913101180000000004", "=甲,\n乙", "undetermined")
    assert (claimed.amount, claimed.low, claimed.high) == (None, Decimal("0.00"), Decimal("2000000.00"))
    assert [(item.item, item.message) for item in claimed.missing] == [
        ("imports:2023-01..2023-12", "imports of 2023-01..2023-12"),
        ("zone", "the zone in which the enterprise is"),
    ]


def test_what_is_empty_is_unknown(tmp_path: Path) -> None:
    blank = {**ROW, "uscc": "", "name": "", "high": "", "valid_from": "", "valid_until": "", "missing": ""}
    (entry,) = entries(result(tmp_path, blank))
    assert (entry.valid_from, entry.valid_until) == (None, None)
    assert (entry.claimed.uscc, entry.claimed.name, entry.claimed.high, entry.claimed.missing) == (None, None, None, ())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("provision", "elsewhere/growth"),
        ("status", "perhaps"),
        ("low", ""),
        ("low", "1.234"),
        ("high", "1e5"),
        ("valid_from", "2025-13-01"),
        ("missing", "luck"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_by_file_line_and_column(column: str, value: str, tmp_path: Path) -> None:
    folder = result(tmp_path, ROW, {**ROW, "name": "乙", column: value})
    with pytest.raises(errors.BadValue) as caught:
        entries(folder)
    assert str(caught.value).startswith(f"{folder / 'entitlements.csv'}, line 4, {column}: {value!r} is not usable")
    assert f"第4行 {column}" in caught.value.sentence("zh")


@pytest.mark.parametrize("name", ["entitlements.csv", "summary.json"])
def test_a_folder_without_a_result_is_refused(name: str, tmp_path: Path) -> None:
    (result(tmp_path, ROW) / name).unlink()
    with pytest.raises(errors.NoResult, match=r"entitlements\.csv, summary\.json"):
        read_result(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        json.dumps({**SUMMARY, "readings": []}),
        json.dumps({**SUMMARY, "decisions": {"a": 1}}),
        '{"as_of": "today"}',
        '{"as_of": "2026-03-01", "readings": {}, "decisions": {}, "receipt": {}}',
    ],
)
def test_a_summary_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    (result(tmp_path, ROW) / "summary.json").write_text(text, encoding="utf-8")
    with pytest.raises(errors.NoResult, match="receipt"):
        read_result(tmp_path)


@pytest.mark.parametrize("text", ["", "uscc,name\n", ",".join(ENTITLEMENT_COLUMNS) + "\n1,2\n"])
def test_a_table_of_other_columns_is_refused(text: str, tmp_path: Path) -> None:
    (result(tmp_path) / "entitlements.csv").write_text(text, encoding="utf-8-sig")
    with pytest.raises(errors.NoResult, match="uscc,name,provision"):
        entries(tmp_path)


@pytest.mark.parametrize("content", [b'"unclosed', b"\xff\xfe\xff", b'"a"b,\n'])
def test_a_damaged_table_is_refused(content: bytes, tmp_path: Path) -> None:
    (result(tmp_path) / "entitlements.csv").write_bytes(content)
    with pytest.raises(errors.UnreadableFile):
        entries(tmp_path)
