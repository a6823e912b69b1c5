"""The database refuses to change or remove what has been posted, and entries that do not follow the last one."""

import re
from dataclasses import asdict

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from subsidy.ledger.entry import GENESIS
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.tables import ENTRY
from tests.ledger.claims import DAY, FIRM, OTHER, claim, draft
from tests.ledger.databases import execute, raw

CHANGES = [
    "UPDATE ledger_entry SET amount = 1",
    "UPDATE ledger_entry SET day = day WHERE id = 2",
    "DELETE FROM ledger_entry WHERE id = 2",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_posting SET entry = NULL",
    "DELETE FROM ledger_posting",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_entries_can_be_neither_changed_nor_removed(ledger: Ledger, address: str, statement: str) -> None:
    ledger.post([claim("100.00", "a"), claim("5.00", "b", uscc=OTHER)], DAY)
    before = ledger.entries()
    with pytest.raises(DBAPIError, match=re.compile("append.only")):
        execute(address, statement)
    assert ledger.entries() == before
    assert ledger.verify().sound


def test_tables_cannot_be_emptied_or_entries_replaced(ledger: Ledger, address: str) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    ledger.refer("paid", {1: None}, DAY)
    ledger.reverse(2, DAY)
    columns = ", ".join(column.name for column in ENTRY.columns if column.name not in ("id", "hash"))
    statements = {
        "sqlite": [f"INSERT OR REPLACE INTO ledger_entry (id, hash, {columns}) SELECT {new}, {columns} FROM ledger_entry WHERE id = 3"
                   for new in ("3, 'x'", "4, 'x'", "4, hash")],
        "postgresql": ["TRUNCATE ledger_entry CASCADE", "TRUNCATE ledger_posting"],
    }  # fmt: skip
    for statement in statements[raw(address).dialect.name]:
        with pytest.raises(DBAPIError):
            execute(address, statement)
    assert (ledger.head().count, ledger.verify().sound) == (3, True)


@pytest.mark.parametrize(("count", "previous"), [(0, GENESIS), (2, "the last"), (1, GENESIS), (1, "f" * 64)])
def test_an_entry_must_follow_the_last_one(ledger: Ledger, address: str, count: int, previous: str) -> None:
    ledger.post([claim("100.00", "a")], DAY)
    last = ledger.head().hash
    entry = draft("5.00", uscc=OTHER).after(count, last if previous == "the last" else previous)
    with pytest.raises(DBAPIError), raw(address).begin() as connection:
        connection.execute(sa.insert(ENTRY), [asdict(entry)])
    assert ledger.head().count == 1


def test_a_right_entry_from_elsewhere_is_taken_and_held_to_the_limits(ledger: Ledger, address: str) -> None:
    ledger.post([claim("3000000.00", "a")], DAY)
    head = ledger.head()
    for wrong in (draft("1.00", limits=ledger.entries()[0].limits), draft("-1.00"), draft("0.00")):
        with pytest.raises(DBAPIError), raw(address).begin() as connection:
            connection.execute(sa.insert(ENTRY), [asdict(wrong.after(head.count, head.hash))])
    with raw(address).begin() as connection:
        connection.execute(sa.insert(ENTRY), [asdict(draft("1.00", uscc=OTHER).after(head.count, head.hash))])
    assert [each.uscc for each in ledger.balances()] == sorted([FIRM, OTHER])
    assert [fault.code for fault in ledger.verify().faults] == ["posting"]
