"""Addresses: files, PostgreSQL, and nothing else; a password is never shown."""

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from subsidy import errors
from subsidy.ledger.url import DRIVER, file_uri, parsed, shown


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


@pytest.mark.parametrize(
    "text",
    [
        "mysql://db/grants?password=secret",
        "mysql://db/grants?pin=secret",
        "postgresql://park:top@secret@db/grants",
        "postgresql://park:top@secret/more@db/grants",
        "postgresql://park:a?b@secret@db/grants",
        "host=db password=secret",
        "postgresql:db/grants?password=secret",
    ],
)
def test_an_address_that_is_refused_is_shown_without_anything_secret(text: str) -> None:
    with pytest.raises(errors.BadValue) as error:
        parsed(text)
    assert "secret" not in error.value.sentence("zh") + error.value.sentence("en")


@pytest.mark.parametrize("key", ["password", "sslpassword", "Password", "passfile", "krbsrvname"])
def test_of_what_stands_behind_the_address_only_what_is_known_to_be_open_is_shown(key: str) -> None:
    address = f"postgresql://park@db/grants?sslmode=require&{key}=secret&options=-csearch_path%3Dx"
    assert shown(parsed(address)) == f"postgresql://park@db/grants?options=-csearch_path%3Dx&sslmode=require&{key}=***"
    assert shown(parsed(f"postgresql://db/grants?{key}=secret")) == f"postgresql://db/grants?{key}=***"


def test_a_password_in_the_address_or_behind_it_still_reaches_the_server() -> None:
    assert parsed("postgresql://db/grants?password=a").query["password"] == "a"
    assert parsed("postgresql://park:a%40b@db/grants").password == "a@b"


@pytest.mark.parametrize("file", ["带 台账.db", "带 空格#?%41.db", "a%41.db", "/srv/grants.db", r"C:\park\grants.db", "grants.db"])
def test_a_file_is_shown_so_that_it_can_be_given_again(file: str) -> None:
    assert parsed(shown(parsed(file))).database == file
    assert ("%" in shown(parsed(file))) == ("%" in file)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"\\server\share\grants.db"), "file:////server/share/grants.db?mode=rw"),
        (PureWindowsPath(r"C:\park\grants.db"), "file:///C:/park/grants.db?mode=rw"),
        (PurePosixPath("/srv/a?b.db"), "file:///srv/a%3Fb.db?mode=rw"),
    ],
)
def test_a_file_is_told_to_sqlite_without_a_server(path: PurePath, uri: str) -> None:
    assert file_uri(path, "rw") == uri


def test_what_is_shown_has_no_password() -> None:
    assert shown(parsed("postgresql://park:secret@db/grants")) == "postgresql://park:***@db/grants"
