"""Connections to a ledger's database, and what goes wrong with them as errors of ours.

On SQLite a transaction that writes takes the file for itself when it begins, so that whoever reads first and then writes
never does so on what is outdated. On PostgreSQL each statement sees what is committed; who writes locks the head first.
On neither does a transaction wait without end for what another holds: `retry` bounds how often it is tried again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from subsidy import errors
from subsidy.ledger.url import file_uri, shown

WRITES = "ledger_writes"
LOCK_WAITS: float = 3
"""So many seconds does a transaction wait, in one attempt, for the file or for a lock of the server."""


def open_engine(url: URL, *, creates: bool = False) -> Engine:
    """An engine for the address; a SQLite file is made only where it `creates`."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, "rwc" if creates else "rw")
    try:
        engine = create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True)
    except ModuleNotFoundError:
        raise errors.MissingExtra(what="PostgreSQL", extra="postgres") from None
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _sqlite(url: URL, mode: str) -> Engine:
    file = file_uri(Path(str(url.database)).absolute(), mode)

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(file, uri=True, timeout=LOCK_WAITS, isolation_level=None, check_same_thread=False)

    engine = create_engine(url, creator=connect, poolclass=NullPool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(LOCK_WAITS * 1000))}")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; whatever is raised undoes it."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction in which everything that is read is of one moment."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def faults(url: URL) -> Iterator[None]:
    """What the database refuses for reasons of its own, as `errors.LedgerAway` in one line."""
    try:
        yield
    except DBAPIError as error:
        raise errors.LedgerAway(url=shown(url), problem=_in_one_line(error.orig or error)) from None
    except (SQLAlchemyError, OSError) as error:
        raise errors.LedgerAway(url=shown(url), problem=_in_one_line(error)) from None


def _in_one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
