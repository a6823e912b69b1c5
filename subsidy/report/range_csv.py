"""A range over readings as CSV: one line for each entitlement, its bounds under the run's readings and under all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from subsidy import money
from subsidy.ranging.models import AssessedRange, RangedEntitlement
from subsidy.ranging.moves import makes_a_difference
from subsidy.report.csv_text import csv_text

RANGE_COLUMNS = (
    "uscc", "name", "provision", "document", "article", "period", "status", "claim", "low", "high", "range_low", "range_high",
    "least_at", "most_at", "moved_by", "missing",
)  # fmt: skip


def range_csv(result: AssessedRange) -> str:
    """One line for each entitlement, in their order."""
    firm = {"uscc": result.enterprise.uscc or "", "name": result.enterprise.name or ""}
    return csv_text(RANGE_COLUMNS, ({**firm, **_cells(e)} for e in result.entitlements))


def _cells(entitlement: RangedEntitlement) -> dict[str, str]:
    """The cells of one entitlement by column; null is empty."""
    e = entitlement
    return {
        "provision": e.provision,
        "document": e.citation.document,
        "article": e.citation.article,
        "period": e.period,
        "status": e.status or "",
        "claim": e.claim or "",
        "low": _sum(e.low),
        "high": _sum(e.high),
        "range_low": _sum(e.least),
        "range_high": _sum(e.most),
        "least_at": _choice(e.least_at),
        "most_at": _choice(e.most_at),
        "moved_by": ";".join(move.reading for move in e.moves if makes_a_difference(move, e.high)),
        "missing": ";".join(item.item for item in e.closing),
    }


def _sum(value: Decimal | None) -> str:
    return "" if value is None else money.text(value)


def _choice(options: Mapping[str, str]) -> str:
    return ";".join(f"{reading}={option}" for reading, option in options.items())
