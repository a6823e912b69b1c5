"""What a batch over a table of imports would do that its owner may not expect.

>>> [code for code, _ in of_columns({"date", "name", "usd"}, unit_stated=True, has_register=False, has_rates=False)]
['no_direction', 'needs_register', 'needs_rates']
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from subsidy.batch.identity import IDENTITY
from subsidy.facts import has_wrong_check_digit

Warned = tuple[str, Mapping[str, Any]]
"""The code of a warning, and the facts that its sentence names."""

WARNINGS = ("unit_assumed", "no_direction", "no_enterprise_column", "needs_register", "needs_rates", "mixed_workbook", "uscc_checksum")
"""Every code, in the order in which they are given."""

_MOST_NAMED = 5


def of_columns(columns: Collection[str], *, unit_stated: bool, has_register: bool, has_rates: bool) -> Iterator[Warned]:
    """What the columns that there are, and those that there are not, bring about."""
    found = {
        "unit_assumed": not unit_stated,
        "no_direction": "direction" not in columns,
        "no_enterprise_column": not set(IDENTITY) & set(columns),
        "needs_register": "uscc" not in columns and bool(set(IDENTITY) & set(columns)) and not has_register,
        "needs_rates": "rmb" not in columns and not has_rates,
    }
    return ((code, {}) for code, holds in found.items() if holds)


def of_enterprises(codes: Iterable[str]) -> Iterator[Warned]:
    """That the check digits of codes are wrong, with the first of them."""
    wrong = [code for code in codes if has_wrong_check_digit(code)]
    if wrong:
        more = " …" if len(wrong) > _MOST_NAMED else ""
        yield "uscc_checksum", {"number": len(wrong), "codes": ", ".join(wrong[:_MOST_NAMED]) + more}
