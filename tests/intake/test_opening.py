"""Files of any kind, opened as tables: imports and what stands beside them."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from subsidy import errors
from subsidy.intake.asked import MOST_COLUMNS, Asked, How
from subsidy.intake.opening import open_one, open_tables
from subsidy.intake.side_tables import open_file, read_firsts, read_register

A = "913101180000000004"
B = "91310118MA1KX1370E"
HEADINGS = ["uscc", "所在综保区", "落户日期"]
ROWS = [[A, "青浦", "2024-05-01"], [B, "qingpu", "2023-02-01"]]
TEXT = "".join(",".join(row) + "\n" for row in [HEADINGS, *ROWS])


def _workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("notes").write(0, 0, "see the other sheet")
        sheet = book.add_worksheet("2024")
        for number, row in enumerate([["园区企业"], HEADINGS, *ROWS]):
            sheet.write_row(number, 0, row)
        sheet.write_number(2, 2, 45413)


DRESSES: dict[str, Callable[[Path], Any]] = {
    "r.csv": lambda path: path.write_text(TEXT, encoding="utf-8"),
    "gb.csv": lambda path: path.write_text(TEXT, encoding="gb18030"),
    "r.txt": lambda path: path.write_text(TEXT.replace(",", "\t"), encoding="utf-16"),
    "quoted.csv": lambda path: path.write_text('"' + TEXT.strip().replace(",", '","').replace("\n", '"\n"') + '"', encoding="utf-8"),
    "r.csv.gz": lambda path: path.write_bytes(gzip.compress(TEXT.encode("gb18030"))),
    "r.xlsx": _workbook,
    "r.parquet": lambda path: pq.write_table(pa.table(dict(zip(HEADINGS, zip(*ROWS, strict=True), strict=True))), path),
}


@pytest.mark.parametrize("name", DRESSES)
def test_a_side_table_may_come_in_any_dress(tmp_path: Path, name: str) -> None:
    DRESSES[name](tmp_path / name)
    opened = open_file(str(tmp_path / name), "register", tmp_path)
    assert opened.name == str(tmp_path / name)
    assert opened.sheet == ("2024" if name == "r.xlsx" else None)
    register = read_register(opened)
    assert register.issues == []
    assert [(code, firm.zone, str(firm.settled_on)) for code, firm in register.firms.items()] == [
        *((A, "qingpu", "2024-05-01"), (B, "qingpu", "2023-02-01"))
    ]  # fmt: skip
    lines = {"r.xlsx": [3, 4], "r.parquet": [1, 2]}.get(name, [2, 3])
    assert [register.lines[code] for code in (A, B)] == [[line] for line in lines]


def test_a_fault_in_a_sheet_has_the_name_of_the_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as book:
        sheet = book.add_worksheet("首创")
        sheet.write_row(4, 2, ["uscc", "业务名称", "类型"])
        sheet.write_row(6, 2, [A, "维修", "?"])
    (issue,) = read_firsts(open_file(str(tmp_path / "f.xlsx"), "firsts", tmp_path)).issues
    assert (issue.sheet, issue.line, issue.column, issue.value, issue.code) == ("首创", 7, "类型", "?", "kind")


def test_of_two_sheets_neither_is_taken_for_the_one_meant(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
        for name in ("2023", "2024"):
            book.add_worksheet(name).write_row(0, 0, HEADINGS)
    with pytest.raises(errors.SeveralSheets, match=r"r\.xlsx: .*2023, 2024"):
        open_file(str(tmp_path / "r.xlsx"), "register", tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files here")
def test_a_side_table_is_no_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "r.csv")
    with pytest.raises(errors.NotAFile, match=r"r\.csv"):
        open_file(str(tmp_path / "r.csv"), "register", tmp_path)


def test_a_side_table_in_gzip_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "r.gz").write_bytes(gzip.compress(TEXT.encode() * 100))
    with pytest.raises(errors.TooLarge):
        open_file(str(tmp_path / "r.gz"), "register", tmp_path, max_bytes=1000)


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("subsidy.intake.opening.kind_of", refuse)
    with pytest.raises(errors.UnreadableFile, match=r"a\.csv: cannot be read .Permission denied"):
        open_one(str(tmp_path / "a.csv"), Asked("register", {}), How(tmp_path))


def test_the_name_of_a_file_does_not_decide_what_it_is(tmp_path: Path) -> None:
    for name, write in DRESSES.items():
        path = tmp_path / f"{name}.dat"
        write(tmp_path / name)
        (tmp_path / name).rename(path)
        (table,) = open_tables(str(path), Asked("register", {}), How(tmp_path)).tables
        assert [cells[0] for _, cells in table.records()] == [A, B]


def test_columns_without_end_are_refused_in_every_kind_of_file(tmp_path: Path) -> None:
    headings = HEADINGS + [f"x{number}" for number in range(MOST_COLUMNS)]
    pq.write_table(pa.table({heading: ["1"] for heading in headings}), tmp_path / "r.parquet")
    with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
        book.add_worksheet("x").write_row(2, 0, headings)
    for name, line in (("r.parquet", 1), ("r.xlsx", 3)):
        with pytest.raises(errors.TooManyColumns, match=rf"{name}, line {line}: {len(headings)} columns; accepted: at most {MOST_COLUMNS}"):
            open_one(str(tmp_path / name), Asked("register", {}), How(tmp_path))
