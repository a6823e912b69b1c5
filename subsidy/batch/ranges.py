"""Least and most of every line over all combinations of definite readings: the columns that `--range` adds.

The rules run over the population for every choice of the readings on which a provision depends; choices that a rule does
not tell apart are one run over the facts of all of them. Where the options of a reading come in falling order, the last of
them is enough for the least, and the first for the most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import ibis
from ibis.expr.types import Table, Value

from subsidy.batch.engine import Engine
from subsidy.batch.entitle import Facts, Known, extend
from subsidy.formula import MONEY_TYPE
from subsidy.law.model import Reading
from subsidy.law.run import Run
from subsidy.provisions import outcome
from subsidy.provisions.outcome import Rule
from subsidy.provisions.terms import Terms
from subsidy.ranging.choosing import chosen, deciding, noting, under

_LINE = ("uscc", "provision", "period", "number")
"""What tells the lines of a result apart, whatever the readings."""
_NONE = ibis.null(MONEY_TYPE)
_ZERO = ibis.literal(0, type=MONEY_TYPE)
Choice = Mapping[str, str]


def with_ranges(engine: Engine, run: Run, known: Known, entitlements: Table) -> Table:
    """The entitlements with `range_low` and `range_high`; a line that a combination does not give counts there as nothing."""
    facts = Facts.of(engine, run, known)
    kept = [part for _, _, terms in run.provisions for part in _ranges(facts, terms, run.law.questions.readings)]
    if not kept:
        return entitlements.mutate(range_low=_NONE, range_high=_NONE)
    ranges = _united(kept).rename({f"of_{name}": name for name in _LINE})
    lines = entitlements.mutate(number=_number(entitlements, "uscc", "provision", "period"))
    joined = lines.left_join(ranges, [lines[name] == ranges[f"of_{name}"] for name in _LINE])
    found = joined.mutate(
        range_low=joined["least"].fill_null(_ZERO),
        range_high=ibis.ifelse(joined["unbounded"].fill_null(False), _NONE, joined["most"].fill_null(_ZERO)),
    )
    return found.select(*entitlements.columns, "range_low", "range_high").order_by("uscc", "provision", "period", "place")


def _united(tables: Sequence[Table]) -> Table:
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def _number(table: Table, *alike: str) -> Value:
    """Which one a line is of those that are alike in all else that tells lines apart, as they came."""
    return ibis.row_number().over(group_by=[table[name] for name in alike], order_by=table["place"]).cast("int64")


def combinations(terms: Terms, asked: Sequence[Reading], end: int) -> list[Choice]:
    """Every choice of the readings on which a provision depends; of falling options only the one at this end (0 or -1)."""
    readings = deciding(terms, asked)
    options = [(r.definite[end],) if terms.kind in r.falling else r.definite for r in readings]
    return [dict(zip([r.name for r in readings], choice, strict=True)) for choice in product(*options)]


def _ranges(facts: Facts, terms: Terms, asked: Sequence[Reading]) -> Iterator[Table]:
    """Least and most of every line of a provision, in one statement; nothing where nobody asks for it."""
    lows, highs = (combinations(terms, asked, end) for end in (-1, 0))
    asked_before: list[_Asked] = []
    runs: list[_Alike] = []
    for number, choice in enumerate([*highs, *(choice for choice in lows if choice not in highs)]):
        its, ends = under(terms, choice), (choice in lows, choice in highs)
        for rule, table in _facts_under(facts, its, asked_before):
            found = next((run for run in runs if run.rule is rule and run.ends == ends and _agree(run.consulted, its)), None)
            if found is None:
                found = _Alike.of(rule, ends, its, table)
                runs.append(found)
            found.facts.append(table.mutate(choice=ibis.literal(number, type="int32")))
    if runs:
        yield facts.engine.keep(_least_and_most(_united([run.bounds() for run in runs]), len(lows)), "range")


class _Asked(NamedTuple):
    """What the rules ask of the population under all choices that agree in what was consulted to put it together."""

    consulted: Choice
    by_rule: list[tuple[Rule, Table]]


def _agree(consulted: Choice, terms: Terms) -> bool:
    """Whether all would go the same way: nothing was asked for in which these terms differ."""
    readings = chosen(terms)
    return all(readings[name] == option for name, option in consulted.items())


def _facts_under(facts: Facts, terms: Terms, before: list[_Asked]) -> list[tuple[Rule, Table]]:
    """The facts of the population, put together once for choices that do not differ in them."""
    for asked in before:
        if _agree(asked.consulted, terms):
            return asked.by_rule
    names: set[str] = set()
    by_rule = list(facts.by_rule(noting(terms, names)))
    before.append(_Asked(_options(terms, names), by_rule))
    return by_rule


def _options(terms: Terms, names: set[str]) -> Choice:
    return {name: option for name, option in chosen(terms).items() if name in names}


def _least_and_most(found: Table, combinations_tried: int) -> Table:
    """One row for each line: what is not given under every combination is nothing at the least."""
    lines = found.group_by(*_LINE).aggregate(
        lowest=found["low"].min(), given=found["low"].count(), most=found["high"].max(), unbounded=found["unbounded"].any()
    )
    least = ibis.ifelse(lines["given"] == combinations_tried, lines["lowest"], _ZERO)
    return lines.mutate(least=least).drop("lowest", "given")


@dataclass(frozen=True)
class _Alike:
    """One rule under choices that it does not tell apart: what it makes of a table of facts, and the facts under each of them."""

    rule: Rule
    ends: tuple[bool, bool]
    """Whether these choices count for the least, and for the most."""
    consulted: Choice
    """The readings that the rule asks for, with their options."""
    blank: Table
    judged: Table
    facts: list[Table] = field(default_factory=list)

    @classmethod
    def of(cls, rule: Rule, ends: tuple[bool, bool], terms: Terms, example: Table) -> _Alike:
        names: set[str] = set()
        blank = ibis.table({**example.schema(), "choice": "int32"}, name="facts")
        judged = _bounds(blank, rule, noting(terms, names), *ends)
        return cls(rule, ends, _options(terms, names), blank, judged)

    def bounds(self) -> Table:
        """What the rule makes of the facts of all choices."""
        table: Table = self.judged.op().replace({self.blank.op(): _united(self.facts).op()}).to_expr()
        return table


def _bounds(facts: Table, rule: Rule, terms: Terms, low: bool, high: bool) -> Table:  # noqa: FBT001 - the two ends, in order
    """The bounds of every line that one rule gives, those of the two that are asked for."""
    table, findings = outcome.reached(rule, facts, terms, extend)
    settled = outcome.settle(table, terms, findings)
    table = extend(table, {name: settled[name] for name in ("least", "most")})
    return table.select(
        uscc=table["uscc"],
        provision=ibis.literal(terms.provision),
        period=table["period"],
        number=ibis.literal(0, type="int64") if terms.kind == "growth" else _number(table, "choice", "uscc", "period"),
        low=table["least"].cast(MONEY_TYPE) if low else _NONE,
        high=table["most"].cast(MONEY_TYPE) if high else _NONE,
        unbounded=table["most"].isnull() if high else ibis.literal(False),
    )
