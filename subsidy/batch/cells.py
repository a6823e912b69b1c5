"""The cells of written tables: columns, and texts that a spreadsheet would run as a formula made harmless.

>>> defused("=1+1"), defused("保税维修"), defused("-1,234.56"), defused("-")
("'=1+1", '保税维修', '-1,234.56', '-')
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal

Cell = str | int | bool | Decimal | date | None
"""What stands in a cell of a workbook."""

ENTITLEMENT_COLUMNS = (
    "uscc", "name", "provision", "document", "article", "period", "status", "amount", "low", "high", "valid_from", "valid_until",
    "claim", "reasons", "missing", "warnings", "steps",
)  # fmt: skip
RANGE_COLUMNS = ("range_low", "range_high")
"""What a run with `ranged` adds: least and most over all combinations of definite readings."""
REJECT_COLUMNS = ("file", "sheet", "line", "column", "value", "code", "message")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*(E[-+]\d+)?|[-+]", re.IGNORECASE | re.ASCII)
# East Asian editions of spreadsheets take the full-width signs for the plain ones.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def columns_of(present: Collection[str]) -> tuple[str, ...]:
    """The columns of written entitlements, where these are present.

    >>> columns_of(ENTITLEMENT_COLUMNS) == ENTITLEMENT_COLUMNS, columns_of(["low", "range_low", "range_high"])[-3:]
    (True, ('steps', 'range_low', 'range_high'))
    """
    return (*ENTITLEMENT_COLUMNS, *(name for name in RANGE_COLUMNS if name in present))


def defused(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(text) else text
