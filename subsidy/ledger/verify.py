"""Whether the ledger is as it was written: every entry in its place, unaltered, within its limits, and all that follows from them.

What the database forbids a person with the file or the password can still do. The chain of hashes shows it: an entry that
was altered has another hash, one that is missing or out of order breaks the chain, and a chain that was cut off or written
anew does not hold the hash of its end that was noted elsewhere (`anchor`). What was added while the limits were switched off is
found by reckoning them again (`replay`), and that they are switched off by the definitions themselves (`safeguards`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from subsidy.ledger import days
from subsidy.ledger.entry import GENESIS, digest
from subsidy.ledger.replay import Posted, Replay, of_posting
from subsidy.ledger.safeguards import missing_safeguards
from subsidy.ledger.stored import Unreadable, bytes_kept, entry_of, rows, usable_tables, values
from subsidy.ledger.tables import BALANCE, ENTERPRISE, ENTRY, HEAD, POSTING


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
class _Chain:
    """How far the entries have been read, one after the other; limits are reckoned only as long as none is wrong."""

    anchor: str | None
    count: int = 0
    last: str = GENESIS
    anchored: int | None = None
    whole: bool = True
    replay: Replay = field(default_factory=Replay)

    def __post_init__(self) -> None:
        self.anchored = 0 if self.anchor == GENESIS else None

    def read(self, row: Row[Any]) -> list[Fault]:
        """What is wrong with the next row."""
        entry = entry_of(row)
        found = list(self._place(row.id, row.previous))
        if entry is None or digest(entry) != entry.hash:
            found.append(Fault("altered", row.id))
        self.whole = self.whole and not found
        broken = self.replay.add(entry) if entry else []
        self.count, self.last = row.id, row.hash
        self.anchored = row.id if row.hash == self.anchor else self.anchored
        return found + [Fault("limit", row.id, limit) for limit in broken if self.whole]

    def _place(self, number: int, previous: object) -> Iterator[Fault]:
        if number != self.count + 1:
            missing = str(self.count + 1) if number == self.count + 2 else f"{self.count + 1}..{number - 1}"
            yield Fault("missing", self.count + 1, missing)
        elif previous != self.last:
            yield Fault("order", number)


def verify(connection: Connection, anchor: str | None = None) -> Verified:
    """Reads the whole ledger; `anchor` is the hash of an entry that was noted elsewhere, as `head` gave it."""
    bytes_kept(connection)
    faults = [Fault("unprotected", None, name) for name in missing_safeguards(connection)]
    tables, chain = usable_tables(connection), _Chain(anchor)
    if ENTRY.name in tables:
        for row in rows(connection, ENTRY, "id"):
            faults += chain.read(row)
    for table, check in ((HEAD, _of_end), (BALANCE, _of_balances), (ENTERPRISE, _of_enterprises), (POSTING, _of_postings)):
        if table.name in tables:
            faults += check(connection, chain)
    if anchor is not None and chain.anchored is None:
        faults.append(Fault("anchor", None, anchor))
    return Verified(chain.count, str(chain.last), tuple(faults), chain.anchored)


def _of_end(connection: Connection, chain: _Chain) -> Iterator[Fault]:
    ends: list[Any] = [(row._mapping["count"], row.hash) for row in rows(connection, HEAD, "id")]
    count = ends[0][0] if len(ends) == 1 else None
    if type(count) is int and count > chain.count:
        yield Fault("missing", chain.count + 1, f"{chain.count + 1}..{count}")
    elif ends != [(chain.count, chain.last)]:
        yield Fault("head", chain.count, ", ".join(f"{number} {last}" for number, last in ends) or "-")


def _of_balances(connection: Connection, chain: _Chain) -> Iterator[Fault]:
    """Balances that do not follow from the entries, or stand under other limits."""
    order, kept = "uscc, provision, matter", {}
    for row in rows(connection, BALANCE, order):
        kept[row.uscc, row.provision, row.matter] = _read(row, BALANCE, ("granted", "paid", "cap", "exclusive", "last_day"))
    meant = {of: (each.granted, each.paid, each.cap, each.exclusive, each.last_day) for of, each in chain.replay.standings.items()}
    return _differing(kept, meant)


def _of_enterprises(connection: Connection, chain: _Chain) -> Iterator[Fault]:
    kept = {
        (row.uscc, row.provision): _read(row, ENTERPRISE, ("matters", "once")) for row in rows(connection, ENTERPRISE, "uscc, provision")
    }
    return _differing(kept, {of: (each.matters, each.once) for of, each in chain.replay.holdings.items()})


def _read(row: Row[Any], table: Any, names: tuple[str, ...]) -> tuple[Any, ...] | None:
    """Some columns of a row; None where they cannot be read."""
    try:
        found = values(row, table)
    except Unreadable:
        return None
    return tuple(found[name] for name in names)


def _differing(kept: Mapping[Any, object], meant: Mapping[Any, object]) -> Iterator[Fault]:
    differing = (of for of in kept.keys() | meant.keys() if of not in kept or kept[of] != meant.get(of))
    yield from (Fault("balance", None, " ".join(map(str, of))) for of in sorted(differing, key=lambda of: tuple(map(str, of))))


def _of_postings(connection: Connection, chain: _Chain) -> Iterator[Fault]:
    """Assessments of which it is not, or wrongly, said that they have been posted."""
    waiting, wrong = dict(chain.replay.posted), set[int]()
    for row in rows(connection, POSTING, "entry, receipt"):
        known = _read(row, POSTING, ("receipt", "uscc", "provision", "matter", "as_of", "entry"))
        if row.entry is None:
            yield from _of_note(row, known)
        elif not _agrees(known, waiting.pop(row.entry, None)):
            wrong.add(row.entry)
    yield from (Fault("posting", number) for number in sorted(wrong | waiting.keys(), key=lambda number: (str(type(number)), number)))


def _of_note(row: Row[Any], known: tuple[Any, ...] | None) -> Iterator[Fault]:
    """Nothing in the chain says what an assessment was that changed nothing; but it was not as of a day to come."""
    if known is None or known[4] > days.today():
        yield Fault("noted", None, f"{row.uscc} {row.provision} {row.matter} {row.as_of}")


def _agrees(known: tuple[Any, ...] | None, meant: Posted | None) -> bool:
    """Whether what was noted is what the entry says; where that tells no day, at least of none after the entry's own."""
    if known is None or meant is None or of_posting(*known[:4]) != meant.of:
        return False
    as_of: date = known[4]
    return as_of == meant.as_of if meant.as_of else as_of <= meant.day
