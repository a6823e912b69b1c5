"""What a row of imports is, in the pipeline: its columns, and every code that it can get."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from subsidy.intake.headings import Layout

EXCLUDED = (
    "duplicate_file", "total_row", "heading_row", "withdrawn", "export", "not_in_statistics", "domestic_leg", "other_enterprise",
    "after_as_of", "duplicate",
)  # fmt: skip
REJECTED = (
    "columns", "lost_digits", "no_enterprise", "uscc", "date", "direction", "mode", "transport", "amount", "precision", "no_rate",
    "overlap", "conflict",
)  # fmt: skip
WITHOUT_SUM = ("columns", "lost_digits", "amount", "no_rate")
"""Rows rejected for these stand in the account without a sum."""

SURPLUS = ("surplus_1", "surplus_2")
"""Under these names the engine reads what is too much in a record."""

SUM = "decimal(38, 2)"
PART = "\x1f"
"""Stands between the parts of a key."""

ROW: Mapping[str, str] = {
    "code": "string",
    "blamed": "string",
    "blamed_text": "string",
    "declaration": "int64",
    "line": "int32",
    "key": "string",
    "first": "date",
    "unit": "string",
    "grain": "string",
    "enterprise": "string",
    "firm_name": "string",
    "direction": "string",
    "mode": "string",
    "transport": "string",
    "country": "string",
    "state": "string",
    "currency": "string",
    "native": "decimal(22, 8)",
    "value": "decimal(18, 2)",
    "stands": "decimal(18, 2)",
}
"""The columns of a row and their types.

`code` is NULL while nothing is wrong with the row; `blamed` is the field that is, `blamed_text` its cell. A declaration
number of 18 digits and a line number are held as numbers; where either is anything else, `key` is what must not come
twice. `first` is the row's day, or the first day of its month or year, by `unit`; `grain` is the granularity at which
its enterprise is given: `declaration`, `month` or `year`. `value` is in RMB; `native` what it was in another `currency`.
`stands` is what the row comes to in the account.
"""


@dataclass(frozen=True)
class Scope:
    """What decides which rows count: the as-of day, and the one enterprise asked for, if any."""

    as_of: date
    only: str | None = None
    round_input: bool = False
    """Whether sums with more than two decimals count, rounded half up, instead of being rejected."""
    owner: str | None = None
    """The enterprise to which rows of a table without an enterprise column belong."""


def column_names(layout: Layout) -> list[str]:
    """The names under which the engine reads a table's columns: by position, then what is too much."""
    return [f"c{number}" for number in range(len(layout.headings))] + list(SURPLUS)


def last_needed(table: Table, layout: Layout) -> Value:
    """The last column that has a heading: a record without it is too short."""
    return table[f"c{layout.last}"]


def is_too_long(table: Table, layout: Layout) -> BooleanValue:
    """Whether a record has more than its headings: a filled cell beyond the last, or more cells than one trailing comma makes."""
    beyond = [table[f"c{number}"] for number in range(layout.last + 1, len(layout.headings))]
    filled = [cell.fill_null("").strip() != "" for cell in (*beyond, table[SURPLUS[0]])]
    return folded(operator.or_, filled) | table[SURPLUS[1]].notnull()


def folded(operation: Callable[[Any, Any], Any], operands: Sequence[Any]) -> Any:
    """One expression of many operands, in halves: a chain of hundreds would be too deep for those who walk through it."""
    if len(operands) == 1:
        return operands[0]
    middle = len(operands) // 2
    return operation(folded(operation, operands[:middle]), folded(operation, operands[middle:]))


def together(texts: Sequence[StringValue]) -> StringValue:
    """Texts as one, `PART` between them."""
    text: StringValue = folded(lambda a, b: a + PART + b, texts)
    return text


def whole_record(cells: Sequence[Value]) -> StringValue:
    """All cells of a record as one text."""
    return together([cell.fill_null("") for cell in cells])


def key_of_whole(declaration: StringValue, cells: Sequence[Value]) -> StringValue:
    """What must not come twice where a declaration has no line numbers: the number together with the whole record."""
    return declaration + PART + whole_record(cells).hexdigest("sha256")


def first_that_holds(cases: Sequence[tuple[Value, Value | str]]) -> Value:
    """The value of the first condition that holds, NULL where none does; an unknown condition does not hold."""
    return ibis.cases(*[(holds.fill_null(False), value) for holds, value in cases], else_=ibis.null("string"))
