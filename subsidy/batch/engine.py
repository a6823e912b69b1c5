"""What computes a batch, as the pipeline knows it: files become tables, Ibis expressions are computed, and nothing is left behind."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from subsidy import errors
from subsidy.batch.place import beside
from subsidy.batch.request import ENGINES, LOCAL

_WORKSPACES = Path(tempfile.gettempdir()) / (f"subsidy-{os.getuid()}" if sys.platform != "win32" else "subsidy")
"""Beside this name runs have their workspaces; those of killed runs are cleared away by the next one."""

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


class Engine(ABC):
    """An engine while it is entered; leaving it ends its connection and removes its files."""

    workspace: Path
    connection: Any
    """The Ibis backend."""
    faults: ClassVar[tuple[type[Exception], ...]] = ()
    """What the engine raises where it cannot read a file."""

    def __init__(self) -> None:
        self._count = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.workspace = stack.enter_context(beside(_WORKSPACES))
            self.workspace.chmod(0o700)
            stack.enter_context(_unfused())
            self._connect(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def _name(self, stem: str) -> str:
        self._count += 1
        return f"{stem}_{self._count}"

    @abstractmethod
    def _connect(self, stack: ExitStack) -> None:
        """Set `connection`, and put on the stack what ends it."""

    @abstractmethod
    def keep(self, expression: Table, stem: str) -> Table:
        """A few rows computed once, as a table in memory."""

    @abstractmethod
    def store(self, expression: Table, stem: str, *, numbered: bool = False) -> Table:
        """Many rows computed once, as files in the workspace; `n` is their number, from 0, in the order of the file they came from.

        What is numbered may have been filtered and joined to a few rows since it was read, but not grouped or ordered.
        """

    @abstractmethod
    def arrow(self, expression: Table) -> pa.Table:
        """The rows of an expression, in its own types."""

    @abstractmethod
    def read_text(self, path: Path, columns: Sequence[str], *, delimiter: str, skip: int, parallel: bool) -> Table:
        """The records of a UTF-8 text after so many lines, as text; nothing is converted.

        A short record has NULL in its last columns. `parallel` says that there are no quotes; else newlines may stand in them.
        """

    @abstractmethod
    def read_parquet(self, path: Path, columns: Mapping[str, str]) -> Table:
        """The rows of a Parquet file as text; `columns` gives the name in the file for each name wanted."""

    @abstractmethod
    def progress(self) -> float:
        """Which part of the statement that runs has been done, from 0 to 1; negative where that is not known."""

    def fetch(self, expression: Table) -> list[dict[str, Any]]:
        """The rows of an expression as plain data; for few rows."""
        return list(self.arrow(expression).to_pylist())

    def count(self, expression: Table) -> int:
        """How many rows an expression has."""
        return int(self.connection.to_pyarrow(expression.count()).as_py())


def open_engine(name: str = ENGINES[0], master: str = LOCAL) -> Engine:
    """The engine of this name, to be entered; `master` says where Spark runs.

    Raises `errors.BadValue` for a name that there is not; entering Spark raises what `subsidy.batch.spark_session` says.
    """
    if name not in ENGINES:
        raise errors.BadValue(where="engine", value=name, accepted=", ".join(ENGINES))
    # neither engine is loaded where the other computes
    if name == "spark":
        from subsidy.batch.spark_engine import SparkEngine  # noqa: PLC0415

        return SparkEngine(master)
    from subsidy.batch.duckdb_engine import DuckDBEngine  # noqa: PLC0415

    return DuckDBEngine()
