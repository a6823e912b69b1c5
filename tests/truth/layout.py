"""The columns of one file: which fields, under which headings, in which order, and how each cell of them is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.truth import headings
from tests.truth.model import NOTHING, Cell, Period, Plan, Row
from tests.truth.pen import MODE_NAMES, TRANSPORT_NAMES, Pen, Value

GOODS = ("液晶面板", "机床, 数控", "Wine\n(red)", "橡胶；天然; a", '咖啡 "A"', "零件\r\n第二行", "片\u2028剂", "")

VALUES = ("rmb", "usd", "amount")


@dataclass
class Column:
    """A column of a file: its heading, the field that it holds, and how a row's cell in it is written."""

    heading: str
    field: str
    write: Callable[[Row], Value]


def key_of(period: Period) -> str:
    """What stands for the field in a wide table's column."""
    return f"{period.year}-{period.month}"


class Layout:
    """The columns of one file of a plan."""

    def __init__(self, pen: Pen, plan: Plan, unit: str, scales: dict[str, int]) -> None:
        self.pen, self.plan, self.unit, self.scales = pen, plan, unit, scales
        self.english = pen.rng.random() < 0.1
        self.dress: Callable[[str], str] = lambda text: headings.decorated(pen.rng, text)

    def columns(self) -> list[Column]:
        """All columns; those of a wide table stand in order behind the enterprise, others anyhow."""
        if self.plan.kind == "wide":
            return self._wide()
        columns = [column for name in self.plan.fields for column in self._of(name)] + self._extra()
        self.pen.rng.shuffle(columns)
        if columns[0].field in VALUES:
            columns.append(columns.pop(0))  # the first filled cell of a total is its label
        return columns

    def _wide(self) -> list[Column]:
        columns = [self._named("serial", "序号")] if self.pen.rng.random() < 0.3 else []
        columns += [column for name in self.plan.fields if name != "rmb" for column in self._of(name)]
        for period in self.plan.periods:
            heading = self.dress(headings.period_heading(self.pen.rng, period, self.unit))
            columns.append(Column(heading, key_of(period), self._writer("cell")))
        return columns

    def _of(self, name: str) -> list[Column]:
        if name in ("date", "other_date"):
            return self._dates() if name == "date" else []
        columns = [self._named(name, self._heading(name))]
        if name in ("mode", "transport") and self.pen.rng.random() < 0.25:
            code = {"mode": "监管方式代码", "transport": "运输方式代码"}[name]
            named = {"mode": "监管方式", "transport": "运输方式"}[name]
            return [self._named(name, code, bare=True), Column(self.dress(named), f"{name}_name", self._name_writer(name))]
        return columns

    def _heading(self, name: str) -> str:
        if name in self.plan.mapped:
            return self.plan.mapped[name]
        text = headings.name_of(self.pen.rng, name, english=self.english)
        if name == "rmb" and self.unit:
            return headings.with_unit(self.pen.rng, text, self.unit)
        if name == "usd" and self.pen.rng.random() < 0.6:
            unit, self.scales["usd"] = headings.draw_unit(self.pen.rng, "usd")
            return headings.with_unit(self.pen.rng, text, unit)
        return text

    def _named(self, name: str, heading: str, *, bare: bool = False) -> Column:
        return Column(self.dress(heading), name, self._bare_writer(name) if bare else self._writer(name))

    def _writer(self, name: str) -> Callable[[Row], Value]:
        return lambda row: self.pen.cell(row.cells.get(name, NOTHING), self.scales.get(name, 0))

    def _bare_writer(self, name: str) -> Callable[[Row], Value]:
        """The code alone: its name has a column of its own."""

        def write(row: Row) -> Value:
            cell = row.cells.get(name, NOTHING)
            return self.pen.cell(Cell("raw", cell.text), 0)

        return write

    def _name_writer(self, name: str) -> Callable[[Row], Value]:
        names = {"mode": MODE_NAMES, "transport": TRANSPORT_NAMES}[name]
        return lambda row: names.get(row.cells.get(name, NOTHING).text, "")

    def _dates(self) -> list[Column]:
        if self.plan.kind == "declaration":
            names = ["date", "other_date"] if "other_date" in self.plan.fields else ["date"]
            found = headings.day_headings(self.pen.rng, len(names))
            return [self._named(name, heading) for name, heading in zip(names, found, strict=True)]
        if self.plan.kind == "month" and self.pen.rng.random() < 0.3:
            return [Column(self.dress("年份"), "date", self._year_part), Column(self.dress("月份"), "date", self._month_part)]
        return [self._named("date", headings.name_of(self.pen.rng, self.plan.kind, english=False))]

    def _year_part(self, row: Row) -> Value:
        period = row.cells.get("date", NOTHING).period
        return str(period.year if period else 2024) if "date" in row.cells else ""

    def _month_part(self, row: Row) -> Value:
        """A month of a year that stands beside it; where the date is spoilt, a month that is none."""
        if "date" not in row.cells:
            return ""
        period = row.cells["date"].period
        return self.pen.rng.choice((f"{period.month}", f"{period.month:02d}")) if period else self.pen.rng.choice(("13", "0", "x", ""))

    def _extra(self) -> list[Column]:
        rng = self.pen.rng
        goods = [Column(self.dress(text), "ignored", lambda row: self._goods()) for text in headings.IGNORED if rng.random() < 0.3]
        others = rng.sample(headings.UNKNOWN, k=rng.choice((0, 0, 1, 2)))
        return goods + [Column(text, "unknown", lambda row: self._goods()) for text in others]

    def _goods(self) -> str:
        return self.pen.rng.choice(GOODS)
