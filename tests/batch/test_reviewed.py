"""Rows in dresses that clerks' files really have: headings come again, years beside months, figures that contradict each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import subsidy
from subsidy import errors
from subsidy.batch import rows
from tests.batch.files import AS_OF, A, B, Batch, C

ROW = f"2024-05-01,{A},1.00"


def text(path: Path, *lines: str) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("heading", "again"),
    [
        ("进口日期,统一社会信用代码,人民币（元）", "\ufeff进口日期,统一社会信用代码,人民币（元）"),
        ("进口日期,统一社会信用代码,人民币（元）", "进口日期 , 统一社会信用代码,人民币(元)"),
        ("Import Date,USCC,RMB (yuan)", "IMPORT DATE,uscc,ＲＭＢ(YUAN)"),
    ],
)
def test_a_heading_that_comes_again_in_another_dress_is_a_heading(tmp_path: Path, account: Batch, heading: str, again: str) -> None:
    result = account(tmp_path, [text(tmp_path / "a.csv", heading, ROW, again, f"2024-06-01,{A},2.00")])
    assert result.reconciliation["rows"] == {"read": 3, "counted": 2, "excluded": {"heading_row": 1}, "rejected": {}}


def test_a_row_that_says_only_in_part_what_the_heading_says_is_none(tmp_path: Path, account: Batch) -> None:
    result = account(tmp_path, [text(tmp_path / "a.csv", "进口日期,统一社会信用代码,人民币（元）", f"进口日期,{A},人民币（元）", ROW)])
    assert [(reject["line"], reject["code"]) for reject in result.rejects] == [("2", "date")]


MONTHS = [("2024", "1"), ("2024年", "02"), ("2024年度", "3月份"), ("２０２４", "４月"), ("2024.0", "5.0"), (" 2024", "2024-06")]
"""January to June, each year beside its month."""


def test_a_month_beside_its_year_is_read_in_every_dress(tmp_path: Path, account: Batch) -> None:
    lines = [f"{year},{month},{A},1.00" for year, month in MONTHS]
    result = account(tmp_path, [text(tmp_path / "a.csv", "年份,月份,统一社会信用代码,进口额（元）", *lines)], coverage=())
    assert result.rejects == []
    assert result.reconciliation["covered"]["months"] == [f"2024-{month:02d}" for month in range(1, 7)]


def test_a_month_that_there_is_not_is_shown_as_it_stands_in_the_file(tmp_path: Path, account: Batch) -> None:
    result = account(tmp_path, [text(tmp_path / "a.csv", "年份,月份,统一社会信用代码,进口额（元）", f"2024,13月,{A},1.00", f",5,{A},1.00")])
    assert [(r["column"], r["value"], r["code"]) for r in result.rejects] == [("月份", "13月", "date"), ("月份", "5", "date")]


def test_figures_that_contradict_each_other_are_named_by_their_period(tmp_path: Path, account: Batch) -> None:
    wide = text(tmp_path / "a.csv", "统一社会信用代码,2024年,2024-01,2025年", f"{A},1.00,2.00,5.00", f"{B},,,3.00", f"{B},,,4.00")
    result = account(tmp_path, [wide])
    assert [(r["line"], r["column"], r["value"], r["code"]) for r in result.rejects] == [
        ("2", "2024年", "2024", "overlap"),
        ("2", "2024-01", "2024-01", "overlap"),
        ("3", "2025年", "2025", "conflict"),
        ("4", "2025年", "2025", "conflict"),
    ]


def test_a_name_that_an_unusable_row_of_the_register_has_too_stands_for_nobody(tmp_path: Path, account: Batch) -> None:
    register = text(
        tmp_path / "r.csv",
        "统一社会信用代码,海关注册编码,企业名称,所在综保区",
        f"{A},1111111111,同名公司,青浦",
        f"{B},1111111111,同名公司,火星",
        f"{C},2222222222,独名公司,青浦",
    )
    imports = ["年份,企业名称,海关注册编码,进口额（元）", "2024,同名公司,,1.00", "2024,,1111111111,2.00", "2025,独名公司,,4.00"]
    result = account(tmp_path, [text(tmp_path / "a.csv", *imports)], register=register)
    assert [(r["line"], r["value"], r["code"]) for r in result.rejects[:2]] == [
        ("2", "同名公司", "no_enterprise"),
        ("3", "1111111111", "no_enterprise"),
    ]
    assert result.reconciliation["amount"]["counted"] == "4.00"


def test_days_that_a_spreadsheet_made_of_months_are_months(tmp_path: Path, account: Batch) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("明细")
    for line in (
        ["年月", "统一社会信用代码", "进口额（元）"],
        [date(2024, 1, 1), A, 1],
        ["2024-02", A, 2],
        [date(2024, 1, 1), A, 1],
    ):
        sheet.append(line)
    book.save(tmp_path / "a.xlsx")
    result = account(tmp_path, [str(tmp_path / "a.xlsx")])
    assert result.reconciliation["rows"] == {"read": 3, "counted": 2, "excluded": {"duplicate": 1}, "rejected": {}}


def test_more_odd_records_than_are_looked_up_together_come_to_the_same(
    tmp_path: Path, account: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"'2024-05-{day:02d},{A},¥{day}.00" for day in range(1, 21)] + [f"x,{A},1.00", "进口日期,统一社会信用代码,人民币（元）"]
    file = text(tmp_path / "a.csv", "进口日期,统一社会信用代码,人民币（元）", *lines)
    whole = account(tmp_path, [file])
    monkeypatch.setattr(rows, "MOST_AT_ONCE", 5)
    pieces = account(tmp_path, [file])
    assert (pieces.reconciliation, pieces.rejects) == (whole.reconciliation, whole.rejects)
    assert whole.reconciliation["amount"]["counted"] == "210.00"


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"统一社会信用代码": [A, B], **columns})


def test_a_wide_frame_is_read_cell_by_cell(engine_name: str) -> None:
    wide = frame(**{"2024年（万元）": ["1", "-"], "2025年（元）": ["x", "2.00"]})
    result = subsidy.assess_frame(wide, as_of=AS_OF, engine=engine_name)
    assert result.attrs["reconciliation"]["imports"] == {"2024": "10000.00", "2025": "2.00"}
    assert [(reject.line, reject.column, reject.value, reject.code) for reject in result.attrs["rejects"]] == [
        (1, "2025年（元）", "x", "amount")
    ]


@pytest.mark.parametrize("sums", [[1.5, 2.5], pd.Series([np.float32(1.5), np.float32(2.5)], dtype=object)])
@pytest.mark.parametrize(("heading", "beside"), [("2024年", {}), ("进口额（元）", {"年份": ["2024", "2024"]})])
def test_a_frame_with_floats_of_any_kind_for_money_is_refused(heading: str, beside: dict[str, object], sums: object) -> None:
    with pytest.raises(errors.FloatColumn, match=heading):
        subsidy.assess_frame(frame(**beside, **{heading: sums}), as_of=AS_OF)


def test_a_moment_of_a_frame_falls_on_the_day_that_it_was_in_china() -> None:
    moments = pd.to_datetime(["2024-12-31T16:00Z", "2024-12-31T15:59Z"])
    result = subsidy.assess_frame(frame(进口日期=moments, **{"人民币（元）": ["1", "2"]}), as_of=AS_OF)
    assert result.attrs["reconciliation"]["imports"] == {"2024": "2.00", "2025": "1.00"}


def test_a_column_of_months_that_a_spreadsheet_made_days_of_counts_as_months(tmp_path: Path, account: Batch) -> None:
    file = tmp_path / "a.csv"
    rows = [f"{A},2024-01-01,1.00", f"{A},2024/2/1,2.00", f"{A},2024-03,4.00", f"{A},2024-03-01,4.00", f"{A},2024-04-01,8.00"]
    file.write_text("\n".join(["统一社会信用代码,年月,人民币（元）", *rows, f"{A},2024-04,9.00"]) + "\n", encoding="utf-8")
    found = account(tmp_path, [str(file)])
    assert found.reconciliation["rows"] == {"read": 6, "counted": 3, "excluded": {"duplicate": 1}, "rejected": {"conflict": 2}}
    assert found.reconciliation["amount"]["counted"] == "7.00"
