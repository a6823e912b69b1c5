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
from subsidy.intake.finer import WITHIN_MONTH, WITHIN_YEAR, not_given, parts_of_years, splits_what_is_dated
from subsidy.intake.kinds import IDENTITY, NEEDED, UNUSED, is_imports, of_register, table_beside, wide_of
from subsidy.intake.layout import Layout, WideColumn
from subsidy.intake.meanings import CURRENCIES, FIELD_IN, MONTH_OF_YEAR, PERIOD_FIELDS, YEAR, YEAR_AND_MONTH, Dictionary, Meaning
from subsidy.intake.naming import chinese_alone, in_chinese, table_name
from subsidy.intake.statistics_export import is_statistics_export
from subsidy.intake.two_lines import Heading, stands_in_two
from subsidy.intake.units import TitleUnits, split_unit
from subsidy.intake.wide import names_value

__all__ = ["NEEDED", "Alias", "Layout", "WideColumn", "accepted", "aliases", "key", "recognise", "recognised", "split_unit"]

_WIDE = Alias("wide", 0)
_MOST_COMPARED = 2_000
"""So many cells of a record are looked at to tell whether it is a heading."""

Head = Sequence[tuple[int, Sequence[str]]]


def recognise(head: Head, table: str, path: str, mapping: Mapping[str, str]) -> Layout:
    """The layout of a table from its first records, each with its line; what stands above the heading is a title and may state the unit.

    Raises `errors.UnknownHeadings`, `errors.MissingHeading` and its kinds, `errors.RepeatedHeading`, `errors.TwoUnits`
    or `errors.StatisticsExport`.
    """
    records = [cells for _, cells in head]
    if table == "imports" and any(is_statistics_export(record[:_MOST_COMPARED]) for record in records):
        raise errors.StatisticsExport(path=path)
    scores = [len(found) for found in recognised(records, table, mapping)]
    best = max(range(len(records)), key=lambda n: (scores[n], -n), default=-1)
    if best < 0 or not scores[best]:
        raise _unknown(records, table, path)
    known = replace(Dictionary.of(table, mapping), titles=TitleUnits.of(records[:best]))
    above = records[best - 1] if best else ()
    return _HeadingLine(path, head[best][0], best, records[best], known, above, records[best + 1 :]).layout(mapping)


def recognised(records: Sequence[Sequence[str]], table: str, mapping: Mapping[str, str]) -> list[list[Alias]]:
    """The fields that the cells of each record would be headings of."""
    known = Dictionary.of(table, mapping)
    return [_fields_of(record[:_MOST_COMPARED], known) for record in records]


def _fields_of(record: Sequence[str], known: Dictionary) -> list[Alias]:
    meanings = [known.meaning(cell) for cell in record]
    found = [Alias(meaning.field, meaning.kind) for meaning in meanings if meaning]
    return found + [_WIDE] * len(wide_of(record, meanings, known))


def _unknown(records: Sequence[Sequence[str]], table: str, path: str) -> errors.UnknownHeadings:
    cells = [cell for record in records[:5] for cell in record[:_MOST_COMPARED]]
    likely, needed = ", ".join(nearest(cells, table, NEEDED[table])), NEEDED[table]
    found = shown(records[0]) if records else ""
    return errors.UnknownHeadings(path=path, found=found, field=", ".join(needed), field_zh=in_chinese(*needed), accepted=likely)


