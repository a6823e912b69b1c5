"""From inputs to rows: each is read by the engine in one pass, classified, and counted independently."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import ibis
from ibis.expr.types import Table

from subsidy import errors
from subsidy.batch.combinations import PlainRows, plain_rows
from subsidy.batch.engine import Engine
from subsidy.batch.identity import Directory
from subsidy.batch.inputs import Input
from subsidy.batch.plain import Care, is_dressed, odd_cells, scan
from subsidy.batch.progress import SILENT, Progress
from subsidy.batch.row import ROW, SUM, Scope, folded
from subsidy.batch.rows import Reader, rows_of
from subsidy.intake.headings import Layout
from subsidy.intake.rates import Rates
from subsidy.money import FEN, ZERO

SEQUENCE_BITS = 40
_LOOKED_AT = 200
"""So many records of an input tell how its cells are dressed."""
"""A row's number over all inputs: the input's number shifted by so many bits, plus the record's number."""


@dataclass(frozen=True)
class Part:
    """Rows of one input, in the columns of `ROW` and `seq`.

    `unnamed`, where there is one, has the same rows with `who` instead of what that means, which is cheaper to look at;
    `whos` tells the enterprise and name of each `who`.
    """

    rows: Table
    unnamed: Table | None = None
    whos: Table | None = None

    @property
    def cheap(self) -> Table:
        """The rows for those who do not ask for enterprises."""
        return self.rows if self.unnamed is None else self.unnamed

    def alike(self, keys: Table) -> Table:
        """The rows that have one of some keys, looked for where that is cheap."""
        found = self.cheap.semi_join(keys, list(keys.columns))
        if self.unnamed is None or self.whos is None:
            return found
        bare = found.drop("enterprise", "firm_name")
        return bare.inner_join(self.whos, bare["who"] == self.whos["of_who"]).select("seq", *ROW)


@dataclass(frozen=True)
class Read:
    """All rows of all inputs with the codes that they get alone, and how many records there were."""

    parts: Sequence[Part]
    inputs: Sequence[Input]
    records: int
    amount: Decimal
    counts: Mapping[int, int]
    as_of: date
    has_odd: bool = True
    """Whether any record was not plain."""

    @property
    def rows(self) -> Table:
        return united(part.rows for part in self.parts)

    @property
    def has_keys(self) -> bool:
        """Whether any row may have a `key`: odd ones may, and those of a table without line numbers."""
        return self.has_odd or any("line" not in source.layout.columns for source in self.inputs)

    def place(self, seq: int) -> tuple[Input, int, int]:
        """The input of a row, the number of that input, and the number of the record in it."""
        number = seq >> SEQUENCE_BITS
        return self.inputs[number], number, seq & ((1 << SEQUENCE_BITS) - 1)


@dataclass(frozen=True)
class Knowledge:
    """What a run knows before it reads: whose rows they are, which of them count, and what currencies were worth."""

    directory: Directory
    scope: Scope
    rates: Rates | None = None


def united(tables: Iterable[Table]) -> Table:
    """All rows of some tables."""
    found = list(tables)
    return ibis.union(*found) if len(found) > 1 else found[0]


def read_inputs(engine: Engine, inputs: Sequence[Input], known: Knowledge, progress: Progress = SILENT) -> Read:
    """The rows of all inputs; raises `errors.NotBalanced` where the engine read more or fewer records than there are."""
    progress.reading(sum(source.size for source in inputs))
    groups = [_group(engine, known, inputs, numbers, progress).read() for numbers in _by_layout(inputs)]
    repeated = _repeated(inputs)
    parts = [_placed(part, repeated) for group in groups for part in group.parts]
    rows = united(part.cheap.select("stands") for part in parts)
    total = engine.fetch(rows.aggregate(rows=rows.count(), stands=rows["stands"].cast(SUM).sum()))[0]
    counts = {number: count for group in groups for number, count in group.counts.items()}
    has_odd = any(group.has_odd for group in groups)
    return Read(parts, inputs, total["rows"], (total["stands"] or ZERO).quantize(FEN), counts, known.scope.as_of, has_odd)


def _group(engine: Engine, known: Knowledge, inputs: Sequence[Input], numbers: Sequence[int], progress: Progress) -> _Group:
    named = {number: inputs[number] for number in numbers}
    return _Group(engine, known, named, {number: source.read(engine) for number, source in named.items()}, progress)


def _by_layout(inputs: Sequence[Input]) -> Iterable[list[int]]:
    """The numbers of the inputs, those together that have the same columns: what holds for one file then holds for all of them."""
    groups: dict[object, list[int]] = defaultdict(list)
    for number, source in enumerate(inputs):
        layout = source.layout
        columns, units = tuple(sorted(layout.columns.items())), tuple(sorted(layout.units.items()))
        groups[layout.headings, layout.written, columns, units, layout.year].append(number)
    return groups.values()


def _repeated(inputs: Sequence[Input]) -> list[int]:
    """The numbers of the inputs that say what an earlier one said."""
    first: dict[str, int] = {}
    return [number for number, source in enumerate(inputs) if first.setdefault(source.identity, number) != number]


