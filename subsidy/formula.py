"""The vocabulary in which rules are written: each word works on plain values and on Ibis columns alike.

A plain value is a Decimal, date, bool, int, str or None; a column is an Ibis expression. None is NULL: a word that
needs an operand answers unknown where the operand is unknown, and conditions are three-valued (Kleene) in both worlds.
A word called with plain values only never touches Ibis, and Ibis is imported only when a column appears.

>>> from decimal import Decimal
>>> least(Decimal("3.00"), Decimal("2.00")), least(Decimal("3.00"), None)
(Decimal('2.00'), None)
>>> all_of(True, None), all_of(False, None), any_of(True, None)
(None, False, True)
>>> rounded(Decimal("0.005"), "fen"), rounded(Decimal("19999.99"), "wan_down")
(Decimal('0.01'), Decimal('10000.00'))
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from subsidy.money import FEN
from subsidy.periods import ONE_DAY
from subsidy.periods import years_after as _years_after

Value = Any
"""A plain value, or an Ibis column of such values."""

EXACT_TYPE = "decimal(38, 8)"
"""The one declared type of every money figure in a column: both factors and the product, so that no engine guesses a scale."""
PLACES = 8
FACTOR_PLACES = PLACES - 2
"""Rates and ratios may have this many decimals: a sum in fen times such a factor is still exact in `EXACT_TYPE`."""
_WIDER_TYPE = "decimal(38, 9)"
"""Only to make the cast of a product real: Ibis leaves out a cast to the type that it takes the product to have already."""
MONEY_TYPE = "decimal(38, 2)"
SEPARATOR = ";"
"""Stands between the texts of a list in a column."""

ROUNDING_UNITS = {"fen": Decimal("0.01"), "yuan_down": Decimal("1"), "wan_down": Decimal("10000")}

_PLAIN = frozenset({Decimal, date, bool, int, str, type(None)})


def _word(on_columns: Callable[..., Value]) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Pair a function of plain values with the one that says the same of columns."""

    def pair(on_values: Callable[..., Value]) -> Callable[..., Value]:
        def one(a: Value) -> Value:
            return on_values(a) if type(a) in _PLAIN else on_columns(a)

        def two(a: Value, b: Value) -> Value:
            return on_values(a, b) if type(a) in _PLAIN and type(b) in _PLAIN else on_columns(column(a), column(b))

        def three(a: Value, b: Value, c: Value) -> Value:
            plain = type(a) in _PLAIN and type(b) in _PLAIN and type(c) in _PLAIN
            return on_values(a, b, c) if plain else on_columns(column(a), column(b), column(c))

        def many(*operands: Value) -> Value:
            return on_values(*operands) if _PLAIN.issuperset(map(type, operands)) else on_columns(*map(column, operands))

        code = on_values.__code__
        operands = 0 if code.co_flags & inspect.CO_VARARGS else code.co_argcount
        by_arity: dict[int, Callable[..., Value]] = {1: one, 2: two, 3: three}
        return functools.update_wrapper(by_arity.get(operands, many), on_values)

    return pair


@functools.cache
def _ibis() -> Any:
    """Ibis, imported when a column first appears."""
    import ibis  # noqa: PLC0415 - one case needs no engine, and must not wait for one

    return ibis


def column(operand: Value) -> Value:
    """An operand as an Ibis expression: a Decimal becomes a literal of `EXACT_TYPE`, None an untyped NULL."""
    if type(operand) not in _PLAIN:
        return operand
    if operand is None:
        return _ibis().null()
    return _ibis().literal(operand, type=EXACT_TYPE if isinstance(operand, Decimal) else None)


def _needing_all(answer: Callable[..., Value], operands: Sequence[Value]) -> Value:
    """NULL where any operand is NULL: SQL's LEAST, GREATEST and CASE would answer from the others."""
    return _ibis().cases((functools.reduce(lambda a, b: a | b, [o.isnull() for o in operands]), _ibis().null()), else_=answer(*operands))


def _least_columns(*operands: Value) -> Value:
    return _needing_all(_ibis().least, operands)


def _greatest_columns(*operands: Value) -> Value:
    return _needing_all(_ibis().greatest, operands)


@_word(_least_columns)
def least(*operands: Value) -> Value:
    """The least of all operands; unknown where one is unknown."""
    return None if None in operands else min(operands)


@_word(_greatest_columns)
def greatest(*operands: Value) -> Value:
    """The greatest of all operands; unknown where one is unknown."""
    return None if None in operands else max(operands)


def _where_columns(condition: Value, then: Value, otherwise: Value) -> Value:
    return _ibis().cases((condition.isnull(), _ibis().null()), (condition, then), else_=otherwise)


@_word(_where_columns)
def where(condition: Value, then: Value, otherwise: Value) -> Value:
    """`then` where the condition holds, `otherwise` where it does not; unknown where the condition is unknown."""
    if condition is None:
        return None
    return then if condition else otherwise


@_word(lambda a, b: a.cast(EXACT_TYPE) + b.cast(EXACT_TYPE))
def plus(a: Value, b: Value) -> Value:
    return None if a is None or b is None else a + b


@_word(lambda a, b: a.cast(EXACT_TYPE) - b.cast(EXACT_TYPE))
def minus(a: Value, b: Value) -> Value:
    return None if a is None or b is None else a - b


