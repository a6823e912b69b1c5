"""Warehousing fees shared over days in whole fen, so that the shares of a fee add up to it.

The share of service days a..b of n (counted from 1) is r(fee x b / n) - r(fee x (a - 1) / n), r half up to the fen.
Integers only.

>>> fee = WarehouseFee(**{"from": "2024-01-01", "to": "2024-01-03", "amount": "0.05"})
>>> [share(fee, Window(date(2024, 1, d), date(2024, 1, d))) for d in (1, 2, 3)]
[2, 1, 2]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from subsidy.facts import WarehouseFee
from subsidy.money import from_fen, to_fen
from subsidy.periods import Window


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def share(fee: WarehouseFee, window: Window) -> int:
    """The part of a fee, in fen, for those of its service days that lie in the window."""
    served = Window(fee.first, fee.last)
    both = served.cut_to(window)
    if both is None:
        return 0
    days = (served.last - served.first).days + 1
    upto = (both.last - served.first).days + 1
    before = (both.first - served.first).days
    fen = to_fen(fee.amount)
    return _half_up(fen * upto, days) - _half_up(fen * before, days)


def shares_within(fees: Sequence[WarehouseFee], window: Window | None) -> Decimal:
    """What all fees come to for the days of a window, in yuan."""
    return from_fen(sum(share(fee, window) for fee in fees) if window else 0)


def first_day(fees: Sequence[WarehouseFee]) -> date | None:
    """The first day that any fee covers."""
    return min((fee.first for fee in fees), default=None)


def known_through(fees: Sequence[WarehouseFee] | None, stated: date | None, as_of: date) -> date | None:
    """The last day to which an enterprise's fees are known; None where there is no list of fees at all."""
    if fees is None:
        return None
    listed = max((fee.last for fee in fees), default=as_of)
    return max(listed, stated) if stated else listed
