"""Sheets of workbooks as tables of text."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from subsidy import errors
from subsidy.intake.workbook import SheetTable
from subsidy.intake.workbook_cells import SINCE_1900, day_of, text_of
from tests.intake.workbook_files import HEADINGS, A, opened, sheets, written

OLD = Path(__file__).parent / "workbooks"
"""Made once with the library xlwt: a title, headings on the third row, days as cells, serial numbers and text, errors, a hidden sheet."""


def table_of(tmp_path: Path, write: Callable[[Worksheet, Any], None], **options: bool) -> SheetTable:
    def whole(book: Any) -> None:
        write(book.add_worksheet("数据"), book)

    (found,) = opened(written(tmp_path / "a.xlsx", whole, **options)).tables
    return found


def cells_of(tmp_path: Path, *cells: object) -> list[str]:
    """What becomes of the cells of one row in the column of sums and those without heading beside it."""

    def write(sheet: Worksheet, _book: Any) -> None:
        sheet.write_row(0, 0, HEADINGS + [f"x{number}" for number in range(len(cells) - 1)])
        sheet.write_row(1, 0, [A, "2024-05-01", *cells])

    ((_, found),) = table_of(tmp_path, write).records()
    return found[2:]


def test_numbers_are_read_at_fifteen_digits_and_plainly(tmp_path: Path) -> None:
    numbers = [0.1 + 0.2, 80000000, 1234567.25, 1e-7, -12.3, 0.0, 123456789012345, 999999999999.99]
    expected = ["0.3", "80000000", "1234567.25", "0.0000001", "-12.3", "0", "123456789012345", "999999999999.99"]
    assert cells_of(tmp_path, *numbers) == expected


def test_a_number_that_has_lost_digits_says_so(tmp_path: Path) -> None:
    assert cells_of(tmp_path, 221820240000000001, 1e15, 1e300) == ["2.2182024E+17", "1E+15", "1E+300"]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_any_sum_of_fifteen_digits_survives_the_cell(value: Decimal) -> None:
    assert Decimal(text_of(float(value))) == value
    assert "E" not in text_of(float(value))


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_every_day_of_the_years_in_question_is_read_from_its_serial_number(day: date) -> None:
    serial = (day - SINCE_1900).days
    assert day_of(float(serial), SINCE_1900) == day_of(serial + 0.75, SINCE_1900) == day.isoformat()
    assert day_of(str(serial), SINCE_1900) == (day.isoformat() if serial < 100_000 else None)


@pytest.mark.parametrize("cell", [1.0, 12, 2024, 202405, 20240501, 31000, -45000, float("nan"), float("inf"), 1e30, True, "x", "2024", ""])
def test_what_is_no_serial_number_of_those_years_stays_as_it_is(cell: Any) -> None:
    assert day_of(cell, SINCE_1900) is None


def test_booleans_errors_formulas_and_texts(tmp_path: Path) -> None:
    def write(sheet: Worksheet, _book: Any) -> None:
        sheet.write_row(1, 1, [*HEADINGS, "a", "b", "c", "d"])
        sheet.write_row(2, 1, [A, "2024-05-01"])
        sheet.write_formula(2, 3, "=40+2", None, 42)
        sheet.write_formula(2, 4, "=NA()", None, "#N/A")
        sheet.write_formula(2, 5, '="a"&"b"', None, "ab")
        sheet.write_boolean(2, 6, True)
        sheet.write_string(2, 7, '第一行\n"第二行"')
        sheet.write_formula(3, 1, "=1/0", None, "#DIV/0!")

    table = table_of(tmp_path, write)
    assert [cell for _, cells in table.records() for cell in cells if cell] == [
        *(A, "2024-05-01", "42", "#N/A", "ab", "TRUE", '第一行\n"第二行"', "#DIV/0!")
    ]  # fmt: skip


def test_days_are_read_as_days_however_the_cell_holds_them(tmp_path: Path) -> None:
    def write(sheet: Worksheet, book: Any) -> None:
        day, moment = book.add_format({"num_format": "yyyy/m/d"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_datetime(1, 1, date(2024, 5, 1), day)
        sheet.write_datetime(2, 1, datetime(2024, 5, 1, 13, 30), moment)  # noqa: DTZ001
        sheet.write_number(3, 1, (date(2024, 5, 1) - (date(1904, 1, 1) if is_1904 else date(1899, 12, 30))).days)
        sheet.write_number(4, 1, 202405)
        for row in range(1, 5):
            sheet.write(row, 0, A)
            sheet.write(row, 2, 45413)

    for is_1904 in (False, True):
        found = [cells[1:3] for _, cells in table_of(tmp_path, write, date_1904=is_1904).records()]
        assert found == [["2024-05-01", "45413"], ["2024-05-01 13:30:00", "45413"], ["2024-05-01", "45413"], ["202405", "45413"]]


def test_lines_are_the_rows_that_the_user_sees(tmp_path: Path) -> None:
    def write(sheet: Worksheet, book: Any) -> None:
        sheet.merge_range("C3:F3", "单位：万元", book.add_format())
        sheet.write_row("C5", HEADINGS)
        sheet.merge_range("C6:C7", A, book.add_format())
        for row, amount in ((6, 1), (7, 2), (12, 3)):
            sheet.write_row(f"D{row}", ["2024-05-01", amount])

    table = table_of(tmp_path, write)
    assert (table.heading_line, table.sheet, table.encoding, table.layout.units) == (5, "数据", None, {"rmb": 10000})
    assert [(line, cells[:3]) for line, cells in table.records()] == [
        *((6, [A, "2024-05-01", "1"]), (7, ["", "2024-05-01", "2"]), (12, ["", "2024-05-01", "3"]))
    ]  # fmt: skip


def test_hidden_sheets_are_read_and_charts_and_notes_are_not(tmp_path: Path) -> None:
    def write(book: Any) -> None:
        for name, hide in (("open", ""), ("hidden", "hide"), ("very", "very_hidden")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADINGS)
            if hide:
                getattr(sheet, hide)()
        book.add_worksheet("empty")
        notes = book.add_worksheet("notes")
        notes.write_column(0, 0, HEADINGS)
        notes.write_row(5, 0, ["商品编码", "商品名称", "人民币"])
        book.add_chartsheet("chart")

    found = opened(written(tmp_path / "a.xlsx", write))
    assert [table.sheet for table in found.tables] == ["open", "hidden", "very"]
    assert found.sheets == ["open", "hidden", "very", "empty", "notes"]


def test_a_workbook_without_known_headings_says_what_it_found(tmp_path: Path) -> None:
    path = sheets(tmp_path / "a.xlsx", {"一": [["title"], ["x", "y"]], "二": []})
    with pytest.raises(errors.NoTableSheet, match=r"a\.xlsx: no sheet has known headings.*一: title; 二: "):
        opened(path)


def test_a_sheet_with_some_of_the_headings_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = sheets(tmp_path / "a.xlsx", {"一": [HEADINGS], "二": [["企业名称", "人民币"]]})
    with pytest.raises(errors.MissingHeading, match=r"a\.xlsx \[二\], line 1: no column for date"):
        opened(path)
    assert [table.sheet for table in opened(path, "一").tables] == ["一"]


def test_sheets_are_chosen_by_name(tmp_path: Path) -> None:
    path = sheets(tmp_path / "a.xlsx", {"Data ２": [HEADINGS], "b": [HEADINGS], "c": [["x"]]})
    assert [table.sheet for table in opened(path, "data 2").tables] == ["Data ２"]
    with pytest.raises(errors.UnknownSheet, match="--sheet d: no such sheet; there are: Data ２, b, c"):
        opened(path, "d")
    with pytest.raises(errors.UnknownHeadings, match=r"a\.xlsx \[c\]: "):
        opened(path, "c")


@pytest.mark.parametrize("name", ["days-from-1900", "days-from-1904"])
def test_workbooks_of_the_older_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes((OLD / f"{name}.xls").read_bytes())
    found = opened(path)
    (table,) = found.tables
    assert (found.sheets, table.sheet, table.heading_line, table.layout.units) == (["数据", "说明"], "数据", 3, {"rmb": 10000})
    assert list(table.records()) == [
        (4, [A, "2025-03-01", "0.3", "221820240000000001", "0110"]),
        (5, [A, "2025-03-01", "1234567.25", "2.2182024E+17", "110"]),
        (6, [A, "2025-03-01", "TRUE", "", ""]),
        (7, [A, "2025-03-02 12:30:00", "#N/A", "", "#REF!"]),
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 999, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000])
def test_a_file_that_only_begins_like_a_workbook_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(errors.UnreadableFile, match=r"a\.xlsx: cannot be read .the workbook is damaged") as raised:
        opened(tmp_path / "a.xlsx")
    assert "工作簿已损坏" in raised.value.sentence("zh")


@pytest.mark.parametrize("name", ["xlsx", "xls"])
def test_whatever_byte_is_wrong_there_is_a_table_or_an_error(tmp_path: Path, name: str) -> None:
    sound = (OLD / "days-from-1900.xls").read_bytes() if name == "xls" else sheets(tmp_path / "s.xlsx", {"一": [HEADINGS]}).read_bytes()
    path = tmp_path / "a.any"
    for place in range(8, len(sound), len(sound) // 97):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0xFF]) + sound[place + 1 :])
        try:
            found = [list(table.records()) for table in opened(path).tables]
        except errors.SubsidyError:
            continue
        assert found


def test_a_password_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = tmp_path / "sealed.xlsx"
    sealed.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(errors.ProtectedWorkbook, match=r"sealed\.xlsx"):
        opened(sealed)
    locked = tmp_path / "a.xls"
    locked.write_bytes((OLD / "days-from-1900.xls").read_bytes())

    def refuse(*_: object, **__: object) -> None:
        raise ValueError("Workbook is encrypted")

    monkeypatch.setattr("xlrd.open_workbook", refuse)
    with pytest.raises(errors.ProtectedWorkbook, match=r"a\.xls"):
        opened(locked)
    zipped = sheets(tmp_path / "zipped.xlsx", {"一": [HEADINGS]})
    content = bytearray(zipped.read_bytes())
    for found in re.finditer(rb"PK\x03\x04..|PK\x01\x02....", bytes(content), re.DOTALL):
        content[found.end()] |= 1
    zipped.write_bytes(content)
    with pytest.raises(errors.ProtectedWorkbook, match=r"zipped\.xlsx"):
        opened(zipped)


def test_without_the_readers_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "subsidy.intake.workbook_xlsx", raising=False)
    monkeypatch.delattr("subsidy.intake.workbook_xlsx", raising=False)
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    path = sheets(tmp_path / "a.xlsx", {"一": [HEADINGS]})
    with pytest.raises(errors.MissingExtra, match=r"a\.xlsx .*subsidy\[xlsx\]"):
        opened(path)
