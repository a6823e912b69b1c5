"""Which column of a table is which field: headings matched by the alias table, or by the user's own mapping.

>>> layout = recognise([(1, ["报关单号", "进口日期", "统计人民币值（万元）", "摘要"])], "imports", "a.csv", {})
>>> layout.columns, layout.units, layout.unknown
({'declaration': 0, 'date': 1, 'rmb': 2}, {'rmb': 10000}, ('摘要',))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from subsidy import errors
from subsidy.intake.aliases import Alias, accepted, aliases, key, nearest, shown
from subsidy.intake.cell import clean, legible
from subsidy.intake.layout import Layout, WideColumn
from subsidy.intake.meanings import CURRENCIES, FIELD_IN, MONTH_OF_YEAR, PERIOD_FIELDS, YEAR, YEAR_AND_MONTH, Dictionary, Meaning
from subsidy.intake.statistics_export import is_statistics_export
from subsidy.intake.units import TitleUnits, split_unit
from subsidy.intake.wide import names_value, wide_columns

__all__ = ["Alias", "Layout", "WideColumn", "accepted", "aliases", "key", "recognise", "recognised", "split_unit"]

NEEDED = {
    "imports": ("date", "rmb"),
    "register": ("uscc",),
    "firsts": ("uscc", "business", "kind"),
    "warehousing": ("uscc", "from", "to", "amount"),
    "prior": ("uscc", "provision", "period", "amount"),
    "rates": ("month", "currency", "rate"),
    "quantities": ("uscc", "quantity", "period", "figure"),
}
_IDENTITY = ("uscc", "customs_code", "name")
_WIDE = Alias("wide", 0)
_MOST_COMPARED = 2_000
"""So many cells of a record are looked at to tell whether it is a heading."""

Head = Sequence[tuple[int, Sequence[str]]]


def recognise(head: Head, table: str, path: str, mapping: Mapping[str, str]) -> Layout:
    """The layout of a table from its first records, each with its line; what stands above the heading is a title and may state the unit.

    Raises `errors.UnknownHeadings`, `errors.MissingHeading`, `errors.RepeatedHeading`, `errors.TwoUnits` or
    `errors.StatisticsExport`.
    """
    records = [cells for _, cells in head]
    if table == "imports" and any(is_statistics_export(record[:_MOST_COMPARED]) for record in records):
        raise errors.StatisticsExport(path=path)
    scores = [len(found) for found in recognised(records, table, mapping)]
    best = max(range(len(records)), key=lambda n: (scores[n], -n), default=-1)
    if best < 0 or not scores[best]:
        raise _unknown(records, table, path)
    known = replace(Dictionary.of(table, mapping), titles=TitleUnits.of(records[:best]))
    return _HeadingLine(path, head[best][0], best, records[best], known).layout(mapping)


def recognised(records: Sequence[Sequence[str]], table: str, mapping: Mapping[str, str]) -> list[list[Alias]]:
    """The fields that the cells of each record would be headings of."""
    known = Dictionary.of(table, mapping)
    return [_fields_of(record[:_MOST_COMPARED], known) for record in records]


def _fields_of(record: Sequence[str], known: Dictionary) -> list[Alias]:
    meanings = [known.meaning(cell) for cell in record]
    found = [Alias(meaning.field, meaning.kind) for meaning in meanings if meaning]
    return found + [_WIDE] * len(_wide_of(record, meanings, known))


def _wide_of(record: Sequence[str], meanings: Sequence[Meaning | None], known: Dictionary) -> tuple[WideColumn, ...]:
    """The columns by period of what would be the heading of a wide table; a row of data with years in it is none."""
    found = {meaning.field for meaning in meanings if meaning}
    if known.table != "imports" or "date" in found:
        return ()
    columns = tuple(column for column in wide_columns(record, known.titles) if meanings[column.number] is None)
    filled = sum(1 for cell in record if clean(cell))
    is_heading = found & {*_IDENTITY} or len(columns) == filled or any(names_value(column.heading) for column in columns)
    return columns if is_heading else ()


def _unknown(records: Sequence[Sequence[str]], table: str, path: str) -> errors.UnknownHeadings:
    cells = [cell for record in records[:5] for cell in record[:_MOST_COMPARED]]
    likely = ", ".join(nearest(cells, table, NEEDED[table]))
    return errors.UnknownHeadings(path=path, found=shown(records[0]) if records else "", field=", ".join(NEEDED[table]), accepted=likely)


@dataclass
class _HeadingLine:
    """A record taken for the heading, and what its cells are found to be."""

    path: str
    line: int
    record: int
    written: Sequence[str]
    known: Dictionary
    headings: list[str] = field(init=False)
    meanings: list[Meaning | None] = field(init=False)
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Kind and column of each heading of a field."""
    dropped: list[int] = field(default_factory=list)
    """The columns that are known and not used."""

    def __post_init__(self) -> None:
        self.headings = [clean(cell) for cell in self.written]
        self.meanings = [self.known.meaning(heading) for heading in self.headings]
        for number, meaning in enumerate(self.meanings):
            if meaning and meaning.field == "ignored":
                self.dropped.append(number)
            elif meaning:
                self.places.setdefault(meaning.field, []).append((meaning.kind, number))

    def layout(self, mapping: Mapping[str, str]) -> Layout:
        self._refuse_unmapped(mapping)
        self._refuse_unit_above()
        wide = self._wide()
        columns = self._usable({name: self._one_of(name) for name in self.places}, is_wide=bool(wide))
        self._refuse_gaps(columns, is_wide=bool(wide))
        stated = {name: unit for name in columns if (unit := self._unit(name, columns[name])) is not None}
        in_rmb = [column.unit for column in wide if column.field == "rmb"]
        in_rmb += [stated.get(name) for name in columns if name == ("rmb" if self.known.table == "imports" else "amount")]
        return Layout(
            record=self.record,
            headings=tuple(self.headings),
            written=tuple(self.written),
            columns=columns,
            year=self._year_beside(),
            units=stated,
            unit_stated=None not in in_rmb,
            ignored=tuple(legible(self.written[number]) for number in sorted(self.dropped)),
            unknown=self._unknown(wide),
            wide=wide,
            by_month=not wide and min(self.places.get("date", [(0, 0)]))[0] in (YEAR_AND_MONTH, MONTH_OF_YEAR),
        )

    def _refuse_unit_above(self) -> None:
        """Quantities are of many units, so that one above the table cannot be that of all of them."""
        sizes = {size for stated in self.known.titles.sizes.values() for size in stated}
        if self.known.table == "quantities" and sizes - {1}:
            raise errors.UnitAbove(path=self.path, line=self.line, found=", ".join(map(str, sorted(sizes))))

    def _refuse_unmapped(self, mapping: Mapping[str, str]) -> None:
        for name, heading in mapping.items():
            if not any(kind == 0 for kind, _ in self.places.get(name, ())):
                raise errors.MappedHeading(path=self.path, line=self.line, field=name, heading=heading, found=shown(self.written))

    def _one_of(self, name: str) -> int:
        """The one column of a field: of the kinds that are present, the first."""
        kind = min(self.places[name])[0]
        numbers = [number for other, number in self.places[name] if other == kind]
        if len(numbers) > 1:
            raise errors.RepeatedHeading(path=self.path, line=self.line, found=self._named(numbers), field=name)
        return numbers[0]

    def _named(self, numbers: Sequence[int]) -> str:
        return ", ".join(legible(self.written[number]) for number in numbers)

    def _wide(self) -> tuple[WideColumn, ...]:
        """The columns by period of a wide table, with the unit of the titles where they have none of their own."""
        found = _wide_of(self.written, self.meanings, self.known)
        in_rmb = {column.period for column in found if column.field == "rmb"}
        kept = [column for column in found if column.field == "rmb" or column.period not in in_rmb]
        self.dropped += [column.number for column in found if column not in kept]
        for period in dict.fromkeys(column.period for column in kept):
            same = [column.number for column in kept if column.period == period]
            if len(same) > 1:
                raise errors.RepeatedPeriod(path=self.path, line=self.line, found=self._named(same), field=period)
        return tuple(column._replace(unit=column.unit or self._title_unit(column.field)) for column in kept)

    def _usable(self, columns: dict[str, int], *, is_wide: bool) -> dict[str, int]:
        """Without an amount whose currency is not said, or a currency of nothing; in a wide table without sums beside the periods.

        An amount without a column of currencies is in the one that the titles name.
        """
        if self.known.table != "imports":
            return columns
        is_pair = {"amount", "currency"} <= columns.keys()
        named = FIELD_IN.get(self.known.titles.only_currency or "")
        if not is_pair and named and named not in columns and "amount" in columns:
            columns = {named if name == "amount" else name: number for name, number in columns.items()}
        unusable = {*CURRENCIES, "currency"} if is_wide else set() if is_pair else {"amount", "currency"}
        used = {name: number for name, number in columns.items() if name not in unusable}
        if "amount" in columns and not is_wide and not used.keys() & CURRENCIES.keys():
            raise errors.AmountWithoutCurrency(path=self.path, line=self.line, field="currency", found=self._named([columns["amount"]]))
        self.dropped += [number for name, number in columns.items() if name not in used]
        return used

    def _refuse_gaps(self, columns: Mapping[str, int], *, is_wide: bool) -> None:
        for name in () if is_wide else NEEDED[self.known.table]:
            is_there = bool(columns.keys() & CURRENCIES.keys()) if name == "rmb" else name in columns
            if not is_there:
                wanted = ("rmb", "usd") if name == "rmb" else (name,)
                others = [heading for heading, meaning in zip(self.headings, self.meanings, strict=True) if meaning is None]
                likely = ", ".join(nearest(others, self.known.table, wanted))
                raise errors.MissingHeading(path=self.path, line=self.line, field=name, found=shown(self.written), accepted=likely)

    def _unit(self, name: str, number: int) -> int | None:
        """The unit of a field of money: its heading's own, else that of the titles."""
        meaning = self.meanings[number]
        if name not in CURRENCIES or meaning is None:
            return None
        return meaning.unit or self._title_unit(name)

    def _title_unit(self, name: str) -> int | None:
        stated = self.known.titles.sizes_for(CURRENCIES[name] if self.known.table == "imports" else "CNY")
        if len(stated) > 1:
            raise errors.TwoUnits(path=self.path, line=self.line, found=", ".join(map(str, sorted(stated))))
        return next(iter(stated), None)

    def _year_beside(self) -> int | None:
        """The column of the year beside a month; a month that the user mapped may be one too."""
        places = sorted(place for name in PERIOD_FIELDS for place in self.places.get(name, ()))
        year = next((number for kind, number in places if kind == YEAR), None)
        return year if places and places[0][0] in (0, MONTH_OF_YEAR) else None

    def _unknown(self, wide: Sequence[WideColumn]) -> tuple[str, ...]:
        known = {column.number for column in wide} | set(self.dropped)
        others = [number for number, meaning in enumerate(self.meanings) if meaning is None and number not in known]
        return tuple(legible(self.written[number]) for number in others if self.headings[number])
