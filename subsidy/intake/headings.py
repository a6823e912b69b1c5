"""Which column of a table is which field: headings matched by the alias table, or by the user's own mapping.

>>> layout = recognise([(1, ["报关单号", "进口日期", "统计人民币值（万元）", "备注"])], "imports", "a.csv", {})
>>> layout.columns, layout.units, layout.unknown
({'declaration': 0, 'date': 1, 'rmb': 2}, {'rmb': 10000}, ('备注',))
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from subsidy import errors
from subsidy.intake.tables import rows, words
from subsidy.intake.values import clean

NEEDED = {
    "imports": ("date", "rmb"),
    "register": ("uscc",),
    "firsts": ("uscc", "business", "kind"),
    "warehousing": ("uscc", "from", "to", "amount"),
    "prior": ("uscc", "provision", "period", "amount"),
}
MONTH_OF_YEAR, YEAR = 5, 6
"""The kinds of date headings that together give a month: `月份` beside `年份`."""
_UNIT = re.compile(r"\(([^()]*元)\)$")
_TITLE_UNIT = re.compile(r"单位[::]\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)")
_STATISTICS_EXPORT = ({"商品编码", "贸易伙伴编码"}, {"commoditycode", "tradingpartnercode"}, {"commoditycode", "usdollar"})


class Alias(NamedTuple):
    field: str
    kind: int


@dataclass(frozen=True)
class Layout:
    """Where a table's heading stands and what its columns are."""

    record: int
    headings: tuple[str, ...]
    written: tuple[str, ...]
    """The headings as they stand in the file, uncleaned."""
    columns: Mapping[str, int]
    year: int | None
    """The column of the year, where the date stands in one of its own for the month."""
    units: Mapping[str, int]
    unit_stated: bool
    ignored: tuple[str, ...]
    unknown: tuple[str, ...]

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether a record has a cell for every heading, and nothing beyond them."""
        last = max(number for number, heading in enumerate(self.headings) if heading)
        return len(cells) > last and not any(cell.strip() for cell in cells[len(self.headings) :])

    def heading(self, field: str) -> str:
        return self.headings[self.columns[field]]


def key(heading: str) -> str:
    """A heading as it is compared: NFKC, trimmed, without inner spaces, case-folded."""
    return "".join(clean(heading).split()).casefold()


@functools.cache
def aliases(table: str) -> Mapping[str, Alias]:
    return {key(row["alias"]): Alias(row["field"], int(row["kind"])) for row in rows("headings") if row["table"] == table}


def accepted(table: str, field: str) -> str:
    return ", ".join(row["alias"] for row in rows("headings") if row["table"] == table and row["field"] == field)


def split_unit(heading: str) -> tuple[str, int | None]:
    """A heading without the unit in its brackets, and that unit in yuan."""
    plain = key(heading)
    match = _UNIT.search(plain)
    unit = words("unit").get(match[1]) if match else None
    return (plain[: match.start()], int(unit)) if match and unit else (plain, None)


def recognise(head: Sequence[tuple[int, Sequence[str]]], table: str, path: str, mapping: Mapping[str, str]) -> Layout:
    """The layout of a table from its first records, each with its line; what stands above the heading is a title and may state the unit.

    Raises `errors.UnknownHeadings`, `errors.MissingHeading`, `errors.RepeatedHeading` or `errors.StatisticsExport`.
    """
    chosen = _chosen(table, mapping)
    records = [cells for _, cells in head]
    if table == "imports" and any(marks <= set(map(key, cells)) for marks in _STATISTICS_EXPORT for cells in records):
        raise errors.StatisticsExport(path=path)
    scores = [len(fields) for fields in recognised(records, table, mapping)]
    best = max(range(len(records)), key=lambda n: (scores[n], -n), default=-1)
    if best < 0 or not scores[best]:
        found = " | ".join(records[0]) if records else ""
        field = NEEDED[table][0]
        raise errors.UnknownHeadings(path=path, found=found, field=field, accepted=accepted(table, field))
    title_unit = _title_unit(records[:best])
    place = _Place(path, head[best][0], table)
    return _layout(best, records[best], place, chosen, title_unit)


def recognised(records: Sequence[Sequence[str]], table: str, mapping: Mapping[str, str]) -> list[list[Alias]]:
    """The fields that the cells of each record would be headings of."""
    chosen = _chosen(table, mapping)
    return [[alias for cell in record if (alias := _field(cell, table, chosen))] for record in records]


def _chosen(table: str, mapping: Mapping[str, str]) -> dict[str, str]:
    """The user's own mapping by heading; raises `errors.BadValue` for a field that there is not."""
    known = sorted({alias.field for alias in aliases(table).values()} - {"ignored"})
    for field, heading in mapping.items():
        if field not in known:
            raise errors.BadValue(where="--map", value=f"{field}={heading}", accepted=", ".join(known))
    return {key(heading): field for field, heading in mapping.items()}


