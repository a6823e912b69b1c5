"""The range over readings the plain way: every combination is assessed in full, and the results are looked through.

The measure for `subsidy.assess_range`, which takes short cuts. Sums are compared as text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

import subsidy
from subsidy.law.library import library

OPTIONS = {r.name: [option for option in r.options if option != "undecided"] for r in library().questions.readings}
COMBINATIONS = [dict(zip(OPTIONS, choice, strict=True)) for choice in product(*OPTIONS.values())]
APPLIES = {r.name: r.kinds for r in library().questions.readings}
KINDS = {f"{document.id}/{provision.id}": provision.kind for document, provision in library().provisions()}

Key = tuple[str, str, int]
Json = dict[str, Any]


class Part(NamedTuple):
    """One entitlement under one combination."""

    low: Decimal
    high: Decimal | None
    claim: str | None


def _parts(result: subsidy.Assessment) -> dict[Key, Part]:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    parts = {}
    for e in result.entitlements:
        parts[e.provision, e.period, seen[e.provision, e.period]] = Part(e.low, e.high, e.claim)
        seen[e.provision, e.period] += 1
    return parts


def _sum(parts: Iterable[Part]) -> tuple[Decimal, Decimal | None]:
    low, high = Decimal("0.00"), Decimal("0.00")
    bounded = True
    for part in parts:
        low += part.low
        bounded = bounded and part.high is not None
        high += part.high or 0
    return low, high if bounded else None


def _counts(key: Key, part: Part, wanted: Key | None) -> bool:
    """Whether an entitlement is the one that is wanted; of all of them, those that have a window."""
    return part.claim is not None if wanted is None else key == wanted


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


class Brute:
    """One case under all combinations."""

    def __init__(self, case: subsidy.Case, readings: Mapping[str, str], **terms: Any) -> None:
        def under(chosen: Mapping[str, str]) -> dict[Key, Part]:
            return _parts(subsidy.assess(case, readings=chosen, **terms))

        self.own_readings = {r.name: readings.get(r.name, r.options[0]) for r in library().questions.readings}
        self.own = under(readings)
        self.all = {tuple(chosen.values()): under(chosen) for chosen in COMBINATIONS}
        self.changed = {
            (name, option): under({**self.own_readings, name: option})
            for name, options in OPTIONS.items()
            for option in options
            if option != self.own_readings[name]
        }

    @property
    def keys(self) -> list[Key]:
        return sorted(set(self.own).union(*self.all.values()))

    def extent(self, key: Key | None = None, claim: str | None = None) -> Json:
        def counted(parts: dict[Key, Part]) -> dict[Key, tuple[Decimal, Decimal | None]]:
            kept = {k: p for k, p in parts.items() if _counts(k, p, key) and claim in (None, p.claim)}
            return {k: p[:2] for k, p in kept.items() if p.low or p.high is None or p.high}

        found = {choice: counted(parts) for choice, parts in self.all.items()}
        sums = {choice: _sum(Part(*bounds, None) for bounds in parts.values()) for choice, parts in found.items()}
        matters = [n for n in range(len(OPTIONS)) if self._differs(found, n)]
        least = min(low for low, _ in sums.values())
        highs = [high for _, high in sums.values()]
        most = None if None in highs else max(high for high in highs if high is not None)
        low, high = _sum(Part(*bounds, None) for bounds in counted(self.own).values())
        return {
            "low": _text(low),
            "high": _text(high),
            "least": _text(least),
            "least_at": self._named(next(choice for choice in sums if sums[choice][0] == least), matters),
            "most": _text(most),
            "most_at": self._named(next(choice for choice in sums if sums[choice][1] == most), matters),
        }

    def _differs(self, found: dict[tuple[str, ...], Any], n: int) -> bool:
        """Whether any two combinations that differ in the nth reading alone come to different parts."""
        options = [*OPTIONS.values()][n]
        return any(parts != found[(*choice[:n], option, *choice[n + 1 :])] for choice, parts in found.items() for option in options)

    def _named(self, choice: tuple[str, ...], matters: list[int]) -> Json:
        return {[*OPTIONS][n]: choice[n] for n in matters}

    def moves(self, key: Key | None = None) -> list[Json]:
        """The readings that apply, the largest movement first."""
        kinds = {KINDS[k[0]] for k in self.keys if key in (None, k)}
        names = [name for name in OPTIONS if kinds.intersection(APPLIES[name])]
        now = _sum(p for k, p in self.own.items() if _counts(k, p, key))
        moves = [self._move(name, now, key) for name in names]
        return [move for move, _ in sorted(moves, key=lambda found: found[1], reverse=True)]

    def _move(self, name: str, now: tuple[Decimal, Decimal | None], key: Key | None) -> tuple[Json, tuple[bool, Decimal]]:
        others, unbound, largest = [], False, Decimal(0)
        for option in OPTIONS[name]:
            if option == self.own_readings[name]:
                continue
            low, high = _sum(p for k, p in self.changed[name, option].items() if _counts(k, p, key))
            change = high - now[1] if high is not None and now[1] is not None else None
            unbound = unbound or (high is None) != (now[1] is None)
            largest = max(largest, abs(low - now[0]), abs(change or Decimal(0)))
            others.append(
                {"option": option, "low": _text(low), "high": _text(high), "low_change": _text(low - now[0]), "high_change": _text(change)}
            )
        return {"reading": name, "option": self.own_readings[name], "others": others}, (unbound, largest)

    def expected(self) -> Json:
        """What a range says of sums, without the words."""
        return {
            "total": self.extent(),
            "claims": {claim: self.extent(claim=claim) for claim in ("open", "upcoming", "lapsed")},
            "moves": self.moves(),
            "entitlements": [{"provision": key[0], "period": key[1], **self.extent(key), "moves": self.moves(key)} for key in self.keys],
        }
