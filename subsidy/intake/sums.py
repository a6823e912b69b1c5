"""Sums of money in cells: exact decimals out of thousands separators, currency signs, brackets and trailing minus.

>>> amount("1,234.50"), amount("（12.3）").value, amount("1.23E+08").code, amount("0.125").code
(Parsed(value=Decimal('1234.50'), code=None), Decimal('-12.30'), 'lost_digits', 'precision')
>>> amount("1.5", 10000).value, foreign("US$ 12.345", currency="USD").value, foreign("€5", currency="USD").code
(Decimal('15000.00'), Decimal('12.345'), 'amount')
"""

from __future__ import annotations

import functools
import re
from decimal import ROUND_HALF_UP, Decimal

from subsidy import money
from subsidy.intake.cell import Parsed, clean
from subsidy.intake.tables import currency_signs
from subsidy.money import EXACT, FEN, ZERO

RMB = "CNY"
FOREIGN_PLACES = Decimal("0.00000001")
FOREIGN_LIMIT = Decimal(10) ** 14
"""Sums in another currency keep up to eight decimals and stay below this, so that their product with a rate is exact on every engine."""

_NUMBER = r"(?P<whole>\d+|\d{1,3}(?:,[ ]?\d{3})+|\d{1,3}(?:[ ]\d{3})+|)(?:\.(?P<decimals>\d*))?"
_NO_VALUE = re.compile(r"[-—–―]{1,3}|\?{1,3}|")
_MOST_DIGITS = 22
_MOST_DECIMALS = 30
_OF_ONE_YUAN = ("元", "圆")
"""Signs that name the unit themselves: in a column of another unit they contradict it."""


def amount(text: str | None, unit: int = 1) -> Parsed:
    """A sum of RMB in yuan from a cell in `unit` yuan; a cell without a value is `amount`.

    A sign of another currency makes it no sum of RMB. Beside the code `precision` the value is the sum rounded half up,
    as the account takes it.
    """
    exact = _exact(text, unit, RMB)
    if isinstance(exact, str):
        return Parsed(code=exact)
    try:
        return Parsed(money.whole_fen(exact))
    except money.NotMoney as error:
        if error.reason != "precision":
            return Parsed(code="amount")
        return Parsed(_rounded(exact, FEN), "precision")


def foreign(text: str | None, unit: int = 1, currency: str | None = None) -> Parsed:
    """A sum in another currency, all its decimals kept; `currency` is the only one whose signs may stand beside it, if given.

    Beyond eight decimals it is `precision`, beside the sum rounded half up to so many.
    """
    exact = _exact(text, unit, currency)
    if isinstance(exact, str):
        return Parsed(code=exact)
    if abs(exact) >= FOREIGN_LIMIT:
        return Parsed(code="amount")
    kept = _rounded(exact, FOREIGN_PLACES)
    return Parsed(exact or ZERO) if kept == exact else Parsed(kept, "precision")


def _rounded(exact: Decimal, places: Decimal) -> Decimal:
    """Half up in magnitude; nought has no sign."""
    return exact.quantize(places, ROUND_HALF_UP, context=EXACT) or ZERO


def is_no_value(text: str | None) -> bool:
    """Whether a cell of sums gives none: empty, a dash or a question mark, with a currency sign or without.

    >>> is_no_value(" — "), is_no_value("¥ -"), is_no_value("0")
    (True, True, False)
    """
    plain = clean(text)
    bare = re.fullmatch(rf"(?:{_signs(None)}) ?([-—–―]+)", plain.upper())
    return _NO_VALUE.fullmatch(bare[1] if bare else plain) is not None


def _exact(text: str | None, unit: int, currency: str | None) -> Decimal | str:
    """The sum times its unit, or the code of what is wrong."""
    match = _sum_form(currency).fullmatch(" ".join(clean(text).upper().split()))
    if match is None or not (match["whole"] or match["decimals"]):
        return "amount"
    if match["exponent"]:
        return "lost_digits"
    signs = [match[name] for name in ("lead", "inner", "trail") if match[name]]
    if len(signs) + bool(match["open"]) > 1 or bool(match["open"]) != bool(match["close"]):
        return "amount"
    if unit != 1 and any(sign.endswith(_OF_ONE_YUAN) for sign in (match["after"], match["last"]) if sign):
        return "amount"
    digits = _decimal(match["whole"] or "0", match["decimals"] or "")
    if digits is None:
        return "amount"
    is_negative = bool(match["open"]) or (bool(signs) and signs[0] != "+")
    return EXACT.multiply(digits, -unit if is_negative else unit)


def _decimal(whole: str, decimals: str) -> Decimal | None:
    """The digits as a decimal; of a tail beyond all use only whether there is any is kept, which rounds the same."""
    plain = whole.replace(",", "").replace(" ", "").lstrip("0") or "0"
    if len(plain) > _MOST_DIGITS:
        return None
    tail = "1" if decimals[_MOST_DECIMALS:].strip("0") else ""
    return Decimal(f"{plain}.{decimals[:_MOST_DECIMALS]}{tail}")


@functools.cache
def _sum_form(currency: str | None) -> re.Pattern[str]:
    """The form of a sum: a number with signs of the currency beside it, and a minus before, behind or as brackets around it."""
    signs = _signs(currency)
    beside, sign = rf"(?:{signs})?(?: ?(?:{signs}))? ?", r"[-−–+]? ?"
    exponent = r"(?P<exponent>E[-+]?\d+)?"
    form = (
        rf"{beside}(?P<lead>{sign}){beside}(?P<open>\( ?)?{beside}(?P<inner>{sign}){beside}{_NUMBER}{exponent} ?(?P<after>{signs})?"
        rf"(?P<trail> ?[-−])? ?(?P<close>\))? ?(?P<last>{signs})?(?: ?(?:{signs}))?"
    )
    return re.compile(form, re.ASCII)


@functools.cache
def _signs(currency: str | None) -> str:
    return "|".join(re.escape(sign.upper()) for sign in currency_signs(currency))
