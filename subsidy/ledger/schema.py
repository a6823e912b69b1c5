"""The form of a ledger's database: made, upgraded step by step, and refused where it is not the one known here.

The steps are those of `migrations`, run by alembic from this package alone, each whole or not at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL

from subsidy import errors
from subsidy.ledger.engine import open_engine, reading, writing
from subsidy.ledger.retry import settled
from subsidy.ledger.url import shown

HOME = Path(__file__).parent / "migrations"
VERSIONS = "ledger_version"
_INIT = 7_305_808_869_231_650
"""The key of the lock under which only one makes or upgrades a ledger on PostgreSQL."""
_NAMED = 5
"""So many tables of another database are named."""


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(HOME))


def known_form() -> str:
    """The form that this version works with."""
    return str(_scripts().get_current_head())


def form_of(connection: Connection) -> str | None:
    """The form of the database, or the forms, where it says several; None where it holds no ledger."""
    found = MigrationContext.configure(connection, opts={"version_table": VERSIONS}).get_current_heads()
    return ", ".join(sorted(found)) or None


def init(url: URL) -> tuple[str | None, str]:
    """Makes the ledger or brings it to the form known here; gives the form before and the form now.

    Raises `errors.LedgerNewer`, `errors.LedgerElsewhere` for a file that holds something else, `errors.LedgerBusy` or `LedgerAway`.
    """
    engine = open_engine(url, creates=True)
    try:
        return settled(url, lambda: _made(engine, url))
    finally:
        engine.dispose()


def _made(engine: Engine, url: URL) -> tuple[str | None, str]:
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _INIT})
        before = form_of(connection)
        if before is None and connection.dialect.name == "sqlite":
            _refuse_occupied(connection, url)
        _refuse_unknown(before, url)
        upgrade(connection)
        return before, known_form()


def _refuse_occupied(connection: Connection, url: URL) -> None:
    """A file of another program is left to it; a server's database may well hold more than a ledger."""
    if found := sorted(inspect(connection).get_table_names()):
        raise errors.LedgerElsewhere(url=shown(url), found=", ".join(found[:_NAMED]) + (", …" if found[_NAMED:] else ""))


def upgrade(connection: Connection) -> None:
    """Brings a database to the form known here."""
    scripts = _scripts()

    def steps(revision: Any, _context: MigrationContext) -> Any:
        return scripts._upgrade_revs("head", revision)

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=connection, version_table=VERSIONS, transactional_ddl=True)
        environment.run_migrations()


def _refuse_unknown(found: str | None, url: URL) -> None:
    if found is not None and found not in {script.revision for script in _scripts().walk_revisions()}:
        raise errors.LedgerNewer(url=shown(url), found=found, accepted=known_form())


def require(url: URL) -> None:
    """Raises `errors.LedgerMissing`, `errors.LedgerOlder` or `errors.LedgerNewer` where there is not the form known here."""
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        raise errors.LedgerMissing(url=shown(url))
    engine = open_engine(url)

    def ask() -> str | None:
        with reading(engine) as connection:
            return form_of(connection)

    try:
        found = settled(url, ask)
    finally:
        engine.dispose()
    if found is None:
        raise errors.LedgerMissing(url=shown(url))
    _refuse_unknown(found, url)
    if found != known_form():
        raise errors.LedgerOlder(url=shown(url), found=found)
