"""Warehousing fees shared over the days of their service, and how far they are known."""

from collections.abc import Iterable
from datetime import date

from .days import ONE_DAY, Window, within
from .facts import Facts, Fee


def share(fee: Fee, window: Window | None) -> int:
    """The fen of a fee that fall on the days of a window, counted day by day.

    What has been shared out after day b of n is fee x b / n to the nearest fen, a half going
    up; each day has what it adds to that, so that the days add up to the fee.

    >>> january = Fee(date(2025, 1, 1), date(2025, 1, 3), 1_00)
    >>> [share(january, (date(2025, 1, day), date(2025, 1, day))) for day in (1, 2, 3)]
    [33, 34, 33]
    """
    if window is None:
        return 0
    days = (fee.last - fee.first).days + 1
    inside = shared_out = 0
    day = fee.first
    for count in range(1, days + 1):
        after_today = (2 * fee.amount * count + days) // (2 * days)
        if within(day, window):
            inside += after_today - shared_out
        shared_out, day = after_today, day + ONE_DAY
    assert shared_out == fee.amount
    return inside


def fees_within(fees: Iterable[Fee], window: Window | None) -> int:
    """The shares of all fees that fall in a window."""
    return sum(share(fee, window) for fee in fees)


def known_through(facts: Facts, as_of: date) -> date | None:
    """The last day for which the fees are known; None where there is no list of fees."""
    if facts.fees is None:
        return None
    last_day = max((fee.last for fee in facts.fees), default=as_of)
    return max(last_day, facts.fees_known_through or last_day)


def missing_fees(facts: Facts, counted: Window, as_of: date) -> str | None:
    """What is not known of the fees of the days that count, if anything."""
    known = known_through(facts, as_of)
    if known is None or facts.fees_incomplete:
        return "warehousing_fees"
    if counted[1] <= known:
        return None
    unknown_from = max(counted[0], known + ONE_DAY)
    return f"warehousing_fees:{unknown_from}..{counted[1]}"
