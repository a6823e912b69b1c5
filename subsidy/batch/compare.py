"""A population, or one enterprise, judged twice: who gains, who loses, and what each of the two costs.

What is compared are sums over all entitlements, whatever their claim state: those that are payable, and the least and
most of those that are open. Statistics years are the periods of provisions that count by year; a claim year is the
calendar year in which the window of an entitlement opens.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from subsidy import errors
from subsidy.batch.compare_budget import RATE
from subsidy.batch.compare_margin import Margin, WholeYear, is_at_cap, margin
from subsidy.batch.compare_rows import Row, Sums, total
from subsidy.law.run import Run
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.terms import Terms

Key = str | None


class Pair(NamedTuple):
    """The sums under the one and under the other."""

    base: Sums = Sums()
    other: Sums = Sums()

    @property
    def change(self) -> Sums:
        return self.other.less(self.base)


class Counts(NamedTuple):
    base: int = 0
    other: int = 0


class Line(NamedTuple):
    """The sums of a provision, a statistics year or a claim year (None: what has none), and how many are at the cap."""

    key: Key
    sums: Pair
    at_cap: Counts = Counts()


class FirmLine(NamedTuple):
    """One enterprise; margins only where a growth provision has an entitlement of the year looked at closely."""

    uscc: str
    name: str | None
    sums: Pair
    base: Margin | None
    other: Margin | None


@dataclass(frozen=True)
class Comparison:
    """What two runs come to, in all and by enterprise; `provision` and `year` are those of the margins."""

    total: Pair
    at_cap: Counts
    gaining: int
    losing: int
    provisions: Sequence[Line]
    statistics_years: Sequence[Line]
    claim_years: Sequence[Line]
    firms: Sequence[FirmLine]
    provision: str | None
    year: str | None


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two: its run, and the entitlements under it."""

    run: Run
    rows: Sequence[Row]

    @functools.cached_property
    def _by_year(self) -> frozenset[str]:
        """The provisions whose periods are statistics years."""
        return frozenset(terms.provision for _, _, terms in self.run.provisions if _counts_by_year(terms))

    def year_of(self, row: Row) -> Key:
        """The statistics year of an entitlement."""
        return row.period if row.provision in self._by_year else None

    @property
    def total(self) -> Sums:
        return total(row.sums for row in self.rows)


def _counts_by_year(terms: Terms) -> bool:
    return terms.kind == "growth" or (isinstance(terms.plan, Plan) and terms.plan.shape.per == "year")


def provisions_with_a_rate(run: Run) -> list[str]:
    """The provisions that give a share of what they are reckoned on, by a figure `rate` of at most one."""
    return [terms.provision for _, _, terms in run.provisions if _gives_a_share(terms)]


def _gives_a_share(terms: Terms) -> bool:
    if not isinstance(terms.plan, Plan):
        return RATE in terms.figures
    award = terms.plan.shape.award
    return award.kind == "rate" and award.figure == RATE and all(version.value <= 1 for version in terms.figures[RATE].versions)


def chosen_provision(run: Run, asked: str | None) -> str | None:
    """The provision asked for, else the only one that has a rate; raises `errors.BadValue` for one that has none."""
    known = provisions_with_a_rate(run)
    if asked is not None and asked not in known:
        raise errors.BadValue(where="--provision", value=asked, accepted=", ".join(known))
    return asked or (known[0] if len(known) == 1 else None)


def looked_at_closely(run: Run, asked: str | None) -> str | None:
    """The provision of which margins are told: the one that is chosen, else the only one of kind growth."""
    growth = [terms.provision for _, _, terms in run.provisions if terms.kind == "growth"]
    return chosen_provision(run, asked) or (growth[0] if len(growth) == 1 else None)


def terms_of(run: Run, provision: str | None) -> Terms | None:
    return next((terms for _, _, terms in run.provisions if terms.provision == provision), None)


def compare(
    base: Side, other: Side, names: Mapping[str, str | None], whole: WholeYear, provision: str | None, year: int | None = None
) -> Comparison:
    """The two sides; `provision` is looked at closely, for the statistics year given or the last that there is."""
    sides = (base, other)
    growth = [_growth_terms(side.run, provision) for side in sides]
    capped = [_at_cap_by_year(side, terms) for side, terms in zip(sides, growth, strict=True)]
    closely = (
        str(year)
        if year is not None
        else max((row.period for side in sides for row in side.rows if row.steps and side.year_of(row)), default=None)
    )
    margins = [_margins(side, terms, closely, whole) for side, terms in zip(sides, growth, strict=True)]
    by_firm = _grouped(sides, lambda _, row: row.owner)
    firms = [FirmLine(code, names[code], by_firm.get(code, Pair()), *(found.get(code) for found in margins)) for code in sorted(names)]
    return Comparison(
        total=Pair(base.total, other.total),
        at_cap=Counts(*(len(set().union(*found.values())) for found in capped)),
        gaining=sum(firm.sums.change.payable > 0 for firm in firms),
        losing=sum(firm.sums.change.payable < 0 for firm in firms),
        provisions=_lines(_grouped(sides, lambda _, row: row.provision)),
        statistics_years=_lines(_grouped(sides, Side.year_of), capped),
        claim_years=_lines(_grouped(sides, lambda _, row: str(row.valid_from.year) if row.valid_from else None)),
        firms=firms,
        provision=provision if any(growth) else None,
        year=closely if any(growth) else None,
    )


def _growth_terms(run: Run, provision: str | None) -> Terms | None:
    """The terms of the provision that is looked at closely; only growth has a cap that more imports reach."""
    terms = terms_of(run, provision)
    return terms if terms and terms.kind == "growth" else None


def _at_cap_by_year(side: Side, terms: Terms | None) -> dict[Key, set[str]]:
    """The enterprises at the cap by statistics year."""
    found: dict[Key, set[str]] = defaultdict(set)
    for row in side.rows if terms else ():
        if terms and row.provision == terms.provision and is_at_cap(row, terms):
            found[row.period].add(row.owner)
    return found


def _margins(side: Side, terms: Terms | None, year: str | None, whole: WholeYear) -> dict[str, Margin]:
    """The margins of every enterprise in the statistics year that is looked at closely."""
    if terms is None:
        return {}
    return {row.owner: margin(row, terms, whole) for row in side.rows if row.provision == terms.provision and row.period == year}


def _grouped(sides: Sequence[Side], key: Callable[[Side, Row], Key]) -> dict[Key, Pair]:
    """The sums of both sides by a key."""
    found: list[dict[Key, Sums]] = []
    for side in sides:
        sums: dict[Key, Sums] = defaultdict(Sums)
        for row in side.rows:
            sums[key(side, row)] = sums[key(side, row)].plus(row.sums)
        found.append(sums)
    return {name: Pair(*(sums.get(name, Sums()) for sums in found)) for name in {name for sums in found for name in sums}}


def _lines(grouped: Mapping[Key, Pair], capped: Sequence[Mapping[Key, set[str]]] = ()) -> list[Line]:
    """In order, what has no key last; and that only where it comes to anything."""
    keys = sorted(grouped, key=lambda key: (key is None, key))
    kept = [key for key in keys if key is not None or any(side != Sums() for side in grouped[key])]
    return [Line(key, grouped[key], Counts(*(len(found.get(key, ())) for found in capped))) for key in kept]
