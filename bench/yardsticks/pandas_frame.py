"""Yardstick: the import-growth clause as an analyst would write it in pandas: everything in memory, binary floats.

python bench/yardsticks/pandas_frame.py LINES.csv YEAR OUT.csv
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd

TABLES = Path(__file__).resolve().parents[2] / "subsidy" / "intake" / "tables"
CODES = ("报关单号", "收发货人统一社会信用代码", "监管方式", "运输方式", "商品编码")


def counted(table: str) -> pd.Series[str]:
    codes = pd.read_csv(TABLES / table, dtype=str)
    return codes.loc[codes["counted"] == "yes", "code"]


def main(lines: str, year: str, out: str) -> None:
    frame = pd.read_csv(lines, dtype=dict.fromkeys(CODES, str), parse_dates=["进口日期"])
    frame = frame[frame["进出口标志"] == "I"]
    frame = frame[frame["监管方式"].isin(counted("supervision_modes.csv")) & frame["运输方式"].isin(counted("transport_modes.csv"))]
    frame = frame.drop_duplicates(["报关单号", "商品序号"])
    years = frame["进口日期"].dt.year.rename("year")
    sums = frame.groupby(["收发货人统一社会信用代码", years])["统计人民币值"].sum().unstack(fill_value=0)
    result = pd.DataFrame({"imports": sums[int(year)], "base": sums[int(year) - 1]})
    result["increment"] = (result["imports"] - result["base"]).clip(lower=0)
    result["award"] = (result["increment"] * 0.025).clip(upper=3_000_000).round(2)
    result.rename_axis("uscc").to_csv(out)
    print(json.dumps({"enterprises": len(result), "award": f"{result['award'].sum():.2f}"}))


if __name__ == "__main__":
    main(*sys.argv[1:])
