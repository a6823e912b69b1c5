"""The ledger reckoned anew from its entries alone: what the tables that follow from them should hold, and which limits were broken.

The database holds the limits when an entry is added (`migrations`). Whoever could switch them off for a while leaves no trace in
the database's own definitions; but the entries name the limits that they were held to, and these can be reckoned again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from subsidy.ledger.entry import Entry

Key = tuple[str, str, str]
"""Enterprise, provision and matter."""
_AS_OF_FIRST = re.compile(r'\{"as_of":"([0-9-]{10})"')
"""How the canonical JSON of an assessment begins: no key of it comes before."""


@dataclass
class Standing:
    """What an enterprise has of a matter, in fen, with the limits of the last grant."""

    key: Key
    granted: int = 0
    paid: int = 0
    cap: int | None = None
    exclusive: bool = False
    last_day: date = date.min


@dataclass
class Holding:
    """How many matters of a provision an enterprise has, and whether it may have no other."""

    matters: int = 0
    once: bool = False


class Past(NamedTuple):
    """What has to be known of an entry when others refer to it."""

    kind: str
    amount: int
    key: Key


class Posted(NamedTuple):
    """What is to be noted of the assessment behind an entry: what it is of, shortened to a hash, and its day."""

    of: bytes
    as_of: date | None
    day: date


@dataclass
class Replay:
    """What follows from the entries, as they are read; of an entry little is kept."""

    standings: dict[Key, Standing] = field(default_factory=dict)
    holdings: dict[tuple[str, str], Holding] = field(default_factory=lambda: defaultdict(Holding))
    past: dict[int, Past] = field(default_factory=dict)
    undone: set[int] = field(default_factory=set)
    posted: dict[int, Posted] = field(default_factory=dict)
    holders: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """The enterprises that have what only one of the city may have, by provision and matter."""

    def add(self, entry: Entry) -> list[str]:
        """Takes an entry in; gives the limits for which it should have been refused."""
        key = (entry.uscc, entry.provision, entry.matter)
        past = self.past.get(entry.reference or 0)
        broken = list(self._referring(entry, key, past))
        undone = past.kind if past and entry.kind == "reversed" else None
        standing = self.standings.setdefault(key, Standing(key))
        broken += ["day_order"] if entry.day < standing.last_day else []
        had = standing.granted > 0
        _move(standing, entry, undone)
        self._hold(standing, entry, had=had)
        broken += _exceeded(standing, entry, undone)
        broken += self._shared(standing)
        self._keep(entry, key)
        return broken

    def _referring(self, entry: Entry, key: Key, past: Past | None) -> Iterator[str]:
        if entry.reference is None:
            return
        fits = past is not None and past.key == key
        if past is None or not fits or not _refers_rightly(entry, past):
            yield "reference"
        if entry.kind == "reversed" and entry.reference in self.undone:
            yield "reversed_before"

    def _hold(self, standing: Standing, entry: Entry, *, had: bool) -> None:
        holding = self.holdings[standing.key[:2]]
        has = standing.granted > 0
        holding.matters += has - had
        if entry.kind == "granted" and standing.granted == entry.amount:
            holding.once = entry.once
        holders = self.holders[standing.key[1:]]
        (holders.add if has and standing.exclusive else holders.discard)(standing.key[0])

    def _shared(self, standing: Standing) -> Iterator[str]:
        uscc, provision, matter = standing.key
        if len(holders := self.holders[provision, matter]) > 1 and uscc in holders:
            yield "first_of_business"
        holding = self.holdings[uscc, provision]
        if holding.once and holding.matters > 1:
            yield "first_of_enterprise"

    def _keep(self, entry: Entry, key: Key) -> None:
        known = self.standings[key].key
        self.past[entry.id] = Past(entry.kind, entry.amount, known)
        if entry.kind == "reversed":
            self.undone.add(entry.reference or 0)
        if entry.reference is None:
            self.posted[entry.id] = Posted(of_posting(entry.receipt, *key), _as_of(entry.assessment), entry.day)


def _refers_rightly(entry: Entry, past: Past) -> bool:
    if entry.kind == "reversed":
        return past.kind != "reversed" and past.amount == entry.amount
    return past.kind == "granted"


def _move(standing: Standing, entry: Entry, undone: str | None) -> None:
    """The sums and limits after an entry; a reversal counts against the kind of what it reverses."""
    amount, kind = (-entry.amount, undone) if undone else (entry.amount, entry.kind)
    standing.granted += {"granted": amount, "clawed_back": -amount}.get(str(kind), 0)
    standing.paid += amount if kind == "paid" else 0
    standing.last_day = entry.day
    if entry.kind == "granted":
        standing.cap, standing.exclusive = entry.cap, entry.exclusive


def _exceeded(standing: Standing, entry: Entry, undone: str | None) -> Iterator[str]:
    if entry.amount <= 0 or standing.granted < 0:
        yield "below_zero"
    if standing.paid < 0:
        yield "paid_below_zero"
    if standing.cap is not None and standing.granted > standing.cap:
        yield "cap"
    if standing.paid > standing.granted and (entry.kind == "paid" or undone == "granted"):
        yield "overpaid"
    if entry.support_year is not None and not 1 <= entry.support_year <= (entry.support_years or 0):
        yield "support_years"


def of_posting(*told: str) -> bytes:
    """A receipt with what it is of, in few bytes."""
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).digest()


def _as_of(assessment: str) -> date | None:
    """The day as of which it was assessed; None where that is not told."""
    found = _AS_OF_FIRST.match(assessment)
    try:
        told = found[1] if found else json.loads(assessment).get("as_of")
        return date.fromisoformat(told) if isinstance(told, str) else None
    except (ValueError, AttributeError, RecursionError):
        return None
