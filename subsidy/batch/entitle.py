"""The rules over a population: the same stages as for one case, on columns; the result is `entitlements.csv` row for row."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import StringValue, Table, Value

from subsidy.batch import population as tables
from subsidy.batch.cells import ENTITLEMENT_COLUMNS
from subsidy.batch.engine import Engine
from subsidy.batch.population import Population
from subsidy.formula import EXACT_TYPE, MONEY_TYPE
from subsidy.law.model import Document, Provision
from subsidy.law.run import Run
from subsidy.provisions import growth, outcome
from subsidy.provisions.outcome import Rule
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.scheme_shape import IMPORTS
from subsidy.provisions.terms import Terms

_RESULT_TYPES = {"amount": pa.decimal128(38, 2), "low": pa.decimal128(38, 2), "high": pa.decimal128(38, 2),
                 "valid_from": pa.date32(), "valid_until": pa.date32(), "place": pa.int32()}  # fmt: skip
NO_ENTITLEMENTS = pa.schema([(name, _RESULT_TYPES.get(name, pa.string())) for name in (*ENTITLEMENT_COLUMNS, "assumptions", "place")])
_DATES = frozenset({"valid_from", "valid_until", "year_last", "cut_first", "cut_last"})
_SUMS = frozenset({"fees", "ratio", "supported", "annual_cap", "granted", "award", "award_low", "award_high", "gross", "increment",
                   "basis", "rounded_high", "low", "high", "amount", "least", "most"})  # fmt: skip
_TEXTS = frozenset({"period", "status", "claim", "reasons", "missing", "assumptions", "warnings"})


def typed(name: str, value: Value | Any) -> Value:
    """A stage's value as a column of its declared type, so that a constant or NULL has one too."""
    is_sum = name in _SUMS or name.startswith(outcome.SUM)
    kind = "date" if name in _DATES else EXACT_TYPE if is_sum else "string" if name in _TEXTS else "boolean"
    if isinstance(value, Decimal):
        return ibis.literal(value, type=EXACT_TYPE)
    if isinstance(value, ibis.Expr):
        return value.cast(kind)
    return ibis.null(kind) if value is None else ibis.literal(value, type=kind)


def extend(table: Table, values: Mapping[str, Value]) -> Table:
    return table.mutate(**{name: typed(name, value) for name, value in values.items()})


def _plain_figure(figure: Value) -> StringValue:
    """An exact figure as text, as `subsidy.money.plain` writes it."""
    text = figure.cast(EXACT_TYPE).cast("string")
    return text.left(text.length() - 6) + text.right(6).re_replace("0+$", "")


def _steps(table: Table, rule: Rule, terms: Terms) -> StringValue:
    """The steps as one JSON object of name to value."""
    parts = [_step(table, name, shown) for name, shown in rule.steps(table, terms).items()]
    joined = functools.reduce(lambda a, b: a + b, parts)
    return ibis.literal("{") + joined.substr(1) + "}"


def _step(table: Table, name: str, shown: Value) -> StringValue:
    figure = table["granted" if name == "already_granted" else name]
    value = ibis.ifelse(figure.isnull(), "null", ibis.literal('"') + _plain_figure(figure).fill_null("") + '"')
    written = ibis.literal(f',"{name}":') + value
    return written if shown is True else ibis.ifelse(shown, written, "")


def _judged(facts: Table, rule: Rule, document: Document, provision: Provision, terms: Terms) -> Table:
    """The entitlements that one rule gives, in the columns of the result."""
    table = outcome.run(rule, facts, terms, extend)
    return table.select(
        uscc=table["uscc"],
        name=table["name"],
        provision=ibis.literal(terms.provision),
        document=ibis.literal(document.number or document.id),
        article=ibis.literal(provision.article),
        period=table["period"],
        status=table["status"],
        amount=table["amount"].cast(MONEY_TYPE),
        low=table["least"].cast(MONEY_TYPE),
        high=table["most"].cast(MONEY_TYPE),
        valid_from=table["valid_from"],
        valid_until=table["valid_until"],
        claim=table["claim"],
        reasons=table["reasons"],
        missing=table["missing"],
        warnings=table["warnings"],
        steps=_steps(table, rule, terms),
        assumptions=table["assumptions"],
        place=table["place"],
    )


