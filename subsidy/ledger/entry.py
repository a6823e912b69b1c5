"""One entry of the ledger, and the hash by which it is bound to the one before.

>>> draft = Draft("913101180000000004", "qingpu-2024-1/import-growth", "2025", "granted", 100_00, date(2026, 3, 2), None, "{}", "{}")
>>> entry = draft.after(0, GENESIS)
>>> entry.id, entry.hash == digest(entry), entry.sum
(1, True, Decimal('100.00'))
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import RowMapping

from subsidy import money
from subsidy.facts import canonical
from subsidy.provisions.contest import business_key

Kind = Literal["granted", "paid", "reversed", "clawed_back"]
KINDS: tuple[Kind, ...] = ("granted", "paid", "reversed", "clawed_back")
GENESIS = "0" * 64
"""What stands in the first entry for the hash of the one before."""


@dataclass(frozen=True)
class Limits:
    """The law's limits that a grant is held to, as the law stood when it was posted; money in fen."""

    cap: int | None = None
    """The most that the enterprise may have of the period."""
    exclusive: bool = False
    """Whether only one enterprise of the city may have it."""
    once: bool = False
    """Whether the enterprise may have no other of the provision."""
    support_year: int | None = None
    support_years: int | None = None
    """Of so many years at the most."""


UNLIMITED = Limits()


@dataclass(frozen=True)
class Draft:
    """An entry before it has its place in the ledger; `amount` in fen, receipt and assessment as canonical JSON."""

    uscc: str
    provision: str
    period: str
    kind: Kind
    amount: int
    day: date
    reference: int | None
    receipt: str
    assessment: str
    limits: Limits = UNLIMITED

    @property
    def matter(self) -> str:
        """The period as it is compared: of a first, the business."""
        return business_key(self.period)

    def held_to(self, limits: Limits) -> Draft:
        return replace(self, limits=limits)

    def after(self, count: int, previous: str) -> Entry:
        """The entry that follows the one of that number and hash."""
        own = {name: getattr(self, name) for name in _OWN}
        unsigned = Entry(id=count + 1, **own, matter=self.matter, **asdict(self.limits), previous=previous, hash="")
        return Entry(**{**asdict(unsigned), "hash": digest(unsigned)})


@dataclass(frozen=True)
class Entry:
    """An entry as it stands in the ledger."""

    id: int
    uscc: str
    provision: str
    period: str
    kind: Kind
    amount: int
    day: date
    reference: int | None
    receipt: str
    assessment: str
    matter: str
    cap: int | None
    exclusive: bool
    once: bool
    support_year: int | None
    support_years: int | None
    previous: str
    hash: str

    @property
    def sum(self) -> Decimal:
        return money.from_fen(self.amount)

    @property
    def limits(self) -> Limits:
        return Limits(**{field.name: getattr(self, field.name) for field in fields(Limits)})


_OWN = [field.name for field in fields(Draft) if field.name != "limits"]


def entry_from(row: RowMapping | Mapping[str, Any]) -> Entry:
    """The entry of a row of the table."""
    return Entry(**row)


def digest(entry: Entry) -> str:
    """The sha256 of the entry's canonical JSON, in which the hash of the one before stands."""
    content = {**asdict(entry), "day": entry.day.isoformat()}
    del content["hash"]
    return hashlib.sha256(canonical(content).encode("utf-8", "surrogatepass")).hexdigest()
