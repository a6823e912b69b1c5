"""Random figures near every turn of the clauses: the rule gives what fractions reckoned from the clauses give."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import subsidy
from tests.drawn import TIMES
from tests.schemes import draw, oracle

LAW = draw.law()
DRAWN = 100 * TIMES
TURNS = [Decimal(n) for n in (0, 1, 2, 5, 8, 9, 10, 12, 15, 19, 20, 22, 30, 35, 50, 60, 99, 100, 110, 150, 250, 300, 600, 900)]
NEAR = [Decimal(n) for n in ("0", "0.01", "-0.01", "1999999.99", "2000000", "123456.78")]


def amount(rng: random.Random) -> Decimal:
    return max(Decimal(0), rng.choice(TURNS) * 1_000_000 + rng.choice(NEAR))


def judged(case: dict[str, Any], provision: str, as_of: date, readings: dict[str, str], decisions: dict[str, object]) -> str:
    """The most that comes out for the last year given; the same as the least where nothing but the days in force is open."""
    policy = provision.partition("/")[0]
    run = {f"{policy}.{name}": option for name, option in readings.items()}
    decided = {f"{policy}.{name}": value for name, value in decisions.items()}
    result = subsidy.assess(subsidy.Case.model_validate(case), as_of=as_of, law=LAW, readings=run, decisions=decided)
    found = [e for e in result.entitlements if e.provision == provision][-1]
    assert {item.code for item in found.missing} <= {"in_force"}
    assert found.low in (found.high, 0)
    return str(found.high)


def firm(zone: str, given: dict[str, dict[int, Decimal]], **more: Any) -> dict[str, Any]:
    quantities = [
        {"name": name, "period": str(year), "value": str(value)} for name, years in given.items() for year, value in years.items()
    ]
    return {"enterprise": {"zone": f"other:{zone}"}, "quantities": quantities, **more}


def xiamen(rng: random.Random) -> tuple[str, Fraction]:
    now, base = (amount(rng), amount(rng)), (amount(rng) + 1, amount(rng))
    netted, capped = rng.random() < 0.5, rng.random() < 0.5
    given = {"imports_here_usd": {2010: base[0], 2011: now[0]}, "imports_elsewhere_usd": {2010: base[1], 2011: now[1]}}
    readings = {"ports": "netted" if netted else "each", "small_firms_cap": "capped" if capped else "uncapped"}
    case = firm("xiamen", given, attributes={"general_trade": True})
    found = judged(case, "xiamen-2011-172/import-increment", date(2012, 3, 1), readings, {})
    exact = [tuple(map(oracle.fraction, pair)) for pair in (now, base)]
    return found, oracle.xiamen((exact[0][0], exact[0][1]), (exact[1][0], exact[1][1]), netted=netted, small_capped=capped)


def zhongshan_growth(rng: random.Random) -> tuple[str, Fraction]:
    now, base, average = amount(rng), amount(rng) + 1, rng.choice(("0", "0.052", "-0.1", "1.999"))
    case = firm("zhongshan", {"imports_usd": {2022: base, 2023: now}})
    found = judged(case, "zhongshan-2024-imports/above-average-growth", date(2024, 5, 1), {}, {"average_growth": average})
    return found, oracle.zhongshan_growth(*map(oracle.fraction, (now, base, average)))


def zhongshan_level(rng: random.Random) -> tuple[str, Fraction]:
    now = amount(rng)
    case = firm("zhongshan", {}, imports=[{"period": "2023", "value": str(now)}])
    return judged(case, "zhongshan-2024-imports/level", date(2024, 5, 1), {}, {}), oracle.zhongshan_level(oracle.fraction(now))


def _qinhuangdao(rng: random.Random, kind: str, readings: dict[str, str]) -> tuple[str, list[Fraction]]:
    trade = {"imports_usd": {2024: amount(rng)}, "exports_usd": {2024: amount(rng)}}
    attributes = {"manufacturer": kind == "manufacturers", "logistics_or_trade": kind != "manufacturers"}
    case = firm("qinhuangdao", trade, attributes=attributes)
    found = judged(case, f"qinhuangdao-interim/{kind}", date(2025, 3, 1), {"same_matter": "separate", **readings}, {})
    return found, [oracle.fraction(years[2024]) for years in trade.values()]


def qinhuangdao_manufacturer(rng: random.Random) -> tuple[str, Fraction]:
    found, traded = _qinhuangdao(rng, "manufacturers", {})
    return found, oracle.qinhuangdao_manufacturer(*traded)


def qinhuangdao_trade(rng: random.Random) -> tuple[str, Fraction]:
    whole = rng.random() < 0.5
    found, traded = _qinhuangdao(rng, "logistics-and-trade", {"trade_part": "whole" if whole else "above"})
    return found, oracle.qinhuangdao_trade(*traded, whole=whole)


def zhenhai_exports(rng: random.Random) -> tuple[str, Fraction]:
    now, base = amount(rng), rng.choice((Decimal(0), amount(rng)))
    case = firm("zhenhai", {"exports_usd": {2011: base, 2012: now}})
    excluded = rng.random() < 0.5
    chosen = {"no_base": "excluded" if excluded else "zero_base"}
    found = judged(case, "zhenhai-2012-15/export-growth", date(2013, 3, 1), chosen, {})
    return found, oracle.zhenhai_exports(*map(oracle.fraction, (now, base)), excluded=excluded)


def zhenhai_new_importer(rng: random.Random) -> tuple[str, Fraction]:
    now, base = amount(rng), rng.choice((Decimal(0), Decimal(0), Decimal("0.01")))
    case = firm("zhenhai", {"imports_usd": {2011: base, 2012: now}})
    found = judged(case, "zhenhai-2012-15/new-importers", date(2013, 3, 1), {}, {})
    return found, oracle.zhenhai_new_importer(*map(oracle.fraction, (now, base)))


def qianhai_rent(rng: random.Random) -> tuple[str, Fraction]:
    rents = [amount(rng) for _ in range(4)]
    names = ("warehouse_rent_paid", "warehouse_rent_appraised", "office_rent_paid", "office_rent_appraised")
    given = {name: {2021: rent} for name, rent in zip(names, rents, strict=True)}
    case = firm("qianhai", given, attributes={"sublet": False, "own_premises": False})
    exact = [oracle.fraction(rent) for rent in rents]
    return judged(case, "qianhai-2022-trade/rent", date(2022, 8, 1), {}, {}), oracle.qianhai_rent(
        (exact[0], exact[1]), (exact[2], exact[3])
    )


def qianhai_new_business(rng: random.Random) -> tuple[str, Fraction]:
    income, begun = amount(rng), rng.randint(2017, 2022)
    items = [{"name": "bonded delivery", "kind": "new_bonded_business", "on": f"{begun}-07-01"}]
    case = firm("qianhai", {"bonded_income": {2021: income}}, items=items)
    found = judged(case, "qianhai-2022-trade/new-bonded-business", date(2022, 8, 1), {}, {})
    return found, oracle.qianhai_new_business(oracle.fraction(income), 2021, begun)


def fangchenggang(rng: random.Random) -> tuple[str, Fraction]:
    near = rng.choice((Decimal(0), Decimal("0.001"), Decimal("-0.001")))
    base, begun = Decimal(rng.choice((1, 250_000))), rng.randint(2018, 2024)
    now = base + rng.choice((500_000, 1_000_000, 3_000_000, 100_000, 5_000_000)) + near
    items = [{"name": "line", "kind": "first_supported", "on": f"{begun}-06-01"}]
    case = firm("fangchenggang", {"tonnes": {2022: base, 2023: now}}, items=items)
    found = judged(case, "fangchenggang-2022-7/tonnage-increment", date(2024, 3, 1), {}, {})
    return found, oracle.fangchenggang(oracle.fraction(now), oracle.fraction(base), 2023, begun)


CLAUSES = [
    xiamen, zhongshan_growth, zhongshan_level, qinhuangdao_manufacturer, qinhuangdao_trade, zhenhai_exports, zhenhai_new_importer,
    qianhai_rent, qianhai_new_business, fangchenggang,
]  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.__name__)
def test_the_rule_gives_what_the_clause_gives(clause: Callable[[random.Random], tuple[str, Fraction]]) -> None:
    rng = random.Random(clause.__name__)
    found = [clause(rng) for _ in range(DRAWN)]
    assert [sum_ for sum_, _ in found] == [oracle.half_up(exact) for _, exact in found]
    assert len({sum_ for sum_, _ in found}) > 2 or clause is qianhai_new_business
