"""A ledger as a program uses it: opened by its address, each call one transaction, whole or not at all.

    with Ledger.open("grants.db") as ledger:
        outcomes = ledger.post(assessment, date(2026, 3, 2))
        grants = ledger.grants("913101180000000004", date(2026, 12, 31))

A `Ledger` may be used by several threads. What meets another writer is tried again; `errors.LedgerBusy` ends that.
"""

from __future__ import annotations

import decimal
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Self, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.engine import URL

from subsidy.entitlement import Assessment
from subsidy.facts import Grant
from subsidy.law.library import Library, library
from subsidy.ledger import schema
from subsidy.ledger.balances import Balance, Filter, balances, grant_of
from subsidy.ledger.claim import Claim
from subsidy.ledger.engine import open_engine, reading, writing
from subsidy.ledger.entry import Draft, Entry, entry_from
from subsidy.ledger.limits import provisions_of
from subsidy.ledger.manual import Manual, referring, reversal
from subsidy.ledger.opening import Earlier, post_earlier
from subsidy.ledger.post import Outcome, post_claims
from subsidy.ledger.retry import settled
from subsidy.ledger.sources import claims_of
from subsidy.ledger.store import Head, Writer, entry_of, head, unknown_entry
from subsidy.ledger.tables import ENTRY
from subsidy.ledger.url import parsed
from subsidy.ledger.verify import Verified, verify
from subsidy.money import EXACT

Made = TypeVar("Made")
ALL = Filter()


class Prior(NamedTuple):
    """What was granted, by enterprise, and the end of the ledger when it was asked."""

    head: Head
    grants: dict[str, list[Grant]]


class _Undone(Exception):
    """Ends a transaction of which nothing is to be kept."""


class Ledger:
    """An open ledger."""

    def __init__(self, url: URL, engine: Engine) -> None:
        self.url, self._engine = url, engine

    @classmethod
    def open(cls, address: str) -> Self:
        """The ledger of an address; raises `errors.LedgerMissing`, `LedgerOlder`, `LedgerNewer` or `LedgerAway`."""
        url = parsed(address)
        schema.require(url)
        return cls(url, open_engine(url))

    @classmethod
    def make(cls, address: str) -> Self:
        """The same, made or brought to the form known here first."""
        schema.init(parsed(address))
        return cls.open(address)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def post(self, what: Assessment | Iterable[Claim], day: date, *, law: Library | None = None, dry_run: bool = False) -> list[Outcome]:
        """Posts an assessment, or claims, on a day, under the limits of the law; what a limit refuses is among the outcomes.

        With `dry_run` the outcomes are those that posting would have, and nothing is posted.
        """
        claims = claims_of(what) if isinstance(what, Assessment) else list(what)
        provisions = provisions_of(law or library(), day)
        return self._write(lambda writer: post_claims(writer, claims, day, provisions), dry_run=dry_run)

    def open_with(self, lines: Iterable[Earlier], day: date, *, law: Library | None = None, dry_run: bool = False) -> list[Outcome]:
        """Posts grants made before the ledger began, each on its own day, or else on the day given."""
        earlier, provisions = list(lines), provisions_of(law or library(), day)
        return self._write(lambda writer: post_earlier(writer, earlier, day, provisions), dry_run=dry_run)

    def add(self, draft: Draft) -> Entry:
        """Adds one entry as it is, held to the limits that it names; raises `errors.LimitReached`."""
        return self._write(lambda writer: writer.add(draft), dry_run=False)

    def refer(self, kind: Manual, entries: Mapping[int, Decimal | None], day: date, *, dry_run: bool = False) -> list[Entry]:
        """Posts payments of grants, or sums taken back of them, by the number of the grant; None stands for all of it.

        Raises `errors.UnknownEntry` or `errors.LimitReached`, with nothing posted.
        """

        def refer(writer: Writer) -> list[Entry]:
            return [referring(writer, kind, number, amount, day) for number, amount in entries.items()]

        return self._write(refer, dry_run=dry_run)

    def reverse(self, number: int, day: date, *, dry_run: bool = False) -> Entry:
        """Undoes an entry by another; raises `errors.UnknownEntry` or `errors.LimitReached`."""
        return self._write(lambda writer: reversal(writer, number, day), dry_run=dry_run)

    def head(self) -> Head:
        """How many entries there are, and the hash of the last: to be noted elsewhere."""
        return self._read(head)

    def entries(self, asked: Filter = ALL, *, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries in their order: those after a number, and at most so many."""
        query = asked.of(select(ENTRY)).where(ENTRY.c.id > after).order_by(ENTRY.c.id).limit(limit)
        return self._read(lambda connection: [entry_from(row) for row in connection.execute(query).mappings()])

    def entry(self, number: int) -> Entry | None:
        """The entry of a number."""
        return self._read(lambda connection: entry_of(connection, number))

    def assessment_of(self, number: int) -> dict[str, Any]:
        """The assessment behind an entry, as plain data; raises `errors.UnknownEntry`."""
        found = self.assessments_of([number])
        if number not in found:
            raise unknown_entry("entry", number)
        return found[number]

    def assessments_of(self, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The same for several entries, by number."""
        query = select(ENTRY.c.id, ENTRY.c.assessment).where(ENTRY.c.id.in_(numbers))
        return self._read(lambda connection: {number: json.loads(text) for number, text in connection.execute(query)})

    def balances(self, asked: Filter = ALL) -> list[Balance]:
        """What each enterprise has of each provision and period."""
        return self._read(lambda connection: balances(connection, asked))

    def grants(self, uscc: str, as_of: date) -> tuple[Grant, ...]:
        """What was granted to an enterprise up to a day, as an assessment has to know it."""
        return tuple(self.prior(as_of, uscc).grants.get(uscc, ()))

    def prior(self, as_of: date, uscc: str | None = None) -> Prior:
        """The same for all enterprises that have been granted anything, with the end of the ledger from which it is."""

        def ask(connection: Connection) -> Prior:
            found: dict[str, list[Grant]] = {}
            for each in balances(connection, Filter(uscc=uscc, through=as_of)):
                if each.balance > 0:
                    found.setdefault(each.uscc, []).append(grant_of(each))
            return Prior(head(connection), found)

        return self._read(ask)

    def verify(self, anchor: str | None = None) -> Verified:
        """Reads all of it and says what is not as it was written; `anchor` is a hash that was noted elsewhere."""
        return self._read(lambda connection: verify(connection, anchor))

    def _read(self, ask: Callable[[Connection], Made]) -> Made:
        def once() -> Made:
            with reading(self._engine) as connection:
                return ask(connection)

        return settled(self.url, once)

    def _write(self, work: Callable[[Writer], Made], *, dry_run: bool) -> Made:
        return settled(self.url, lambda: self._written(work, dry_run=dry_run))

    def _written(self, work: Callable[[Writer], Made], *, dry_run: bool) -> Made:
        made: list[Made] = []
        try:
            with decimal.localcontext(EXACT), writing(self._engine) as connection:
                made.append(work(Writer(connection)))
                if dry_run:
                    raise _Undone
        except _Undone:
            pass
        return made[0]
