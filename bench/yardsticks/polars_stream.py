"""Yardstick: the import-growth clause in Polars with its streaming engine, with exact decimals and no checks.

python bench/yardsticks/polars_stream.py LINES.csv YEAR OUT.csv
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

import polars as pl

TABLES = Path(__file__).resolve().parents[2] / "subsidy" / "intake" / "tables"
MONEY = pl.Decimal(18, 2)
RATE, CAP = Decimal("0.02500"), Decimal("3000000.00000")  # a product keeps no more places than its longer factor
TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "报关单号": pl.String,
    "商品序号": pl.Int32,
    "进口日期": pl.Date,
    "收发货人统一社会信用代码": pl.String,
    "收发货人名称": pl.String,
    "进出口标志": pl.String,
    "监管方式": pl.String,
    "运输方式": pl.String,
    "商品编码": pl.String,
    "统计人民币值": MONEY,
    "统计美元值": MONEY,
}


def counted(table: str) -> list[str]:
    codes = pl.read_csv(TABLES / table, infer_schema=False)
    found: list[str] = codes.filter(pl.col("counted") == "yes")["code"].to_list()
    return found


def imports_of(year: int) -> pl.Expr:
    return pl.col("统计人民币值").filter(pl.col("进口日期").dt.year() == year).sum()


def main(lines: str, year: str, out: str) -> None:
    mode, transport = pl.col("监管方式"), pl.col("运输方式")
    increment = (pl.col("imports") - pl.col("base")).clip(lower_bound=Decimal("0.00"))
    award = pl.min_horizontal(pl.col("increment") * pl.lit(RATE), pl.lit(CAP))
    result = (
        pl.scan_csv(lines, schema=TYPES)
        .filter(pl.col("进出口标志") == "I", mode.is_in(counted("supervision_modes.csv")), transport.is_in(counted("transport_modes.csv")))
        .unique(["报关单号", "商品序号"])
        .group_by(pl.col("收发货人统一社会信用代码").alias("uscc"))
        .agg(imports=imports_of(int(year)), base=imports_of(int(year) - 1))
        .with_columns(increment=increment)
        .with_columns(award=award.round(2, mode="half_away_from_zero").cast(MONEY))
        .sort("uscc")
        .collect(engine="streaming")
    )
    result.write_csv(out)
    print(json.dumps({"enterprises": len(result), "award": str(result["award"].sum())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
