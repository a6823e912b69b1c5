"""Entries added to the ledger's tables within a transaction: each follows the head, which is locked for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, insert, select
from sqlalchemy.exc import DBAPIError

from subsidy import errors, money
from subsidy.law.wording import sentence
from subsidy.ledger.entry import Draft, Entry, entry_from
from subsidy.ledger.refusals import limit_of
from subsidy.ledger.tables import BALANCE, ENTRY, HEAD, POSTING


def refusal(limit: str, draft: Draft) -> errors.LimitReached:
    """That a limit of the law, or of the ledger, keeps an entry out."""
    of = {"uscc": draft.uscc, "provision": draft.provision, "period": draft.period}
    why, why_zh = (sentence("limits", limit, lang) for lang in ("en", "zh"))
    return errors.LimitReached(**of, sum=money.text(money.from_fen(draft.amount)), limit=limit, why=why, why_zh=why_zh)


@dataclass(frozen=True)
class Head:
    """The end of the chain: how many entries there are, and the hash of the last."""

    count: int
    hash: str


def head(connection: Connection, *, lock: bool = False) -> Head:
    """The end of the chain; locked until the transaction ends, where entries are to follow."""
    query = select(HEAD.c.count, HEAD.c.hash)
    count, last = connection.execute(query.with_for_update() if lock else query).one()
    return Head(count, last)


class Writer:
    """Adds entries in one transaction, one after the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._head = head(connection, lock=True)
        self._granted: dict[tuple[str, str, str], int | None] = {}

    def add(self, draft: Draft) -> Entry:
        """The entry as it now stands; raises `errors.LimitReached`, and then the transaction is as before."""
        entry = draft.after(self._head.count, self._head.hash)
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(ENTRY), [asdict(entry)])
        except DBAPIError as error:
            limit = limit_of(error)
            if limit is None:
                raise
            raise refusal(limit, draft) from None
        self._head = Head(entry.id, entry.hash)
        self._granted.pop((entry.uscc, entry.provision, entry.matter), None)
        return entry

    def entry(self, number: int) -> Entry | None:
        return entry_of(self._connection, number)

    def granted(self, uscc: str, provision: str, matter: str) -> int | None:
        """What is granted of a matter, in fen; None where nothing ever was."""
        of = (uscc, provision, matter)
        if of not in self._granted:
            own = (BALANCE.c.uscc == uscc) & (BALANCE.c.provision == provision) & (BALANCE.c.matter == matter)
            self._granted[of] = self._connection.execute(select(BALANCE.c.granted).where(own)).scalar()
        return self._granted[of]

    def unpaid(self, entry: Entry) -> int:
        """What is still to be paid of the matter of an entry, in fen."""
        own = (BALANCE.c.uscc == entry.uscc) & (BALANCE.c.provision == entry.provision) & (BALANCE.c.matter == entry.matter)
        return int(self._connection.execute(select(BALANCE.c.granted - BALANCE.c.paid).where(own)).scalar_one())

    def posted(self, receipt: str, uscc: str, provision: str, matter: str) -> tuple[bool, int | None]:
        """Whether an assessment has been dealt with for a matter, and the entry that came of it."""
        own = (POSTING.c.receipt == receipt) & _of_matter(uscc, provision, matter)
        row = self._connection.execute(select(POSTING.c.entry).where(own)).one_or_none()
        return (False, None) if row is None else (True, row.entry)

    def last_as_of(self, uscc: str, provision: str, matter: str) -> date | None:
        """The latest day as of which a matter has been assessed and posted, but for what was reversed."""
        undone = select(ENTRY.c.reference).where(ENTRY.c.kind == "reversed")
        counts = POSTING.c.entry.is_(None) | POSTING.c.entry.not_in(undone)
        return self._connection.execute(select(func.max(POSTING.c.as_of)).where(_of_matter(uscc, provision, matter), counts)).scalar()

    def note(self, receipt: str, of: tuple[str, str, str], as_of: date, entry: int | None) -> None:
        """That an assessment has been dealt with for a matter."""
        uscc, provision, matter = of
        row = {"receipt": receipt, "uscc": uscc, "provision": provision, "matter": matter, "as_of": as_of, "entry": entry}
        self._connection.execute(insert(POSTING), [row])


def _of_matter(uscc: str, provision: str, matter: str) -> ColumnElement[bool]:
    return (POSTING.c.uscc == uscc) & (POSTING.c.provision == provision) & (POSTING.c.matter == matter)


def entry_of(connection: Connection, number: int) -> Entry | None:
    """The entry of a number."""
    row = connection.execute(select(ENTRY).where(ENTRY.c.id == number)).mappings().one_or_none()
    return None if row is None else entry_from(row)
