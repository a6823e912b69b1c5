"""What was recognised of a table's columns, in the form of a reconciliation and a little more.

>>> hints("imports", ["进口日起", "摘要"], {"rmb"})
{'进口日起': ('date', '进口日期'), '摘要': None}
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from subsidy.batch.inputs import FileInput, Input, WideInput, describe_layout
from subsidy.batch.inspection.kind import KINDS
from subsidy.intake.aliases import fields, key, nearest
from subsidy.intake.layout import Layout
from subsidy.intake.meanings import CURRENCIES
from subsidy.intake.opening import TableFile
from subsidy.intake.tables import units
from subsidy.intake.text_table import TextTable

_ALIKE = 0.6
"""A heading is worth naming as a hint where so much of it is the same."""
_MOST_HINTS = 40

Hint = tuple[str, str] | None
"""A field, and its known heading that is like the one found."""


def of_imports(source: Input) -> dict[str, object]:
    """What was recognised in a table of imports."""
    table = source.table if isinstance(source, FileInput) else None
    return {
        **source.describe(),
        "delimiter": table.delimiter if isinstance(table, TextTable) else None,
        **_more(source.layout, "imports"),
        "wide": _periods(source) if isinstance(source, WideInput) else None,
    }


def _periods(source: WideInput) -> dict[str, str]:
    """The year or month of each heading of a wide table's columns of one kind."""
    return {column.heading: column.period for column in source.table.layout.wide if (column.field, column.unit) == source.kind}


def of_side_table(table: TableFile, kind: str) -> dict[str, object]:
    """What was recognised in a table beside the imports."""
    return {
        "name": table.path,
        "sha256": table.sha256,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "heading_line": table.heading_line,
        **describe_layout(table.layout),
        **_unit(table.layout),
        "delimiter": table.delimiter if isinstance(table, TextTable) else None,
        **_more(table.layout, kind),
        "wide": None,
    }


def _unit(layout: Layout) -> dict[str, object]:
    """The unit of the one column of money that a side table may have."""
    if "amount" not in layout.columns:
        return {"unit": None, "unit_stated": True}
    size = layout.units.get("amount", 1)
    return {"unit": next((word for word, unit in units().items() if unit == (size, None)), f"{size}")}


def _more(layout: Layout, kind: str) -> dict[str, object]:
    found = hints(kind, layout.unknown, set(layout.columns))
    return {
        "year_column": None if layout.year is None else layout.shown(layout.year),
        "passed_over": _passed_over(layout),
        "hints": {heading: hint and {"field": hint[0], "heading": hint[1]} for heading, hint in found.items()},
    }


def _passed_over(layout: Layout) -> list[str]:
    """The headings of fields that a column of a better kind gives."""
    named = {*layout.columns.values(), layout.year, *(column.number for column in layout.wide)}
    others = [layout.shown(number) for number, heading in enumerate(layout.headings) if heading and number not in named]
    return [heading for heading in others if heading not in (*layout.ignored, *layout.unknown)]


def hints(kind: str, unknown: Iterable[str], known: set[str]) -> dict[str, Hint]:
    """For each unknown heading the known one most like it; None where none is like it, or its field has a column already."""
    taken = known | {*CURRENCIES, "currency"} if kind == KINDS[0] and known & CURRENCIES.keys() else known
    return {heading: _hint(kind, heading, taken) for heading in list(unknown)[:_MOST_HINTS]}


def _hint(kind: str, heading: str, taken: set[str]) -> Hint:
    found = [(_likeness(heading, alias), field, alias) for field in fields(kind) for alias in nearest([heading], kind, [field], 1)]
    likeness, field, alias = max(found)
    return (field, alias) if likeness >= _ALIKE and field not in taken else None


def _likeness(heading: str, alias: str) -> float:
    return SequenceMatcher(None, key(alias), key(heading), autojunk=False).ratio()
