"""Results as a run computes them, made by hand: for tests of how they are written."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from subsidy.batch.result import Computed
from subsidy.errors import Issue

ENTITLEMENT: dict[str, Any] = {
    "uscc": "913101180000000004",
    "name": "甲公司",
    "provision": "qingpu-2024-1/import-growth",
    "document": "青商规〔2024〕1号",
    "article": "4",
    "period": "2025",
    "status": "payable",
    "amount": Decimal("1000000.01"),
    "low": Decimal("1000000.01"),
    "high": Decimal("1000000.01"),
    "valid_from": date(2026, 1, 1),
    "valid_until": date(2026, 12, 31),
    "claim": "open",
    "reasons": "",
    "missing": "",
    "warnings": "",
    "steps": '{"imports":"120000000.40"}',
    "assumptions": "qualified",
}
UNKNOWN = {"status": "undetermined", "amount": None, "high": None, "low": Decimal("0.00"), "missing": "zone", "name": None}
REJECT = Issue("imports.csv", None, 7, "人民币(元)", "1.2.3", "amount")
TOTAL = {"provision": "qingpu-2024-1/import-growth", "period": "2025"}
SUMMARY: dict[str, Any] = {
    "as_of": "2026-03-01",
    "totals": [
        {**TOTAL, "status": "payable", "claim": "open", "entitlements": 3, "low": "2.50", "high": "2.50"},
        {**TOTAL, "status": "undetermined", "claim": None, "entitlements": 1, "low": "0.00", "high": None},
    ],
    "readings": {"growth.years": "claimed_year_after"},
    "decisions": {"warehousing.ratio": ["1", "0.8"]},
    "assumptions": ["qualified", "zone_asserted"],
    "receipt": {"engine": "subsidy 0.1.0", "law": "sha256:a", "inputs": "sha256:b"},
}
RECONCILIATION: dict[str, Any] = {
    "as_of": "2026-03-01",
    "files": [{"name": "imports.csv", "sheet": None, "heading_line": 1, "columns": {"rmb": "人民币(元)"}, "ignored": ["a", "b"]}],
    "rows": {"read": 12, "counted": 10, "excluded": {"export": 1}, "rejected": {"amount": 1}},
    "amount": {"read": "12.00", "counted": "10.00", "excluded": {"export": "2.00"}, "rejected": {"amount": "0.00"}},
    "balanced": True,
    "imports": {"2025": "10.00"},
    "covered": {"months": ["2025-01", "2025-03"], "gaps": ["2025-02"]},
    "warnings": [{"code": "side_table_rejects", "file": "r.csv", "rows": 2, "message": "r.csv: 2 rows"}],
    "controls": {"2025": {"expected": "11.00", "found": "10.00", "matches": False}},
}


def table(*entitlements: dict[str, Any]) -> pa.Table:
    """Entitlements, each given by what differs from the example."""
    types = {name: pa.string() for name in ENTITLEMENT}
    types |= dict.fromkeys(("amount", "low", "high"), pa.decimal128(38, 2)) | dict.fromkeys(("valid_from", "valid_until"), pa.date32())
    return pa.Table.from_pylist([{**ENTITLEMENT, **changes} for changes in entitlements], schema=pa.schema(list(types.items())))


def computed(*entitlements: dict[str, Any], rejects: tuple[Issue, ...] = (REJECT,), **others: Any) -> Computed:
    """A result of these entitlements, or of one that is payable and one that is not yet decided."""
    made = table(*(entitlements or ({}, UNKNOWN)))
    given = {"reconciliation": RECONCILIATION, "summary": SUMMARY, "control_failed": False, **others}
    return Computed(entitlements=made, rejects=list(rejects), **given)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
