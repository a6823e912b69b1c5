"""What keeps the ledger append-only and within its limits, compared with what the migrations make: by definition, not by name alone.

On SQLite the definitions are those of a ledger made in memory. On PostgreSQL, which words a definition in its own way from one
version to the next, the parts are compared: the source of the functions as it was given, what a trigger fires on, and
constraints without brackets, spaces and types.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache, reduce
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import StaticPool

from subsidy.ledger.postgresql import CHECKS, INDEXES, KEYS
from subsidy.ledger.schema import HOME, upgrade
from subsidy.ledger.tables import METADATA

_making = threading.Lock()
_FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(\) .*?\$\$(.*?)\$\$", re.DOTALL)
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+) (\w+) ([\w ]+) ON (\w+) FOR EACH (\w+) EXECUTE FUNCTION (\w+)\(\)")
_FIRES = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
"""The bits of `pg_trigger.tgtype`."""
_OF_TYPE = re.compile(r"::[a-z]+|[\s()]")


def missing_safeguards(connection: Connection) -> list[str]:
    """The tables, constraints, triggers and indexes that are gone or are not as they were made, by name."""
    if connection.dialect.name == "sqlite":
        there = _of_file(connection)
        return sorted(name for name, made in _made_in_memory().items() if there.get(name) != made)
    meant, found = _meant_of_server(), set(_of_server(connection))
    return sorted({str(each[1]) for each in meant - found})


@cache
def _made_in_memory() -> dict[str, str]:
    with _making:
        engine = create_engine("sqlite://", poolclass=StaticPool)
        with engine.begin() as connection:
            upgrade(connection)
            return _of_file(connection)


def _of_file(connection: Connection) -> dict[str, str]:
    """The definitions of tables, triggers and unique indexes without spaces, by name."""
    found = {str(name): "".join(str(sql).replace('"', "").split()) for name, sql in connection.execute(_ASKED_OF_FILE)}
    return {name: sql for name, sql in found.items() if name != "ledger_version"}


def _meant_of_server() -> set[tuple[Any, ...]]:
    """What is meant to be on a server, each part as `_of_server` gives it."""
    script = (HOME / "versions" / "v0001_postgresql.sql").read_text(encoding="utf-8")
    sources = dict(_FUNCTION.findall(script))
    triggers = {("trigger", *_trigger(found, sources)) for found in _TRIGGER.findall(script)}
    checks = {("check", name, table, _bare(said)) for (table, name), said in CHECKS.items()}
    keys = {("key", table, _bare(said)) for table, said in KEYS}
    indexes = {("index", name, table, columns, _bare(where)) for name, (table, columns, where) in INDEXES.items()}
    tables = METADATA.tables.values()
    filled = {("filled", f"{table.name}.{column.name}") for table in tables for column in table.columns if not column.nullable}
    return triggers | checks | keys | indexes | filled


def _trigger(found: tuple[str, ...], sources: dict[str, str]) -> tuple[str, str, int, str]:
    name, moment, events, table, each, function = found
    fires = [*re.findall(r"INSERT|DELETE|UPDATE|TRUNCATE", events), moment, each]
    return name, table, reduce(lambda bits, word: bits | _FIRES.get(word, 0), fires, 0), sources[function]


def _bare(said: str) -> str:
    return _OF_TYPE.sub("", said)


_ASKED_OF_FILE = text(
    "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND (type IN ('table', 'trigger') OR sql LIKE 'CREATE UNIQUE%')"
)
_OURS = "pg_table_is_visible(t.oid) AND t.relname LIKE 'ledger\\_%'"
_ASKED_TRIGGERS = text(f"""
    SELECT tgname, t.relname, tgtype, prosrc FROM pg_trigger JOIN pg_class t ON t.oid = tgrelid JOIN pg_proc p ON p.oid = tgfoid
      JOIN pg_language l ON l.oid = prolang
    WHERE {_OURS} AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgnargs = 0 AND tgattr::text = '' AND lanname = 'plpgsql'
      AND NOT prosecdef AND proconfig IS NULL
""")
_ASKED_CONSTRAINTS = text(f"""
    SELECT contype, conname, t.relname, pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_class t ON t.oid = conrelid
    WHERE {_OURS} AND convalidated AND contype IN ('c', 'p', 'u', 'f')
""")
_ASKED_INDEXES = text(f"""
    SELECT i.relname, t.relname, (SELECT string_agg(a.attname, ' ' ORDER BY k.place)
        FROM unnest(x.indkey::smallint[]) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number),
      pg_get_expr(indpred, indrelid) FROM pg_index x JOIN pg_class i ON i.oid = indexrelid JOIN pg_class t ON t.oid = indrelid
    WHERE {_OURS} AND indisunique AND indisvalid AND indimmediate AND indpred IS NOT NULL
""")
_ASKED_FILLED = text(f"""
    SELECT t.relname || '.' || attname FROM pg_attribute JOIN pg_class t ON t.oid = attrelid WHERE {_OURS} AND attnum > 0 AND attnotnull
""")


def _of_server(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """The parts that are there and in force: the kind, the name by which a fault is told, and what it is."""
    for row in connection.execute(_ASKED_TRIGGERS):
        yield "trigger", *row
    for kind, name, table, said in connection.execute(_ASKED_CONSTRAINTS):
        yield ("check", name, table, _bare(said)) if _is_check(kind) else ("key", table, _bare(said))
    for name, table, columns, where in connection.execute(_ASKED_INDEXES):
        yield "index", name, table, columns, _bare(where)
    for row in connection.execute(_ASKED_FILLED):
        yield "filled", *row


def _is_check(kind: str | bytes) -> bool:
    return kind in ("c", b"c")
