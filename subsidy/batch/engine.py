"""The embedded engine: one DuckDB in memory behind Ibis, its temporary files in a folder that goes with it."""

from __future__ import annotations

import glob
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

NO_NULL = "\x01"
"""A text that no cell is: an empty cell stays empty text, so that NULL can only mean a cell that is not there."""


_fusing = threading.Lock()
_engines: list[bool] = []
"""What Ibis's option was when each open engine began; the first one's is put back when the last one ends."""


@contextmanager
def _unfused() -> Iterator[None]:
    """Rules are many small stages; merging them into one SELECT takes Ibis longer than the engine takes to run them."""
    with _fusing:
        _engines.append(ibis.options.sql.fuse_selects)
        ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        with _fusing:
            before = _engines.pop(0)
            if _engines:
                _engines[0] = before
            else:
                ibis.options.sql.fuse_selects = before


class Engine:
    """A connection to the embedded engine; leaving it closes the connection and removes its files."""

    workspace: Path

    def __init__(self) -> None:
        self._count = 0

    def __enter__(self) -> Engine:
        with ExitStack() as stack:
            self.workspace = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="subsidy-")))
            stack.enter_context(_unfused())
            self.connection = ibis.duckdb.connect(temp_directory=str(self.workspace / "spill"))
            stack.callback(self.connection.disconnect)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

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

    def read_text(self, path: Path, columns: Sequence[str], *, delimiter: str, skip: int, parallel: bool) -> Table:
        """The records of a UTF-8 text after so many lines, as text, numbered from 0 in `n`; nothing is converted.

        A short record has NULL in its last columns; quoted newlines need the reader that runs on one core.
        """
        view = self.connection.read_csv(
            glob.escape(str(path)),
            table_name=self._name("text"),
            auto_detect=False,
            header=False,
            compression="none",
            skip=skip,
            delim=delimiter,
            quote='"',
            escape='"',
            nullstr=NO_NULL,
            null_padding=True,
            strict_mode=False,
            parallel=parallel,
            max_line_size=1 << 24,
            columns=dict.fromkeys(columns, "VARCHAR"),
        )
        numbered: Table = view.mutate(n=ibis.row_number())
        return numbered
