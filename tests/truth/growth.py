"""What the growth entitlements of a park's enterprises must say, by the oracle, from the rows as they were drawn."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.oracle.batch import assess
from tests.truth.account import covered_expected, money, month_text, number, side_of
from tests.truth.park import Park
from tests.truth.run import Answer

Said = dict[tuple[str, str], tuple[object, ...]]


def growth_expected(park: Park) -> Said:
    """By enterprise and year: status, bounds, missing items and the figures read, for enterprises with rows that count."""
    months = covered_expected(park)[0]
    years = {month[:4] for month in months}
    said = {}
    for uscc in park.firms:
        for found in assess(case_of(park, uscc, months), park.world.as_of):
            if found["provision"].endswith("/import-growth") and found["period"] in years:
                said[uscc, found["period"]] = _said(found, [_item(missing) for missing in found["missing"]])
    return said


def case_of(park: Park, uscc: str, months: list[str]) -> dict[str, Any]:
    """The enterprise as a case, with its rejected rows."""
    mine = [row for row in park.rows if row.firm is not None and row.firm.uscc == uscc]
    sums: Counter[str] = Counter()
    for row in mine:
        if row.fate == "counted":
            sums[str(row.year)] += row.stands
    rejected = Counter(row.year for row in mine if side_of(row.fate) == "rejected" and row.fate != "columns")
    return {
        "enterprise": {"uscc": uscc, **facts_of(park, uscc)},
        "imports": [{"period": year, "value": money(fen)} for year, fen in sums.items()],
        "coverage": [{"from": first, "to": last} for first, last in runs(months)],
        "rejected_rows": [{"period": year, "rows": rows} for year, rows in rejected.items()],
    }


def facts_of(park: Park, uscc: str) -> dict[str, Any]:
    """What the register says of the enterprise, or what the call asserts."""
    if park.register is None:
        return {"zone": park.options["zone"], "zone_asserted": True} if "zone" in park.options else {}
    entry = park.register.entries.get(uscc)
    if entry is None:
        return {}
    said = {"zone": entry.zone, "settled_on": entry.settled_on or None, "qualified": entry.qualified}
    return {name: value for name, value in said.items() if value is not None}


def runs(months: list[str]) -> list[tuple[str, str]]:
    """Months in order as runs without a gap.

    >>> runs(["2024-11", "2024-12", "2025-01", "2025-03"])
    [('2024-11', '2025-01'), ('2025-03', '2025-03')]
    """
    found: list[tuple[str, str]] = []
    for month in months:
        follows = bool(found) and month_text(number(found[-1][1]) + 1) == month
        found = [*found[:-1], (found[-1][0], month)] if follows else [*found, (month, month)]
    return found


def growth_found(park: Park, found: Answer) -> Said:
    """The same of the result, for the years of which the data covers a month."""
    years = {month[:4] for month in covered_expected(park)[0]}
    return {
        (line["uscc"], line["period"]): _said(
            {**line, "steps": json.loads(line["steps"])}, [item for item in line["missing"].split(";") if item]
        )
        for line in found.entitlements
        if line["provision"].endswith("/import-growth") and line["uscc"] in park.firms and line["period"] in years
    }


def _said(line: dict[str, Any], missing: list[str]) -> tuple[object, ...]:
    steps = line["steps"]
    figures = {step["name"]: step["value"] for step in steps} if isinstance(steps, list) else steps
    return line["status"], line["low"], line["high"], missing, figures["imports"], figures["base"]


def _item(missing: dict[str, str] | str) -> str:
    if isinstance(missing, str):
        return missing
    return f"{missing['code']}:{missing['detail']}" if missing.get("detail") else missing["code"]
