"""What an enterprise has been granted and paid of each provision and period, as the entries up to a day have it.

balance = granted - clawed back, and unpaid = balance - paid; what was reversed counts in none of them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Subquery, case, func, select

from subsidy import errors, facts, money
from subsidy.facts import Grant
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.ledger.tables import ENTRY
from subsidy.provisions.contest import business_key

AT_ONCE = 500
"""So many entries are asked for by number in one statement."""
Each = TypeVar("Each")


@dataclass(frozen=True)
class Filter:
    """Which entries are asked for; None asks for all."""

    uscc: str | None = None
    provision: str | None = None
    period: str | None = None
    through: date | None = None
    """The last day that counts."""

    @classmethod
    def asked(cls, where: str, uscc: str | None, provision: str | None, period: str | None) -> Filter:
        """With the code in its normal form; raises `errors.BadValue`, which says `where`, for what is no code."""
        code = None if uscc is None else facts.uscc(uscc)
        if uscc is not None and code is None:
            raise errors.BadValue(where=where, value=uscc, accepted=facts.CODE_FORM, accepted_zh=ACCEPTED_ZH[facts.CODE_FORM])
        return cls(code, provision, period)

    def of(self, query: Select[Any], table: Any = ENTRY) -> Select[Any]:
        matter = None if self.period is None else business_key(self.period)
        for column, value in (("uscc", self.uscc), ("provision", self.provision), ("matter", matter)):
            if value is not None:
                query = query.where(table.c[column] == value)
        return query if self.through is None else query.where(table.c.day <= self.through)

    def holds(self, uscc: str, provision: str, matter: str) -> bool:
        """Whether it is one of those asked for."""
        asked = ((self.uscc, uscc), (self.provision, provision), (self.period and business_key(self.period), matter))
        return all(wanted is None or wanted == found for wanted, found in asked)


@dataclass(frozen=True)
class Balance:
    """The sums of one enterprise, provision and period; `entry` is the last grant that stands, or, where all were reversed, the last.

    `period` is as it was first written, `last_granted_on` the day of `entry`.
    """

    uscc: str
    provision: str
    period: str
    granted: Decimal
    clawed_back: Decimal
    paid: Decimal
    last_granted_on: date
    last_day: date
    entry: int

    @property
    def balance(self) -> Decimal:
        return self.granted - self.clawed_back

    @property
    def unpaid(self) -> Decimal:
        """What is still to be paid; below zero where it is to be paid back."""
        return self.balance - self.paid


def balances(connection: Connection, asked: Filter) -> list[Balance]:
    """Every balance, in order of enterprise, provision and period."""
    rows = connection.execute(_query(asked)).mappings().all()
    firsts = {row["first_entry"] for row in rows}
    written = _periods(connection, firsts)
    found = [_balance(row, written[row["first_entry"]]) for row in rows]
    return sorted(found, key=lambda each: (each.uscc, each.provision, each.period))


def _query(asked: Filter) -> Select[Any]:
    """Sums by enterprise, provision and matter; a reversal counts against the kind of what it reverses."""
    reversed_entry = ENTRY.alias("reversed_entry")
    of_kind = func.coalesce(reversed_entry.c.kind, ENTRY.c.kind)
    signed = case((ENTRY.c.kind == "reversed", -ENTRY.c.amount), else_=ENTRY.c.amount)

    def sum_of(kind: str) -> Any:
        return func.sum(case((of_kind == kind, signed), else_=0))

    undone = _undone(asked.through)
    is_grant = ENTRY.c.kind == "granted"
    stands = is_grant & undone.c.reference.is_(None)

    def last_of(column: Any) -> Any:
        return func.coalesce(func.max(case((stands, column))), func.max(case((is_grant, column))))

    keys = (ENTRY.c.uscc, ENTRY.c.provision, ENTRY.c.matter)
    query = select(
        *keys,
        sum_of("granted").label("granted"),
        sum_of("clawed_back").label("clawed_back"),
        sum_of("paid").label("paid"),
        func.min(ENTRY.c.id).label("first_entry"),
        last_of(ENTRY.c.id).label("entry"),
        last_of(ENTRY.c.day).label("last_granted_on"),
        func.max(ENTRY.c.day).label("last_day"),
    ).select_from(
        ENTRY.outerjoin(reversed_entry, (ENTRY.c.kind == "reversed") & (ENTRY.c.reference == reversed_entry.c.id)).outerjoin(
            undone, undone.c.reference == ENTRY.c.id
        ),
    )
    return asked.of(query).group_by(*keys)


def _undone(through: date | None) -> Subquery:
    """The entries that were reversed up to a day."""
    reversals = select(ENTRY.c.reference).where(ENTRY.c.kind == "reversed")
    return (reversals if through is None else reversals.where(ENTRY.c.day <= through)).distinct().subquery("undone")


def _periods(connection: Connection, entries: set[int]) -> Mapping[int, str]:
    """The periods as the entries that came first have them."""
    found: dict[int, str] = {}
    for chosen in batched(sorted(entries), AT_ONCE):
        query = select(ENTRY.c.id, ENTRY.c.period).where(ENTRY.c.id.in_(chosen))
        found.update((number, period) for number, period in connection.execute(query))
    return found


def batched(values: Sequence[Each], size: int) -> Iterator[Sequence[Each]]:
    """The values in runs of at most so many.

    >>> list(batched([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    return (values[start : start + size] for start in range(0, len(values), size))


def _balance(row: Mapping[Any, Any], period: str) -> Balance:
    sums = {name: money.from_fen(int(row[name])) for name in ("granted", "clawed_back", "paid")}
    last_granted_on, last_day, entry = (row[name] for name in ("last_granted_on", "last_day", "entry"))
    return Balance(row["uscc"], row["provision"], period, **sums, last_granted_on=last_granted_on, last_day=last_day, entry=entry)


def grant_of(balance: Balance) -> Grant:
    """What a later assessment has to know of a balance."""
    return Grant(provision=balance.provision, period=balance.period, amount=balance.balance, granted_on=balance.last_day)
