"""Every word of the vocabulary says the same of plain values and of columns, whichever operands are unknown.

A word is called once with every mixture of columns and plain values that its operands allow; all those expressions
go into one query over every combination of values.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import ibis
import pyarrow as pa
import pytest

from subsidy import formula

Operands = Sequence[Any]
Word = Callable[..., Any]

SUMS = (*map(Decimal, ("-120000000.40", "-0.01", "0.00", "0.19", "1.00", "9999999999999999.99")), None)
FEW_SUMS = (Decimal("-1.00"), Decimal("2.50"), None)
FACTORS = (*map(Decimal, ("0", "0.025", "0.0125", "0.333333", "0.000001", "1")), None)
EXACT_SUMS = ("0.00", "0.00499999", "0.005", "0.015", "0.00500001", "1.245", "9999.99", "10000.00", "19999.99999999", "1000000.01")
HALVES = (*(Decimal(sign + exact) for sign in ("", "-") for exact in EXACT_SUMS), None)
TURNS = ("2024-02-28", "2024-02-29", "2024-03-01", "2023-12-31", "2025-01-01", "2027-02-05", "2028-02-29")
DAYS = (*map(date.fromisoformat, TURNS), None)
FEW_DAYS = (date(2024, 2, 29), date(2025, 1, 1), None)
TRUTHS = (True, False, None)
TEXTS = ("upcoming", "已废止", "", None)
NUMBERS = (0, 2, 12, None)
TYPES = {Decimal: pa.decimal128(38, 8), date: pa.date32(), bool: pa.bool_(), str: pa.string(), int: pa.int64()}


@pytest.fixture(scope="module")
def connection() -> Iterator[Any]:
    """One embedded engine for all words, with the one setting in which the package uses it."""
    fusing = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    embedded = ibis.duckdb.connect()
    yield embedded
    embedded.disconnect()
    ibis.options.sql.fuse_selects = fusing


def table_of(rows: Sequence[Operands], pools: Sequence[Operands]) -> Any:
    """The rows as a table of typed columns `x0`, `x1`, …, numbered in `n`."""
    kinds = [TYPES[type(next(value for value in pool if value is not None))] for pool in pools]
    columns = {f"x{place}": pa.array([row[place] for row in rows], kind) for place, kind in enumerate(kinds)}
    return ibis.memtable(pa.table({"n": pa.array(range(len(rows)), pa.int64()), **columns}))


def mixtures(pools: Sequence[Operands]) -> list[list[tuple[str, Any]]]:
    """For each operand either the column or one plain value, in every way that leaves one column at least."""
    ways = [[("column", place), *(("plain", value) for value in pool)] for place, pool in enumerate(pools)]
    return [list(mixture) for mixture in product(*ways) if any(kind == "column" for kind, _ in mixture)]


def called(word: Word, mixture: list[tuple[str, Any]], values: Operands) -> Any:
    """A word called with the operands of a mixture, its columns taken from the values."""
    return word(*[values[given] if kind == "column" else given for kind, given in mixture])


def disagreements(connection: Any, word: Word, *pools: Operands) -> list[str]:
    """Where a word says one thing of plain values and another of columns."""
    rows = list(product(*pools))
    table = table_of(rows, pools)
    columns = [table[f"x{place}"] for place in range(len(pools))]
    asked = mixtures(pools)
    answers = {f"m{number}": called(word, mixture, columns) for number, mixture in enumerate(asked)}
    found = connection.to_pyarrow(table.select("n", **answers).order_by("n")).to_pylist()
    assert len(found) == len(rows)
    return [
        f"{mixture} of {row}: {found[n][f'm{number}']!r} in a column, {expected!r} alone"
        for number, mixture in enumerate(asked)
        for n, row in enumerate(rows)
        if found[n][f"m{number}"] != (expected := called(word, mixture, row))
    ]


def alone_or_joined(items: Any) -> Any:
    """What `listed` gives, in the form that both worlds have."""
    return ";".join(items) if isinstance(items, tuple) else items


WORDS: dict[str, tuple[Word, Sequence[Operands]]] = {
    "least": (formula.least, (SUMS, SUMS)),
    "least of three": (formula.least, (FEW_SUMS, FEW_SUMS, FEW_SUMS)),
    "least of days": (formula.least, (DAYS, DAYS)),
    "greatest": (formula.greatest, (SUMS, SUMS)),
    "greatest of three": (formula.greatest, (FEW_SUMS, FEW_SUMS, FEW_SUMS)),
    "greatest of days": (formula.greatest, (DAYS, DAYS)),
    "where, of sums": (formula.where, (TRUTHS, FEW_SUMS, FEW_SUMS)),
    "where, of days": (formula.where, (TRUTHS, FEW_DAYS, FEW_DAYS)),
    "where, of texts": (formula.where, (TRUTHS, TEXTS, TEXTS)),
    "where, of conditions": (formula.where, (TRUTHS, TRUTHS, TRUTHS)),
    "plus": (formula.plus, (SUMS, SUMS)),
    "minus": (formula.minus, (SUMS, SUMS)),
    "times": (formula.times, (SUMS, FACTORS)),
    "exceeds, of sums": (formula.exceeds, (SUMS, SUMS)),
    "exceeds, of days": (formula.exceeds, (DAYS, DAYS)),
    "exceeds, of numbers": (formula.exceeds, (NUMBERS, NUMBERS)),
    "same, of sums": (formula.same, (SUMS, SUMS)),
    "same, of days": (formula.same, (DAYS, DAYS)),
    "same, of numbers": (formula.same, (NUMBERS, NUMBERS)),
    "same, of texts": (formula.same, (TEXTS, TEXTS)),
    "negated": (formula.negated, (TRUTHS,)),
    "is_known": (formula.is_known, (SUMS,)),
    "is_unknown": (formula.is_unknown, (TEXTS,)),
    "all_of": (formula.all_of, (TRUTHS, TRUTHS, TRUTHS)),
    "all_of one": (formula.all_of, (TRUTHS,)),
    "any_of": (formula.any_of, (TRUTHS, TRUTHS, TRUTHS)),
    "any_of one": (formula.any_of, (TRUTHS,)),
    "definitely": (formula.definitely, (TRUTHS,)),
    "known_or, of sums": (formula.known_or, (SUMS, SUMS)),
    "known_or, of days": (formula.known_or, (DAYS, DAYS)),
    "known_or, of conditions": (formula.known_or, (TRUTHS, TRUTHS)),
    "next_day": (formula.next_day, (DAYS,)),
    "day_before": (formula.day_before, (DAYS,)),
    "year_end": (formula.year_end, (DAYS,)),
    "phrase": (formula.phrase, (TEXTS, NUMBERS, DAYS)),
    "listed": (
        lambda a, b, shown: alone_or_joined(formula.listed([("zone", a), ("imports:2024-03", True), ("prior", b)], only_if=shown)),
        (TRUTHS, TRUTHS, (True, False)),
    ),
    "listed with details": (
        lambda rows, holds: alone_or_joined(formula.listed([(formula.phrase("rejected_rows:", rows), holds)])),
        ((1, 12), TRUTHS),
    ),
}


def test_no_word_is_left_out() -> None:
    words = {name for name, word in vars(formula).items() if inspect.isfunction(word) and word.__module__ == formula.__name__}
    tried = {name.partition(",")[0].partition(" ")[0] for name in WORDS} | {"rounded", "years_after", "column"}
    assert {word for word in words if not word.startswith("_")} == tried


@pytest.mark.parametrize("name", WORDS)
def test_a_word_says_the_same_of_plain_values_and_of_columns(connection: Any, name: str) -> None:
    word, pools = WORDS[name]
    assert disagreements(connection, word, *pools) == []


@pytest.mark.parametrize("practice", formula.ROUNDING_UNITS)
def test_every_practice_of_rounding_is_the_same_in_both_worlds(connection: Any, practice: str) -> None:
    assert disagreements(connection, lambda exact: formula.rounded(exact, practice), HALVES) == []


@pytest.mark.parametrize("count", range(5))
def test_years_on_are_the_same_in_both_worlds(connection: Any, count: int) -> None:
    assert disagreements(connection, lambda day: formula.years_after(day, count), DAYS) == []


def said(connection: Any, word: Word, *rows: Operands) -> list[Any]:
    """What a word says of each row, of columns as of plain values."""
    pools = list(zip(*rows, strict=True))
    table = table_of(rows, pools)
    answer = word(*[table[f"x{place}"] for place in range(len(pools))])
    found = connection.to_pyarrow(table.select("n", answer=answer).order_by("n"))["answer"].to_pylist()
    assert found == [word(*row) for row in rows]
    return list(found)


ONE, UNKNOWN = Decimal("1.00"), None
RATES = ("0.0125", "0.01234", "0.012345", "0.000001", "0.999999")


@pytest.mark.parametrize("rate", RATES)
def test_a_factor_of_four_and_more_decimals_is_not_cut_to_three(connection: Any, rate: str) -> None:
    assert said(connection, lambda a: formula.times(a, Decimal(rate)), (ONE,)) == [Decimal(rate)]
    assert said(connection, lambda a: formula.minus(a, Decimal(rate)), (ONE,)) == [ONE - Decimal(rate)]
    assert said(connection, lambda a: formula.least(a, Decimal(rate)), (ONE,)) == [Decimal(rate)]
    assert said(connection, lambda a: formula.known_or(a, Decimal(rate)), (ONE,), (UNKNOWN,)) == [ONE, Decimal(rate)]


@pytest.mark.parametrize("fen", [1, 19, 20, 12_345_678_90, 12_000_000_040, 10**18 - 1, 1 - 10**18, 123_456_789_012_345_678])
def test_a_product_is_exact_to_the_eighth_decimal(connection: Any, fen: int) -> None:
    sum_in_yuan = Decimal(fen).scaleb(-2)
    rows = [(sum_in_yuan, Decimal(rate)) for rate in RATES]
    exact = [Decimal(fen * int(Decimal(rate).scaleb(6))).scaleb(-8) for rate in RATES]
    assert said(connection, formula.times, *rows) == exact


def test_a_product_is_of_its_declared_type_within_the_engine_and_without(connection: Any) -> None:
    table = table_of([(ONE, Decimal("0.025"))], ((ONE,), (ONE,)))
    result = formula.times(table["x0"], table["x1"])
    found = connection.to_pyarrow(table.select(result=result, within=result.typeof(), written=result.cast("string")))
    assert found.schema.field("result").type == pa.decimal128(38, 8)
    assert found.select(["within", "written"]).to_pylist() == [{"within": "DECIMAL(38,8)", "written": "0.02500000"}]


def test_the_least_and_the_greatest_beside_an_unknown_are_unknown(connection: Any) -> None:
    rows: list[Operands] = [(ONE, UNKNOWN), (UNKNOWN, ONE), (ONE, Decimal(3))]
    assert said(connection, formula.least, *rows) == [None, None, ONE]
    assert said(connection, formula.greatest, *rows) == [None, None, Decimal(3)]


def test_an_unknown_condition_does_not_choose_otherwise(connection: Any) -> None:
    rows: list[Operands] = [(True, ONE, Decimal(3)), (False, ONE, Decimal(3)), (UNKNOWN, ONE, Decimal(3)), (True, UNKNOWN, ONE)]
    assert said(connection, formula.where, *rows) == [ONE, Decimal(3), None, None]


def test_the_opposite_of_an_unknown_is_unknown(connection: Any) -> None:
    assert said(connection, formula.negated, (True,), (False,), (UNKNOWN,)) == [False, True, None]


def test_the_opposite_is_of_the_whole_condition(connection: Any) -> None:
    rows: list[Operands] = [(True, False), (UNKNOWN, False), (UNKNOWN, True), (False, UNKNOWN)]
    assert said(connection, lambda a, b: formula.negated(formula.is_unknown(a)), *rows) == [True, False, False, True]
    assert said(connection, lambda a, b: formula.is_unknown(formula.negated(a)), *rows) == [False, True, True, False]
    assert said(connection, lambda a, b: formula.negated(formula.all_of(a, b)), *rows) == [True, True, None, True]
    assert said(connection, lambda a, b: formula.definitely(formula.negated(formula.any_of(a, b))), *rows) == [False] * 4
    assert said(connection, lambda a, b: formula.negated(formula.definitely(a)), *rows) == [False, True, True, True]


@pytest.mark.parametrize(
    ("practice", "exact", "paid"),
    [
        *(("fen", "0.005", "0.01"), ("fen", "0.00475", "0.00"), ("fen", "0.00499999", "0.00"), ("fen", "0.015", "0.02")),
        *(("fen", "-0.005", "-0.01"), ("fen", "-0.00499999", "0.00"), ("fen", "2.675", "2.68"), ("fen", "1000000.005", "1000000.01")),
        *(("yuan_down", "0.99999999", "0"), ("yuan_down", "1", "1"), ("yuan_down", "-1.5", "-1"), ("yuan_down", "19999.99", "19999")),
        *(("wan_down", "9999.99999999", "0"), ("wan_down", "10000", "10000"), ("wan_down", "19999.99", "10000")),
        *(("wan_down", "3000000", "3000000"), ("wan_down", "-19999.99", "-10000")),
    ],
)
def test_a_half_goes_up_in_magnitude_and_a_rest_is_dropped(connection: Any, practice: str, exact: str, paid: str) -> None:
    assert said(connection, lambda a: formula.rounded(a, practice), (Decimal(exact),)) == [Decimal(paid)]


def test_days_are_days_over_the_end_of_a_leap_february(connection: Any) -> None:
    leap, end, common = date(2024, 2, 29), date(2024, 12, 31), date(2025, 2, 28)
    rows: list[Operands] = [(leap,), (end,), (common,), (UNKNOWN,)]
    assert said(connection, formula.next_day, *rows) == [date(2024, 3, 1), date(2025, 1, 1), date(2025, 3, 1), None]
    assert said(connection, formula.day_before, *rows) == [date(2024, 2, 28), date(2024, 12, 30), date(2025, 2, 27), None]
    assert said(connection, formula.year_end, *rows) == [end, end, date(2025, 12, 31), None]
    assert said(connection, lambda day: formula.years_after(day, 1), *rows) == [common, date(2025, 12, 31), date(2026, 2, 28), None]
    assert said(connection, lambda day: formula.years_after(day, 4), *rows)[0] == date(2028, 2, 29)
    assert said(connection, lambda day: formula.day_before(formula.years_after(day, 1)), *rows)[0] == date(2025, 2, 27)
    assert said(connection, lambda day: formula.exceeds(formula.next_day(day), day), *rows) == [True, True, True, None]
