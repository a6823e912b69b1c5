"""Files made to do harm: each ends, in bounded memory, in a plain error or in a result that is safe to open."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.cli.calling import call
from tests.fuzz.process import MEGABYTE, Ran, batch
from tests.fuzz.valid import HEADINGS, ROWS, A, B, text, workbook

BOUND = 1000 * MEGABYTE
"""More than any of these needs, and less than what a file of them holds."""
LINE_BYTES = 200 * MEGABYTE
ONE_YEAR = ("--as-of", "2026-03-01", "--year", "2024")


def refused(ran: Ran, *words: str) -> None:
    """The call could not use the file: it says so in two lines at most, and has written nothing."""
    assert ran.status == 2, ran
    assert ran.output == "", ran
    assert len(ran.errors.strip().splitlines()) <= 2, ran.errors
    assert "Traceback" not in ran.errors, ran.errors
    assert [word for word in words if word not in ran.errors] == [], ran.errors
    assert ran.peak < BOUND, ran.peak


def table(path: Path) -> list[list[str]]:
    """A CSV of the result."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.reader(source))


@pytest.mark.parametrize("quoted", [False, True])
def test_a_line_without_end_is_refused_within_bounds(quoted: bool, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as sink:
        sink.write(text([HEADINGS]).encode() + (b'"' if quoted else b""))
        for _ in range(LINE_BYTES // MEGABYTE):
            sink.write(b"x" * MEGABYTE)
    refused(batch(path, out=tmp_path / "out"), "long.csv", "2")
    assert not (tmp_path / "out").exists()


def test_a_first_line_without_end_is_refused_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as sink:
        sink.truncate(LINE_BYTES)  # a hole, which reads as NUL bytes
    refused(batch(path, out=tmp_path / "out"), "long.csv")


@pytest.mark.parametrize("where", ["heading", "row"])
def test_a_million_columns_are_refused_or_rejected(where: str, tmp_path: Path) -> None:
    path = tmp_path / "broad.csv"
    commas = "," * 1_000_000
    rows = text([HEADINGS, *ROWS])
    path.write_text(
        rows.replace("人民币(元)", "人民币(元)" + commas, 1) if where == "heading" else rows + "合计" + commas + "\n", encoding="utf-8"
    )
    ran = batch(path, out=tmp_path / "out")
    assert ran.peak < BOUND
    if ran.status == 0:
        assert where == "row"
        assert json.loads((tmp_path / "out" / "reconciliation.json").read_text(encoding="utf-8"))["rows"]["rejected"]["columns"] == 1
    else:
        refused(ran, "broad.csv")


def test_a_nul_byte_is_named_with_its_line_or_is_a_character_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "nul.csv"
    path.write_bytes(text([HEADINGS, *ROWS]).replace("甲公司", "甲\0公司").encode())
    ran = batch(path, out=tmp_path / "out")
    if ran.status == 0:
        assert json.loads((tmp_path / "out" / "reconciliation.json").read_text(encoding="utf-8"))["rows"]["read"] == len(ROWS)
    else:
        refused(ran, "nul.csv", "2")


def bomb() -> bytes:
    """Three gigabytes of rows in some megabytes: many archives one behind another, as gzip allows."""
    head, lump = gzip.compress(text([HEADINGS]).encode()), gzip.compress(b"," * (32 * MEGABYTE), compresslevel=1)
    return head + lump * 96


def test_an_archive_that_grows_without_end_is_stopped_at_the_bound(tmp_path: Path) -> None:
    (tmp_path / "bomb.csv.gz").write_bytes(bomb())
    refused(batch(tmp_path / "bomb.csv.gz", "--max-bytes", "100M", out=tmp_path / "out"), "bomb.csv.gz", "--max-bytes")


def test_a_workbook_that_grows_without_end_is_stopped_at_the_bound(tmp_path: Path) -> None:
    source = zipfile.ZipFile(io.BytesIO(workbook({"Sheet1": [HEADINGS, *ROWS]})))
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as sink:
        for name in source.namelist():
            with sink.open(name, "w", force_zip64=True) as part:
                head, tag, rest = source.read(name).partition(b"<sheetData>")
                part.write(head + tag)
                for _ in range(60 if "sheet1" in name else 0):
                    part.write(b" " * MEGABYTE)
                part.write(rest)
    refused(batch(tmp_path / "bomb.xlsx", "--max-bytes", "20M", out=tmp_path / "out"), "bomb.xlsx", "--max-bytes")


def test_formulas_are_read_by_their_last_value_and_merged_cells_by_their_first(tmp_path: Path) -> None:
    """A formula that no program has computed has no value: its row is rejected, not taken for nought."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某区进口明细表"])
    sheet.merge_cells("A1:D1")
    for row in (
        ["统一社会信用代码", "进口日期", "人民币(元)", "备注"],
        [A, "2024-03-01", "100.00", ""],
        [A, "2024-03-02", "=C3*2", ""],
        [A, "2024-03-03", "5", ""],
    ):
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    book.save(tmp_path / "book.xlsx")
    ran = batch(tmp_path / "book.xlsx", out=tmp_path / "out")
    assert ran.status == 0, ran
    said = json.loads((tmp_path / "out" / "reconciliation.json").read_text(encoding="utf-8"))
    assert said["rows"] == {"read": 3, "counted": 1, "excluded": {}, "rejected": {"amount": 1, "no_enterprise": 1}}
    assert sorted(line[2] for line in table(tmp_path / "out" / "rejects.csv")[1:]) == ["4", "5"]


NAMES = ('it\'s "quoted" and spaced.csv', "[ab]*?.csv", "a;b,c$(touch x)`id`.csv", "%s {0} \\n.csv", "空 格（括号）.csv", "-dash.csv")


@pytest.mark.parametrize("name", NAMES)
def test_odd_paths_are_only_names(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "a 'b' \"c\""
    folder.mkdir()
    (folder / name).write_text(text([HEADINGS, *ROWS]), encoding="utf-8")
    ran = call("batch", folder / name, "--out", folder / "out '1'", *ONE_YEAR)
    assert ran.exit_code == 0, ran.output
    said = json.loads((folder / "out '1'" / "reconciliation.json").read_text(encoding="utf-8"))
    assert [Path(file["name"]).name for file in said["files"]] == [name]
    assert said["rows"]["read"] == len(ROWS)
    assert sorted(path.name for path in folder.iterdir()) == sorted([name, "out '1'"])


def test_statements_in_headings_and_names_are_only_text(tmp_path: Path) -> None:
    heading = "x'); DROP TABLE rows; --\" \\ {0} %s"
    rows = [[*HEADINGS, heading], *([*row, "'; DELETE FROM rows; --"] for row in ROWS)]
    rows[1][4] = "甲'); DROP TABLE rows; --"
    (tmp_path / "sql.csv").write_text(text(rows), encoding="utf-8")
    ran = call("batch", tmp_path / "sql.csv", "--out", tmp_path / "out", *ONE_YEAR)
    assert ran.exit_code == 0, ran.output
    said = json.loads((tmp_path / "out" / "reconciliation.json").read_text(encoding="utf-8"))
    assert said["rows"]["read"] == len(ROWS)
    assert heading in json.dumps(said["files"], ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\")


FORMULAS = ('=HYPERLINK("http://x","y")', "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1")


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_spreadsheet_would_run_is_defused_in_every_table(formula: str, tmp_path: Path) -> None:
    rows = [
        ["统一社会信用代码", "企业名称", "进口日期", "监管方式", "人民币(元)"],
        [A, formula, "2024-03-01", "0110", "100.00"],
        [B, "乙", "2024-03-01", formula, "100.00"],
        [formula, "丙", "2024-03-01", "0110", "100.00"],
        [A, "甲", "2024-03-01", "0110", formula],
    ]
    (tmp_path / "formula.csv").write_text(text(rows), encoding="utf-8")
    ran = call("batch", tmp_path / "formula.csv", "--to", "xlsx", "--out", tmp_path / "out", *ONE_YEAR)
    assert ran.exit_code == 0, ran.output
    for name in ("entitlements.csv", "rejects.csv"):
        for line in table(tmp_path / "out" / name)[1:]:
            assert [cell for cell in line if is_run(cell)] == [], name
    for book in (tmp_path / "out").glob("*.xlsx"):
        cells = [cell for sheet in load_workbook(book) for row in sheet.iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []


def is_run(cell: str) -> bool:
    """Whether a spreadsheet that opens the cell would take it for a formula: not a plain number."""
    return cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) and not cell.lstrip("-").replace(".", "", 1).isdigit()
