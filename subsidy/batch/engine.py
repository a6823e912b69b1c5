"""The embedded engine: one DuckDB in memory behind Ibis, its temporary files in a folder that goes with it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from subsidy.intake.text_table import TextTable

NO_NULL = "\x01"
"""A text that no cell is: an empty cell stays empty text, so that NULL can only mean a cell that is not there."""


class Engine:
    """A connection to the embedded engine; leaving it closes the connection and removes its files."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="subsidy-")
        self.workspace = Path(self._folder.name)
        # rules are many small stages; merging them into one SELECT takes Ibis longer than the engine takes to run them
        self._fusing = ibis.options.sql.fuse_selects
        ibis.options.sql.fuse_selects = False
        self.connection = ibis.duckdb.connect(temp_directory=str(self.workspace / "spill"))
        self._count = 0

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        ibis.options.sql.fuse_selects = self._fusing
        self.connection.disconnect()
        self._folder.cleanup()

    def _name(self, stem: str) -> str:
        self._count += 1
        return f"{stem}_{self._count}"

    def keep(self, expression: Table, stem: str) -> Table:
        """The expression computed once, as a table."""
        kept: Table = self.connection.create_table(self._name(stem), expression)
        return kept

    def append(self, table: Table, expression: Table) -> None:
        """Add the rows of an expression to a table of the same columns."""
        self.connection.insert(table.op().name, expression)

    def drop(self, table: Table) -> None:
        # Ibis's own drop_table writes no name with the sqlglot that it is pinned to
        self.connection.raw_sql(f'DROP TABLE "{table.op().name}"')

    def fetch(self, expression: Table) -> list[dict[str, Any]]:
        """The rows of an expression as plain data; for few rows."""
        return list(self.connection.to_pyarrow(expression).to_pylist())

    def count(self, expression: Table) -> int:
        """How many rows an expression has."""
        return int(self.connection.to_pyarrow(expression.count()).as_py())

    def arrow(self, expression: Table) -> pa.Table:
        return self.connection.to_pyarrow(expression)

    def rows(self, rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> Table:
        """Plain data as a table."""
        return ibis.memtable(pa.Table.from_pylist([dict(row) for row in rows], schema=schema))

    def read_text(self, table: TextTable, columns: Sequence[str]) -> Table:
        """The records of a text table after its heading, as text, numbered from 0 in `n`; lazily, nothing is converted.

        A short record has NULL in its last columns; quoted newlines need the reader that runs on one core.
        """
        view = self.connection.read_csv(
            str(table.source.utf8),
            table_name=self._name("text"),
            auto_detect=False,
            header=False,
            skip=table.heading.last_line,
            delim=table.delimiter,
            quote='"',
            escape='"',
            nullstr=NO_NULL,
            null_padding=True,
            strict_mode=False,
            parallel=not table.has_quotes,
            max_line_size=1 << 24,
            columns=dict.fromkeys(columns, "VARCHAR"),
        )
        numbered: Table = view.mutate(n=ibis.row_number())
        return numbered
