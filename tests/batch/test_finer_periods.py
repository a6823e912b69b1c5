"""Figures by quarter, half-year or week never count as those of a year or month, however the table is written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from subsidy import errors
from subsidy.batch.frame import assess_frame
from subsidy.law.wording import sentence
from tests.batch.files import AS_OF, A, batch

HEADINGS = ["年份", "季度", "统一社会信用代码", "企业名称", "进口额(万元)"]
ROWS = [[f"{year}", f"{quarter}", A, "甲公司", value] for year, value in ((2024, "300"), (2025, "500")) for quarter in range(1, 5)]


def text(path: Path, lines: list[list[str]]) -> str:
    path.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def written(folder: Path, dress: str, lines: list[list[str]]) -> str:
    if dress == "csv":
        return text(folder / "a.csv", lines)
    path = str(folder / f"a.{dress}")
    if dress == "parquet":
        pq.write_table(pa.table({name: [line[place] for line in lines[1:]] for place, name in enumerate(lines[0])}), path)
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return path


@pytest.mark.parametrize("dress", ["csv", "xlsx", "parquet"])
def test_a_file_of_quarters_is_refused_in_every_dress(tmp_path: Path, dress: str) -> None:
    path = written(tmp_path, dress, [HEADINGS, *ROWS])
    with pytest.raises(errors.FinerPeriods, match="line 1: 季度 gives figures by quarter"):
        batch(tmp_path, [path], zone="qingpu", coverage=())


def test_a_frame_of_quarters_is_refused() -> None:
    with pytest.raises(errors.FinerPeriods):
        assess_frame(pd.DataFrame(ROWS, columns=HEADINGS), as_of=AS_OF, zone="qingpu")


def test_the_same_sums_by_month_count_in_full_whatever_the_quarter_beside_them(tmp_path: Path) -> None:
    rows = [[year, f"{(month - 1) // 3 + 1}", A, "甲公司", value, f"{month}"]
            for year, value in (("2024", "100"), ("2025", "150")) for month in range(1, 13)]  # fmt: skip
    path = text(tmp_path / "a.csv", [[*HEADINGS, "月度"], *rows])
    found = batch(tmp_path, [path], zone="qingpu", coverage=()).one(A, "import-growth", "2025")
    assert (found["status"], found["amount"]) == ("payable", "150000.00")


def test_a_quarter_in_a_column_of_periods_is_rejected_and_the_sentence_says_what_is_taken(tmp_path: Path) -> None:
    rows = [[f"{period}", A, "500"] for period in ("2024", "2025年第一季度", "2025Q1", "2025年上半年")]
    path = text(tmp_path / "a.csv", [["期间", "统一社会信用代码", "进口额(万元)"], *rows])
    found = batch(tmp_path, [path], zone="qingpu", coverage=())
    assert [reject["code"] for reject in found.rejects] == ["date"] * 3
    assert "by day, month (2025-03) or year (2025)" in found.rejects[0]["message"]
    assert "不按季度" in sentence("rejects", "date", "zh")


TWO_LINES = [
    ["统一社会信用代码", "企业名称", "2024年", "", "2025年", "", "备注"],
    ["", "", "出口额（万元）", "进口额（万元）", "出口额（万元）", "进口额（万元）", ""],
    [A, "甲公司", "9000", "300", "9500", "500", ""],
]


@pytest.mark.parametrize("dress", ["csv", "xlsx"])
def test_exports_below_a_merged_heading_are_no_imports(tmp_path: Path, dress: str) -> None:
    path = written(tmp_path, dress, TWO_LINES)
    with pytest.raises(errors.TwoLineHeading, match="line 1: the heading stands in two lines"):
        batch(tmp_path, [path], zone="qingpu", coverage=())


def test_exports_below_a_merged_heading_of_a_frame_are_no_imports(tmp_path: Path) -> None:
    frame = pd.read_csv(text(tmp_path / "a.csv", TWO_LINES), dtype=str)
    with pytest.raises(errors.TwoLineHeading):
        assess_frame(frame, as_of=AS_OF, zone="qingpu")
