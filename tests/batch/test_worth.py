"""What a row in another currency is worth: exact, at the rate of its month, rounded once."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import ibis
import pyarrow as pa

from subsidy.batch.columns import MOMENT
from subsidy.batch.engine import Engine
from subsidy.batch.worth import with_worth
from subsidy.intake.headings import recognise
from subsidy.intake.rates import Rates

LAYOUT = recognise([(1, ["进口日期", "统一社会信用代码", "统计美元值"])], "imports", "a.csv", {})
MONTHS = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(24)]
FOREIGN = pa.decimal128(22, 8)


def sums_in_rmb(engine: Engine, sums: list[tuple[date, Decimal]], rates: dict[date, Decimal]) -> list[Decimal]:
    """What sums in dollars come to, as the pipeline converts them."""
    texts, nothing = pa.nulls(len(sums), pa.string()), pa.nulls(len(sums), FOREIGN)
    cells = {f"{field}_{part}": texts for field in ("rmb", "usd", "amount") for part in ("text", "code")}
    cells |= {
        "usd_text": pa.array(["x"] * len(sums)),
        "currency": texts,
        "rmb": pa.nulls(len(sums), pa.decimal128(38, 2)),
        "amount": nothing,
    }
    cells |= {"usd": pa.array([amount for _, amount in sums], FOREIGN), "n": pa.array(range(len(sums)))}
    cells["date"] = pa.array([{"first": day, "unit": "day"} for day, _ in sums], MOMENT)
    known = Rates(MappingProxyType({(month, "USD"): rate for month, rate in rates.items()}))
    found = engine.fetch(with_worth(ibis.memtable(pa.table(cells)), LAYOUT, known).select("n", "worth", "worth_code"))
    assert {row["worth_code"] for row in found} == {None}
    return [row["worth"] for row in sorted(found, key=lambda row: int(row["n"]))]


def half_up(amount: Decimal, rate: Decimal) -> Decimal:
    """The same in fractions: half a fen goes away from zero."""
    exact = Fraction(amount) * Fraction(rate) * 100
    fen = (abs(exact) + Fraction(1, 2)).__floor__()
    return Decimal(fen if exact >= 0 else -fen).scaleb(-2)


def test_conversion_is_exact_and_rounds_once(engine: Engine) -> None:
    chance = random.Random(20240101)
    rates = {month: Decimal(chance.randint(1, 10 ** chance.randint(1, 15) - 1)).scaleb(-8) for month in MONTHS}
    drawn = [Decimal(chance.choice((-1, 1)) * chance.randint(0, 10 ** chance.randint(1, 21))).scaleb(-8) for _ in range(500)]
    sums = [(chance.choice(MONTHS).replace(day=chance.randint(1, 28)), amount) for amount in drawn]
    assert sums_in_rmb(engine, sums, rates) == [half_up(amount, rates[day.replace(day=1)]) for day, amount in sums]


def test_half_a_fen_is_rounded_away_from_zero_either_way(engine: Engine) -> None:
    sums = [(MONTHS[0], Decimal(text)) for text in ("0.01", "-0.01", "0.00999999", "-0.00999999")]
    assert sums_in_rmb(engine, sums, {MONTHS[0]: Decimal("0.5")}) == [Decimal("0.01"), Decimal("-0.01"), Decimal(0), Decimal(0)]
