"""A thousand and more random populations: the rules on columns give what they give on one case, and what the oracle gives."""

import decimal
import json
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

import subsidy
from subsidy.batch import entitle
from subsidy.batch.engine import open_engine
from subsidy.batch.population import Population
from subsidy.law.run import prepare
from subsidy.money import EXACT
from subsidy.periods import months_of
from subsidy.records import covered_months
from tests import oracle, strategies
from tests.plain import plain

pytestmark = pytest.mark.no_cover

Json = dict[str, Any]
YEARS = range(2022, 2028)
SUMS = pa.schema([("enterprise", pa.string()), ("year", pa.int32()), ("imports", pa.decimal128(38, 2))])
REJECTED = pa.schema([("enterprise", pa.string()), ("year", pa.int32()), ("rejected", pa.int64())])
FIELDS = ("provision", "period", "status", "amount", "low", "high", "valid_from", "valid_until", "claim")
POPULATIONS_PER_RUN = 100
WHOLE = [{"from": "2022-01", "to": "2027-12"}]
COVERAGES = [WHOLE, [{"from": "2022-02", "to": "2024-12"}, {"from": "2025-03", "to": "2027-12"}], WHOLE]


def drawn(strategy: st.SearchStrategy[Any], count: int, seed: int) -> list[Any]:
    """So many examples of a strategy, the same ones every time."""
    found: list[Any] = []

    @seeded(seed)
    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(example: Any) -> None:
        found.append(example)

    collect()
    return found


def with_shared_coverage(populations: list[list[Json]], covered: list[Json]) -> list[list[Json]]:
    """The populations as one batch sees them: one coverage for all; all but the first have codes and business names of their own."""
    number = 0
    for place, population in enumerate(populations):
        for case in population:
            number += 1
            case["coverage"] = covered
            if place == 0:
                continue
            case["enterprise"]["uscc"] = f"9131{number:014d}"
            case["firsts"] = [{**claim, "business": f"{claim['business']} {place}"} for claim in case.get("firsts") or []]
            for grant in case.get("prior") or []:
                if grant["provision"].endswith("/first"):
                    grant["period"] = f"{grant['period']} {place}"
    return populations


def by_columns(
    engine_name: str, cases: list[Json], as_of: date, readings: dict[str, str], decisions: dict[str, str]
) -> dict[str, list[Json]]:
    """The entitlements of one batch, by enterprise."""
    made = [subsidy.Case.model_validate(case) for case in cases]
    run = prepare(as_of, readings, decisions)
    sums = [
        {"enterprise": case.enterprise.uscc, "year": months_of(given.period).start // 12, "imports": given.value}
        for case in made
        for given in case.imports or ()
    ]
    rejected = [
        {"enterprise": case.enterprise.uscc, "year": int(rows.period[:4]) if rows.period else None, "rejected": rows.rows}
        for case in made
        for rows in case.rejected_rows or ()
    ]
    people = Population({str(case.enterprise.uscc): case for case in made}, {str(case.enterprise.uscc): None for case in made})
    covered = frozenset(covered_months(made[0]))
    with open_engine(engine_name) as engine, decimal.localcontext(EXACT):
        known = entitle.Known(
            people,
            ibis.memtable(pa.Table.from_pylist(sums, schema=SUMS)),
            ibis.memtable(pa.Table.from_pylist(rejected, schema=REJECTED)),
            covered,
            list(YEARS),
        )
        table = entitle.entitlements(engine, run, known)
        rows = engine.fetch(table)
    found: dict[str, list[Json]] = {str(case.enterprise.uscc): [] for case in made}
    for row in rows:
        found[row["uscc"]].append(as_plain(row))
    return found


def as_plain(row: Json) -> Json:
    texts = {name: None if row[name] is None else str(row[name]) for name in FIELDS}
    codes = {name: [code for code in row[name].split(";") if code] for name in ("reasons", "missing", "assumptions", "warnings")}
    return texts | codes | {"steps": json.loads(row["steps"])}


NUMBERS = [*(("duckdb", number) for number in range(12)), pytest.param("spark", 12, marks=pytest.mark.spark)]


@pytest.mark.parametrize(("engine_name", "number"), NUMBERS, indirect=["engine_name"])
def test_columns_one_case_and_the_oracle_agree(engine_name: str, number: int) -> None:
    populations = drawn(strategies.populations(), POPULATIONS_PER_RUN, seed=number)
    as_of, readings, decisions = drawn(st.tuples(strategies.as_of_days(), strategies.readings(), strategies.decisions()), 12, seed=number)[
        -1
    ]
    populations = with_shared_coverage(populations, COVERAGES[number % len(COVERAGES)])
    cases = [case for population in populations for case in population]
    found = by_columns(engine_name, cases, as_of, readings, decisions)
    for population in populations:
        expected = oracle.assess_many(population, as_of, readings, decisions)
        for case, entitlements in zip(population, expected, strict=True):
            assert found[case["enterprise"]["uscc"]] == entitlements, case
    for case in cases[:: len(populations) // 20]:
        alone = plain(subsidy.assess(subsidy.Case.model_validate(case), as_of=as_of, readings=readings, decisions=decisions))
        together = found[case["enterprise"]["uscc"]]
        assert [e for e in alone if "/first" not in e["provision"]] == [e for e in together if "/first" not in e["provision"]]
