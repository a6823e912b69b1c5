"""Verifying names what is wrong with tables that hold anything at all, and is never stopped by it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from subsidy.ledger.ledger import Ledger
from tests.ledger.claims import DAY, FIRM, FIRST, OTHER, claim
from tests.ledger.databases import execute, new_file, new_schema, raw
from tests.ledger.test_verify import filled

TABLES = ["ledger_entry", "ledger_head", "ledger_balance", "ledger_enterprise", "ledger_posting"]


def with_entries(address: str) -> str:
    with Ledger.open(address) as ledger:
        filled(ledger)
    return address


@pytest.fixture
def in_file(files: Path) -> str:
    return with_entries(new_file(files))


@pytest.fixture
def on_server(postgresql: Any) -> str:
    return with_entries(new_schema(postgresql))


def altered_in_file(address: str, *statements: str) -> None:
    """Statements past triggers, checks and references, with the triggers put back as they were."""
    with raw(address).connect() as connection:
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            connection.connection.dbapi_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        for statement in [*(f"DROP TRIGGER {name}" for name, _ in found), *statements, *(sql for _, sql in found)]:
            connection.exec_driver_sql(statement)
        connection.commit()


def altered_on_server(address: str, *statements: str) -> None:
    execute(address, "SET session_replication_role = replica", *statements)


def faults(address: str) -> list[tuple[str, int | None]]:
    with Ledger.open(address) as ledger:
        return [(fault.code, fault.entry) for fault in ledger.verify().faults]


def unprotected(address: str) -> list[str]:
    with Ledger.open(address) as ledger:
        return [fault.what for fault in ledger.verify().faults if fault.code == "unprotected"]


STRANGE = [
    "day = 'garbage'", "day = 20260302", "day = '20260302'", "amount = 'abc'", "amount = x'00'", "amount = 1.5", "assessment = x'ff00'",
    "assessment = CAST(x'ff00' AS TEXT)", "uscc = x'00'", "exclusive = 7", "exclusive = 'x'", "kind = 'foo'", "cap = 'x'", "hash = x'ff'",
    "receipt = 'x'", "support_year = 'x'",
]  # fmt: skip


@pytest.mark.parametrize("change", STRANGE)
def test_a_row_that_holds_what_no_entry_holds_is_an_altered_entry(in_file: str, change: str) -> None:
    altered_in_file(in_file, f"UPDATE ledger_entry SET {change} WHERE id = 2")
    assert ("altered", 2) in faults(in_file)
    assert ("limit", 2) not in faults(in_file)


@pytest.mark.parametrize("day", ["infinity", "-infinity", "0044-03-15 BC", "12026-03-02"])
def test_a_day_that_no_calendar_here_holds_is_an_altered_entry(on_server: str, day: str) -> None:
    altered_on_server(on_server, f"UPDATE ledger_entry SET day = '{day}' WHERE id = 2", "UPDATE ledger_posting SET as_of = 'infinity'")
    assert {("altered", 2), ("posting", 1)} <= set(faults(on_server))


@pytest.mark.parametrize("change", ["as_of = 'zz'", "as_of = '2099-01-01'", "as_of = 5", "receipt = x'ff'"])
def test_what_was_noted_of_an_assessment_is_held_to_its_entry(in_file: str, change: str) -> None:
    altered_in_file(in_file, f"UPDATE ledger_posting SET {change} WHERE entry = 2")
    assert faults(in_file) == [("posting", 2)]


@pytest.mark.parametrize("as_of", ["zz", "2099-01-01"])
def test_what_was_noted_of_an_assessment_that_changed_nothing_is_of_no_day_to_come(in_file: str, as_of: str) -> None:
    execute(in_file, f"INSERT INTO ledger_posting SELECT 'z', uscc, provision, matter, '{as_of}', NULL FROM ledger_posting WHERE entry = 2")
    assert faults(in_file) == [("noted", None)]


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM ledger_head", "INSERT INTO ledger_head SELECT 2, count, hash FROM ledger_head", "UPDATE ledger_head SET count = 'x'"],
)
def test_an_end_that_is_gone_or_doubled_or_no_number_is_found(in_file: str, change: str) -> None:
    altered_in_file(in_file, change)
    assert faults(in_file) == [("head", 5)]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_gone_is_named(address: str, table: str) -> None:
    with Ledger.open(address) as ledger:
        filled(ledger)
    execute(address, f"ALTER TABLE {table} RENAME TO elsewhere")
    assert any(name.startswith(table) for name in unprotected(address))


SWITCHED = [
    "UPDATE ledger_balance SET exclusive = false",
    "UPDATE ledger_balance SET cap = NULL",
    "UPDATE ledger_balance SET last_day = '2020-01-01'",
    "UPDATE ledger_balance SET last_day = '2099-01-01'",
    "UPDATE ledger_enterprise SET once = NOT once, matters = 1",
]


@pytest.mark.parametrize("statement", SWITCHED)
def test_a_limit_that_was_switched_off_in_a_balance_is_found(address: str, statement: str) -> None:
    with Ledger.open(address) as ledger:
        filled(ledger)
    execute(address, statement)
    assert {code for code, _ in faults(address)} == {"balance"}


def test_a_second_first_of_a_business_posted_while_the_limit_was_off_is_named(address: str) -> None:
    with Ledger.open(address) as ledger:
        ledger.post([claim("300000.00", "a", "维修", provision=FIRST)], DAY)
        execute(address, "UPDATE ledger_balance SET exclusive = false")
        ledger.post([claim("300000.00", "b", "维修", uscc=OTHER, provision=FIRST)], DAY)
        execute(address, f"UPDATE ledger_balance SET exclusive = true WHERE uscc = '{OTHER}'")
        assert ("limit", 2, "first_of_business") in ledger.verify().faults


HOLLOW = {
    "sqlite": {
        "ledger_entry_check": ["DROP TRIGGER ledger_entry_check",
                               "CREATE TRIGGER ledger_entry_check BEFORE INSERT ON ledger_entry BEGIN SELECT 1; END"],
        "ledger_posting_once": ["DROP TRIGGER ledger_posting_once"],
        "ledger_first_of_business": ["DROP INDEX ledger_first_of_business",
                                     "CREATE UNIQUE INDEX ledger_first_of_business ON ledger_balance (uscc, provision, matter)"],
    },
    "postgresql": {
        "ledger_entry_check": ["CREATE OR REPLACE FUNCTION ledger_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"],
        "ledger_entry_keep": ["ALTER TABLE ledger_entry ENABLE REPLICA TRIGGER ledger_entry_keep"],
        "ledger_posting_append_only": ["DROP TRIGGER ledger_posting_append_only ON ledger_posting",
                                       "CREATE TRIGGER ledger_posting_append_only BEFORE DELETE ON ledger_posting"
                                       " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"],
        "ledger_first_of_business": ["DROP INDEX ledger_first_of_business",
                                     "CREATE UNIQUE INDEX ledger_first_of_business ON ledger_balance (uscc, provision, matter)"
                                     " WHERE exclusive AND granted > 0"],
        "cap": ["ALTER TABLE ledger_balance DROP CONSTRAINT cap"],
        "support_years": ["ALTER TABLE ledger_entry DROP CONSTRAINT support_years",
                          "ALTER TABLE ledger_entry ADD CONSTRAINT support_years CHECK (support_year IS NULL OR support_year > 0)"],
        "below_zero": ["ALTER TABLE ledger_balance DROP CONSTRAINT below_zero",
                       "ALTER TABLE ledger_balance ADD CONSTRAINT below_zero CHECK (granted >= 0) NOT VALID"],
        "ledger_balance": ["ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_pkey"],
        "ledger_balance.exclusive": ["ALTER TABLE ledger_balance ALTER COLUMN exclusive DROP NOT NULL"],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", HOLLOW["sqlite"])
def test_a_safeguard_of_a_file_is_known_by_what_it_does(in_file: str, name: str) -> None:
    execute(in_file, *HOLLOW["sqlite"][name])
    assert unprotected(in_file) == [name]


@pytest.mark.parametrize("name", HOLLOW["postgresql"])
def test_a_safeguard_of_a_server_is_known_by_what_it_does(on_server: str, name: str) -> None:
    execute(on_server, *HOLLOW["postgresql"][name])
    assert unprotected(on_server) == [name]


def test_a_check_of_a_file_that_was_dropped_is_found(in_file: str) -> None:
    changed = "UPDATE sqlite_master SET sql = replace(sql, 'granted <= cap', 'true') WHERE name = 'ledger_balance'"
    execute(in_file, "PRAGMA writable_schema = ON", changed)
    assert unprotected(in_file) == ["ledger_balance"]


def test_a_copy_of_a_file_made_by_its_own_words_is_sound(in_file: str, tmp_path: Path) -> None:
    with raw(in_file).connect() as connection:
        words = list(connection.connection.dbapi_connection.iterdump())  # type: ignore[union-attr]
    copy = tmp_path / "copy.db"
    with sqlite3.connect(copy) as made:
        made.executescript("\n".join(words))
    assert faults(str(copy)) == []


def test_the_noted_days_of_assessments_are_those_that_the_entries_tell(address: str) -> None:
    whole = '{"as_of":"2026-03-01","enterprise":{}}'
    with Ledger.open(address) as ledger:
        ledger.post([claim("100.00", "a", assessment=whole, uscc=FIRM)], DAY)
        assert ledger.verify().sound
    execute(address, *TO_OTHER_DAY[raw(address).dialect.name])
    assert ("posting", 1) in faults(address)


TO_OTHER_DAY = {
    "sqlite": ["DROP TRIGGER ledger_posting_append_only", "UPDATE ledger_posting SET as_of = '2026-02-28'"],
    "postgresql": ["SET session_replication_role = replica", "UPDATE ledger_posting SET as_of = '2026-02-28'"],
}
