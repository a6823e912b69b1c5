"""What currencies were worth: the table of rates, RMB for one unit of a currency in a month.

Every sum in another currency is converted at the rate of its own month; no rate stands for several. A rate keeps all of
its digits, eight decimals at most. A row that cannot be read is an `Issue`, and then there is no rate for what it speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from subsidy.errors import Issue
from subsidy.intake import values
from subsidy.intake.side_tables import Opened
from subsidy.intake.values import Parsed

MOST = Decimal(10) ** 7
"""No currency is worth so much RMB; below it, a product with a sum is exact on every engine."""

Key = tuple[date, str]
"""The first day of a month, and the letters of a currency."""


@dataclass(frozen=True)
class Rates:
    """Rates by month and currency, and the rows that could not be read."""

    by_month: Mapping[Key, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    issues: Sequence[Issue] = ()
    name: str = ""
    sha256: str | None = None
    rows: int = 0

    def describe(self) -> dict[str, object]:
        """What was read, for the reconciliation."""
        return {"name": self.name, "sha256": self.sha256, "rows": self.rows, "rejected": len(self.issues)}


@dataclass(frozen=True)
class _Row:
    """One row: of which month and currency it speaks, as far as that can be read, its rate, and what is wrong with it."""

    line: int
    cells: Sequence[str]
    month: date | None = None
    currency: str | None = None
    rate: Decimal | None = None
    issue: Issue | None = None

    @property
    def key(self) -> Key | None:
        return (self.month, self.currency) if self.month and self.currency else None


def read_rates(opened: Opened) -> Rates:
    """The rates of a table that has been opened."""
    rows = [_row(opened, line, cells) for line, cells in opened.data_rows()]
    said: dict[Key, set[Decimal | None]] = defaultdict(set)
    for row in rows:
        if row.key:
            said[row.key].add(row.rate)
    agreed = {key: rate for key, rates in said.items() if len(rates) == 1 and (rate := next(iter(rates))) is not None}
    disputed = {key for key, rates in said.items() if len(rates - {None}) > 1}
    issues = [row.issue or (_conflict(opened, row) if row.key in disputed else None) for row in rows]
    return Rates(MappingProxyType(agreed), tuple(filter(None, issues)), opened.name, opened.sha256, len(rows))


def _conflict(opened: Opened, row: _Row) -> Issue:
    return opened.issue(row.line, row.cells, opened.layout.columns["rate"], "conflict")


def _row(opened: Opened, line: int, cells: Sequence[str]) -> _Row:
    layout = opened.layout
    if not layout.fits(cells):
        return _Row(line, cells, issue=opened.issue(line, cells, None, "columns"))
    texts = {name: cells[number] for name, number in layout.columns.items()}
    if layout.year is not None:
        texts["month"] = values.month_of_year(cells[layout.year], texts["month"])
    parsed = {
        "month": values.month(texts["month"]),
        "currency": values.currency(texts["currency"]),
        "rate": _rate(texts["rate"]),
    }
    empty = {"month": "date", "currency": "no_rate", "rate": "no_rate"}
    wrong = next(((name, found.code or empty[name]) for name, found in parsed.items() if found.value is None), None)
    issue = opened.issue(line, cells, layout.columns[wrong[0]], wrong[1]) if wrong else None
    return _Row(line, cells, parsed["month"].value, parsed["currency"].value, parsed["rate"].value, issue)


def _rate(text: str) -> Parsed:
    """A rate above zero; for what is none there is `no_rate`."""
    parsed = values.foreign(text)
    if parsed.code == "lost_digits":
        return parsed
    is_usable = parsed.value is not None and parsed.code is None and 0 < parsed.value < MOST
    return Parsed(parsed.value) if is_usable else Parsed(code="no_rate")
