"""What a page is made of: sections of paragraphs, tables and charts, as plain values that a template lays out.

>>> Words("en").columns("year", "amount")
(Column(title='year', look='whole'), Column(title='RMB', look='figures'))
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from markupsafe import Markup

from subsidy.report.assessment_table import grouped
from subsidy.report.labels import label

Cells = Sequence[str]
Look = Literal["", "figures", "code", "digest", "whole"]


class Column(NamedTuple):
    """A heading, and the look of what stands below it.

    Figures stand right, one below another; names in a code's letters; digests may be broken anywhere; what is short is kept whole.
    """

    title: str
    look: Look = ""


class Table(NamedTuple):
    """A caption, a heading and rows, the first cell of each being its heading; totals stand below."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Cells]
    totals: Sequence[Cells] = ()
    kind: Literal["table"] = "table"


class Chart(NamedTuple):
    title: str
    caption: str
    svg: Markup
    kind: Literal["chart"] = "chart"


class Text(NamedTuple):
    text: str
    tone: Literal["plain", "good", "bad"] = "plain"
    kind: Literal["text"] = "text"


Block = Table | Chart | Text


class Section(NamedTuple):
    """A heading, by its name, and what stands below it."""

    name: str
    title: str
    blocks: Sequence[Block]


class Words(NamedTuple):
    """The words of a page in one language."""

    lang: str

    def __call__(self, name: str, **facts: object) -> str:
        return label(f"page.{name}", self.lang, **facts)

    def column(self, name: str) -> Column:
        look: Look = next((look for look, names in _LOOKS.items() if name in names), "")
        return Column(label(f"page_column.{name}", self.lang), look)

    def columns(self, *names: str) -> tuple[Column, ...]:
        return tuple(map(self.column, names))

    def most(self, high: Decimal | None) -> str:
        """The most, or that it is not known."""
        return label("assessment.not_known", self.lang) if high is None else grouped(high)

    def span(self, low: Decimal, high: Decimal | None) -> str:
        """From the least to the most, or the one sum that it can be."""
        if high == low:
            return grouped(low)
        name = "from_sum" if high is None else "between"
        return self(name, low=grouped(low), high=self.most(high))


_LOOKS: dict[Look, frozenset[str]] = {
    "figures": frozenset({
        "lines", "firms", "payable", "low", "high", "sum", "uncapped", "award", "beyond", "rows", "amount", "rejected", "expected",
        "found", "moved", "own_low", "own_high", "all_low", "all_high", "warned",
    }),
    "code": frozenset({"uscc", "code", "reading", "option", "others"}),
    "digest": frozenset({"sha256"}),
    "whole": frozenset({"citation", "claim", "status", "period", "year", "fate"}),
}  # fmt: skip


def table_or_none(table: Table, words: Words) -> list[Block]:
    """The table, or that there is nothing to stand in it."""
    return [table] if table.rows else [Text(words("nothing", title=table.caption))]


def count(number: int | Decimal) -> str:
    """A whole number with its thousands apart.

    >>> count(100000)
    '100,000'
    """
    return f"{int(number):,}"
