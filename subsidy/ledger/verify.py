"""Whether the ledger is as it was written: every entry in its place, unaltered, and all that follows from the entries.

What the database forbids a person with the file or the password can still do. The chain of hashes shows it: an entry that
was altered has another hash, one that is missing or out of order breaks the chain, and a chain that was cut off or written
anew does not hold the hash of its end that was noted elsewhere (`anchor`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, inspect, select, text

from subsidy.ledger.entry import GENESIS, Entry, digest, entry_from
from subsidy.ledger.store import head
from subsidy.ledger.tables import BALANCE, ENTERPRISE, ENTRY, POSTING

TRIGGERS = frozenset({"ledger_entry_append_only", "ledger_entry_not_emptied", "ledger_posting_append_only", "ledger_posting_not_emptied",
                      "ledger_entry_check", "ledger_entry_keep"})  # fmt: skip
"""What keeps the ledger append-only and within its limits, on every database."""
INDEXES = frozenset({"ledger_reversed_before", "ledger_first_of_business"})


class Fault(NamedTuple):
    """Something that is not as it was written: a code, the entry where it shows, and what of it."""

    code: str
    entry: int | None = None
    what: str = ""


@dataclass(frozen=True)
class Verified:
    """What verifying came to: how many entries, the hash of the last, and what is wrong."""

    count: int
    hash: str
    faults: tuple[Fault, ...]
    anchored: int | None = None
    """The entry whose hash was noted elsewhere."""

    @property
    def sound(self) -> bool:
        return not self.faults


@dataclass
class _Followed:
    """What follows from the entries, as they are read."""

    granted: dict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    paid: dict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    kinds: dict[int, str] = field(default_factory=dict)
    assessed: dict[int, tuple[str, str, str, str]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        of = (entry.uscc, entry.provision, entry.matter)
        self.kinds[entry.id] = entry.kind
        undone = self.kinds.get(entry.reference or 0) if entry.kind == "reversed" else None
        amount = -entry.amount if undone else entry.amount
        kind = undone or entry.kind
        self.granted[of] += {"granted": amount, "clawed_back": -amount}.get(kind, 0)
        self.paid[of] += amount if kind == "paid" else 0
        if entry.reference is None:
            self.assessed[entry.id] = (entry.receipt, *of)


def verify(connection: Connection, anchor: str | None = None) -> Verified:
    """Reads the whole ledger; `anchor` is the hash of an entry that was noted elsewhere, as `head` gave it."""
    followed, faults = _Followed(), list(_protection(connection))
    count, previous, anchored = 0, GENESIS, 0 if anchor == GENESIS else None
    for entry in _entries(connection):
        faults += _of_entry(entry, count, previous)
        count, previous = entry.id, entry.hash
        anchored = entry.id if entry.hash == anchor else anchored
        followed.add(entry)
    faults += _of_end(connection, count, previous)
    faults += _of_balances(connection, followed)
    faults += _of_postings(connection, followed)
    if anchor is not None and anchored is None:
        faults.append(Fault("anchor", None, anchor))
    return Verified(count, previous, tuple(faults), anchored)


def _entries(connection: Connection) -> Iterator[Entry]:
    query = select(ENTRY).order_by(ENTRY.c.id).execution_options(yield_per=1000)
    return (entry_from(row) for row in connection.execute(query).mappings())


def _of_entry(entry: Entry, count: int, previous: str) -> Iterator[Fault]:
    """What is wrong with an entry after the one of that number and hash."""
    if entry.id != count + 1:
        missing = str(count + 1) if entry.id == count + 2 else f"{count + 1}..{entry.id - 1}"
        yield Fault("missing", count + 1, missing)
    elif entry.previous != previous:
        yield Fault("order", entry.id)
    if digest(entry) != entry.hash:
        yield Fault("altered", entry.id)


def _of_end(connection: Connection, count: int, last: str) -> Iterator[Fault]:
    end = head(connection)
    if end.count > count:
        yield Fault("missing", count + 1, f"{count + 1}..{end.count}")
    elif (end.count, end.hash) != (count, last):
        yield Fault("head", count, f"{end.count} {end.hash}")


def _of_balances(connection: Connection, followed: _Followed) -> Iterator[Fault]:
    """Balances that do not follow from the entries."""
    columns = (BALANCE.c.uscc, BALANCE.c.provision, BALANCE.c.matter, BALANCE.c.granted, BALANCE.c.paid)
    kept = {(r.uscc, r.provision, r.matter): (r.granted, r.paid) for r in connection.execute(select(*columns))}
    meant = {of: (followed.granted[of], followed.paid[of]) for of in followed.granted}
    yield from (Fault("balance", None, " ".join(of)) for of in _differing(kept, meant))
    matters: dict[tuple[str, str], int] = defaultdict(int)
    for (uscc, provision, _), granted in followed.granted.items():
        matters[uscc, provision] += granted > 0
    of_enterprise = select(ENTERPRISE.c.uscc, ENTERPRISE.c.provision, ENTERPRISE.c.matters)
    counted = {(r.uscc, r.provision): r.matters for r in connection.execute(of_enterprise)}
    yield from (Fault("balance", None, " ".join(of)) for of in _differing(counted, matters))


def _differing(kept: Mapping[Any, object], meant: Mapping[Any, object]) -> list[tuple[str, ...]]:
    return sorted(of for of in kept.keys() | meant.keys() if kept.get(of) != meant.get(of))


def _of_postings(connection: Connection, followed: _Followed) -> Iterator[Fault]:
    """Assessments of which it is not, or wrongly, said that they have been posted."""
    noted = {r.entry: (r.receipt, r.uscc, r.provision, r.matter) for r in connection.execute(select(POSTING)) if r.entry is not None}
    for number in sorted(noted.keys() | followed.assessed.keys()):
        if noted.get(number) != followed.assessed.get(number):
            yield Fault("posting", number)


def _protection(connection: Connection) -> Iterator[Fault]:
    """Triggers and indexes that are no longer there."""
    if connection.dialect.name == "sqlite":
        triggers = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    else:
        asked = text("SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND tgenabled = 'O' "
                     "AND pg_table_is_visible(pg_class.oid)")  # fmt: skip
        triggers = set(connection.execute(asked).scalars())
    inspector = inspect(connection)
    indexes = {str(index["name"]) for table in ("ledger_entry", "ledger_balance") for index in inspector.get_indexes(table)}
    for name in sorted((TRIGGERS - triggers) | (INDEXES - indexes)):
        yield Fault("unprotected", None, name)
