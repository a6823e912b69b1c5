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
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from subsidy import errors
from subsidy.ledger.engine import faults, open_engine, reading, writing
from subsidy.ledger.url import shown

HOME = Path(__file__).parent / "migrations"
VERSIONS = "ledger_version"
_INIT = 7_305_808_869_231_650
"""The key of the lock under which only one makes or upgrades a ledger on PostgreSQL."""


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(HOME))


def known_form() -> str:
    """The form that this version works with."""
    return str(_scripts().get_current_head())


def form_of(connection: Connection) -> str | None:
    """The form of the database; None where it holds no ledger."""
    return MigrationContext.configure(connection, opts={"version_table": VERSIONS}).get_current_revision()


def init(url: URL) -> tuple[str | None, str]:
    """Makes the ledger or brings it to the form known here; gives the form before and the form now."""
    engine = open_engine(url, creates=True)
    try:
        with faults(url), writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _INIT})
            before = form_of(connection)
            _refuse_unknown(before, url)
            _upgrade(connection)
            return before, known_form()
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
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
    try:
        with faults(url), reading(engine) as connection:
            found = form_of(connection)
    finally:
        engine.dispose()
    if found is None:
        raise errors.LedgerMissing(url=shown(url))
    _refuse_unknown(found, url)
    if found != known_form():
        raise errors.LedgerOlder(url=shown(url), found=found)
