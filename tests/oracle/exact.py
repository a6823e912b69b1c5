"""Exact money: whole fen, fractions of fen, and the ways of rounding a sum once at its end."""

from fractions import Fraction
from math import floor

FEN_PER_YUAN = 100
PAYOUT_UNIT_FEN = {"yuan_down": 1_00, "wan_down": 10_000_00}


def fen(yuan: str | int) -> int:
    """Whole fen of a sum of yuan; a float is refused.

    >>> fen("80000000.05"), fen(3)
    (8000000005, 300)
    """
    if isinstance(yuan, (bool, float)):
        raise TypeError(f"money must be a string or an integer, not {yuan!r}")
    amount = Fraction(yuan) * FEN_PER_YUAN
    if amount.denominator != 1:
        raise ValueError(f"{yuan!r} has more than two decimals")
    return int(amount)


def half_up(amount: Fraction) -> int:
    """The nearest whole number of what is not negative, a half going up.

    >>> half_up(Fraction(1, 2)), half_up(Fraction(49, 100))
    (1, 0)
    """
    return floor(amount + Fraction(1, 2))


def paid_out(award: Fraction, rounding: str) -> int:
    """The whole fen that are paid for an exact award in fen.

    >>> paid_out(Fraction(19999_99), "yuan_down"), paid_out(Fraction(19999_99), "wan_down")
    (1999900, 1000000)
    """
    if rounding == "fen":
        return half_up(award)
    unit = PAYOUT_UNIT_FEN[rounding]
    return floor(award / unit) * unit


def money(amount: int) -> str:
    """Fen as yuan with two decimals.

    >>> money(0), money(100000001)
    ('0.00', '1000000.01')
    """
    return plain(Fraction(amount, FEN_PER_YUAN))


def plain(value: Fraction) -> str:
    """A finite decimal in plain notation, with no more zeros than two decimals need.

    >>> plain(Fraction(1, 2)), plain(Fraction(-19, 4000)), plain(Fraction(120))
    ('0.50', '-0.00475', '120.00')
    """
    places = 2
    while (value * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
