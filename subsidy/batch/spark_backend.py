"""Ibis's backend for Spark, with data going in and out as Arrow.

The backend that Ibis brings goes by way of pandas, which loses types on the way (decimals among NULLs, days) and warns.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.operations as ops

from subsidy.batch.spark_session import unwarned

with unwarned():
    from ibis.backends.pyspark import Backend
    from ibis.backends.pyspark.datatypes import PySparkSchema


class ArrowBackend(Backend):  # type: ignore[misc]  # Ibis has no types
    """The backend of one session; `views` are the names of the tables that were given to it."""

    name = "pyspark"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.views: list[str] = []

    def frame(self, expression: Any) -> Any:
        """An expression as a frame of Spark's."""
        self._run_pre_execute_hooks(expression)
        return self.raw_sql(self.compile(expression))

    def view(self, frame: Any, name: str) -> None:
        """Give a frame a name."""
        self.views.append(name)
        frame.createOrReplaceTempView(name)

    def of_arrow(self, data: Any, schema: Any) -> Any:
        """Rows as a frame with these types of Ibis's."""
        return self._session.createDataFrame(data, schema=PySparkSchema.from_ibis(schema))

    def drop_views(self) -> None:
        while self.views:
            self._session.catalog.dropTempView(self.views.pop())

    def to_pyarrow(self, expr: Any, /, **_options: Any) -> Any:
        table = expr.as_table()
        found = self.frame(table).toArrow()
        return expr.__pyarrow_result__(found.cast(table.schema().to_pyarrow()))

    def _register_in_memory_table(self, op: ops.InMemoryTable) -> None:
        # few rows: sent to where the others are, which so stay in their order
        self.view(self.of_arrow(op.data.to_pyarrow(op.schema), op.schema).hint("broadcast"), op.name)

    def _make_memtable_finalizer(self, name: str) -> None:
        """Nothing at the end of the process: `drop_views` comes before."""


def connected(session: Any) -> ArrowBackend:
    """The backend of a session."""
    backend = ArrowBackend()
    backend.do_connect(session)
    return backend
