"""What the database says when it refuses an entry: the limit that would have been exceeded, and what is only passing.

The limits are constraints and triggers of the database (`migrations`); here their names are read from its errors.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError

LIMITS = (
    "cap", "first_of_business", "first_of_enterprise", "support_years", "overpaid", "below_zero", "paid_below_zero",
    "reversed_before", "reference", "day_order",
)  # fmt: skip
"""Why an entry is refused, by the names of the constraints."""

_OF_COLUMNS = {
    "ledger_balance.provision, ledger_balance.matter": "first_of_business",
    "ledger_entry.reference": "reversed_before",
}
"""SQLite names the columns of an index, not the index."""

_PASSING_STATES = frozenset({"40001", "40P01", "55P03"})
"""Of PostgreSQL: a serialization failure, a deadlock, a lock that is not available."""
_PASSING_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def limit_of(error: DBAPIError) -> str | None:
    """The limit that an error names, if it is one."""
    name = _constraint(error.orig)
    return name if name in LIMITS else None


def _constraint(orig: Any) -> str:
    if isinstance(orig, sqlite3.Error):
        said = str(orig).partition(" failed: ")
        named = said[2] or said[0]
        return _OF_COLUMNS.get(named, named)
    name = getattr(getattr(orig, "diag", None), "constraint_name", None)
    return str(name or "").removeprefix("ledger_")


def is_passing(error: DBAPIError) -> bool:
    """Whether the same may well succeed when it is tried again: nothing of it has been done."""
    orig: Any = error.orig
    if isinstance(orig, sqlite3.Error):
        code = getattr(orig, "sqlite_errorcode", 0) & 0xFF
        return code in _PASSING_CODES or str(orig) == "chain"
    return getattr(orig, "sqlstate", None) in _PASSING_STATES
