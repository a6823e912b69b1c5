"""Transactions tried again where they met another one: a bounded number of times, after waits of random length."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from subsidy import errors
from subsidy.ledger.engine import faults
from subsidy.ledger.refusals import is_passing
from subsidy.ledger.url import shown

ATTEMPTS = 10
FIRST_WAIT, LONGEST_WAIT = 0.02, 1.0
Made = TypeVar("Made")


class StillBusy(Exception):
    """The last attempt too met another transaction."""


def retried(work: Callable[[], Made], attempts: int = ATTEMPTS, wait: Callable[[float], None] = time.sleep) -> Made:
    """What the work gives, which is one transaction, whole or not at all; raises `StillBusy` after so many attempts.

    An error that is not passing, a lost connection among them, is raised as it is: what it left is not known.
    """
    for attempt in range(attempts):
        if attempt:
            wait(_wait_before(attempt))
        try:
            return work()
        except DBAPIError as error:
            if not is_passing(error):
                raise
    raise StillBusy(attempts)


def _wait_before(attempt: int) -> float:
    """A random part of a span that doubles, so that those who met do not meet again."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)
    return secrets.SystemRandom().uniform(0, longest)


def settled(url: URL, work: Callable[[], Made]) -> Made:
    """The same on the database of an address, with what goes wrong as errors of ours; raises `errors.LedgerBusy` or `LedgerAway`."""
    try:
        with faults(url):
            return retried(work)
    except StillBusy:
        raise errors.LedgerBusy(url=shown(url), attempts=ATTEMPTS) from None
