"""From the rows of a plan to a grid of written cells: titles, heading, lines; a line knows which drawn rows it holds."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.truth.headings import draw_unit
from tests.truth.layout import Column, Layout, key_of
from tests.truth.model import Plan, Row
from tests.truth.pen import Pen, Value

TITLES = (
    "青浦综合保税区企业进口情况表",
    "填表日期：2026-01-05",
    "制表单位：某某公司",
    "Imports, by enterprise",
    "第1页；共3页",
    "2024年进口统计",
)
UNIT_TITLES = ("单位：{}", "单位:{}", "（单位：{}）", "进口明细表（单位：{}）")
SIGNS_FOR_NOTHING = ("", "", "-", "—", "?")


@dataclass
class Line:
    """A line of the grid; one without drawn rows is a title, a heading or an empty line."""

    values: list[Value]
    rows: list[Row] = field(default_factory=list)


@dataclass
class Grid:
    """A table as it will stand in a file; `unit` is what it says of its RMB, None where it says nothing."""

    columns: list[Column]
    titles: list[Line]
    heading: Line
    body: list[Line]
    unit: str | None = None

    @property
    def lines(self) -> list[Line]:
        """Everything from top to bottom."""
        return [*self.titles, self.heading, *self.body]


def draw_grid(pen: Pen, plan: Plan, rows: list[Row], *, titled: bool) -> Grid:
    """Dress a plan's rows as one table."""
    rng = pen.rng
    has_rmb = plan.value in ("rmb", "both")
    unit, scale = draw_unit(rng, "rmb") if has_rmb and rng.random() < 0.8 else (None, 0)
    in_title = titled and unit is not None and (rng.random() < 0.5 or "rmb" in plan.mapped)
    if "rmb" in plan.mapped and not in_title:
        unit, scale = None, 0
    columns = Layout(pen, plan, "" if in_title or unit is None else unit, {"rmb": scale, "cell": scale}).columns()
    body = wide_lines(pen, columns, rows) if plan.kind == "wide" else plain_lines(pen, columns, rows)
    titles = draw_titles(rng, len(columns), unit if in_title else None) if titled else []
    return Grid(columns, titles, Line([column.heading for column in columns]), body, unit)


def draw_titles(rng: random.Random, width: int, unit: str | None) -> list[Line]:
    """Up to three title rows; one of them says the unit where there is one to say."""
    texts = rng.sample(TITLES, k=rng.randrange(3))
    if unit is not None:
        texts.insert(rng.randrange(len(texts) + 1), rng.choice(UNIT_TITLES).format(unit))
    return [Line(_title(rng, text, width)) for text in texts]


def _title(rng: random.Random, text: str, width: int) -> list[Value]:
    shape = rng.randrange(3)
    if shape == 0:
        return [text]
    at = 0 if shape == 1 else rng.randrange(width)
    return [text if place == at else "" for place in range(width)]


def wide_lines(pen: Pen, columns: list[Column], rows: list[Row]) -> list[Line]:
    """A line for each group; a period without a row is empty or one of the signs for nothing."""
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group or 0, []).append(row)
    return [Line(_wide_values(pen, columns, group), group) for group in groups.values()]


def _wide_values(pen: Pen, columns: list[Column], group: list[Row]) -> list[Value]:
    label = group[0].cells.get("label")
    first = [] if label is None else [pen.cell(label, 0)]
    return first + [_wide_value(pen, column, group) for column in columns[len(first) :]]


def _wide_value(pen: Pen, column: Column, group: list[Row]) -> Value:
    if not column.field[0].isdigit():
        return column.write(group[0])
    found = [row for row in group if row.period and key_of(row.period) == column.field]
    return column.write(found[0]) if found else pen.rng.choice(SIGNS_FOR_NOTHING)


def plain_lines(pen: Pen, columns: list[Column], rows: list[Row]) -> list[Line]:
    """A line for each row; wholly identical rows are written once and put down twice."""
    written = {id(row): _values(pen, columns, row) for row in rows if row.twin_of is None}
    return [Line(list(written[id(row.twin_of or row)]), [row]) for row in rows]


def _values(pen: Pen, columns: list[Column], row: Row) -> list[Value]:
    if row.fate == "heading_row":
        return [column.heading for column in columns]
    if "label" in row.cells:
        return _cut(row, _total(pen, columns, row))
    return _cut(row, [column.write(row) for column in columns])


def _total(pen: Pen, columns: list[Column], row: Row) -> list[Value]:
    """A label in any column before the sum, and nothing else."""
    place = next((n for n, column in enumerate(columns) if column.field in row.cells), len(columns))
    at = pen.rng.randrange(place)
    filled = {at: pen.cell(row.cells["label"], 0)}
    return [filled.get(n, column.write(row) if n == place else "") for n, column in enumerate(columns)]


def _cut(row: Row, values: list[Value]) -> list[Value]:
    """The cells with some too few or too many; what is left says something, or it would be an empty line."""
    if row.cells_more > 0:
        return [*values, *["x"] * row.cells_more]
    if row.cells_more < 0:
        kept = values[: max(1, len(values) + row.cells_more)]
        return kept if any(str(value).strip() for value in kept) else ["x", *kept[1:]]
    return values