def _field(cell: str, table: str, chosen: Mapping[str, str]) -> Alias | None:
    plain, _ = split_unit(cell)
    if key(cell) in chosen:
        return Alias(chosen[key(cell)], 0)
    found = aliases(table).get(key(cell)) or aliases(table).get(plain)
    return None if found and found.field in chosen.values() else found


def _title_unit(titles: Sequence[Sequence[str]]) -> int | None:
    for title in titles:
        match = _TITLE_UNIT.search(clean("".join(title)))
        if match:
            return int(words("unit")[match[1]])
    return None


class _Place(NamedTuple):
    """Where a heading stands, for errors, and what kind of table it should be of."""

    path: str
    line: int
    table: str


def _layout(record: int, written: Sequence[str], place: _Place, chosen: Mapping[str, str], title_unit: int | None) -> Layout:
    headings = [clean(cell) for cell in written]
    by_field: dict[str, list[tuple[int, int]]] = {}
    ignored, unknown = [], []
    for number, heading in enumerate(headings):
        found = _field(heading, place.table, chosen)
        if found is None:
            unknown.append(heading)
        elif found.field == "ignored":
            ignored.append(heading)
        else:
            by_field.setdefault(found.field, []).append((found.kind, number))
    columns = {field: _one_of(field, places, headings, place) for field, places in by_field.items()}
    _refuse_gaps(columns, headings, place)
    units = {field: split_unit(headings[number])[1] for field, number in columns.items()}
    stated = {field: unit for field, unit in units.items() if unit is not None}
    money_field = "rmb" if place.table == "imports" else "amount"
    if money_field in columns and money_field not in stated and title_unit:
        stated[money_field] = title_unit
    left = tuple(heading for heading in unknown if heading)
    year = next((number for kind, number in by_field.get("date", ()) if kind == YEAR), None)
    beside = year if min(by_field.get("date", [(YEAR, 0)]))[0] == MONTH_OF_YEAR else None
    return Layout(record, tuple(headings), tuple(written), columns, beside, stated, money_field in stated, tuple(ignored), left)


def _one_of(field: str, places: list[tuple[int, int]], headings: list[str], place: _Place) -> int:
    """The one column of a field: of the kinds that are present, the first."""
    kind = min(places)[0]
    numbers = [number for other, number in places if other == kind]
    if len(numbers) > 1:
        found = ", ".join(headings[number] for number in numbers)
        raise errors.RepeatedHeading(path=place.path, line=place.line, found=found, field=field)
    return numbers[0]


def _refuse_gaps(columns: Mapping[str, int], headings: list[str], place: _Place) -> None:
    for field in NEEDED[place.table]:
        if field not in columns:
            raise errors.MissingHeading(
                path=place.path, line=place.line, field=field, found=" | ".join(headings), accepted=accepted(place.table, field)
            )
