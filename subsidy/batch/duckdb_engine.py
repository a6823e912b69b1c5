"""The embedded engine: one DuckDB in memory, which writes to its workspace what it cannot hold."""

from __future__ import annotations

import glob
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
from ibis.expr.types import Table

from subsidy.batch.engine import Engine

_BUFFER = 1 << 24
"""Bytes that a reader holds at a time; no record may be longer."""

_MEMORY = "512MB"
"""What the engine may hold in memory; beyond that it writes to the workspace, and is hardly slower."""

NO_NULL = "\x01"
"""A text that no cell is: an empty cell stays empty text, so that NULL can only mean a cell that is not there."""


class DuckDBEngine(Engine):
    """A connection to the embedded engine."""

    faults = (duckdb.Error,)

    def _connect(self, stack: ExitStack) -> None:
        self.connection = ibis.duckdb.connect(temp_directory=str(self.workspace / "spill"), memory_limit=_MEMORY)
        stack.callback(self.connection.disconnect)
        # how far a statement has come is counted only when it could be shown
        self.connection.raw_sql("SET enable_progress_bar = true; SET enable_progress_bar_print = false")

    def keep(self, expression: Table, stem: str) -> Table:
        kept: Table = self.connection.create_table(self._name(stem), expression)
        return kept

    def store(self, expression: Table, stem: str, *, numbered: bool = False) -> Table:
        path = self.workspace / f"{self._name(stem)}.parquet"
        self.connection.to_parquet(expression, path)
        stored: Table = self.connection.read_parquet(glob.escape(str(path)), table_name=self._name(stem), file_row_number=numbered)
        return stored.rename(n="file_row_number") if numbered else stored

    def arrow(self, expression: Table) -> pa.Table:
        return self.connection.to_pyarrow(expression)

    def read_text(self, path: Path, columns: Sequence[str], *, delimiter: str, skip: int, parallel: bool) -> Table:
        quoting = "" if parallel else '"'
        view: Table = self.connection.read_csv(
            glob.escape(str(path)),
            table_name=self._name("text"),
            auto_detect=False,
            header=False,
            compression="none",
            skip=skip,
            delim=delimiter,
            quote=quoting,
            escape=quoting,
            nullstr=NO_NULL,
            null_padding=True,
            strict_mode=False,
            # quoted newlines need the reader that runs on one core
            parallel=parallel,
            max_line_size=_BUFFER,
            buffer_size=_BUFFER,
            columns=dict.fromkeys(columns, "VARCHAR"),
        )
        return view

    def read_parquet(self, path: Path, columns: Mapping[str, str]) -> Table:
        found = self.connection.read_parquet(glob.escape(str(path)), table_name=self._name("file"))
        return found.select(**{name: found[there].cast("string") for name, there in columns.items()})

    def progress(self) -> float:
        return float(self.connection.con.query_progress()) / 100
