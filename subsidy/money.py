"""Money: RMB as `Decimal` with two decimals, never a float.

Every sum enters through `yuan` and leaves through `text`. Rounding happens once, at the end of an entitlement,
half up in magnitude to the fen (see `subsidy.formula.rounded`); here are only the exact conversions.

>>> yuan("80000000.4")
Decimal('80000000.40')
>>> text(Decimal("1000000.01"))
'1000000.01'
>>> plain(Decimal("0.00500000")), plain(Decimal("3"))
('0.005', '3.00')
"""

from __future__ import annotations

import decimal
import re
from decimal import Decimal

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
LIMIT = Decimal(10) ** 16
"""Sums of this size or more, in yuan, are refused: no enterprise imports so much, and every engine stays exact below it."""

PRECISE_FROM = 1000
"""Decimals of so many places and more are not even looked at: no context has exponents for them."""

EXACT = decimal.Context(prec=60, rounding=decimal.ROUND_HALF_UP, traps=[decimal.InvalidOperation, decimal.DivisionByZero])
"""The context in which the law is computed, whatever the caller's own context is."""

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class NotMoney(ValueError):
    """The value is no sum of money; `reason` is one of `float`, `amount`, `precision`, `limit`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def is_plain(value: str | int | Decimal) -> bool:
    """Whether a value is a finite number in plain notation, of a size that can be looked at.

    >>> is_plain("12.5"), is_plain("1e5"), is_plain(Decimal("NaN"))
    (True, False, False)
    """
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value.adjusted()) < PRECISE_FROM
    return isinstance(value, int) or _PLAIN.fullmatch(value) is not None


def yuan(value: object) -> Decimal:
    """A sum in yuan with two decimals from a Decimal, a whole number or plain text; raises `NotMoney` for anything else."""
    if isinstance(value, float):
        raise NotMoney("float")
    if (isinstance(value, str) and _PLAIN.fullmatch(value)) or (isinstance(value, (Decimal, int)) and not isinstance(value, bool)):
        exact = Decimal(value)
    else:
        raise NotMoney("amount")
    return whole_fen(exact)


def whole_fen(exact: Decimal) -> Decimal:
    """The same sum written with two decimals; raises `NotMoney` where that would lose a digit or the sum is beyond `LIMIT`."""
    if not exact.is_finite():
        raise NotMoney("amount")
    if exact.copy_abs() >= LIMIT:
        raise NotMoney("limit")
    if exact and exact.adjusted() < -PRECISE_FROM:
        raise NotMoney("precision")
    fen = exact.quantize(FEN, context=EXACT)
    if fen != exact:
        raise NotMoney("precision")
    return fen if fen else ZERO


def to_fen(sum_in_yuan: Decimal) -> int:
    """Whole fen as an integer.

    >>> to_fen(Decimal("12.34"))
    1234
    """
    return int(sum_in_yuan.scaleb(2, context=EXACT))


def from_fen(fen: int) -> Decimal:
    """A Decimal in yuan from whole fen.

    >>> from_fen(-1234)
    Decimal('-12.34')
    """
    return Decimal(fen).scaleb(-2, context=EXACT)


def text(sum_in_yuan: Decimal) -> str:
    """A sum as it is written everywhere: plain digits, exactly two decimals."""
    return f"{sum_in_yuan:.2f}"


def plain(exact: Decimal) -> str:
    """An exact figure: plain notation, trailing zeros dropped, at least two decimals."""
    whole, _, decimals = f"{exact:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"
