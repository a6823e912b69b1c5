"""What `--range` adds to a line of a batch is what `subsidy.assess_range` says of that entitlement."""

import decimal
import itertools
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import subsidy
from subsidy.batch import entitle
from subsidy.batch.engine import open_engine
from subsidy.batch.population import Population
from subsidy.batch.ranges import combinations, with_ranges
from subsidy.law.run import Run, prepare
from subsidy.money import EXACT
from subsidy.periods import months_of
from subsidy.ranging.choosing import noting, under
from subsidy.ranging.outcomes import Clause
from subsidy.records import covered_months
from tests import strategies
from tests.batch.test_entitle import COVERAGES, REJECTED, SUMS, YEARS, drawn, with_shared_coverage
from tests.drawn import TIMES

Json = dict[str, Any]
Line = tuple[str, str, str | None, str | None]


def ranged_by_columns(engine_name: str, cases: list[Json], run: Run) -> dict[str, list[Line]]:
    """Provision, period, least and most of every line, by enterprise."""
    made = {case["enterprise"]["uscc"]: subsidy.Case.model_validate(case) for case in cases}
    sums = [
        {"enterprise": code, "year": months_of(one.period).start // 12, "imports": one.value}
        for code, case in made.items()
        for one in case.imports or ()
    ]
    rejected = [
        {"enterprise": code, "year": int(rows.period[:4]) if rows.period else None, "rejected": rows.rows}
        for code, case in made.items()
        for rows in case.rejected_rows or ()
    ]
    covered = frozenset(covered_months(next(iter(made.values()))))
    with open_engine(engine_name) as engine, decimal.localcontext(EXACT):
        tables = [ibis.memtable(pa.Table.from_pylist(rows, schema=schema)) for rows, schema in ((sums, SUMS), (rejected, REJECTED))]
        known = entitle.Known(Population(made, dict.fromkeys(made)), tables[0], tables[1], covered, list(YEARS))
        rows = engine.fetch(with_ranges(engine, run, known, entitle.entitlements(engine, run, known)))
    found: dict[str, list[Line]] = defaultdict(list)
    for row in rows:
        found[row["uscc"]].append((row["provision"], row["period"], _text(row["range_low"]), _text(row["range_high"])))
    return found


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def alone(case: Json, others: list[Json], terms: Json) -> list[Line]:
    """The same of one enterprise beside the others, for the lines that the run's own readings give."""
    rivals = [subsidy.Case.model_validate(other) for other in others]
    result = subsidy.assess_range(subsidy.Case.model_validate(case), rivals=rivals, **terms)
    return [(e.provision, e.period, _text(e.least), _text(e.most)) for e in result.entitlements if e.status is not None]


NUMBERS = [*(("duckdb", number) for number in range(4)), pytest.param("spark", 4, marks=pytest.mark.spark)]


@pytest.mark.no_cover
@pytest.mark.parametrize(("engine_name", "number"), NUMBERS, indirect=["engine_name"])
def test_every_line_has_the_range_that_one_case_has(engine_name: str, number: int) -> None:
    populations = with_shared_coverage(drawn(strategies.populations(), 8 * TIMES, seed=number), COVERAGES[number % len(COVERAGES)])
    chosen = st.tuples(strategies.as_of_days(), strategies.readings(), strategies.decisions())
    as_of, readings, decisions = drawn(chosen, 12, seed=number)[-1]
    found = ranged_by_columns(engine_name, [case for one in populations for case in one], prepare(as_of, readings, decisions))
    terms = {"as_of": as_of, "readings": readings, "decisions": decisions}
    for population in populations:
        for place, case in enumerate(population):
            expected = alone(case, population[:place] + population[place + 1 :], terms)
            assert found[case["enterprise"]["uscc"]] == expected, case


def test_years_without_imports_come_to_nothing_under_every_reading() -> None:
    nothing = {"enterprise": {"uscc": "913101180000000004"}, "coverage": COVERAGES[0]}
    found = ranged_by_columns("duckdb", [nothing], prepare(date(2026, 3, 1), {}, {}))["913101180000000004"]
    assert found == [("qingpu-2024-1/import-growth", str(year), "0.00", "0.00") for year in YEARS]


@settings(deadline=None)
@given(strategies.cases(), strategies.as_of_days(), strategies.readings(), strategies.decisions())
def test_of_falling_options_none_gives_more_than_the_one_before(
    case: Json, as_of: date, readings: dict[str, str], decisions: dict[str, str]
) -> None:
    run = prepare(as_of, readings, decisions)
    asked = run.law.questions.readings
    for document, provision, terms in run.provisions:
        clause = Clause(document, provision, terms, asked, subsidy.Case.model_validate(case), ())
        for reading in (r for r in asked if terms.kind in r.falling):
            options = [clause.under({reading.name: option}) for option in reading.definite]
            for before, after in itertools.pairwise(options):
                assert before.keys() == after.keys()
                for key in before:
                    high, next_high = before[key].bounds.high, after[key].bounds.high
                    assert before[key].bounds.low >= after[key].bounds.low
                    assert high is None or (next_high is not None and high >= next_high)


def test_only_the_ends_of_falling_options_are_tried() -> None:
    run = prepare(date(2026, 3, 1), {}, {})
    (growth,) = [terms for _, _, terms in run.provisions if terms.kind == "growth"]
    lows, highs = (combinations(growth, run.law.questions.readings, end) for end in (-1, 0))
    assert (len(lows), len(highs)) == (8, 8)
    assert {choice["payout.rounding"] for choice in lows} == {"wan_down"}
    assert {choice["payout.rounding"] for choice in highs} == {"fen"}
    assert {choice["growth.new_importer"] for choice in lows} == {"zero_base", "excluded"}
    assert under(growth, lows[0]).readings["payout.rounding"] == "wan_down"


def test_terms_note_which_readings_they_are_asked_for() -> None:
    run = prepare(date(2026, 3, 1), {}, {})
    (terms,) = [terms for _, _, terms in run.provisions if terms.kind == "growth"]
    asked: set[str] = set()
    noted = noting(under(terms, {"growth.years": "earned_in_force"}), asked)
    assert noted.reading("growth.years") == "earned_in_force"
    assert asked == {"growth.years"}
    assert noted.readings == {**terms.readings, "growth.years": "earned_in_force"}
