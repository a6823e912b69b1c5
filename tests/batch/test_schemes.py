"""A population under a scheme as columns comes to what each enterprise by itself comes to."""

from __future__ import annotations

import decimal
import random
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

import subsidy
from subsidy.batch import entitle
from subsidy.batch.engine import open_engine
from subsidy.batch.population import Population
from subsidy.law.library import library
from subsidy.law.run import prepare
from subsidy.money import EXACT
from subsidy.records import covered_months
from tests.batch.test_entitle import REJECTED, SUMS, as_plain
from tests.drawn import TIMES
from tests.plain import plain
from tests.schemes import draw

FIRMS = 120
ON_SPARK = {"qianhai-2022-trade", "qinhuangdao-interim", "zhongshan-2024-imports"}
"""Between them: levels and increments, steps, items, support years, the lower of two, groups, what is given once."""
DRAWN = [
    *(("duckdb", seed, file) for seed in range(TIMES) for file in draw.FILES),
    *(pytest.param("spark", TIMES, file, marks=pytest.mark.spark) for file in draw.FILES if file.stem in ON_SPARK),
]


def by_columns(engine_name: str, cases: list[subsidy.Case], run: Any) -> dict[str, list[dict[str, Any]]]:
    """The entitlements of one batch by enterprise; their imports come from the rows of the engine."""
    sums = [
        {"enterprise": case.enterprise.uscc, "year": int(given.period), "imports": given.value}
        for case in cases
        for given in case.imports or ()
    ]
    people = Population({str(case.enterprise.uscc): case.model_copy(update={"imports": None, "coverage": None}) for case in cases},
                        {str(case.enterprise.uscc): None for case in cases})  # fmt: skip
    covered = frozenset(covered_months(cases[0]))
    with open_engine(engine_name) as engine, decimal.localcontext(EXACT):
        sums_table = ibis.memtable(pa.Table.from_pylist(sums, schema=SUMS))
        known = entitle.Known(people, sums_table, ibis.memtable(REJECTED.empty_table()), covered, [])
        rows = engine.fetch(entitle.entitlements(engine, run, known))
    found: dict[str, list[dict[str, Any]]] = {str(case.enterprise.uscc): [] for case in cases}
    for row in rows:
        found[row["uscc"]].append(as_plain(row))
    return found


@pytest.mark.no_cover
@pytest.mark.parametrize(("engine_name", "seed", "file"), DRAWN, indirect=["engine_name"])
def test_columns_and_one_case_agree(engine_name: str, seed: int, file: Path) -> None:
    rng = random.Random(f"{file.stem} {seed}")
    law = library().with_files([file])
    policy = law.document(file.stem)
    readings, decisions = draw.readings(rng, policy), draw.decisions(rng, policy)
    as_of = date(rng.choice((2012, 2022, 2024, 2025)), rng.randint(1, 12), 3)
    run = prepare(as_of, readings, decisions, law)
    cases = [subsidy.Case.model_validate(draw.case(rng, number, policy)) for number in range(FIRMS)]
    together = by_columns(engine_name, cases, run)
    judged = 0
    for case in cases:
        alone = plain(subsidy.assess(case, as_of=as_of, readings=readings, decisions=decisions, law=law))
        expected = [e for e in alone if e["provision"].startswith(policy.id)]
        assert [e for e in together[str(case.enterprise.uscc)] if e["provision"].startswith(policy.id)] == expected
        judged += len(expected)
    assert judged > FIRMS
