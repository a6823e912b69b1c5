"""Two runs over the same files, which are read once, or over one case: judged, compared, and held to a budget."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ibis.expr.types import Table

from subsidy import errors
from subsidy.assess import refuse_unknown_grants
from subsidy.batch.compare import Comparison, Side, chosen_provision, compare, looked_at_closely, provisions_with_a_rate
from subsidy.batch.compare_budget import Found, at_rate, largest_rate
from subsidy.batch.compare_margin import WholeYear
from subsidy.batch.compare_rows import Row, Sums, rows_of_case, rows_of_table, total
from subsidy.batch.engine import Engine, open_engine
from subsidy.batch.entitle import Facts, Known, entitlements, extend
from subsidy.batch.gathered import Gathered, gather
from subsidy.batch.population import SideTables
from subsidy.batch.progress import SILENT, Progress
from subsidy.batch.request import Sources
from subsidy.batch.result import Options, facts_of
from subsidy.batch.run import SIDE_TABLES, opened_once, read_sources, side_tables_of
from subsidy.facts import Case, canonical
from subsidy.formula import MONEY_TYPE
from subsidy.law.run import Run
from subsidy.money import EXACT, ZERO
from subsidy.periods import months_of, months_of_year
from subsidy.provisions import outcome
from subsidy.records import covered_months
from subsidy.version import ENGINE

Receipts = tuple[Mapping[str, str], Mapping[str, str]]
SumsUnder = Callable[[Run], Sums]


@dataclass(frozen=True)
class Question:
    """What is asked beside the comparison: how large the rate of a provision may be, in one statistics year or in all."""

    budget: Decimal | None = None
    provision: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Answer:
    """The comparison, what each side rests on, the rate that a budget allows, and the account of the rows, where there are any."""

    comparison: Comparison
    receipts: Receipts
    question: Question
    found: Found | None
    rows: Mapping[str, Any] | None = None


def refuse_two_days(base: Run, other: Run) -> None:
    """Rows after the as-of day do not count: two days would make two populations of the same files."""
    if base.as_of != other.as_of:
        raise errors.TwoDays(base=base.as_of, other=other.as_of)


def compare_files(base: Run, other: Run, sources: Sources, question: Question, progress: Progress = SILENT) -> Answer:
    """Both runs over the enterprises of some files; raises `errors.SubsidyError`."""
    refuse_two_days(base, other)
    question = _settled(question, other)
    with open_engine(sources.engine, sources.master) as engine, decimal.localcontext(EXACT):
        progress.phase("reading")
        opened = {kind: table for kind in SIDE_TABLES if (table := opened_once(sources, kind, engine.workspace))}
        tables = side_tables_of(base, opened)
        options = Options(sources.zone, sources.year, sources.coverage, sources.fees_through)
        gathered = gather(engine, read_sources(engine, sources, tables, progress), options.coverage, options.year, progress)
        known = [gathered.known(side, options.zone, options.fees_through) for side in (tables, _usable_under(other, tables, opened))]
        closely = looked_at_closely(other, question.provision)
        sides = [_side(engine, run, of, closely) for run, of in zip((base, other), known, strict=True)]
        _refuse_year_without_entitlements(question, closely, sides)
        found = compare(sides[0], sides[1], known[0].people.names, _whole_years(engine, gathered), closely, question.year)
        receipts = [_receipt(run, canonical(facts_of(engine, of, options.year))) for run, of in zip((base, other), known, strict=True)]
        allowed = _allowed(question, other, _sums_under(engine, Facts.of(engine, other, known[1]), question.year))
        return Answer(found, (receipts[0], receipts[1]), question, allowed, _account(gathered, tables))


def compare_case(base: Run, other: Run, case: Case, question: Question) -> Answer:
    """Both runs over one enterprise."""
    refuse_two_days(base, other)
    question = _settled(question, other)
    for run in (base, other):
        refuse_unknown_grants(case, run)
    with decimal.localcontext(EXACT):
        sides = [Side(run, tuple(rows_of_case(case, (), run))) for run in (base, other)]
        closely = looked_at_closely(other, question.provision)
        _refuse_year_without_entitlements(question, closely, sides)
        names = {case.enterprise.uscc or "": case.enterprise.name}
        found = compare(sides[0], sides[1], names, _whole_years_of_case(case), closely, question.year)
        allowed = _allowed(question, other, lambda run: _sums_of_rows(rows_of_case(case, (), run), question.year))
    receipts = (_receipt(base, case.canonical), _receipt(other, case.canonical))
    return Answer(found, receipts, question, allowed)


def _settled(question: Question, other: Run) -> Question:
    """The question with its provision; raises `errors.ProvisionNeeded` where a budget could mean several, or none."""
    provision = chosen_provision(other, question.provision)
    if question.budget is not None and provision is None:
        raise errors.ProvisionNeeded(accepted=", ".join(provisions_with_a_rate(other)))
    return replace(question, provision=provision)


def _refuse_year_without_entitlements(question: Question, provision: str | None, sides: Sequence[Side]) -> None:
    """A year of which nothing is known would silently cost nothing."""
    years = sorted({row.period for side in sides for row in side.rows if row.provision == provision and side.year_of(row)})
    if question.year is not None and str(question.year) not in years:
        raise errors.BadValue(where="--for", value=str(question.year), accepted=", ".join(years))


def _usable_under(other: Run, tables: SideTables, opened: Mapping[str, Any]) -> SideTables:
    """Which grants are usable is for the law to say: those of a provision and period that it has."""
    return replace(tables, prior=side_tables_of(other, {"prior": opened["prior"]}).prior) if "prior" in opened else tables


def _side(engine: Engine, run: Run, known: Known, provision: str | None) -> Side:
    return Side(run, rows_of_table(engine.arrow(entitlements(engine, run, known)), provision))


def _receipt(run: Run, facts: str) -> dict[str, str]:
    return {"engine": ENGINE, "law": run.law.digest, "inputs": run.digest(facts)}


def _whole_years(engine: Engine, gathered: Gathered) -> WholeYear:
    """Covered in all months, and no rejected row may belong to it."""
    doubtful = {(row["enterprise"], row["year"]) for row in engine.fetch(gathered.rejected)}

    def is_whole(owner: str, year: int) -> bool:
        return gathered.covered.issuperset(months_of_year(year)) and doubtful.isdisjoint({(owner, year), (owner, None)})

    return is_whole


def _whole_years_of_case(case: Case) -> WholeYear:
    covered = covered_months(case)
    doubtful = {months_of(rows.period).start // 12 if rows.period else None for rows in case.rejected_rows or ()}
    return lambda _, year: covered.issuperset(months_of_year(year)) and doubtful.isdisjoint({year, None})


def _allowed(question: Question, other: Run, sums_under: SumsUnder) -> Found | None:
    """The largest rate within the budget that is asked for."""
    budget, provision = question.budget, question.provision
    if budget is None or provision is None:
        return None
    return largest_rate(budget, lambda rate: sums_under(at_rate(other, provision, rate)))


def _sums_under(engine: Engine, facts: Facts, year: int | None) -> SumsUnder:
    """The sums of all entitlements under a run, of one statistics year where that is asked for."""

    def sums(run: Run) -> Sums:
        judged = [outcome.run(rule, asked, terms, extend) for _, _, terms in run.provisions for rule, asked in facts.by_rule(terms)]
        return total(_summed(engine, table if year is None else table.filter(table["period"] == str(year))) for table in judged)

    return sums


def _summed(engine: Engine, table: Table) -> Sums:
    sums = {name: table[name].cast(MONEY_TYPE).sum() for name in ("amount", "least", "most")}
    (row,) = engine.fetch(table.aggregate(**sums, unbounded=table["most"].isnull().sum()))
    return Sums(row["amount"] or ZERO, row["least"] or ZERO, None if row["unbounded"] else row["most"] or ZERO)


def _sums_of_rows(rows: Iterable[Row], year: int | None) -> Sums:
    return total(row.sums for row in rows if year is None or row.period == str(year))


def _account(gathered: Gathered, tables: SideTables) -> dict[str, Any]:
    """What became of the rows, with the rows of side tables that were rejected."""
    return {**gathered.account.rows, "side_tables_rejected": sum(len(side.issues) for side in tables.given())}
