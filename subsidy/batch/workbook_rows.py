"""Summary and reconciliation as rows of cells, for the sheets of a workbook.

A cell is a text, an integer, a truth value, a sum (Decimal), a day or nothing.

>>> account = {"rows": {"read": 2, "rejected": {"date": 1}}, "amount": {"read": "5.00", "rejected": {"date": "1.00"}}, "balanced": True}
>>> for row in reconciliation_rows(account):
...     print(row)
('account', 'read', None, 2, Decimal('5.00'), None)
('account', 'rejected', 'date', 1, Decimal('1.00'), None)
('balanced', None, None, None, None, True)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from subsidy.batch.cells import Cell

Row = tuple[Cell, ...]

TOTALS_COLUMNS = ("provision", "period", "status", "claim", "entitlements", "low", "high")
RECONCILIATION_COLUMNS = ("part", "item", "name", "rows", "amount", "value")
_SUMS = frozenset({"expected", "found"})


def totals_rows(summary: Mapping[str, Any]) -> Iterator[Row]:
    """The totals, each with its sums as numbers."""
    for total in summary["totals"]:
        sums = {name: None if total[name] is None else Decimal(total[name]) for name in ("low", "high")}
        yield tuple({**total, **sums}[name] for name in TOTALS_COLUMNS)


def basis_rows(summary: Mapping[str, Any]) -> Iterator[Row]:
    """What the totals rest on: day, readings, decisions, assumptions, receipt."""
    for part, value in summary.items():
        if part == "totals":
            continue
        for path, leaf in _leaves(value):
            yield part, _joined(path), leaf


def reconciliation_rows(reconciliation: Mapping[str, Any]) -> Iterator[Row]:
    """The account of the rows first, each with its number and its sum; then everything else."""
    yield from _account_rows(reconciliation["rows"], reconciliation["amount"])
    for part, value in reconciliation.items():
        if part not in ("rows", "amount"):
            yield from _part_rows(part, value)


def _account_rows(rows: Mapping[str, Any], amount: Mapping[str, Any]) -> Iterator[Row]:
    sums = dict(_leaves(amount))
    for path, number in _leaves(rows):
        item, name = (*path, None)[:2]
        yield "account", item, name, number, Decimal(sums.get(path) or "0.00"), None


def _part_rows(part: str, value: Any) -> Iterator[Row]:
    for path, leaf in _leaves(value):
        item, name = (path[0] if path else None), _joined(path[1:])
        if part == "imports" or (part == "controls" and name in _SUMS):
            yield part, item, name, None, Decimal(leaf), None
        elif name == "rows":
            yield part, item, name, leaf, None, None
        else:
            yield part, item, name, None, None, leaf


def _leaves(value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The single values in nested data, each with its path; a list of single values is one text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (((str(key), *path), leaf) for path, leaf in _leaves(inner))
    elif isinstance(value, (list, tuple)) and any(isinstance(part, Mapping) for part in value):
        for number, part in enumerate(value, start=1):
            label, rest = _labelled(part, number)
            yield from (((label, *path), leaf) for path, leaf in _leaves(rest))
    elif isinstance(value, (list, tuple)):
        yield (), "; ".join(_text(part) for part in value)
    else:
        yield (), value


def _labelled(part: Any, number: int) -> tuple[str, Any]:
    """What an entry of a list is called, its name or code or else its number, and what else it says."""
    key = next((key for key in ("name", "code") if isinstance(part, Mapping) and part.get(key)), None)
    if key is None:
        return str(number), part
    return str(part[key]), {other: value for other, value in part.items() if other != key} or None


def _text(part: Any) -> str:
    return part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)


def _joined(path: Sequence[str]) -> str | None:
    return ".".join(path) or None
