"""What a result comes to, gathered line by line: sums by provision, year and size, the cap, what is open and why.

However many enterprises a result has, only counts, sums and the first few of an order are kept.
"""

from __future__ import annotations

import decimal
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from subsidy.batch.compare_margin import is_at_cap, is_due_or_granted
from subsidy.batch.compare_rows import Sums
from subsidy.batch.read_account import Account
from subsidy.batch.read_checks import checked
from subsidy.batch.read_lines import Line, Range
from subsidy.entitlement import Claim, Status
from subsidy.law.run import Run
from subsidy.money import EXACT, ZERO
from subsidy.provisions.terms import Terms

FOREMOST = 20
"""So many enterprises are named in a list."""
SIZES = tuple(map(Decimal, (0, 10_000, 50_000, 100_000, 500_000, 1_000_000, 3_000_000, 10_000_000)))
"""From which sum on each size of award begins; a payable sum is above zero."""


_NAMED = frozenset({"decision", "attribute", "same_matter"})
"""The missing items whose detail is a name and not a measure."""


class Group(NamedTuple):
    provision: str
    status: Status
    claim: Claim | None


@dataclass
class Tally:
    """How many lines, and their sums."""

    lines: int = 0
    sums: Sums = field(default_factory=Sums)

    def add(self, line: Line) -> None:
        self.lines += 1
        self.sums = self.sums.plus(line.sums)


class Firm(NamedTuple):
    """An enterprise with what it can claim now or later: lines that are not ineligible and have not lapsed."""

    uscc: str
    name: str
    lines: int
    sums: Sums


class Capped(NamedTuple):
    """An entitlement at its cap: what it would be without, and what is due with it."""

    uscc: str
    name: str
    provision: str
    period: str
    uncapped: Decimal
    award: Decimal

    @property
    def beyond(self) -> Decimal:
        return self.uncapped - self.award


@dataclass
class AtCap:
    """The entitlements of a provision and period at the cap, and what lies beyond it."""

    lines: int = 0
    beyond: Decimal = ZERO


@dataclass
class OverReadings:
    """The lines of a provision under the run's own readings and over all of them."""

    lines: int = 0
    moved: int = 0
    own: Range = field(default_factory=lambda: Range(ZERO, ZERO))
    all: Range = field(default_factory=lambda: Range(ZERO, ZERO))

    def add(self, line: Line, over: Range) -> None:
        own = Range(line.low, line.high)
        self.lines, self.moved = self.lines + 1, self.moved + (own != over)
        self.own, self.all = _plus(self.own, own), _plus(self.all, over)


def _plus(one: Range, other: Range) -> Range:
    return Range(one.low + other.low, None if one.high is None or other.high is None else one.high + other.high)


@dataclass
class Overview:
    """Counts and sums of a whole result."""

    firms: int = 0
    groups: dict[Group, Tally] = field(default_factory=lambda: defaultdict(Tally))
    sizes: dict[Decimal, Tally] = field(default_factory=lambda: {size: Tally() for size in SIZES})
    years: dict[tuple[int, Claim], Tally] = field(default_factory=lambda: defaultdict(Tally))
    """By the year in which claiming opens and the claim state: what is not ineligible and has a window."""
    at_cap: dict[tuple[str, str], AtCap] = field(default_factory=lambda: defaultdict(AtCap))
    most_capped: list[Capped] = field(default_factory=list)
    foremost: list[Firm] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    over_readings: dict[str, OverReadings] = field(default_factory=lambda: defaultdict(OverReadings))
    cited: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Document and article of each provision."""


def overview(lines: Iterable[Line], account: Account, run: Run) -> Overview:
    """What the lines come to.

    Raises what `checked` raises, where they are not what they can be or not those that the summary adds up.
    """
    terms = {each.provision: each for _, _, each in run.provisions}
    found = Overview()
    with decimal.localcontext(EXACT):
        for line in foremost_kept(checked(lines, account, run), found):
            _add(line, found, terms[line.provision])
    return found


def foremost_kept(lines: Iterable[Line], found: Overview) -> Iterator[Line]:
    """The lines as they come, enterprise by enterprise; those that can claim most are kept."""
    heap: list[tuple[tuple[Decimal, Decimal, tuple[int, ...]], Firm]] = []
    for uscc, own in groupby(lines, attrgetter("uscc")):
        claimable, name = Tally(), ""
        for line in own:
            name = line.name
            if line.status != "ineligible" and line.claim in ("open", "upcoming"):
                claimable.add(line)
            yield line
        found.firms += 1
        if claimable.lines:
            firm = Firm(uscc, name, claimable.lines, claimable.sums)
            _keep(heap, (firm.sums.payable, firm.sums.low, tuple(-ord(letter) for letter in uscc)), firm)
    found.foremost = [firm for _, firm in sorted(heap, reverse=True)]


def _keep(heap: list, rank: tuple, one: object) -> None:  # type: ignore[type-arg]
    """Among the first of an order; of equals the lower code comes first."""
    heapq.heappush(heap, (rank, one))
    if len(heap) > FOREMOST:
        heapq.heappop(heap)


def _add(line: Line, found: Overview, terms: Terms) -> None:
    found.cited[line.provision] = (line.document, line.article)
    found.groups[Group(line.provision, line.status, line.claim)].add(line)
    if line.status == "payable":
        found.sizes[max(size for size in SIZES if size < line.low or size == ZERO)].add(line)
    if line.status != "ineligible" and line.claim and line.valid_from:
        found.years[line.valid_from.year, line.claim].add(line)
    if line.over_readings:
        found.over_readings[line.provision].add(line, line.over_readings)
    if capped := _capped(line, terms):
        _add_capped(capped, found)
    found.missing.update({_alike(item) for item in line.missing})
    found.reasons.update(line.reasons)
    found.warnings.update(line.warnings)


def _alike(item: str) -> str:
    """What is lacking, without the months, days or numbers that differ from line to line.

    >>> _alike("imports:2024-03..2024-05"), _alike("decision:growth.new_importer")
    ('imports', 'decision:growth.new_importer')
    """
    code = item.partition(":")[0]
    return item if code in _NAMED else code


def _capped(line: Line, terms: Terms) -> Capped | None:
    """The line, where a cap binds for certain: that of the law on growth, or the yearly one decided for warehousing."""
    own = (line.uscc, line.name, line.provision, line.period)
    if terms.kind == "growth" and is_at_cap(line.row, terms):
        return Capped(*own, line.steps["gross"] or ZERO, line.steps["award"] or ZERO)
    cap, supported = line.steps.get("annual_cap"), line.steps.get("supported")
    if terms.kind == "warehousing" and cap is not None and supported is not None and supported >= cap and is_due_or_granted(line.row):
        return Capped(*own, supported, cap)
    return None


def _add_capped(capped: Capped, found: Overview) -> None:
    tally = found.at_cap[capped.provision, capped.period]
    tally.lines += 1
    tally.beyond += capped.beyond
    found.most_capped.append(capped)
    found.most_capped.sort(key=lambda one: (-one.beyond, one.uscc, one.provision, one.period))
    del found.most_capped[FOREMOST:]
