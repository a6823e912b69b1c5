"""Addresses: files, PostgreSQL, and nothing else; a password is never shown."""

import pytest

from subsidy import errors
from subsidy.ledger.url import DRIVER, parsed, shown


@pytest.mark.parametrize(
    ("text", "backend", "database"),
    [
        ("grants.db", "sqlite", "grants.db"),
        ("sqlite:///grants.db", "sqlite", "grants.db"),
        ("sqlite:////srv/grants.db", "sqlite", "/srv/grants.db"),
        (r"C:\park\grants.db", "sqlite", r"C:\park\grants.db"),
        ("postgresql://park@db/grants", "postgresql", "grants"),
        (f"{DRIVER}://park@db/grants?sslmode=require", "postgresql", "grants"),
    ],
)
def test_files_and_servers_are_told_apart(text: str, backend: str, database: str) -> None:
    url = parsed(text)
    assert (url.get_backend_name(), url.database) == (backend, database)
    assert backend == "sqlite" or url.drivername == DRIVER


@pytest.mark.parametrize(
    "text", ["", "sqlite://", "sqlite:///:memory:", "mysql://park:secret@db/grants", "postgresql+asyncpg://db/grants", "http://[", "://"]
)
def test_other_addresses_are_refused_without_their_password(text: str) -> None:
    with pytest.raises(errors.BadValue) as error:
        parsed(text)
    assert "secret" not in error.value.sentence("zh") + error.value.sentence("en")


def test_what_is_shown_has_no_password() -> None:
    assert shown(parsed("postgresql://park:secret@db/grants")) == "postgresql://park:***@db/grants"
