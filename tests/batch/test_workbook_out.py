"""The workbook, read back by two readers: sums are exact numbers, codes and all other texts are text, nothing runs."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from subsidy.batch import sheets
from subsidy.batch.cells import ENTITLEMENT_COLUMNS, REJECT_COLUMNS
from subsidy.batch.workbook_out import write_workbook
from subsidy.errors import Issue
from tests.batch.computed import REJECT, UNKNOWN, computed

SHEETS = ["summary", "entitlements", "rejects", "reconciliation"]
INJECTED = '<r><t>x</t></r></is></c><c r="Z9"><f>1+1</f></c><c t="inlineStr"><is><r><t>y</t></r>'


def made(path: Path, *entitlements: dict[str, Any], lang: str = "en", **others: Any) -> Path:
    write_workbook(path / "result.xlsx", computed(*entitlements, **others), lang)
    return path / "result.xlsx"


def opened(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def cells(book: Workbook, sheet: str, row: int) -> dict[str, Any]:
    """The cells of a row by heading."""
    return {str(heading.value): cell for heading, cell in zip(book[sheet][1], book[sheet][row], strict=True)}


def values(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def numbers(path: Path, sheet: int) -> Iterator[str]:
    """The numbers of a sheet, as they stand in the file."""
    with zipfile.ZipFile(path) as parts:
        yield from re.findall("<v>(.*?)</v>", parts.read(f"xl/worksheets/sheet{sheet}.xml").decode())


def test_there_is_a_sheet_for_each_part(tmp_path: Path) -> None:
    book = opened(made(tmp_path))
    assert book.sheetnames == SHEETS
    assert [cell.value for cell in book["entitlements"][1]] == list(ENTITLEMENT_COLUMNS)
    assert [cell.value for cell in book["rejects"][1]] == list(REJECT_COLUMNS)
    for name in SHEETS:
        assert book[name].freeze_panes == "A2"
        assert str(book[name].auto_filter.ref).startswith("A1:")
    assert book["entitlements"].auto_filter.ref == "A1:Q3"
    assert book["summary"].auto_filter.ref == "A1:G3"


def test_sums_are_numbers_with_two_decimals_exactly_as_written(tmp_path: Path) -> None:
    sums = ["0.00", "0.10", "1000000.01", "0.29", "1.15", "-4.35", "9999999999999.99", "1100000000000000.00"]
    file = made(tmp_path, *({"amount": Decimal(text), "low": None, "high": None, "valid_from": None, "valid_until": None} for text in sums))
    assert [Decimal(number) for number in numbers(file, 2)] == [Decimal(text) for text in sums]
    book = opened(file)
    for row, text in enumerate(sums, start=2):
        cell = cells(book, "entitlements", row)["amount"]
        assert (cell.data_type, cell.number_format) == ("n", "#,##0.00")
        assert f"{cell.value:.2f}" == text
    assert [row[7] for row in values(file, "entitlements")[1:]] == [float(text) for text in sums]


@pytest.mark.parametrize("text", ["10000000000000.01", "-12345678901234.56", "9007199254740993.00"])
def test_a_sum_of_more_digits_than_a_spreadsheet_keeps_is_text(text: str, tmp_path: Path) -> None:
    book = opened(made(tmp_path, {"amount": Decimal(text)}))
    cell = cells(book, "entitlements", 2)["amount"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_codes_are_text_and_days_are_days(tmp_path: Path) -> None:
    file = made(tmp_path, {"uscc": "913101180000000004", "article": "007", "period": "2025"}, UNKNOWN)
    row = cells(opened(file), "entitlements", 2)
    assert {name: row[name].value for name in ("uscc", "article", "period")} == {
        "uscc": "913101180000000004",
        "article": "007",
        "period": "2025",
    }
    assert {row[name].number_format for name in ("uscc", "name", "article", "period", "status", "steps")} == {"@"}
    assert (row["valid_from"].value.date(), row["valid_from"].number_format) == (date(2026, 1, 1), "yyyy-mm-dd")
    assert values(file, "entitlements")[1][10] == date(2026, 1, 1)
    unknown = cells(opened(file), "entitlements", 3)
    assert [unknown[name].value for name in ("name", "amount", "high")] == [None, None, None]
    assert unknown["low"].value == 0


RISKY = ['=HYPERLINK("http://x")', "+1", "-1", "@A1", "{=1}", "http://x", "mailto:x@y", "1.5", "'=1", INJECTED, "<r>&</r>", " a  b "]


@pytest.mark.parametrize("text", RISKY)
def test_no_text_is_run_followed_or_changed(text: str, tmp_path: Path) -> None:
    file = made(tmp_path, {"name": text}, rejects=(REJECT._replace(value=text),))
    book = opened(file)
    for sheet, column in (("entitlements", "name"), ("rejects", "value")):
        cell = cells(book, sheet, 2)[column]
        assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    assert values(file, "entitlements")[1][1] == text
    with zipfile.ZipFile(file) as parts:
        written = b"".join(parts.read(name) for name in parts.namelist() if "sheet" in name)
    assert re.findall(rb"<f[ >/]|<hyperlink", written) == []


def test_what_a_cell_cannot_hold_is_escaped_or_cut_and_says_so(tmp_path: Path) -> None:
    odd = REJECT._replace(value="a\x00\x0b\x1f\ud800b")
    long = REJECT._replace(value="漢" * 40000)
    file = made(tmp_path, rejects=(odd, long, REJECT._replace(value="𠀀" * 16383)))
    first, second, third = (row[4] for row in values(file, "rejects")[1:])
    assert first.startswith("a")
    assert first.endswith("\\ud800b")
    assert second.startswith("漢" * 16000)
    assert second.endswith("… (40000 characters)")
    assert third == "𠀀" * 16383


def test_rejects_have_their_line_as_a_number_and_their_message_in_the_language(tmp_path: Path) -> None:
    issues = (Issue("a.xlsx", "一月", 7, "人民币(元)", "1.2.3", "amount"), Issue("b.csv", None, None, None, None, "columns"))
    file = made(tmp_path, rejects=issues, lang="zh")
    assert values(file, "rejects")[1:] == [
        ["a.xlsx", "一月", 7, "人民币(元)", "1.2.3", "amount", "金额不是数字、为空，或不应为负"],
        ["b.csv", "", "", "", "", "columns", "列数与标题不符"],
    ]


def test_the_summary_has_the_totals_and_below_what_they_rest_on(tmp_path: Path) -> None:
    totals, unknown, empty, *basis = values(made(tmp_path), "summary")[1:]
    assert totals == ["qingpu-2024-1/import-growth", "2025", "payable", "open", 3, 2.5, 2.5]
    assert unknown[3:] == ["", 1, 0, ""]
    assert set(empty) == {""}
    assert [row[:3] for row in basis] == [
        ["as_of", "", "2026-03-01"],
        ["readings", "growth.years", "claimed_year_after"],
        ["decisions", "warehousing.ratio", "1; 0.8"],
        ["assumptions", "", "qualified; zone_asserted"],
        ["receipt", "engine", "subsidy 0.1.0"],
        ["receipt", "law", "sha256:a"],
        ["receipt", "inputs", "sha256:b"],
    ]


def test_the_reconciliation_is_one_table(tmp_path: Path) -> None:
    assert values(made(tmp_path), "reconciliation")[1:] == [
        ["account", "read", "", 12, 12, ""],
        ["account", "counted", "", 10, 10, ""],
        ["account", "excluded", "export", 1, 2, ""],
        ["account", "rejected", "amount", 1, 0, ""],
        ["as_of", "", "", "", "", "2026-03-01"],
        ["files", "imports.csv", "sheet", "", "", ""],
        ["files", "imports.csv", "heading_line", "", "", 1],
        ["files", "imports.csv", "columns.rmb", "", "", "人民币(元)"],
        ["files", "imports.csv", "ignored", "", "", "a; b"],
        ["balanced", "", "", "", "", True],
        ["imports", "2025", "", "", 10, ""],
        ["covered", "months", "", "", "", "2025-01; 2025-03"],
        ["covered", "gaps", "", "", "", "2025-02"],
        ["warnings", "side_table_rejects", "file", "", "", "r.csv"],
        ["warnings", "side_table_rejects", "rows", 2, "", ""],
        ["warnings", "side_table_rejects", "message", "", "", "r.csv: 2 rows"],
        ["controls", "2025", "expected", "", 11, ""],
        ["controls", "2025", "found", "", 10, ""],
        ["controls", "2025", "matches", "", "", False],
    ]


def test_columns_are_as_wide_as_what_stands_in_them(tmp_path: Path) -> None:
    book = opened(made(tmp_path, {"name": "上海某进出口贸易有限公司", "steps": "x" * 500}))
    width = {name: book["entitlements"].column_dimensions[column].width for name, column in (("uscc", "A"), ("name", "B"), ("steps", "Q"))}
    assert 18 <= width["uscc"] < 24
    assert 24 <= width["name"] < 30
    assert 60 <= width["steps"] < 62


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET_ROWS", 4)
    file = made(tmp_path, *({"name": str(number)} for number in range(7)), rejects=(REJECT,) * 4)
    book = opened(file)
    assert [name for name in book.sheetnames if not name.startswith("rec")] == [
        *("summary", "entitlements", "entitlements 2", "entitlements 3", "rejects", "rejects 2"),
    ]
    found = [row[1] for name in book.sheetnames if name.startswith("entitlements") for row in values(file, name)[1:]]
    assert found == [str(number) for number in range(7)]
    for name in ("entitlements 2", "rejects 2"):
        assert book[name].freeze_panes == "A2"
    assert [cell.value for cell in book["entitlements 3"][1]] == list(ENTITLEMENT_COLUMNS)


def test_a_full_sheet_is_not_followed_by_an_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "SHEET_ROWS", 4)
    assert "entitlements 2" not in opened(made(tmp_path, {}, {}, {}, rejects=())).sheetnames


def test_it_says_to_be_made_on_the_day_of_the_judgment(tmp_path: Path) -> None:
    created = opened(made(tmp_path)).properties.created
    assert created is not None
    assert created.date() == date(2026, 3, 1)
