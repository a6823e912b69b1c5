"""Yardstick: the import-growth clause as one query for DuckDB, as an expert would write it for a file known to be clean.

python bench/yardsticks/duckdb_query.py LINES.csv YEAR OUT.csv

Typed columns, exact decimals, repeated lines once, what counts as an import by the code tables. It checks nothing, tells
no reasons, keeps no account, and stops at the first odd cell.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

TABLES = Path(__file__).resolve().parents[2] / "subsidy" / "intake" / "tables"
QUERY = """
WITH line AS (
    SELECT DISTINCT ON (报关单号, 商品序号) 收发货人统一社会信用代码 AS uscc, year(进口日期) AS year, 统计人民币值 AS rmb
    FROM read_csv($lines, header = true, columns = {
        '报关单号': 'VARCHAR', '商品序号': 'INTEGER', '进口日期': 'DATE', '收发货人统一社会信用代码': 'VARCHAR',
        '收发货人名称': 'VARCHAR', '进出口标志': 'VARCHAR', '监管方式': 'VARCHAR', '运输方式': 'VARCHAR',
        '商品编码': 'VARCHAR', '统计人民币值': 'DECIMAL(18, 2)', '统计美元值': 'DECIMAL(18, 2)'})
    WHERE 进出口标志 = 'I'
      AND 监管方式 IN (SELECT code FROM read_csv($modes, all_varchar = true) WHERE counted = 'yes')
      AND 运输方式 IN (SELECT code FROM read_csv($transports, all_varchar = true) WHERE counted = 'yes')
), imports AS (
    SELECT uscc,
           coalesce(sum(rmb) FILTER (year = $year), 0) AS imports,
           coalesce(sum(rmb) FILTER (year = $year - 1), 0) AS base
    FROM line GROUP BY uscc
)
SELECT uscc, imports, base, greatest(imports - base, 0) AS increment,
       round(least(increment * 0.025::DECIMAL(4, 3), 3000000), 2)::DECIMAL(18, 2) AS award
FROM imports ORDER BY uscc
"""


def main(lines: str, year: str, out: str) -> None:
    connection = duckdb.connect(config={"preserve_insertion_order": False})
    tables = {"modes": str(TABLES / "supervision_modes.csv"), "transports": str(TABLES / "transport_modes.csv")}
    awards = connection.execute(f"CREATE TABLE awards AS {QUERY}", {"lines": lines, "year": int(year), **tables})
    awards.execute("COPY awards TO $out (HEADER)", {"out": out})
    enterprises, award = awards.execute("SELECT count(*), sum(award) FROM awards").fetchall()[0]
    print(json.dumps({"enterprises": enterprises, "award": str(award)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
