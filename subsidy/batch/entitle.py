"""The rules over a population: the same stages as for one case, on columns; the result is `entitlements.csv` row for row."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from subsidy.provisions import first, growth, outcome, warehousing
from subsidy.provisions.outcome import Rule
from subsidy.provisions.terms import Terms

_RESULT_TYPES = {"amount": pa.decimal128(38, 2), "low": pa.decimal128(38, 2), "high": pa.decimal128(38, 2),
                 "valid_from": pa.date32(), "valid_until": pa.date32(), "place": pa.int32()}  # fmt: skip
NO_ENTITLEMENTS = pa.schema([(name, _RESULT_TYPES.get(name, pa.string())) for name in (*ENTITLEMENT_COLUMNS, "assumptions", "place")])
_DATES = frozenset({"valid_from", "valid_until", "year_last", "cut_first", "cut_last"})
_SUMS = frozenset({"fees", "ratio", "supported", "annual_cap", "granted", "award", "award_low", "award_high", "gross", "increment",
                   "rounded_high", "low", "high", "amount", "least", "most"})  # fmt: skip
_TEXTS = frozenset({"period", "status", "claim", "reasons", "missing", "assumptions", "warnings"})


def _typed(name: str, value: Value | Any) -> Value:
    """A stage's value as a column of its declared type, so that a constant or NULL has one too."""
    kind = "date" if name in _DATES else EXACT_TYPE if name in _SUMS else "string" if name in _TEXTS else "boolean"
    if isinstance(value, Decimal):
        return ibis.literal(value, type=EXACT_TYPE)
    if isinstance(value, ibis.Expr):
        return value.cast(kind)
    return ibis.null(kind) if value is None else ibis.literal(value, type=kind)


def _extend(table: Table, values: Mapping[str, Value]) -> Table:
    return table.mutate(**{name: _typed(name, value) for name, value in values.items()})


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
    applies = rule.applies(facts, terms)
    table = facts if applies is True else facts.filter(applies)
    table = outcome.run(rule, table, terms, _extend)
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


def _growth_facts(engine: Engine, known: Known, terms: Terms, year: int) -> Table:
    """One row for every enterprise: its imports of the year and of the base year, and what else the rule asks."""
    firms = ibis.memtable(tables.firm_facts(known.people, terms))
    grants = ibis.memtable(tables.growth_grants(known.people, terms))
    sums, rejected = known.sums, known.rejected
    zero = ibis.literal(Decimal(0), type=EXACT_TYPE)
    both = sums.group_by("enterprise").aggregate(
        imports=sums["imports"].sum(where=sums["year"] == year).cast(EXACT_TYPE),
        base=sums["imports"].sum(where=sums["year"] == year - 1).cast(EXACT_TYPE),
    )
    bad = rejected.group_by("enterprise").aggregate(
        imports_rejected=rejected["rejected"].sum(where=rejected["year"] == year),
        base_rejected=rejected["rejected"].sum(where=rejected["year"] == year - 1),
        undated_rejected=rejected["rejected"].sum(where=rejected["year"].isnull()),
    )
    for_year = grants.filter(grants["period"] == str(year))
    granted = for_year.group_by("granted_to").aggregate(granted=for_year["granted"].sum().cast(EXACT_TYPE))
    table = firms.left_join(both, firms["uscc"] == both["enterprise"]).drop("enterprise")
    table = table.left_join(bad, table["uscc"] == bad["enterprise"]).drop("enterprise")
    table = table.left_join(granted, table["uscc"] == granted["granted_to"]).drop("granted_to")
    counts = {name: table[name].fill_null(0).cast("int64") for name in ("imports_rejected", "base_rejected", "undated_rejected")}
    facts = table.mutate(
        imports=table["imports"].fill_null(zero), base=table["base"].fill_null(zero), **counts, place=ibis.literal(0, type="int32")
    )
    return engine.keep(facts, "growth_facts")


def _numbered(facts: pa.Table) -> Table:
    """Facts with their place in the input: what keeps entitlements of one period in order."""
    return ibis.memtable(facts.append_column("place", pa.array(range(len(facts)), pa.int32())))


def entitlements(engine: Engine, run: Run, known: Known) -> Table:
    """Every entitlement of the population, ordered by enterprise, provision and period."""
    parts = [part for document, provision, terms in run.provisions for part in _parts(engine, known, document, provision, terms)]
    return engine.keep(_united(parts).order_by("uscc", "provision", "period", "place"), "entitlements")


def _parts(engine: Engine, known: Known, document: Document, provision: Provision, terms: Terms) -> Iterator[Table]:
    """The entitlements under one provision, rule by rule."""
    if provision.kind == "growth":
        for year in known.years:
            facts = _growth_facts(engine, known, terms, year)
            at_year = terms.at(growth.statistics_year(year, known.covered, terms))
            yield from (_judged(facts, rule, document, provision, at_year) for rule in growth.rules(terms))
        return
    found = tables.first_facts(known.people, terms) if provision.kind == "first" else tables.warehousing_facts(known.people, terms)
    if len(found):
        facts = engine.keep(_numbered(found), provision.kind)
        rules = first.rules(terms) if provision.kind == "first" else warehousing.rules(terms)
        yield from (_judged(facts, rule, document, provision, terms) for rule in rules)


def _united(parts: list[Table]) -> Table:
    if not parts:
        return ibis.memtable(NO_ENTITLEMENTS.empty_table())
    return ibis.union(*parts) if len(parts) > 1 else parts[0]
