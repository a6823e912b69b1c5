"""Small files in order, of every kind, for others to spoil."""

from __future__ import annotations

import csv
import gzip
import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

A, B = "913101180000000004", "91310118MA1KX1370E"
HEADINGS = ["报关单号", "商品序号", "进口日期", "统一社会信用代码", "企业名称", "进出口标志", "监管方式", "人民币(元)"]
ROWS = [
    ["221820240000000001", "1", "2024-03-01", A, "甲公司", "I", "0110", "1,000.00"],
    ["221820240000000002", "1", "2024/3/2", B, "乙,公司", "进口", "110", "-5.00"],
    ["221820240000000003", "1", "20240303", A, "丙\n公司", "E", "5015 | 区内进料加工货物", "7"],
    ["221820240000000004", "1", "2024-13-01", B, '丁"公司"', "I", "", "1.23E+08"],
    ["合计", "", "", "", "", "", "", "1002.00"],
    ["221820240000000005", "2", "2025年1月5日", A, "甲公司", "1", "0110", "(12.30)"],
    ["221820240000000005", "2", "2025年1月5日", A, "甲公司", "1", "0110", "(12.30)"],
]
MONTHS = [["统一社会信用代码", "年月", "人民币(万元)"], [A, "2024-01", "5"], [A, "202402", "0.0001"], [B, "2024年1月", "-3"]]
WIDE = [["企业名称", "统一社会信用代码", "2024年进口额（万元）", "2025年进口额（万元）"], ["甲", A, "1.5", "2"], ["合计", "", "1.5", "2"]]
TITLES = "某区进口明细表\n单位：元\n"


def text(rows: list[list[str]], delimiter: str = ",", newline: str = "\n") -> str:
    """The rows as a text table."""
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return sink.getvalue()


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """The rows as sheets."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def parquet(rows: list[list[str]]) -> bytes:
    """The rows as columns of text, the sums as decimals where they are plain."""
    headings, *body = rows
    columns: dict[str, pa.Array] = {heading: pa.array([row[at] for row in body]) for at, heading in enumerate(headings)}
    columns["人民币(元)"] = pa.array([Decimal("1.50")] * len(body), pa.decimal128(18, 2))
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def files() -> dict[str, bytes]:
    """Every kind of file, by a name with the suffix that goes with it."""
    rows = [HEADINGS, *ROWS]
    plain = text(rows)
    return {
        "utf8.csv": plain.encode(),
        "marked.csv": (TITLES + text(rows, newline="\r\n")).encode("utf-8-sig"),
        "gb.csv": (TITLES + plain).encode("gb18030"),
        "sixteen.txt": text(rows, "\t").encode("utf-16"),
        "semicolons.csv": text(rows, ";").encode(),
        "tabs.tsv": text(rows, "\t", "\r\n").encode(),
        "months.csv": text(MONTHS).encode(),
        "wide.csv": text(WIDE).encode("gb18030"),
        "zipped.csv.gz": gzip.compress(plain.encode(), mtime=0),
        "book.xlsx": workbook({"一月": rows, "说明": [["填表说明"]], "二月": MONTHS}),
        "columns.parquet": parquet(rows),
    }
