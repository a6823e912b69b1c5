"""Entries added to the ledger's tables within a transaction: each follows the head, which is locked for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, exists, func, insert, select
from sqlalchemy.exc import DBAPIError

from subsidy import errors, money
from subsidy.law.wording import sentence
from subsidy.ledger import days
from subsidy.ledger.entry import Draft, Entry, entry_from
from subsidy.ledger.refusals import limit_of
from subsidy.ledger.tables import BALANCE, ENTRY, HEAD, POSTING

_OF_A_LINE = '{"line":'
"""How a receipt begins that is the file and the line of a table: canonical JSON, its keys in order."""

DAY_AHEAD = "day_ahead"
_OF_GRANTS = ("paid", "clawed_back")


def refusal(limit: str, draft: Draft) -> errors.LimitReached:
    """That a limit of the law, or of the ledger, keeps an entry out."""
    of = {"uscc": draft.uscc, "provision": draft.provision, "period": draft.period}
    why, why_zh = (sentence("limits", limit, lang) for lang in ("en", "zh"))
    return errors.LimitReached(**of, sum=money.text(money.from_fen(draft.amount)), limit=limit, why=why, why_zh=why_zh)


def unknown_entry(where: str, number: object) -> errors.UnknownEntry:
    """That the ledger has no entry of a number."""
    return errors.UnknownEntry(where=where, value=number, accepted="1 to the number of entries", accepted_zh="1 至分录总数")


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
        if limit := self._refused(draft):
            raise refusal(limit, draft)
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

    def _refused(self, draft: Draft) -> str | None:
        """Why an entry is not even tried, if it is not: what the database does not know of."""
        if draft.day > days.today():
            return DAY_AHEAD
        return "reference" if draft.kind in _OF_GRANTS and self._is_undone(draft.reference) else None

    def _is_undone(self, number: int | None) -> bool:
        undone = select(ENTRY.c.id).where((ENTRY.c.kind == "reversed") & (ENTRY.c.reference == number))
        return number is not None and self._connection.execute(undone).first() is not None

    def entry(self, number: int) -> Entry | None:
        return entry_of(self._connection, number)

    def granted(self, uscc: str, provision: str, matter: str) -> int | None:
        """What is granted of a matter, in fen; None where nothing ever was, or all of it has been reversed."""
        of = (uscc, provision, matter)
        if of not in self._granted:
            own = (BALANCE.c.uscc == uscc) & (BALANCE.c.provision == provision) & (BALANCE.c.matter == matter)
            found = self._connection.execute(select(BALANCE.c.granted).where(own)).scalar()
            self._granted[of] = found or (0 if self._has_standing(ENTRY.c.kind == "granted", *of) else None)
        return self._granted[of]

    def _has_standing(self, which: ColumnElement[bool], uscc: str, provision: str, matter: str) -> bool:
        """Whether a matter has such an entry that was not reversed."""
        own = (ENTRY.c.uscc == uscc) & (ENTRY.c.provision == provision) & (ENTRY.c.matter == matter)
        undone = ENTRY.alias("undone")
        is_undone = exists().where((undone.c.kind == "reversed") & (undone.c.reference == ENTRY.c.id))
        query = select(ENTRY.c.id).where(own & which & ~is_undone)
        return self._connection.execute(query.limit(1)).first() is not None

    def has_taken_back(self, uscc: str, provision: str, matter: str) -> bool:
        """Whether something of a matter was taken back by hand, and that stands."""
        return self._has_standing((ENTRY.c.kind == "clawed_back") & ENTRY.c.reference.is_not(None), uscc, provision, matter)

    def unpaid(self, entry: Entry) -> int:
        """What is still to be paid of the matter of an entry, in fen."""
        own = (BALANCE.c.uscc == entry.uscc) & (BALANCE.c.provision == entry.provision) & (BALANCE.c.matter == entry.matter)
        return int(self._connection.execute(select(BALANCE.c.granted - BALANCE.c.paid).where(own)).scalar_one())

    def posted(self, receipt: str, uscc: str, provision: str, matter: str) -> tuple[bool, int | None]:
        """Whether an assessment has been dealt with for a matter, and the entry that came of it."""
        own = (POSTING.c.receipt == receipt) & _of_matter(uscc, provision, matter)
        row = self._connection.execute(select(POSTING.c.entry).where(own)).one_or_none()
        return (False, None) if row is None else (True, row.entry)

    def known_by_line(self, uscc: str, provision: str, matter: str) -> list[Entry]:
        """The grants of a matter, in their order, that came out of a table and whose receipt is the file and the line."""
        own = (ENTRY.c.uscc == uscc) & (ENTRY.c.provision == provision) & (ENTRY.c.matter == matter) & ENTRY.c.reference.is_(None)
        query = select(ENTRY).where(own, ENTRY.c.receipt.startswith(_OF_A_LINE, autoescape=True)).order_by(ENTRY.c.id)
        return [entry_from(row) for row in self._connection.execute(query).mappings()]

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
