"""Entitlements and rejects as CSV and Parquet.

>>> list(entitlement_rows(SCHEMA.empty_table()))
[]
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from subsidy.batch.cells import ENTITLEMENT_COLUMNS, RANGE_COLUMNS, columns_of, defused
from subsidy.errors import Issue
from subsidy.law.wording import sentence

SUMS = ("amount", "low", "high", *RANGE_COLUMNS)
DAYS = ("valid_from", "valid_until")
_FREE_TEXT = ("name", "period")
_ROWS_AT_ONCE = 1 << 16


def _type(name: str) -> pa.DataType:
    return pa.decimal128(38, 2) if name in SUMS else pa.date32() if name in DAYS else pa.string()


SCHEMA = pa.schema([(name, _type(name)) for name in ENTITLEMENT_COLUMNS])
"""The columns of the written entitlements: sums exact, days as days, everything else text."""


def schema_of(entitlements: pa.Table) -> pa.Schema:
    """The columns with those of a range, where the entitlements have them."""
    return pa.schema([(name, _type(name)) for name in columns_of(entitlements.column_names)])


def pieces(entitlements: pa.Table) -> Iterator[pa.Table]:
    """The entitlements in their columns, so many rows at once, however the engine has cut them up."""
    schema = schema_of(entitlements)
    typed = entitlements.select(schema.names).cast(schema)
    for start in range(0, len(typed), _ROWS_AT_ONCE):
        yield typed.slice(start, _ROWS_AT_ONCE).combine_chunks()


def entitlement_rows(entitlements: pa.Table) -> Iterator[list[str]]:
    """The cells of `entitlements.csv`: sums with two decimals, null empty, formulas defused."""
    for piece in pieces(entitlements):
        yield from map(list, zip(*(_texts(name, piece[name]) for name in piece.column_names), strict=True))


def _texts(name: str, column: pa.ChunkedArray) -> list[str]:
    texts: list[str] = column.cast(pa.string()).fill_null("").to_pylist()
    return [defused(text) for text in texts] if name in _FREE_TEXT else texts


def reject_rows(issues: Iterable[Issue], lang: str) -> Iterator[list[str]]:
    """The cells of `rejects.csv`."""
    for issue in issues:
        cells = [*issue, sentence("rejects", issue.code, lang)]
        yield ["" if cell is None else defused(cell) if isinstance(cell, str) else str(cell) for cell in cells]


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write UTF-8 with a byte-order mark; a file name that is not Unicode is written with its bytes escaped."""
    with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(columns)
        writer.writerows(rows)


def write_parquet(path: Path, entitlements: pa.Table) -> None:
    with pq.ParquetWriter(path, schema_of(entitlements)) as sink:
        for piece in pieces(entitlements):
            sink.write_table(piece)
