"""A ledger is made and upgraded step by step, and one of a form that is not known is refused."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from subsidy import errors
from subsidy.ledger import schema
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.tables import METADATA
from subsidy.ledger.url import parsed
from tests.ledger.claims import DAY, claim
from tests.ledger.databases import execute, new_schema, raw


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address where there is no ledger."""
    if request.param == "sqlite":
        return str(tmp_path / "new.db")
    return new_schema(request.getfixturevalue("postgresql"), empty=True)


def test_a_ledger_is_made_once_and_then_left_as_it_is(nothing: str) -> None:
    url = parsed(nothing)
    assert schema.init(url) == (None, schema.known_form())
    with Ledger.open(nothing) as ledger:
        ledger.post([claim("100.00", "a")], DAY)
    assert schema.init(url) == (schema.known_form(), schema.known_form())
    with Ledger.make(nothing) as ledger:
        assert ledger.head().count == 1


def test_where_there_is_no_ledger_none_is_opened_or_made_by_opening(nothing: str) -> None:
    with pytest.raises(errors.LedgerMissing, match="subsidy ledger init"):
        Ledger.open(nothing)
    if "://" not in nothing:
        assert not Path(nothing).exists()


def test_a_ledger_of_a_later_version_is_refused(address: str) -> None:
    execute(address, "UPDATE ledger_version SET version_num = '9999'")
    for use in (Ledger.open, Ledger.make):
        with pytest.raises(errors.LedgerNewer, match="9999"):
            use(address)


def test_a_ledger_of_an_earlier_version_is_to_be_upgraded_first(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "known_form", lambda: "0002")
    with pytest.raises(errors.LedgerOlder, match="subsidy ledger init"):
        Ledger.open(address)


def test_the_tables_that_are_made_are_those_that_queries_see(address: str) -> None:
    def ours(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        return kind != "index" and name != "ledger_version"

    with raw(address).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        found = [change for change in compare_metadata(context, METADATA) if "constraint" not in str(change[0])]
    assert found == []


def test_a_ledger_that_could_not_be_made_is_not_there_by_half(nothing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise sa.exc.OperationalError("CREATE", {}, Exception("disk full"))

    url = parsed(nothing)
    with monkeypatch.context() as patched:
        patched.setattr("alembic.operations.Operations.bulk_insert", stopped)
        with pytest.raises(errors.LedgerAway, match="disk full"):
            schema.init(url)
    with raw(nothing).connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    schema.init(url)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear all, " * 200, encoding="utf-8")
    with pytest.raises(errors.LedgerAway, match="not a database"):
        Ledger.open(str(file))


def test_a_server_that_does_not_answer_is_named_without_the_password() -> None:
    with pytest.raises(errors.LedgerAway) as error:
        Ledger.open("postgresql://park:secret@127.0.0.1:1/grants")
    assert "127.0.0.1" in str(error.value)
    assert "secret" not in str(error.value)


def test_a_ledger_that_says_two_versions_is_refused(address: str) -> None:
    execute(address, "INSERT INTO ledger_version VALUES ('0002')")
    for use in (Ledger.open, Ledger.make):
        with pytest.raises(errors.LedgerNewer, match="0001, 0002"):
            use(address)


def test_a_file_of_another_program_is_left_to_it(tmp_path: Path) -> None:
    file = tmp_path / "letters.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE letters (body)")
    before = file.read_bytes()
    with pytest.raises(errors.LedgerElsewhere, match="letters"):
        Ledger.make(str(file))
    assert file.read_bytes() == before


def test_an_empty_file_is_made_a_ledger(tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    file.touch()
    with Ledger.make(str(file)) as ledger:
        assert ledger.head().count == 0
