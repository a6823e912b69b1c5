"""The embedded engine: one DuckDB in memory behind Ibis, its temporary files in a folder that goes with it."""

from __future__ import annotations

import glob
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

_BUFFER = 1 << 24
"""Bytes that a reader holds at a time; no record may be longer."""

_MEMORY = "512MB"
"""What the engine may hold in memory; beyond that it writes to the workspace, and is hardly slower."""

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
            self.connection = ibis.duckdb.connect(temp_directory=str(self.workspace / "spill"), memory_limit=_MEMORY)
            stack.callback(self.connection.disconnect)
            # how far a statement has come is counted only when it could be shown
            self.connection.raw_sql("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def _name(self, stem: str) -> str:
        self._count += 1
        return f"{stem}_{self._count}"

    def keep(self, expression: Table, stem: str) -> Table:
        """A few rows computed once, as a table in memory."""
        kept: Table = self.connection.create_table(self._name(stem), expression)
        return kept

    def store(self, expression: Table, stem: str, *, numbered: bool = False) -> Table:
        """Many rows computed once, as a file in the workspace; `n` is their number, from 0, in the order of the file they came from."""
        path = self.workspace / f"{self._name(stem)}.parquet"
        self.connection.to_parquet(expression, path)
        stored: Table = self.connection.read_parquet(glob.escape(str(path)), table_name=self._name(stem), file_row_number=numbered)
        return stored.rename(n="file_row_number") if numbered else stored

    def fetch(self, expression: Table) -> list[dict[str, Any]]:
        """The rows of an expression as plain data; for few rows."""
        return list(self.connection.to_pyarrow(expression).to_pylist())

    def count(self, expression: Table) -> int:
        """How many rows an expression has."""
        return int(self.connection.to_pyarrow(expression.count()).as_py())

    def arrow(self, expression: Table) -> pa.Table:
        return self.connection.to_pyarrow(expression)

    def read_text(self, path: Path, columns: Sequence[str], *, delimiter: str, skip: int, parallel: bool) -> Table:
        """The records of a UTF-8 text after so many lines, as text; nothing is converted.

        A short record has NULL in its last columns; quoted newlines need the reader that runs on one core.
        """
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
            parallel=parallel,
            max_line_size=_BUFFER,
            buffer_size=_BUFFER,
            columns=dict.fromkeys(columns, "VARCHAR"),
        )
        return view

    def progress(self) -> float:
        """Which part of the statement that runs has been done, from 0 to 1; negative where that is not known."""
        return float(self.connection.con.query_progress()) / 100

    def read_parquet(self, path: Path, columns: Mapping[str, str]) -> Table:
        """The rows of a Parquet file as text; `columns` gives the name in the file for each name wanted."""
        found = self.connection.read_parquet(glob.escape(str(path)), table_name=self._name("file"))
        return found.select(**{name: found[there].cast("string") for name, there in columns.items()})