@dataclass(frozen=True)
class _Scanned:
    """Every record of some inputs, plain or not; how many each input has, and how many of them are odd."""

    rows: Table
    counts: Mapping[int, int]
    odd: Mapping[int, int]


@dataclass(frozen=True)
class _Group:
    """Inputs of the same columns, by number, as the engine sees them."""

    engine: Engine
    known: Knowledge
    inputs: Mapping[int, Input]
    raw: Mapping[int, Table]
    progress: Progress

    @property
    def layout(self) -> Layout:
        return next(iter(self.inputs.values())).layout

    def read(self) -> _GroupRead:
        """The rows of plain records, and those of odd ones, which are read once more; raises `errors.NotBalanced`."""
        care = Care(dress=self._is_dressed())
        found = self._plain(care) or self._plain(care._replace(separators=True))
        assert found is not None, "a careful scan leaves no cells that cannot be told apart"
        scanned, plain, care = found
        parts = [Part(plain.rows(), plain.unnamed(), plain.whos)]
        odd = [_in_sequence(self._odd(number, care), number) for number, count in scanned.odd.items() if count]
        if odd:
            reader = Reader(self.layout, self.known.directory, self.known.scope, self.known.rates)
            parts.append(Part(self.engine.store(rows_of(self.engine, united(odd), reader), "rows")))
        return _GroupRead(parts, scanned.counts, bool(odd))

    def _is_dressed(self) -> bool:
        """Whether the first records of any input are, which is then taken to hold for all."""
        return any(is_dressed(self._first(number), self.layout) for number in self.inputs)

    def _first(self, number: int) -> Sequence[Mapping[str, str | None]]:
        with self._named(self.inputs[number]):
            return self.engine.fetch(self.raw[number].limit(_LOOKED_AT))

    def _plain(self, care: Care) -> tuple[_Scanned, PlainRows, Care] | None:
        """A scan with the rows of its plain records; None where the cells of some of them cannot be told apart."""
        scanned = self._scan(care)
        plain = plain_rows(self.engine, scanned.rows, self.layout, self.known.directory, self.known.scope)
        return (scanned, plain, care) if plain else None

    def _scan(self, care: Care) -> _Scanned:
        """Read every record of every input once, and count them."""
        rows = united([self._scan_of(number, care) for number in self.inputs])
        of_file = rows.mutate(number=rows["n"] >> ibis.literal(SEQUENCE_BITS, type="int64"))
        tally = of_file.group_by("number").aggregate(rows=of_file.count(), odd=(~of_file["is_plain"]).sum())
        found = {row["number"]: row for row in self.engine.fetch(tally)}
        counts = {number: found[number]["rows"] if number in found else 0 for number in self.inputs}
        for number, source in self.inputs.items():
            if (records := source.records(counts[number])) != counts[number]:
                raise errors.NotBalanced(problem=f"{source.name}: {records} != {counts[number]}")
        return _Scanned(rows, counts, {number: row["odd"] for number, row in found.items()})

    def _scan_of(self, number: int, care: Care) -> Table:
        source = self.inputs[number]
        with self.progress.within(source.size, self.engine.progress), self._named(source):
            stored = self.engine.store(scan(self.raw[number], self.layout, care), "scan", numbered=True)
        if self.progress is not SILENT:
            self.progress.read(self.engine.count(stored), source.size)
        return _in_sequence(stored, number)

    @contextmanager
    def _named(self, source: Input) -> Iterator[None]:
        """Raise what the engine cannot read as `errors.UnreadableFile`."""
        try:
            yield
        except self.engine.faults as error:
            raise errors.UnreadableFile(path=source.name, problem=str(error).partition("\n")[0]) from error

    def _odd(self, number: int, care: Care) -> Table:
        cells = odd_cells(self.raw[number], self.layout, care)
        stored = self.engine.store(cells, "odd", numbered=True)
        return stored.filter(stored["cells"].notnull())


@dataclass(frozen=True)
class _GroupRead:
    """The rows of a group, how many records each input has, and whether any was odd."""

    parts: Sequence[Part]
    counts: Mapping[int, int]
    has_odd: bool


def _in_sequence(rows: Table, number: int) -> Table:
    """Rows with their number over all inputs in the place of that in their own."""
    return rows.mutate(n=ibis.literal(number << SEQUENCE_BITS, type="int64") + rows["n"])


def _placed(part: Part, repeated: Sequence[int]) -> Part:
    """Rows with their place in the sequence; those of a file that was read before are all excluded."""

    def place(rows: Table, *also: str) -> Table:
        placed = rows.rename(seq="n")
        spans = [placed["seq"].between(number << SEQUENCE_BITS, ((number + 1) << SEQUENCE_BITS) - 1) for number in repeated]
        if spans:
            is_again = folded(operator.or_, spans)
            placed = placed.mutate(code=ibis.ifelse(is_again, ibis.literal("duplicate_file"), placed["code"]))
        return placed.select("seq", *also, *ROW)

    return Part(place(part.rows), None if part.unnamed is None else place(part.unnamed, "who"), part.whos)
