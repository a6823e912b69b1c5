"""What was recognised in files as CSV: one line for each table, or for each file that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from subsidy.report.inspection_data import DELIMITERS

CSV_COLUMNS = (
    "file", "sheet", "kind", "encoding", "delimiter", "heading_line", "unit", "unit_stated",
    "columns", "ignored", "passed_over", "unknown", "read", "counted", "excluded", "rejected", "declaration", "month", "year",
    "imports", "first_month", "last_month", "gaps", "enterprises", "warnings", "error",
)  # fmt: skip


def csv_row(entry: Mapping[str, Any]) -> dict[str, str]:
    """An entry as one line of CSV: lists joined by `;`, pairs as `name=value`; null is empty."""
    rows, covered = entry["rows"] or {}, entry["covered"] or {"months": [], "gaps": []}
    months = covered["months"]
    cells = {
        "file": entry["name"],
        **{name: entry[name] for name in ("sheet", "kind", "encoding", "heading_line", "unit", "unit_stated")},
        "delimiter": DELIMITERS.get(entry["delimiter"]),
        "columns": _pairs(entry["columns"] or {}),
        **{name: ";".join(entry[name] or ()) for name in ("ignored", "passed_over", "unknown")},
        **{name: rows.get(name) for name in ("read", "counted")},
        **{name: _pairs(rows.get(name, {})) for name in ("excluded", "rejected")},
        **{grain: (entry["granularity"] or {}).get(grain) for grain in ("declaration", "month", "year")},
        "imports": _pairs(entry["imports"] or {}),
        "first_month": months[0] if months else None,
        "last_month": months[-1] if months else None,
        "gaps": ";".join(covered["gaps"]),
        "enterprises": (entry["enterprises"] or {}).get("number"),
        "warnings": ";".join(warning["code"] for warning in entry["warnings"]),
        "error": (entry["error"] or {}).get("message"),
    }
    return {name: _cell(cells[name]) for name in CSV_COLUMNS}


def _pairs(found: Mapping[str, Any]) -> str:
    return ";".join(f"{name}={value}" for name, value in found.items())


def _cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