@_word(lambda a, b: (a.cast(EXACT_TYPE) * b.cast(EXACT_TYPE)).cast(_WIDER_TYPE).cast(EXACT_TYPE))
def times(a: Value, b: Value) -> Value:
    """The exact product of a sum in fen and a factor of at most `FACTOR_PLACES` decimals."""
    return None if a is None or b is None else a * b


@_word(lambda a, b: a > b)
def exceeds(a: Value, b: Value) -> Value:
    """Whether a > b, of sums or days."""
    return None if a is None or b is None else a > b


def _same_columns(a: Value, b: Value) -> Value:
    """Under a guard: Ibis writes `= NULL` as IS NULL, which is never unknown."""
    return _needing_all(lambda x, y: x == y, (a, b))


@_word(_same_columns)
def same(a: Value, b: Value) -> Value:
    return None if a is None or b is None else a == b


def _negated_column(a: Value) -> Value:
    """As a CASE: what is asked of a bare NOT would bind to its operand in the SQL that Ibis writes (`NOT a IS NULL`)."""
    return _ibis().cases((a.isnull(), _ibis().null("boolean")), (a, False), else_=True)


@_word(_negated_column)
def negated(a: Value) -> Value:
    return None if a is None else not a


@_word(lambda a: a.notnull())
def is_known(a: Value) -> Value:
    return a is not None


@_word(lambda a: a.isnull())
def is_unknown(a: Value) -> Value:
    return a is None


def _conditions(operands: Sequence[Value]) -> list[Value]:
    return [operand.cast("boolean") for operand in operands]


@_word(lambda *conditions: functools.reduce(lambda a, b: a & b, _conditions(conditions)))
def all_of(*conditions: Value) -> Value:
    """False if any is false, else unknown if any is unknown, else true."""
    if False in conditions:
        return False
    return None if None in conditions else True


@_word(lambda *conditions: functools.reduce(lambda a, b: a | b, _conditions(conditions)))
def any_of(*conditions: Value) -> Value:
    """True if any is true, else unknown if any is unknown, else false."""
    if True in conditions:
        return True
    return None if None in conditions else False


@_word(lambda a: a.fill_null(False))
def definitely(a: Value) -> Value:
    """True where the condition is known to hold, false where it is false or unknown."""
    return a is True


@_word(lambda a, fallback: a.fill_null(fallback))
def known_or(a: Value, fallback: Value) -> Value:
    """The value, or what stands in for it where it is unknown."""
    return fallback if a is None else a


@_word(lambda a: _shifted(a, days=1))
def next_day(a: Value) -> Value:
    return None if a is None else a + ONE_DAY


@_word(lambda a: _shifted(a, days=-1))
def day_before(a: Value) -> Value:
    return None if a is None else a - ONE_DAY


def _shifted(day: Value, **interval: int) -> Value:
    """A day some days or years on. Engines give a timestamp, and Ibis leaves out a cast to the date that it takes it to be."""
    return (day + _ibis().interval(**interval)).cast("timestamp").cast("date")


def years_after(day: Value, count: int) -> Value:
    """The same day `count` years on; 29 February falls on 28 February in a common year."""
    if day is None or type(day) is date:
        return None if day is None else _years_after(day, count)
    return _shifted(day, years=count)


@_word(lambda day: (day.year().cast("string") + "-12-31").cast("date"))
def year_end(day: Value) -> Value:
    """31 December of the day's year."""
    return None if day is None else date(day.year, 12, 31)


def rounded(exact: Value, practice: str) -> Value:
    """The sum as it is paid: to the fen half up (`fen`), or what is below 1 or 10,000 yuan dropped (`yuan_down`, `wan_down`)."""
    unit = ROUNDING_UNITS[practice]
    if exact is None:
        return None
    if type(exact) is Decimal:
        return exact.quantize(FEN, ROUND_HALF_UP) if practice == "fen" else (exact // unit * unit).quantize(FEN, ROUND_DOWN)
    return exact.round(2).cast(EXACT_TYPE) if practice == "fen" else exact - (exact % column(unit))


def phrase(*parts: Value) -> Value:
    """Text put together from text, whole numbers and days; unknown where a part is unknown."""
    if all(type(part) in _PLAIN for part in parts):
        return None if None in parts else "".join(map(str, parts))
    return functools.reduce(lambda a, b: a + b, [column(part).cast("string") for part in parts])


def listed(items: Iterable[tuple[Value, Value]], *, only_if: Value = True) -> Value:
    """The texts whose condition definitely holds, in order: a tuple of them, or a column of them joined by `SEPARATOR`.

    A text may itself be several, joined in the same way.

    >>> listed([("zone", True), ("qualified", None), ("imports:2024-01..2024-12", True)])
    ('zone', 'imports:2024-01..2024-12')
    """
    pairs = list(items)
    found: list[str] = []
    for item, holds in pairs:
        if holds is True and type(item) is str:
            found += item.split(SEPARATOR)
        elif type(holds) not in _PLAIN or type(item) not in _PLAIN:
            return _listed_columns(pairs, only_if)
    if type(only_if) not in _PLAIN:
        return _listed_columns(pairs, only_if)
    return tuple(found) if only_if else ()


def _listed_columns(pairs: Sequence[tuple[Value, Value]], only_if: Value) -> Value:
    texts = [_ibis().ifelse(column(holds).fill_null(False), column(item).cast("string").concat(SEPARATOR), "") for item, holds in pairs]
    joined = functools.reduce(lambda a, b: a + b, texts, _ibis().literal(""))
    return _ibis().ifelse(column(only_if), joined.left(greatest(joined.length() - 1, _ibis().literal(0))), "")
