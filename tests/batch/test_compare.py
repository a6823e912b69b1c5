"""Two runs over the same enterprises: every figure against fractions, and both sides against batches of their own."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.batch.compare import Comparison, provisions_with_a_rate
from subsidy.batch.compare_rows import Sums
from subsidy.batch.compare_run import Answer, Question, compare_case, compare_files
from subsidy.batch.request import Sources
from subsidy.facts import Case
from subsidy.law.changes import with_changes
from subsidy.law.library import library
from subsidy.law.run import Run, prepare
from subsidy.money import ZERO, from_fen, text, to_fen
from subsidy.report.compare_data import Judged, compare_csv, compare_data
from tests.batch.files import AS_OF, Batch, write
from tests.batch.growth_exactly import Year, largest_rate, paid, slope, total

GROWTH = "qingpu-2024-1/import-growth"
YEARS = ("2023", "2024", "2025")
COVERED = (("2023-01", "2025-12"),)
PARK = Path("scenarios/park")
NEWCOMERS = {"growth.new_importer": "zero_base"}


def changed(readings: Mapping[str, str] | None = None, decisions: Mapping[str, object] | None = None, **figures: Any) -> Run:
    law = with_changes(library(), {"parameters": {GROWTH: figures}}) if figures else library()
    return prepare(AS_OF, dict(readings or {}), dict(decisions or {}), law)


def population(seed: int, firms: int = 9) -> dict[str, dict[str, int]]:
    """Imports in fen by firm and year: growth, decline, takings back, caps reached to the fen, nothing at all."""
    draw = random.Random(seed)
    found = {}
    for number in range(firms):
        base = draw.choice([0, draw.randint(1, 10**10), draw.randint(10**9, 10**12), -draw.randint(1, 10**9)])
        steps = [draw.choice([0, draw.randint(-(10**10), 10**10), 12 * 10**9, 12 * 10**9 - 1, draw.randint(0, 10**12)]) for _ in YEARS[1:]]
        found[f"9131{number:014d}"] = dict(zip(YEARS, (base, base + steps[0], base + sum(steps)), strict=True))
    return found


def imports_file(folder: Path, people: Mapping[str, Mapping[str, int]]) -> str:
    rows = [
        {"统一社会信用代码": code, "年份": year, "人民币(元)": text(from_fen(value))}
        for code, by_year in people.items()
        for year, value in by_year.items()
    ]
    return write(folder / "imports.csv", rows)


def years_of(by_year: Mapping[str, int]) -> dict[str, Year]:
    return {year: Year(by_year[before], by_year[year]) for before, year in itertools.pairwise(YEARS)}


def asked(folder: Path, people: Mapping[str, Mapping[str, int]], engine: str = "duckdb") -> Sources:
    return Sources(files=(imports_file(folder, people),), as_of=AS_OF, zone="qingpu", coverage=COVERED, engine=engine)


DRAWN = [("duckdb", 0), ("duckdb", 1), pytest.param("spark", 2, marks=pytest.mark.spark)]


def fen(sums: Sums) -> int:
    return to_fen(sums.payable)


@pytest.mark.parametrize(("engine_name", "seed"), DRAWN, indirect=["engine_name"])
def test_every_figure_is_that_of_fractions(seed: int, tmp_path: Path, engine_name: str) -> None:
    people = population(seed)
    terms = [(Fraction(25, 1000), 3 * 10**8), [(Fraction(3, 100), 4 * 10**8), (Fraction(0), 10**8), (Fraction(7, 1000), 10**7)][seed]]
    other = changed(NEWCOMERS, rate=Decimal(terms[1][0].numerator) / terms[1][0].denominator, cap=from_fen(terms[1][1]))
    found = compare_files(changed(NEWCOMERS), other, asked(tmp_path, people, engine_name), Question()).comparison
    assert [firm.uscc for firm in found.firms] == sorted(people)
    for firm in found.firms:
        years = years_of(people[firm.uscc])
        for (rate, cap), sums, margin in zip(terms, firm.sums, (firm.base, firm.other), strict=True):
            assert fen(sums) == sum(paid(year, rate, cap) for year in years.values())
            assert margin is not None
            last = years["2025"]
            assert margin.marginal is not None
            assert Fraction(margin.marginal) == slope(last, rate, cap)
            assert margin.at_cap == (slope(last, rate, cap) == 0 and paid(last, rate, cap) == cap)
            if rate == 0:
                assert margin.cap_binds_at is None
                continue
            assert margin.cap_binds_at is not None
            binds_at = to_fen(margin.cap_binds_at)
            assert (binds_at - max(last.base, 0)) * rate >= cap > (binds_at - 1 - max(last.base, 0)) * rate
    assert_balanced(found)
    totals = [sum(fen(firm.sums[side]) for firm in found.firms) for side in (0, 1)]
    assert [fen(sums) for sums in found.total] == totals
    changes = [fen(firm.sums.other) - fen(firm.sums.base) for firm in found.firms]
    assert (found.gaining, found.losing) == (sum(change > 0 for change in changes), sum(change < 0 for change in changes))


def assert_balanced(found: Comparison) -> None:
    """The parts of every breakdown add up to the total."""
    for lines in (found.provisions, found.statistics_years, found.claim_years, found.firms):
        for side in (0, 1):
            parts = [line.sums[side] for line in lines]
            assert sum((part.payable for part in parts), ZERO) == found.total[side].payable
            assert sum((part.low for part in parts), ZERO) == found.total[side].low
            highs = [part.high for part in parts]
            assert (None if None in highs else sum((high for high in highs if high is not None), ZERO)) == found.total[side].high


@pytest.mark.parametrize("seed", range(2))
def test_a_budget_finds_the_rate_that_looking_at_all_of_them_finds(seed: int, tmp_path: Path) -> None:
    people = population(seed + 10, firms=6)
    cap = 4 * 10**8
    years = [year for by_year in people.values() for name, year in years_of(by_year).items() if seed == 0 or name == "2025"]
    budget = total(years, 300, cap) + 12345
    question = Question(from_fen(budget), year=None if seed == 0 else 2025)
    answer = compare_files(changed(NEWCOMERS), changed(NEWCOMERS, cap=from_fen(cap)), asked(tmp_path, people), question)
    assert_found(answer, years, cap, budget)


def assert_found(answer: Answer, years: list[Year], cap: int, budget: int) -> None:
    step = largest_rate(years, cap, budget)
    found = answer.found
    assert found is not None
    assert found.rate == (None if step < 0 else Decimal(step) / 10_000)
    assert found.next_rate == (None if step == 10_000 else Decimal(step + 1) / 10_000)
    if found.sums is not None:
        assert fen(found.sums) == total(years, step, cap) <= budget
    if found.next_sums is not None:
        assert fen(found.next_sums) == total(years, step + 1, cap) > budget


def case(base: int, imports: int) -> Case:
    given = [{"period": "2024", "value": text(from_fen(base))}, {"period": "2025", "value": text(from_fen(imports))}]
    return Case.model_validate({"enterprise": {"zone": "qingpu"}, "imports": given})


@pytest.mark.parametrize("seed", range(12))
def test_a_budget_for_one_enterprise(seed: int) -> None:
    draw = random.Random(seed)
    year = Year(draw.randint(1, 10**10), draw.randint(1, 10**11))
    budget = draw.choice([0, draw.randint(0, 10**6), draw.randint(0, 10**9)])
    answer = compare_case(changed(), changed(), case(*year), Question(from_fen(budget), year=2025))
    assert_found(answer, [year], 3 * 10**8, budget)


def test_a_budget_above_the_cap_is_never_exceeded() -> None:
    found = compare_case(changed(), changed(), case(100, 10**12), Question(Decimal("3000000.00"), year=2025)).found
    assert found is not None
    assert (found.rate, found.next_rate, found.next_sums) == (Decimal("1.0000"), None, None)


def test_a_budget_below_nothing_is_exceeded_at_once() -> None:
    found = compare_case(changed(), changed(), case(100, 10**12), Question(Decimal("-0.01"), year=2025)).found
    assert found is not None
    assert (found.rate, found.sums, found.next_rate) == (None, None, Decimal("0.0000"))


@pytest.mark.parametrize(
    ("figure", "written", "has_one"),
    [
        ("value = 0.01 }", "value = 1 }", True),
        ("value = 0.01 }", "value = 1.01 }", False),  # more than the whole of it: no percentage
        ('"rate"', '"per_dollar"', False),
    ],
)
def test_a_budget_is_only_for_a_share_that_is_called_a_rate(tmp_path: Path, figure: str, written: str, has_one: bool) -> None:
    guide = Path("docs/add-a-policy.md").read_text(encoding="utf-8")
    policy = guide.partition("```toml example-2025.toml\n")[2].partition("```")[0].replace('kind = "rate"', "kind = 'rate'")
    assert figure in policy
    file = tmp_path / "policy.toml"
    file.write_text(policy.replace(figure, written), encoding="utf-8")
    found = provisions_with_a_rate(prepare(AS_OF, None, None, library().with_files([file])))
    assert found == [*(["example-2025/export-increment"] if has_one else []), GROWTH]


def test_one_enterprise_is_compared_as_it_would_be_among_many(tmp_path: Path) -> None:
    people = {"913101180000000004": {"2024": 8 * 10**9, "2025": 21 * 10**9}}
    base, other = changed(), changed(rate=Decimal("0.03"), cap=4000000)
    many = compare_files(base, other, Sources(files=(imports_file(tmp_path, people),), as_of=AS_OF, zone="qingpu"), Question()).comparison
    alone = case(8 * 10**9, 21 * 10**9)
    firm = alone.enterprise.model_copy(update={"uscc": "913101180000000004"})
    one = compare_case(base, other, alone.model_copy(update={"enterprise": firm}), Question()).comparison
    assert one == many


@pytest.mark.parametrize("engine_name", ["duckdb"], indirect=True)
def test_each_side_is_what_a_batch_of_its_own_comes_to(tmp_path: Path, batch: Batch, engine_name: str) -> None:
    sides: dict[str, Any] = {kind: str(PARK / f"{kind}.csv") for kind in ("register", "firsts", "warehousing", "prior")}
    files = [str(path) for path in sorted(PARK.glob("declarations-*.csv"))]
    other = changed({"growth.years": "earned_in_force"}, {"warehousing.ratio": "0.5"}, rate=Decimal("0.03"), cap=4000000)
    runs = (prepare(AS_OF, {}, {}), other)
    answer = compare_files(*runs, Sources(files=tuple(files), as_of=AS_OF, engine=engine_name, **sides), Question())
    found = answer.comparison
    assert_balanced(found)
    policy = tmp_path / "qingpu-2024-1.toml"
    packaged = next(s.text for s in library().sources if s.table["id"] == "qingpu-2024-1")
    policy.write_text(packaged.replace("value = 0.025", "value = 0.03").replace("value = 3000000.00", "value = 4000000"), encoding="utf-8")
    batches = [
        batch(tmp_path, files, coverage=(), **sides),
        batch(
            tmp_path,
            files,
            coverage=(),
            policies=(str(policy),),
            readings=dict(other.readings),
            decisions={"warehousing.ratio": "0.5"},
            **sides,
        ),
    ]
    for number, result in enumerate(batches):
        highs = [row["high"] for row in result.summary["totals"]]
        low = sum((Decimal(row["low"]) for row in result.summary["totals"]), ZERO)
        payable = sum((Decimal(row["low"]) for row in result.summary["totals"] if row["status"] == "payable"), ZERO)
        assert found.total[number] == Sums(payable, low, None if None in highs else sum(map(Decimal, highs), ZERO))
        assert dict(answer.receipts[number])["inputs"] == result.summary["receipt"]["inputs"]
        by_firm = {firm.uscc: firm.sums[number] for firm in found.firms}
        assert by_firm.keys() >= {e["uscc"] for e in result.entitlements}
        for code, sums in by_firm.items():
            own = [e for e in result.entitlements if e["uscc"] == code]
            assert sums.low == sum((Decimal(e["low"]) for e in own), ZERO)
            assert sums.payable == sum((Decimal(e["amount"]) for e in own if e["status"] == "payable"), ZERO)
        assert answer.rows is not None
        assert {key: answer.rows[key] for key in ("read", "counted", "excluded", "rejected")} == result.reconciliation["rows"]
    assert dict(answer.receipts[0])["law"] == batches[0].summary["receipt"]["law"]
    assert dict(answer.receipts[1])["law"] == other.law.digest


def test_a_grant_counts_under_the_law_that_knows_its_period(tmp_path: Path) -> None:
    code = "913101180000000004"
    register = [{"统一社会信用代码": code, "所在综保区": "青浦", "落户日期": "2024-02-06", "外贸企业": "是"}]
    fees = [{"统一社会信用代码": code, "起始日期": "2024-02-06", "截止日期": "2026-02-28", "仓储费": "75300.00"}]
    prior = [{"统一社会信用代码": code, "条款": "qingpu-2024-1/warehousing", "期间": "year 4", "金额": "1.00", "发放日期": ""}]
    named = {"register": register, "warehousing": fees, "prior": prior}
    sides: dict[str, Any] = {kind: write(tmp_path / f"{kind}.csv", rows) for kind, rows in named.items()}
    longer = with_changes(library(), {"parameters": {"qingpu-2024-1/warehousing": {"support_years": 4}}})
    runs = [prepare(AS_OF, {}, {"warehousing.ratio": "0.5"}, law) for law in (library(), longer)]
    file = imports_file(tmp_path, {code: {"2024": 100}})
    found = compare_files(runs[0], runs[1], Sources(files=(file,), as_of=AS_OF, **sides), Question()).comparison
    assert found.total.base.payable == 0
    assert found.total.other.payable > 0


def test_unknowns_leave_margins_unknown(tmp_path: Path) -> None:
    code = "913101180000000004"
    file = imports_file(tmp_path, {code: {"2024": 8 * 10**9, "2025": 9 * 10**9}})
    zoneless = compare_files(changed(), changed(), Sources(files=(file,), as_of=AS_OF), Question())
    (firm,) = zoneless.comparison.firms
    assert firm.base is not None
    assert (firm.base.marginal, firm.base.cap_binds_at) == (None, Decimal("200000000.00"))
    uncovered = Sources(files=(file,), as_of=AS_OF, zone="qingpu", coverage=(("2025-01", "2025-12"),))
    (firm,) = compare_files(changed(), changed(), uncovered, Question()).comparison.firms
    assert firm.base is not None
    assert (firm.base.marginal, firm.base.cap_binds_at) == (None, None)
    outside = Sources(files=(file,), as_of=AS_OF, zone="songjiang")
    (firm,) = compare_files(changed(), changed(), outside, Question()).comparison.firms
    assert firm.base is not None
    assert (firm.base.marginal, firm.base.cap_binds_at, firm.base.at_cap) == (ZERO, None, False)


def test_a_year_under_way_is_told_its_binding_volume(tmp_path: Path) -> None:
    file = imports_file(tmp_path, {"913101180000000004": {"2024": 10**9, "2025": 8 * 10**9, "2026": 10**9}})
    sources = Sources(files=(file,), as_of=AS_OF, zone="qingpu", coverage=(("2024-01", "2026-02"),))
    found = compare_files(changed(), changed(rate=Decimal("0.05")), sources, Question()).comparison
    assert found.year == "2026"
    (firm,) = found.firms
    assert firm.base is not None
    assert firm.other is not None
    assert (firm.base.marginal, firm.base.at_cap) == (None, False)
    assert (firm.base.cap_binds_at, firm.other.cap_binds_at) == (Decimal("200000000.00"), Decimal("140000000.00"))


def test_one_year_can_be_looked_at(tmp_path: Path) -> None:
    people = {"913101180000000004": {"2023": 0, "2024": 10**9, "2025": 10**9}}
    answer = compare_files(changed(NEWCOMERS), changed(NEWCOMERS), asked(tmp_path, people), Question(year=2024))
    (firm,) = answer.comparison.firms
    assert (answer.comparison.year, firm.base and firm.base.cap_binds_at) == ("2024", Decimal("120000000.00"))
    with pytest.raises(errors.BadValue, match="2023, 2024, 2025"):
        compare_files(changed(), changed(), asked(tmp_path, people), Question(year=2019))


def test_data_and_csv_say_the_same(tmp_path: Path) -> None:
    people = population(5, firms=4)
    base, other = changed(), changed(rate=Decimal("0.03"))
    answer = compare_files(base, other, asked(tmp_path, people), Question(Decimal("1000000.00")))
    data = compare_data(answer, (Judged("a.toml", "A", base), Judged("b.toml", "B", other)))
    assert json.loads(json.dumps(data)) == data
    lines = compare_csv(answer.comparison).splitlines()
    assert len(lines) == 1 + len(people)
    heading = lines[0].split(",")
    for line, firm in zip(lines[1:], data["enterprises"], strict=True):
        cells = dict(zip(heading, line.split(","), strict=True))
        for side in ("base", "other", "change"):
            for name, value in firm[side].items():
                assert cells[f"{side}_{name}"] == (value or "")


def test_what_cannot_be_compared_is_refused() -> None:
    later = prepare(date(2026, 3, 2), {}, {})
    with pytest.raises(errors.TwoDays, match="2026-03-01 in the one"):
        compare_case(changed(), later, case(1, 2), Question())
    with pytest.raises(errors.BadValue, match=GROWTH):
        compare_case(changed(), changed(), case(1, 2), Question(provision="qingpu-2024-1/first"))
    table = {**next(s.table for s in library().sources if s.table["id"] == "qingpu-2024-1"), "id": "draft"}
    source = next(s for s in library().sources if s.table["id"] == "qingpu-2024-1")
    two = prepare(AS_OF, {}, {}, library().with_sources([source._replace(table=table, text="")]))
    with pytest.raises(errors.ProvisionNeeded, match="draft/import-growth, qingpu"):
        compare_case(changed(), two, case(1, 2), Question(Decimal(1)))
    chosen = compare_case(changed(), two, case(8 * 10**9, 9 * 10**9), Question(Decimal(100), "draft/import-growth")).found
    assert chosen is not None
    assert chosen.rate == 0
