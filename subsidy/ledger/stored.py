"""The ledger's tables as they are stored, whatever has been put into them: rows are converted one by one, and some cannot be.

Queries of the rest of the program trust the types of the columns. Who verifies cannot: on SQLite any column takes any value, and
PostgreSQL has days that no calendar here holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Connection, Date, Row, Table, Text, inspect, text

from subsidy.ledger.entry import Entry
from subsidy.ledger.tables import ENTRY, METADATA

AT_ONCE = 500
"""So many rows are held at the same time."""


class Unreadable(ValueError):
    """A value that is not of the type of its column."""


def usable_tables(connection: Connection) -> frozenset[str]:
    """The tables that are there with all their columns."""
    inspector = inspect(connection)
    there = set(inspector.get_table_names()) & METADATA.tables.keys()
    found = {name: {column["name"] for column in inspector.get_columns(name)} for name in there}
    return frozenset(name for name in there if found[name] >= {column.name for column in METADATA.tables[name].columns})


def rows(connection: Connection, table: Table, order: str) -> Iterator[Row[Any]]:
    """The rows in an order, their columns as the database has them, days as text."""
    columns = ", ".join(_asked(connection, column) for column in table.columns)
    query = text(f"SELECT {columns} FROM {table.name} ORDER BY {order}").execution_options(yield_per=AT_ONCE)
    yield from connection.execute(query)


def _asked(connection: Connection, column: Any) -> str:
    """What is asked for a column: days as text, since some have no other form here."""
    if isinstance(column.type, Date) and connection.dialect.name == "postgresql":
        return f"to_char({column.name}, 'YYYY-MM-DD') AS {column.name}"
    return str(column.name)


def bytes_kept(connection: Connection) -> None:
    """Lets SQLite give text that is no UTF-8, with its bytes kept apart from all characters."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")


def values(row: Row[Any], table: Table) -> dict[str, Any]:
    """A row with days and booleans; raises `Unreadable` for a value that is not of the type of its column."""
    return {column.name: _value(column, row._mapping[column.name]) for column in table.columns}


def _value(column: Any, stored: Any) -> Any:
    if stored is None and column.nullable:
        return None
    if isinstance(column.type, Date):
        return _day(stored)
    if isinstance(column.type, Boolean):
        return _of(bool, {0: False, 1: True}.get(stored, stored) if type(stored) is int else stored)
    return _of(str if isinstance(column.type, Text) else int, stored)


def _of(kind: type, stored: Any) -> Any:
    if type(stored) is not kind:
        raise Unreadable(stored)
    return stored


def _day(stored: Any) -> date:
    try:
        day = date.fromisoformat(_of(str, stored))
    except ValueError:
        raise Unreadable(stored) from None
    if day.isoformat() != stored:
        raise Unreadable(stored)
    return day


def entry_of(row: Row[Any]) -> Entry | None:
    """The entry of a row; None where it holds what no entry does."""
    try:
        return Entry(**values(row, ENTRY))
    except Unreadable:
        return None