@dataclass
class _HeadingLine:
    """A record taken for the heading, and what its cells are found to be."""

    path: str
    line: int
    record: int
    written: Sequence[str]
    known: Dictionary
    above: Sequence[str]
    """The record right above."""
    below: Sequence[Sequence[str]]
    """The records that follow, as far as they have been looked at."""
    headings: list[str] = field(init=False)
    meanings: list[Meaning | None] = field(init=False)
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Kind and column of each heading of a field."""
    dropped: list[int] = field(default_factory=list)
    """The columns that are known and not used."""
    finer: list[tuple[int, int]] = field(default_factory=list)
    """Kind and column of each heading of a period that is neither a year nor a month."""

    def __post_init__(self) -> None:
        self.headings = [clean(cell) for cell in self.written]
        self.meanings = [self.known.meaning(heading) for heading in self.headings]
        for number, meaning in enumerate(self.meanings):
            if meaning and meaning.field in UNUSED:
                self.dropped.append(number)
                self.finer += [(meaning.kind, number)] if meaning.field != "ignored" else []
            elif meaning:
                self.places.setdefault(meaning.field, []).append((meaning.kind, number))

    def layout(self, mapping: Mapping[str, str]) -> Layout:
        self._refuse_unmapped(mapping)
        self._refuse_unit_above()
        wide = self._wide()
        self._refuse_second_line(wide)
        columns = self._usable({name: self._one_of(name) for name in self.places}, is_wide=bool(wide))
        self._refuse_gaps(columns, is_wide=bool(wide))
        self._refuse_finer(columns, wide)
        self._refuse_imports_for_register()
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
            raise errors.RepeatedHeading(path=self.path, line=self.line, found=self._named(numbers), field=name, called=chinese_alone(name))
        return numbers[0]

    def _named(self, numbers: Sequence[int]) -> str:
        return ", ".join(legible(self.written[number]) for number in numbers)

    def _wide(self) -> tuple[WideColumn, ...]:
        """The columns by period of a wide table, with the unit of the titles where they have none of their own."""
        found = wide_of(self.written, self.meanings, self.known)
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
                raise self._gap(name)

    def _gap(self, name: str) -> errors.MissingHeading:
        """What is wrong with a table that lacks a needed field: it may be of another kind, or of periods that cannot be used."""
        facts = {"path": self.path, "line": self.line, "found": shown(self.written)}
        if self.known.table == "imports" and (beside := table_beside(self.headings, len(self.places))):
            kind, kind_zh = table_name(beside)
            return errors.BesideTable(**facts, kind=kind, kind_zh=kind_zh, option=f"--{beside}")
        if finer := self._finer_instead(name):
            return self._finer(finer)
        wanted = ("rmb", "usd") if name == "rmb" else (name,)
        others = [heading for heading, meaning in zip(self.headings, self.meanings, strict=True) if meaning is None]
        likely = ", ".join(nearest(others, self.known.table, wanted))
        return errors.MissingHeading(**facts, field=name, field_zh=in_chinese(name), accepted=likely)

    def _finer_instead(self, name: str) -> list[int]:
        """The columns of sums, or of periods, of quarters and the like that stand for a needed field."""
        if self.known.table != "imports":
            return []
        within_year = [number for kind, number in self.finer if kind == WITHIN_YEAR] if name == "date" else []
        return [part.number for part in parts_of_years(self.headings)] or within_year

    def _refuse_second_line(self, wide: Sequence[WideColumn]) -> None:
        """Merged cells leave a heading in two lines, of which one alone says too little, or something else."""
        if self.known.table != "imports":
            return
        sums = {column.number: (column.field, column.unit) for column in wide}
        for name in () if wide else CURRENCIES.keys() & self.places.keys():
            sums |= {number: (name, self._own_unit(number)) for _, number in self.places[name]}
        bare = {column.number for column in wide if not names_value(column.heading)}
        names = [number for name in (*IDENTITY, "date", "declaration") for _, number in self.places.get(name, ())]
        heading = Heading(self.headings, self.known, sums, bare, names, "direction" in self.places)
        if stands_in_two(heading, self.above, self.below):
            raise errors.TwoLineHeading(path=self.path, line=self.line, found=shown(self.written))

    def _refuse_finer(self, columns: Mapping[str, int], wide: Sequence[WideColumn]) -> None:
        """Figures of quarters, weeks and the like must not be taken for those of the year or month beside them."""
        if wide:
            split = [number for kind, number in self.finer if kind == WITHIN_MONTH or any("-" not in column.period for column in wide)]
            found = split + [part.number for part in not_given(parts_of_years(self.headings), wide)]
        else:
            found = [number for kind, number in self.finer if self._splits(kind, columns)]
        if found:
            raise self._finer(found)

    def _splits(self, finer: int, columns: Mapping[str, int]) -> bool:
        """Whether the date is split by a column of finer periods; lines of declarations are told apart by their numbers."""
        name = next((name for name in (*PERIOD_FIELDS, "period") if name in columns), None)
        if name is None or (finer == WITHIN_MONTH and "declaration" in columns):
            return False
        kind = YEAR_AND_MONTH if name == "period" else min(self.places[name])[0]
        return splits_what_is_dated(finer, kind, self.headings[columns[name]])

    def _finer(self, numbers: Sequence[int]) -> errors.FinerPeriods:
        return errors.FinerPeriods(path=self.path, line=self.line, found=self._named(numbers))

    def _refuse_imports_for_register(self) -> None:
        """A file of imports names enterprises too, but as a register it would leave each of them without a zone."""
        if self.known.table == "register" and is_imports(self.headings):
            raise errors.ImportsAsRegister(path=self.path, line=self.line, found=shown(self.written), accepted=of_register())

    def _unit(self, name: str, number: int) -> int | None:
        """The unit of a field of money: its heading's own, else that of the titles."""
        return None if name not in CURRENCIES else self._own_unit(number) or self._title_unit(name)

    def _own_unit(self, number: int) -> int | None:
        """The unit that a heading states itself."""
        meaning = self.meanings[number]
        return meaning.unit if meaning else None

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
