"""Entitlements as rows of text: one cell for each column of `entitlements.csv`.

>>> defused("=SUM(A1)"), defused("-1", numeric=True)
("'=SUM(A1)", '-1')
"""

from __future__ import annotations

import json
from datetime import date

from subsidy import money
from subsidy.entitlement import Assessed, Entitlement

COLUMNS = (
    "uscc", "name", "provision", "document", "article", "period", "status", "amount", "low", "high",
    "valid_from", "valid_until", "claim", "reasons", "missing", "warnings", "steps",
)  # fmt: skip
SUMS = ("amount", "low", "high")
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def _text(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _steps(entitlement: Entitlement) -> str:
    """Steps as a compact JSON object of name to figure."""
    values = {step.name: None if step.value is None else money.plain(step.value) for step in entitlement.steps}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def entitlement_row(enterprise: Assessed, entitlement: Entitlement) -> dict[str, str]:
    """The cells of one entitlement by column; null is empty."""
    e = entitlement
    sums = {name: "" if getattr(e, name) is None else money.text(getattr(e, name)) for name in SUMS}
    cells = {
        "uscc": enterprise.uscc,
        "name": enterprise.name,
        "provision": e.provision,
        "document": e.citation.document,
        "article": e.citation.article,
        "period": e.period,
        "status": e.status,
        **sums,
        "valid_from": e.valid_from,
        "valid_until": e.valid_until,
        "claim": e.claim,
        "reasons": ";".join(note.code for note in e.reasons),
        "missing": ";".join(item.item for item in e.missing),
        "warnings": ";".join(note.code for note in e.warnings),
        "steps": _steps(e),
    }
    return {column: _text(cells[column]) for column in COLUMNS}


def defused(cell: str, *, numeric: bool = False) -> str:
    """A cell that no spreadsheet takes for a formula; figures stay as they are."""
    return f"'{cell}" if cell.startswith(_FORMULA_BEGINS) and not numeric else cell
