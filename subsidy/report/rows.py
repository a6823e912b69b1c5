"""Entitlements as rows of text: one cell for each column of `entitlements.csv`."""

from __future__ import annotations

import json
from datetime import date

from subsidy import money
from subsidy.batch.cells import ENTITLEMENT_COLUMNS
from subsidy.entitlement import Assessed, Entitlement

SUMS = ("amount", "low", "high")


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
    return {column: _text(cells[column]) for column in ENTITLEMENT_COLUMNS}
