"""Spark as the engine: the same expressions, on this machine or on a cluster whose machines share the files.

What few rows come to is held by the session, what many come to is written to the workspace as Parquet.
"""

from __future__ import annotations

import csv
import itertools
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from subsidy.batch.duckdb_engine import DuckDBEngine
from subsidy.batch.engine import Engine
from subsidy.batch.spark_session import session

_PLACE = "record_place"
_ROW_BITS = 33
"""In Spark's numbers of rows the part of a table stands above so many bits, the row in it below."""
_RECORDS = 1 << 15
"""Records of a quoted text that are held at a time."""


class SparkEngine(Engine):
    """A session of Spark's."""

    def __init__(self, master: str) -> None:
        super().__init__()
        self.master = master

    def _connect(self, stack: ExitStack) -> None:
        self.session = session(self.master)
        from subsidy.batch.spark_backend import connected  # noqa: PLC0415 - that there is a Spark to load is known only now

        self.connection = connected(self.session)
        stack.callback(self.connection.drop_views)

    def _table(self, frame: Any, name: str) -> Table:
        self.connection.view(frame, name)
        table: Table = self.connection.table(name)
        return table

    def keep(self, expression: Table, stem: str) -> Table:
        return self._table(self.connection.of_arrow(self.arrow(expression), expression.schema()), self._name(stem))

    def store(self, expression: Table, stem: str, *, numbered: bool = False) -> Table:
        from pyspark.sql.functions import monotonically_increasing_id  # noqa: PLC0415 - an optional part

        name = self._name(stem)
        frame = self.connection.frame(expression)
        if numbered:
            frame = frame.select("*", monotonically_increasing_id().alias(_PLACE))
        frame.write.parquet(str(self.workspace / name))
        stored = self.session.read.schema(frame.schema).parquet(_no_pattern(self.workspace / name))
        return self._table(_numbered(stored) if numbered else stored, name)

    def arrow(self, expression: Table) -> pa.Table:
        return self.connection.to_pyarrow(expression)

    def read_text(self, path: Path, columns: Sequence[str], *, delimiter: str, skip: int, parallel: bool) -> Table:
        name = self._name("text")
        if parallel:
            lines = self.session.read.option("lineSep", "\n").text(_no_pattern(self._linked(path, f"{name}.txt")))
            return self._table(_cells(lines, columns, delimiter, skip), name)
        target = self.workspace / f"{name}.parquet"
        _write_records(path, columns, delimiter, skip, target)
        return self._table(self.session.read.parquet(_no_pattern(target)), name)

    def read_parquet(self, path: Path, columns: Mapping[str, str]) -> Table:
        name = self._name("file")
        # Spark refuses some types even where nobody asks for their columns
        if all(_reads_alike(column.type) for column in pq.read_schema(path)):
            linked = self._linked(path, f"{name}.parquet")
            found = self._table(self.session.read.parquet(_no_pattern(linked)), name)
            return found.select(**{wanted: found[there].cast("string") for wanted, there in columns.items()})
        return self._table(self.session.read.parquet(_no_pattern(_as_text(path, columns, self.workspace / f"{name}.parquet"))), name)

    def progress(self) -> float:
        return -1.0

    def _linked(self, path: Path, name: str) -> Path:
        """The file under a plain name: Spark expands patterns in names, passes over `_x` and unpacks `x.gz`."""
        link = self.workspace / name
        try:
            link.symlink_to(path.absolute())
        except OSError:  # not every system lets everybody link
            shutil.copyfile(path, link)
        return link


def _no_pattern(path: Path) -> str:
    """The path as a pattern of itself alone."""
    return re.sub(r"([\[\]{}*?\\])", r"\\\1", str(path))


def _cells(lines: Any, columns: Sequence[str], delimiter: str, skip: int) -> Any:
    """Lines, but for the first ones and empty ones, cut at every delimiter; NULL where a line has no such cell."""
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - as everybody calls it; an optional part

    numbered = lines.select("value", F.monotonically_increasing_id().alias(_PLACE))
    below = numbered.filter(F.col(_PLACE) >= skip)
    value = F.when(F.col("value").endswith("\r"), F.expr("left(value, length(value) - 1)")).otherwise(F.col("value"))
    filled = below.select(value.alias("value")).filter(F.col("value") != "")
    cells = filled.select(F.split("value", rf"\Q{delimiter}\E", -1).alias("cells"))
    return cells.select(*[F.get("cells", F.lit(number)).alias(name) for number, name in enumerate(columns)])


def _numbered(stored: Any) -> Any:
    """A stored table with `n` in the place of Spark's own numbers, which leave gaps between the parts of a table."""
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - as everybody calls it; an optional part

    part = F.shiftright(_PLACE, _ROW_BITS)
    counts = {row["part"]: row["count"] for row in stored.groupBy(part.alias("part")).count().collect()}
    sizes = [counts.get(number, 0) for number in range(max(counts, default=0))]
    starts = F.array(*[F.lit(start).cast("bigint") for start in itertools.accumulate(sizes, initial=0)])
    row = F.col(_PLACE).bitwiseAND((1 << _ROW_BITS) - 1)
    return stored.select("*", (F.get(starts, part.cast("int")) + row).alias("n")).drop(_PLACE)


def _write_records(path: Path, columns: Sequence[str], delimiter: str, skip: int, target: Path) -> None:
    """The records of a text with quotes, as columns of text."""
    schema = pa.schema([(name, pa.string()) for name in columns])
    with path.open(encoding="utf-8-sig", newline="") as source, pq.ParquetWriter(target, schema) as sink:
        for _ in range(skip):
            source.readline()
        records = filter(None, csv.reader(source, delimiter=delimiter))
        while some := list(itertools.islice(records, _RECORDS)):
            sink.write_table(pa.table(list(_columns(some, len(columns))), schema=schema))


def _columns(records: Sequence[Sequence[str]], width: int) -> Iterator[pa.Array]:
    for number in range(width):
        yield pa.array([record[number] if number < len(record) else None for record in records], pa.string())


def _reads_alike(kind: pa.DataType) -> bool:
    """Whether Spark reads a type of Parquet, and writes its values as DuckDB does."""
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    is_whole = pa.types.is_signed_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_date32(kind)
    return bool(is_text or is_whole or pa.types.is_decimal128(kind))


def _as_text(path: Path, columns: Mapping[str, str], target: Path) -> Path:
    """Columns of a Parquet file as text, made by the embedded engine."""
    with DuckDBEngine() as embedded:
        embedded.connection.to_parquet(embedded.read_parquet(path, columns), target)
    return target
