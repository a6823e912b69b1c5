"""Files of every kind, with rows of every fate, come out of Spark byte for byte as they come out of DuckDB."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch
from tests.batch.conftest import Park
from tests.batch.files import AS_OF, A, B, C, numbered, row, write
from tests.batch.test_plain import DRESSES
from tests.batch.test_rows import ALONE
from tests.truth.park import draw_park

pytestmark = [pytest.mark.spark, pytest.mark.no_cover, pytest.mark.usefixtures("spark")]

RESULT = ("entitlements.csv", "rejects.csv", "reconciliation.json", "summary.json")
Options = dict[str, Any]


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in RESULT}


def results(tmp_path: Path, files: list[str], **options: Any) -> list[dict[str, bytes]]:
    """What each engine writes."""
    for engine in ("duckdb", "spark"):
        run_batch(BatchRequest(files=tuple(files), out=tmp_path / engine, engine=engine, **{"as_of": AS_OF, **options}))
    return [contents(tmp_path / engine) for engine in ("duckdb", "spark")]


def test_the_sample_park_is_the_same(park: Park) -> None:
    duckdb, spark = contents(park("duckdb")), contents(park("spark"))
    assert spark == duckdb
    assert duckdb["rejects.csv"].count(b"\n") > 10


def rows_of_all_fates(folder: Path) -> list[str]:
    """Rows that get each code alone, plain ones in every dress, given again and contradicted; and a copy of the file."""
    alone = [{**row(**changes), "商品序号": str(n + 1)} for n, (changes, _) in enumerate(ALONE)]
    dressed = [{**found, **change} for found, change in zip(numbered([row()] * len(DRESSES)), DRESSES.values(), strict=True)]
    contradicted = [{**alone[0], "人民币(元)": "1"}, {**alone[1], "企业名称": "=乙\n公司"}, *dressed[:3]]
    rows = [*alone, *dressed, *contradicted]
    return [write(folder / name, rows) for name in ("a.csv", "b.csv")]


def rows_by_period(folder: Path) -> list[str]:
    """Figures by month and year that overlap, repeat and contradict each other, in a long and in a wide table."""
    months = [("2024-01", "1"), ("202401", "1.00"), ("2024-02", "2"), ("2024年2月", "3"), ("2025", "4")]
    long = [{"统一社会信用代码": code, "年月": month, "人民币(元)": value} for code in (B, C) for month, value in months]
    wide = [{"统一社会信用代码": C, "2023年进口额（万元）": "1.5", "2024年进口额（万元）": "?", "2025年1月进口额（万元）": ""}]
    return [write(folder / "long.csv", long), write(folder / "wide.csv", wide, encoding="gb18030")]


def rows_in_currencies(folder: Path) -> list[str]:
    """Sums in dollars and in currencies with and without a rate, identified by customs code or name."""
    sums = [("USD", "1.005"), ("美元", "100"), ("EUR", "3.33"), ("", "1"), ("CNY", "2.50"), ("JPY", "?")]
    base = {"海关注册编码": "3118960001", "企业名称": "", "进口日期": "2024-03-01"}
    rows = [{**base, "币制": currency, "金额": value} for currency, value in sums]
    rows += [{**base, "海关注册编码": "", "企业名称": name, "币制": "USD", "金额": "7"} for name in ("乙公司", "无名")]
    return [write(folder / "foreign.csv", rows)]


def side_tables(folder: Path) -> Options:
    """Side tables, a row of each of which cannot be read."""
    registered = [
        (A, "3118960001", "甲公司", "青浦", "2024-05-01", "是"),
        (B, "", "乙公司", "松江", "2024-13-01", ""),
    ]
    headings = ("统一社会信用代码", "海关注册编码", "企业名称", "所在综保区", "落户日期", "外贸企业")
    register = [dict(zip(headings, firm, strict=True)) for firm in registered]
    firsts = [{"uscc": code, "业务名称": "展示", "类型": "首创", "认定日期": day} for code, day in ((A, "2025-03-01"), (C, "?"))]
    fees = [{"uscc": A, "起始日期": "2024-05-01", "截止日期": day, "仓储费": "36500.07"} for day in ("2025-04-30", "x")]
    prior = [{"uscc": A, "条款": "qingpu-2024-1/import-growth", "期间": "2025", "金额": amount} for amount in ("0.01", "1.2.3")]
    rates = [{"月份": "2024-03", "币种": currency, "汇率": rate} for currency, rate in (("USD", "7.12345678"), ("EUR", "0"))]
    tables = {"register": register, "firsts": firsts, "warehousing": fees, "prior": prior, "rates": rates}
    return {kind: write(folder / f"{kind}.side.csv", rows) for kind, rows in tables.items()}


@pytest.mark.parametrize("files", [rows_of_all_fates, rows_by_period, rows_in_currencies])
def test_rows_of_every_fate_are_the_same(tmp_path: Path, files: Callable[[Path], list[str]]) -> None:
    duckdb, spark = results(tmp_path, files(tmp_path), **side_tables(tmp_path), year=2024)
    assert spark == duckdb
    assert duckdb["rejects.csv"].count(b"\n") > 5


@pytest.mark.parametrize("seed", [3, 15])
def test_parks_drawn_at_random_are_the_same(tmp_path: Path, seed: int) -> None:
    park = draw_park(seed, tmp_path / "park")
    duckdb, spark = results(tmp_path, park.arguments, **park.options, year=2024)
    assert spark == duckdb
