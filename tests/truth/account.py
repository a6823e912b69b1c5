"""What a batch must say of a park: added up from the rows as they were drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.truth.files import Place
from tests.truth.grid import Grid, Line
from tests.truth.model import Row
from tests.truth.park import Park, is_told
from tests.truth.pen import Value

EXCLUDED = (
    "total_row", "heading_row", "withdrawn", "export", "not_in_statistics", "domestic_leg", "after_as_of", "duplicate", "duplicate_file",
)  # fmt: skip
WHOLE_ROW = ("columns", "overlap", "conflict")


@dataclass(frozen=True)
class Reject:
    """A row that must be rejected: where, why, and the headings and cells of which one may be shown (any, if None)."""

    place: Place
    code: str
    shown: frozenset[tuple[str, str]] | None


def side_of(code: str) -> str:
    """The side of the account on which a fate stands."""
    return "counted" if code == "counted" else "excluded" if code in EXCLUDED else "rejected"


def money(fen: int) -> str:
    """Fen as the account writes them.

    >>> money(-5), money(123456)
    ('-0.05', '1234.56')
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def rows_expected(park: Park) -> dict[str, object]:
    """The account in rows."""
    counts = Counter(row.fate for row in park.rows)
    sides = {side: {code: n for code, n in sorted(counts.items()) if side_of(code) == side} for side in ("excluded", "rejected")}
    return {"read": counts.total(), "counted": counts["counted"], **sides}


def amounts_expected(park: Park) -> dict[str, object]:
    """The account in RMB."""
    sums: Counter[str] = Counter()
    for row in park.rows:
        sums[row.fate] += row.stands
    sides = {side: {code: money(n) for code, n in sorted(sums.items()) if side_of(code) == side} for side in ("excluded", "rejected")}
    return {"read": money(sum(sums.values())), "counted": money(sums["counted"]), **sides}


def rejects_expected(park: Park) -> list[Reject]:
    """Every row that is rejected, at its place."""
    return [
        Reject(place, row.fate, None if row.fate in WHOLE_ROW else _shown(grid, line, row))
        for written in park.files
        for place, grid, line in written.lines
        for row in line.rows
        if side_of(row.fate) == "rejected"
    ]


def _shown(grid: Grid, line: Line, row: Row) -> frozenset[tuple[str, str]]:
    fields = {f"{row.period.year}-{row.period.month}"} if row.blamed == ("cell",) and row.period else set(row.blamed)
    cells = zip(grid.columns, line.values, strict=False)
    shown = {(column.heading, text_of(value)) for column, value in cells if column.field in fields}
    if fields == {"date"} and len(shown) == 2:  # a year and a month, which are also read as one date
        texts = dict(sorted(shown))  # 年份 stands before 月份 in Unicode
        shown |= {(heading, "-".join(texts.values())) for heading in texts}
    return frozenset(shown | {("", "")} if row.fate in ("no_enterprise", "no_rate") else shown)


def text_of(value: Value) -> str:
    """A written cell as a text."""
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def imports_expected(park: Park) -> dict[str, str]:
    """What counts in each year, where it is not nothing."""
    years: Counter[int] = Counter()
    for row in park.rows:
        if row.fate == "counted" and row.year is not None:
            years[row.year] += row.stands
    return {str(year): money(fen) for year, fen in sorted(years.items()) if fen}


def covered_expected(park: Park) -> tuple[list[str], list[str]]:
    """The months covered and, between the first and the last of them, those that are not."""
    if "coverage" in park.options:
        ((first, last),) = park.options["coverage"]
        spans = set(range(number(first), number(last) + 1))
    else:
        spans = {year * 12 + month - 1 for row in park.rows if is_told(row) and row.period for year, month in row.period.months}
    between = set(range(min(spans), max(spans) + 1)) if spans else set()
    return [month_text(n) for n in sorted(spans)], [month_text(n) for n in sorted(between - spans)]


def number(month: str) -> int:
    """The months from year nought to a month such as 2024-03, counted so that January of a year is its first."""
    year, _, of_year = month.partition("-")
    return int(year) * 12 + int(of_year) - 1


def month_text(months: int) -> str:
    """The month of that number.

    >>> month_text(number("2024-12"))
    '2024-12'
    """
    return f"{months // 12}-{months % 12 + 1:02d}"
