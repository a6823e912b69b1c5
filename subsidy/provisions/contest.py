"""Who has a first: standings of claims to firsts and breakthroughs, among enterprises and within one.

青商规〔2024〕1号 article 1 pays once for a first within the city, so claims that name the same business meet: the earliest
deciding day has a first; equal days, and every breakthrough claimed by several, wait for a decision. Within one
enterprise the earliest claim of a business stays, the others repeat it. Few rows, so plain Python for every engine.

>>> business_key("  保税　维修 ") == business_key("保税 维修"), business_key("ＡＩ Lab") == business_key("ai  lab")
(True, True)
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

UNNAMED = ""
"""The enterprise whose code is not known: it may or may not be the one that a decision names."""


class Claim(NamedTuple):
    """One enterprise's claim of a first; `enterprise` is any key that tells enterprises apart."""

    enterprise: str
    business: str
    kind: str
    day: date | None


class Standing(NamedTuple):
    """Where a claim stands: lost to another enterprise, open between several, or a repetition within its own."""

    lost: bool = False
    contested: bool = False
    repeated: bool = False


def business_key(name: str) -> str:
    """A business name as it is compared: NFKC, trimmed, case-folded, inner spaces as one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _earliest_first(claims: Sequence[Claim], numbers: Iterable[int]) -> list[int]:
    """Claims by deciding day, those without a day last, then as they came."""
    return sorted(numbers, key=lambda n: (claims[n].day is None, claims[n].day or date.max, n))


def _claimants(claims: Sequence[Claim], numbers: Iterable[int]) -> dict[str, date | None]:
    """Each enterprise among the claims with its earliest day."""
    earliest: dict[str, date | None] = {}
    for n in _earliest_first(claims, numbers):
        earliest.setdefault(claims[n].enterprise, claims[n].day)
    return earliest


def _undecided_contest(kind: str, claimants: Mapping[str, date | None]) -> tuple[Collection[str], Collection[str]]:
    """The enterprises that have lost, and those that wait for a decision."""
    if kind == "breakthrough":
        return (), claimants.keys() if len(claimants) > 1 else ()
    days = [day for day in claimants.values() if day is not None]
    dated = {who: day for who, day in claimants.items() if day is not None}
    lost = [who for who, day in dated.items() if day > min(days)]
    leading = [who for who, day in dated.items() if day == min(days)]
    return lost, leading if len(leading) > 1 else ()


def _contest(
    claims: Sequence[Claim], numbers: Sequence[int], decided: str | None, all_who_name_it: Collection[str]
) -> tuple[Collection[str], Collection[str]]:
    claimants = _claimants(claims, numbers)
    applies = decided is not None and (decided in claimants or decided not in all_who_name_it)
    if applies:
        return [who for who in claimants if who not in (decided, UNNAMED)], [who for who in claimants if who == UNNAMED]
    return _undecided_contest(claims[numbers[0]].kind, claimants)


def standings(claims: Sequence[Claim], decided: Mapping[str, str], granted: Collection[tuple[str, str]]) -> list[Standing]:
    """The standing of each claim, in the order given.

    `decided` maps a business key to the enterprise that the authority named; `granted` holds (enterprise, business key)
    for every prior grant of a first.
    """
    contests: dict[tuple[str, str], list[int]] = defaultdict(list)
    naming: dict[str, set[str]] = defaultdict(set)
    own: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, claim in enumerate(claims):
        key = business_key(claim.business)
        contests[key, claim.kind].append(n)
        naming[key].add(claim.enterprise)
        own[claim.enterprise, key].append(n)
    found = [Standing() for _ in claims]
    for (key, _), numbers in contests.items():
        lost, contested = _contest(claims, numbers, decided.get(key), naming[key])
        for n in numbers:
            found[n] = Standing(lost=claims[n].enterprise in lost, contested=claims[n].enterprise in contested)
    for owner, numbers in own.items():
        stays = [] if owner in granted else _earliest_first(claims, numbers)[:1]
        for n in set(numbers).difference(stays):
            found[n] = found[n]._replace(repeated=True)
    return found


def once_per_enterprise(
    claims: Sequence[Claim], found: Sequence[Standing], granted: Collection[str], ineligible: Callable[[int], bool]
) -> list[Standing]:
    """Keep for each enterprise its earliest claim that is not ineligible for another reason; the others repeat it."""
    result = list(found)
    by_enterprise: dict[str, list[int]] = defaultdict(list)
    for n, claim in enumerate(claims):
        by_enterprise[claim.enterprise].append(n)
    for enterprise, numbers in by_enterprise.items():
        kept = [n for n in _earliest_first(claims, numbers) if not ineligible(n)][:1]
        repetitions = set(numbers) if enterprise in granted else set(numbers).difference(kept) if kept else set()
        for n in repetitions:
            result[n] = result[n]._replace(repeated=True)
    return result
