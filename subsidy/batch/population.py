"""The population: what is known of every enterprise, as the tables of facts that the rules judge.

Enterprises are all that a readable row or a side table names. What stands between files and facts for one enterprise
(`subsidy.records`) is asked here too, so that a case and a population can only agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from subsidy import records
from subsidy.facts import BusinessFirst, Case, Coverage, Enterprise, Grant, Imports, Item, Quantity, RejectedRows, WarehouseFee
from subsidy.intake.quantities import Told
from subsidy.intake.rates import Rates
from subsidy.intake.side_tables import Firm, Register, SideTable
from subsidy.money import FEN
from subsidy.periods import runs
from subsidy.provisions import first, growth, outcome
from subsidy.provisions.outcome import Rule
from subsidy.provisions.terms import Terms

Row = Mapping[str, Any]
MONEY = pa.decimal128(38, 8)
_TYPES = {"money": MONEY, "date": pa.date32(), "boolean": pa.bool_(), "int64": pa.int64(), "int32": pa.int32(), "string": pa.string()}


@dataclass(frozen=True)
class SideTables:
    """The tables beside the imports; None where none was given."""

    register: Register | None = None
    firsts: SideTable[BusinessFirst] | None = None
    warehousing: SideTable[WarehouseFee] | None = None
    prior: SideTable[Grant] | None = None
    rates: Rates | None = None
    quantities: SideTable[Told] | None = None

    def of_enterprises(self) -> Sequence[SideTable[Any]]:
        """Those whose rows are about an enterprise each."""
        return [table for table in (self.register, self.firsts, self.warehousing, self.prior, self.quantities) if table is not None]

    def given(self) -> Sequence[SideTable[Any] | Rates]:
        """All that were given."""
        return [*self.of_enterprises(), *([self.rates] if self.rates else [])]


@dataclass(frozen=True)
class Population:
    """Every enterprise with what the side tables say of it, as a case without imports."""

    cases: Mapping[str, Case]
    names: Mapping[str, str | None] = field(default_factory=dict)


def population_of(named: Mapping[str, str | None], tables: SideTables, asserted_zone: str | None, fees_through: date | None) -> Population:
    """The population of the enterprises that rows name (with their name there) and those of the side tables."""
    codes = sorted(set(named).union(*(table.facts.keys() | table.unreadable for table in tables.of_enterprises())))
    firms = tables.register.firms if tables.register else {}
    cases = {code: _case(code, firms.get(code), named.get(code), tables, asserted_zone, fees_through) for code in codes}
    return Population(cases, {code: case.enterprise.name for code, case in cases.items()})


def _case(code: str, firm: Firm | None, name: str | None, tables: SideTables, asserted_zone: str | None, fees_through: date | None) -> Case:
    asserts = asserted_zone is not None and tables.register is None
    known = firm or Firm(code)
    enterprise = Enterprise.model_construct(
        uscc=code,
        name=known.name or name,
        zone=asserted_zone if asserts else known.zone,
        settled_on=known.settled_on,
        foreign_trade=known.foreign_trade,
        qualified=known.qualified,
        zone_asserted=asserts,
    )
    fees, prior, firsts = tables.warehousing, tables.prior, tables.firsts
    return Case.model_construct(
        enterprise=enterprise,
        imports=None,
        coverage=None,
        firsts=tuple(firsts.facts.get(code, ())) if firsts else None,
        warehousing=tuple(fees.facts[code]) if fees and code in fees.facts else None,
        warehousing_known_through=fees_through,
        warehousing_incomplete=bool(fees and code in fees.unreadable and code in fees.facts),
        prior=tuple(prior.facts.get(code, ())) if prior else None,
        prior_incomplete=bool(prior and code in prior.unreadable),
        rejected_rows=None,
        **told_of(code, tables.quantities),
    )


def told_of(code: str, table: SideTable[Told] | None) -> dict[str, Any]:
    """What a table of quantities tells of an enterprise, as the keys of a case; nothing where there is no table."""
    if table is None:
        return {"quantities": None, "quantities_incomplete": False, "attributes": None, "items": None}
    told = table.facts.get(code, ())
    return {
        "quantities": tuple(Quantity(name=one.name, period=one.period, value=one.value) for one in told if one.period is not None),
        "quantities_incomplete": code in table.unreadable,
        "attributes": {one.name: one.value for one in told if isinstance(one.value, bool)},
        "items": tuple(Item(name=one.name, kind=one.name, on=one.value) for one in told if isinstance(one.value, date)),
    }


def _table(facts: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> pa.Table:
    """Plain facts as a table of declared types, with `uscc` and `name`."""
    schema = pa.schema([("uscc", pa.string()), ("name", pa.string()), *((name, _TYPES[kind]) for name, kind in types.items())])
    return pa.Table.from_pylist([dict(row) for row in facts], schema=schema)


def firm_facts(population: Population, terms: Terms) -> pa.Table:
    """What the growth rule asks of an enterprise beside its imports."""
    rows = [
        {
            "uscc": code,
            "name": case.enterprise.name,
            "qualified": case.enterprise.qualified,
            "settled_on": case.enterprise.settled_on,
            **records.common_facts(case, terms),
        }
        for code, case in population.cases.items()
    ]
    return _table(rows, {**outcome.COMMON_FACTS, "qualified": "boolean", "settled_on": "date"})


def growth_grants(population: Population, terms: Terms) -> pa.Table:
    """What was granted to each enterprise for each statistics year."""
    rows = [
        {"enterprise": code, "year": int(grant.period), "granted": grant.amount}
        for code, case in population.cases.items()
        for grant in records.grants_that_count(case, terms)
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema([("enterprise", pa.string()), ("year", pa.int64()), ("granted", MONEY)]))


def years_facts(years: Iterable[int], covered: Set[int], terms: Terms) -> pa.Table:
    """What each statistics year fixes for all enterprises."""
    schema = pa.schema([(name, _TYPES[kind]) for name, kind in growth.YEAR_FACTS.items()])
    return pa.Table.from_pylist([growth.year_facts(year, covered, terms) for year in years], schema=schema)


def with_imports(population: Population, sums: Iterable[Row], rejected: Iterable[Row], covered: Set[int]) -> Population:
    """The population, each case with its imports by year, its rejected rows, and the months that the data cover."""
    imports: dict[str, list[Imports]] = defaultdict(list)
    for row in sums:
        imports[row["enterprise"]].append(Imports(period=f"{row['year']:04d}", value=row["imports"].quantize(FEN)))
    lost: dict[str, list[RejectedRows]] = defaultdict(list)
    for row in rejected:
        period = None if row["year"] is None else f"{row['year']:04d}"
        lost[row["enterprise"]].append(RejectedRows(period=period, rows=row["rejected"]))
    spans = tuple(Coverage(first=run[:7], last=run[-7:]) for run in runs(covered))
    cases = {
        code: case.model_copy(
            update={"imports": tuple(imports.get(code, ())), "coverage": spans, "rejected_rows": tuple(lost.get(code, ()))}
        )
        for code, case in population.cases.items()
    }
    return Population(cases, population.names)


def facts_by_rule(population: Population, terms: Terms, only: int | None = None) -> Iterator[tuple[Rule, pa.Table]]:
    """Every rule of a provision that anything asks for, with the facts of all who ask and their place in the input.

    `only` is the statistics year that is asked for, where it is but one.
    """
    asked: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rules: dict[int, Rule] = {}
    for place, (code, rule, facts) in enumerate(_asked(population, terms)):
        if only is not None and facts.get("period_name") != str(only) and facts.get("year") is not None:
            continue
        rules[id(rule)] = rule
        asked[id(rule)].append({"uscc": code, "name": population.names[code], "place": place, **facts})
    for key, rule in rules.items():
        yield rule, _table(asked[key], {"place": "int32", **outcome.COMMON_FACTS, **rule.facts})


def _asked(population: Population, terms: Terms) -> Iterator[tuple[str, Rule, dict[str, Any]]]:
    """What the enterprises ask of the rules; their firsts meet those of all the others."""
    if terms.kind == "first":
        yield from _firsts(population, terms)
        return
    for code, case in population.cases.items():
        yield from ((code, rule, facts) for rule, facts in records.asked_of(case, terms))


def _firsts(population: Population, terms: Terms) -> Iterator[tuple[str, Rule, dict[str, Any]]]:
    claims = [claim for code, case in population.cases.items() for claim in records.first_claims(case, code, terms)]
    granted = {pair for code, case in population.cases.items() for pair in records.granted_firsts(case, code, terms)}
    (rule,) = first.RULES
    for claim, facts in zip(claims, records.first_facts(claims, granted, terms), strict=True):
        yield claim.owner, rule, facts
