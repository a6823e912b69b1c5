"""What a case says of the quantities, attributes and items that a scheme asks for: the facts of each of its entitlements.

A quantity of a year is known in full where each month of it is given, by itself or within a year; what is not given is
unknown, not zero. Of imports in RMB the coverage says which months are known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from subsidy.facts import Case, Item
from subsidy.money import ZERO
from subsidy.periods import months_of, months_of_year, runs
from subsidy.provisions.contest import business_key
from subsidy.provisions.outcome import each_of
from subsidy.provisions.scheme_plan import Plan, YearWindow
from subsidy.provisions.scheme_shape import IMPORTS, ONCE

Facts = dict[str, Any]


@dataclass
class Known:
    """What is known of one quantity: sums by year, and the months that they cover."""

    sums: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    months: set[int] = field(default_factory=set)
    doubtful: set[int | None] = field(default_factory=set)
    """The years to which what could not be read may belong; without a year, it may belong to any."""

    def add(self, period: str, value: Decimal) -> None:
        self.sums[months_of(period).start // 12] += value

    def years(self) -> set[int]:
        return {month // 12 for month in self.months} | set(self.sums)

    def read(self, number: int) -> Decimal | None:
        """What has been read of a year; nothing where nothing has."""
        return self.sums[number] if number in self.years() else None

    def gaps(self, numbers: Iterable[int]) -> list[str]:
        return list(runs(month for number in numbers for month in months_of_year(number) if month not in self.months))

    def is_whole(self, number: int) -> bool:
        return not self.gaps([number]) and not self.doubtful.intersection((number, None))


def quantities_of(case: Case, names: Iterable[str]) -> dict[str, Known]:
    """What is known of each quantity asked for."""
    found = {name: Known() for name in names}
    for given in case.quantities or ():
        if given.name in found:
            found[given.name].add(given.period, given.value)
            found[given.name].months.update(months_of(given.period))
    if case.quantities_incomplete:
        for known in found.values():
            known.doubtful.add(None)
    if IMPORTS in found:
        found[IMPORTS] = imports_of(case)
    return found


def imports_of(case: Case) -> Known:
    """Imports in RMB as the case and its coverage have them."""
    known = Known()
    for given in case.imports or ():
        known.add(given.period, given.value)
    spans = [months_of(i.period) for i in case.imports or ()] if case.coverage is None else [c.months() for c in case.coverage]
    known.months.update(month for span in spans for month in span)
    known.doubtful.update(months_of(rows.period).start // 12 if rows.period else None for rows in case.rejected_rows or ())
    return known


def year_facts(case: Case, plan: Plan, known: Mapping[str, Known], number: int, window: YearWindow) -> Facts:
    """The facts of one statistics year."""
    facts: Facts = {"year": number, "counts": window.counts, **_days(window), "repeated": False}
    for name in plan.shape.quantities:
        facts |= {name: known[name].read(number), f"{name}_whole": known[name].is_whole(number)}
    for name in plan.shape.with_base:
        facts |= {f"{name}_base": known[name].read(number - 1), f"{name}_base_whole": known[name].is_whole(number - 1)}
    attributes = case.attributes or {}
    facts |= {f"is_{name}": attributes.get(name) for name in plan.shape.conditions.attributes}
    if IMPORTS in plan.shape.quantities:
        facts |= _imports_lacking(case, plan, known[IMPORTS], number)
    if plan.shape.award.support_years:
        facts["support_year"] = support_year(case.items or (), plan.shape.award.support_years.starts_with, number)
    return facts


def _days(window: YearWindow) -> Facts:
    return {"valid_from": window.days.first if window.days else None, "valid_until": window.days.last if window.days else None}


def _imports_lacking(case: Case, plan: Plan, imports: Known, number: int) -> Facts:
    """The months that no data covers, and the rejected rows that may belong to the years asked for."""
    years = (number - 1, number) if IMPORTS in plan.shape.with_base else (number,)
    gaps = imports.gaps(years)
    rows = [r.rows for r in case.rejected_rows or () if r.period is None or months_of(r.period).start // 12 in years]
    # as in growth: what has been read of imports is a sum, also where it is none
    read = {IMPORTS: imports.sums[number]} | ({f"{IMPORTS}_base": imports.sums[number - 1]} if IMPORTS in plan.shape.with_base else {})
    return {**read, "gaps": each_of("imports", gaps) if gaps else None, "rejected": sum(rows)}


def support_year(items: Iterable[Item], kind: str, number: int) -> int | None:
    """Which year of support a statistics year is, counted from the earliest item of a kind; unknown where its day is."""
    days = [item.on for item in items if item.kind == kind]
    if not days or None in days:
        return None
    return number - min(day.year for day in days if day is not None) + 1


def facts_by_year(case: Case, plan: Plan) -> Iterator[Facts]:
    """For each year of which the quantities asked for say anything."""
    known = quantities_of(case, plan.shape.quantities)
    for number in sorted(set().union(*(one.years() for one in known.values()))):
        yield {"period_name": str(number), **year_facts(case, plan, known, number, plan.window_of(number))}


def facts_once(case: Case, plan: Plan) -> Iterator[Facts]:
    """For each year that counts, of which the one that gives most is to be chosen; all must be known in full for it to be sure."""
    known = quantities_of(case, plan.shape.quantities)
    years = sorted(set().union(*(one.years() for one in known.values())))
    counting = [number for number in years if plan.window_of(number).counts is not False] or years[-1:]
    whole = {f"{name}_whole": all(known[name].is_whole(number) for number in counting) for name in plan.shape.quantities}
    for number in counting:
        yield {"period_name": ONCE, **year_facts(case, plan, known, number, plan.window_of(number)), **whole}


def facts_by_item(case: Case, plan: Plan, granted: Iterable[str]) -> Iterator[Facts]:
    """For each item of the kind; `granted` are the periods for which anything was granted."""
    items = [item for item in case.items or () if item.kind == plan.shape.item]
    before = {business_key(period) for period in granted}
    windows = [plan.window_of_item(item.on) for item in items]
    for place, (item, window) in enumerate(zip(items, windows, strict=True)):
        repeated = _is_repeated(place, items, windows, before, plan.shape.once_per)
        attributes = {f"is_{name}": (case.attributes or {}).get(name) for name in plan.shape.conditions.attributes}
        own = {"period_name": item.name, "day": item.on, "year": None, "repeated": repeated}
        yield {**own, "counts": window.counts, **_days(window), **attributes}


def _is_repeated(place: int, items: list[Item], windows: list[YearWindow], before: set[str], once_per: str) -> bool:
    """Whether an item has been supported, or another comes before it: by day, then by place; those without a day last."""

    def rank(n: int) -> tuple[date, int]:
        return (items[n].on or date.max, n)

    own = business_key(items[place].name)
    if once_per == "enterprise":
        others = [n for n in range(len(items)) if windows[n].counts is not False]
        return bool(before) or (place in others and rank(place) > min(map(rank, others)))
    return own in before or any(rank(n) < rank(place) and business_key(items[n].name) == own for n in range(len(items)))