@dataclass(frozen=True)
class Known:
    """What is known of a population: its enterprises, imports and rejected rows by year, covered months, years to judge."""

    people: Population
    sums: Table
    rejected: Table
    covered: frozenset[int]
    years: Sequence[int]
    only: int | None = None
    """The one statistics year that is asked for."""


@dataclass(frozen=True)
class Facts:
    """What rules ask of a population; terms that ask the same of the years are answered by the same table."""

    engine: Engine
    known: Known
    _growth: dict[str, Table] = field(default_factory=dict)

    @classmethod
    def of(cls, engine: Engine, run: Run, known: Known) -> Facts:
        return cls(engine, _with_imports(engine, run, known))

    def by_rule(self, terms: Terms) -> Iterator[tuple[Rule, Table]]:
        """The rules of a provision that anything asks for, each with the facts of all who ask."""
        if terms.kind != "growth":
            for rule, facts in tables.facts_by_rule(self.known.people, terms, self.known.only):
                yield rule, self.engine.keep(ibis.memtable(facts), terms.kind)
        elif self.known.years:
            (rule,) = growth.RULES
            yield rule, self._of_years(terms)

    def _of_years(self, terms: Terms) -> Table:
        years = tables.years_facts(self.known.years, self.known.covered, terms)
        same = f"{terms.provision} {years.to_pylist()}"
        if same not in self._growth:
            self._growth[same] = _growth_facts(self.engine, self.known, ibis.memtable(years), terms)
        return self._growth[same]


def _growth_facts(engine: Engine, known: Known, years: Table, terms: Terms) -> Table:
    """One row for every enterprise and year: its imports of the year and of the base year, and what else the rule asks."""
    table = ibis.memtable(tables.firm_facts(known.people, terms)).cross_join(years)
    for name, since in (("imports", 0), ("base", 1)):
        table = _beside(table, known.sums, (name, "imports", EXACT_TYPE), table["year"] - since)
        table = _beside(table, known.rejected, (f"{name}_rejected", "rejected", "int64"), table["year"] - since)
    undated = known.rejected.filter(known.rejected["year"].isnull()).mutate(year=ibis.literal(0, type="int64"))
    table = _beside(table, undated, ("undated_rejected", "rejected", "int64"), ibis.literal(0, type="int64"))
    grants = ibis.memtable(tables.growth_grants(known.people, terms))
    table = _beside(table, grants, ("granted", "granted", EXACT_TYPE), table["year"], otherwise=None)
    return engine.keep(table.mutate(place=ibis.literal(0, type="int32")), "growth_facts")


def _beside(table: Table, found: Table, figure: tuple[str, str, str], year: Value, otherwise: int | None = 0) -> Table:
    """The table with a figure (its name, where it comes from, its type) summed for the enterprise and a year."""
    name, source, kind = figure
    summed = found.group_by(of="enterprise", in_year=found["year"].cast("int64")).aggregate(**{name: found[source].sum().cast(kind)})
    joined = table.left_join(summed, (table["uscc"] == summed["of"]) & (year == summed["in_year"])).drop("of", "in_year")
    return joined if otherwise is None else joined.mutate(**{name: joined[name].fill_null(ibis.literal(otherwise, type=kind))})


def entitlements(engine: Engine, run: Run, known: Known) -> Table:
    """Every entitlement of the population, ordered by enterprise, provision and period."""
    facts = Facts.of(engine, run, known)
    parts = [_judged(asked, rule, *clause) for clause in run.provisions for rule, asked in facts.by_rule(clause[2])]
    return _united(parts).order_by("uscc", "provision", "period", "place")


def _with_imports(engine: Engine, run: Run, known: Known) -> Known:
    """Where a scheme asks for imports beside other quantities, its facts are put together with them for each enterprise."""
    if not any(isinstance(terms.plan, Plan) and IMPORTS in terms.plan.shape.quantities for _, _, terms in run.provisions):
        return known
    people = tables.with_imports(known.people, engine.fetch(known.sums), engine.fetch(known.rejected), known.covered)
    return replace(known, people=people)


def _united(parts: list[Table]) -> Table:
    if not parts:
        return ibis.memtable(NO_ENTITLEMENTS.empty_table())
    return ibis.union(*parts) if len(parts) > 1 else parts[0]
