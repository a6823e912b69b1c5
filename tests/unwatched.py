"""While lines are counted, Ibis is left alone: watching it build and compile statements takes half as long again as a batch.

What is called within it is not of this package, so that no line is lost.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

Function = Callable[..., Any]
OF_BACKEND = ("create_table", "raw_sql", "read_csv", "read_parquet", "to_parquet", "to_pyarrow")
OF_TABLE = ("drop", "filter", "group_by", "left_join", "mutate", "order_by", "select", "union")


def unwatched(function: Function) -> Function:
    """The function, during which no trace function is called.

    >>> unwatched(sys.gettrace)() is None
    True
    """

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        watching = sys.gettrace()
        sys.settrace(None)
        try:
            return function(*arguments, **options)
        finally:
            sys.settrace(watching)

    return run


def leave_ibis_unwatched() -> None:
    """For the rest of the process."""
    from ibis.backends.duckdb import Backend  # noqa: PLC0415 - not every test needs it
    from ibis.expr.types import Table  # noqa: PLC0415

    for kind, names in ((Backend, OF_BACKEND), (Table, OF_TABLE)):
        for name in names:
            setattr(kind, name, unwatched(getattr(kind, name)))
