"""Whether a record is read at one go or cell by cell changes nothing of what comes out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import pytest

from subsidy.batch import plain
from tests.batch.files import GOOD, Batch, numbered, write

PARK = Path(__file__).parents[2] / "scenarios" / "park"
RESULT = ("entitlements.csv", "rejects.csv", "reconciliation.json", "summary.json")


def both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[[Path], Any]) -> list[dict[str, bytes]]:
    """What a run writes when records may be plain, and when every one of them is taken for odd."""
    found = []
    for name in ("plain", "odd"):
        (tmp_path / name).mkdir()
        if name == "odd":
            monkeypatch.setattr(plain, "_is_plain", lambda _typed, _layout: ibis.literal(False))
        run(tmp_path / name)
        found.append({file: (tmp_path / name / "result" / file).read_bytes() for file in RESULT})
    return found


@pytest.mark.parametrize("engine_name", ["duckdb"], indirect=True)
def test_the_sample_park_comes_out_alike(tmp_path: Path, account: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [str(path) for path in sorted(PARK.glob("declarations-*.csv"))]
    side = {kind: str(PARK / f"{kind}.csv") for kind in ("register", "firsts", "warehousing", "prior")}
    as_plain, as_odd = both_ways(tmp_path, monkeypatch, lambda tmp: account(tmp, files, coverage=(), **side))
    assert as_plain == as_odd


DRESSES = {
    "day with slashes": {"进口日期": "2024/3/1"},
    "day in digits": {"进口日期": "20240301"},
    "day with a time": {"进口日期": "2024-03-01 08:30:00"},
    "no such day": {"进口日期": "2024-02-30"},
    "day before all years": {"进口日期": "1889-03-01"},
    "yuan alone": {"人民币(元)": "100"},
    "one decimal": {"人民币(元)": "100.5"},
    "thousands": {"人民币(元)": "1,234,567.89"},
    "negative": {"人民币(元)": "-100.00"},
    "three decimals": {"人民币(元)": "100.005"},
    "exponent": {"人民币(元)": "1e3"},
    "grouped wrongly": {"人民币(元)": "12,34.00"},
    "plus sign": {"人民币(元)": "+100.00"},
    "fifteen digits": {"人民币(元)": "123456789012345.00"},
    "sum without a whole part": {"人民币(元)": ".50"},
    "spaces": {"人民币(元)": " 100.00 ", "进口日期": " 2024-03-01"},
    "number with zeros before it": {"报关单号": "022182024000000001"},
    "short number": {"报关单号": "2218202400"},
    "number with an exponent": {"报关单号": "1.00000000000000e17"},
    "line with a zero before it": {"商品序号": "01"},
    "line zero": {"商品序号": "0"},
    "lower case": {"统一社会信用代码": "91310118ma1kx1370e"},
    "code too short": {"统一社会信用代码": "9131"},
    "code with lost digits": {"统一社会信用代码": "9.1310118000000E17"},
    "no code": {"统一社会信用代码": ""},
    "blanks for a code": {"统一社会信用代码": " " * 18},
    "words": {"进出口标志": "进口", "监管方式": "110", "运输方式": "水路运输", "启运国": "中国"},
    "word of no table": {"监管方式": "9999"},
    "empty words": {"进出口标志": "", "监管方式": "", "运输方式": ""},
    "withdrawn and unreadable": {"报关单状态": "已撤销", "人民币(元)": "?"},
    "full-width": {"企业名称": "甲（上海）公司", "人民币(元)": "１００.００"},
    "what stands between cells": {"企业名称": "甲\x1f乙"},
    "total": {"报关单号": "合计", "进口日期": "2024-12-31"},
}


def test_rows_in_any_dress_come_out_alike(tmp_path: Path, account: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    dressed = [{**found, **change} for found, change in zip(numbered([GOOD] * len(DRESSES)), DRESSES.values(), strict=True)]
    rows = [*dressed, *dressed, {**GOOD, "报关单号": "221820240000009999"}]

    def run(tmp: Path) -> None:
        account(tmp, [write(tmp_path / "rows.csv", rows)])

    as_plain, as_odd = both_ways(tmp_path, monkeypatch, run)
    assert as_plain == as_odd
    assert json.loads(as_plain["reconciliation.json"])["rows"]["read"] == len(rows)
