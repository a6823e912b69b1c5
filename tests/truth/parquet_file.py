"""A grid as a Parquet file: sums as decimals, days as dates and codes as numbers where all of a column can be."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.truth.grid import Grid

DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")
SUM = re.compile(r"-?\d+(\.\d+)?")
CODE = re.compile(r"\d{1,9}")


def write_parquet(rng: random.Random, path: Path, grid: Grid) -> dict[int, int]:
    """Write the table; the record of each grid line, counted from one."""
    columns = {column.heading: _column(rng, grid, place) for place, column in enumerate(grid.columns)}
    pq.write_table(pa.table(columns), path)
    return {number: number for number in range(len(grid.lines))}


def _column(rng: random.Random, grid: Grid, place: int) -> pa.Array:
    texts = [None if line.values[place] in ("", None) and rng.random() < 0.5 else str(line.values[place]) for line in grid.body]
    field = grid.columns[place].field
    typed = rng.random() < 0.7
    if typed and field == "date" and _all(DAY, texts):
        return pa.array([date.fromisoformat(text) if text else None for text in texts], pa.date32())
    if typed and field in ("mode", "line") and _all(CODE, texts):
        return pa.array([int(text) if text else None for text in texts], pa.int32())
    if typed and (field in ("rmb", "usd", "amount") or field[0].isdigit()) and _all(SUM, texts):
        return pa.array([Decimal(text) if text else None for text in texts], pa.decimal128(38, 14))
    return pa.array(texts, rng.choice((pa.string(), pa.large_string())))


def _all(pattern: re.Pattern[str], texts: list[str | None]) -> bool:
    return all(not text or pattern.fullmatch(text) for text in texts)
