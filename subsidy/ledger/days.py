"""The day after which nothing is dated: today, by the clock of the computer or by that of the city, whichever is further on."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CITY = timezone(timedelta(hours=8))
"""A server may be set to another time than those who post to it."""


def today() -> date:
    """The last day that an entry may have."""
    return max(date.today(), datetime.now(CITY).date())
