"""From inputs to rows: each is read by the engine in one pass, classified, and counted independently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import ibis
from ibis.expr.types import Table

from subsidy import errors
from subsidy.batch.combinations import plain_rows
from subsidy.batch.engine import Engine
from subsidy.batch.identity import Directory
from subsidy.batch.inputs import Input
from subsidy.batch.plain import odd_cells, scan
from subsidy.batch.progress import SILENT, Progress
from subsidy.batch.row import ROW, SUM, Scope
from subsidy.batch.rows import Reader, rows_of
from subsidy.intake.rates import Rates
from subsidy.money import FEN, ZERO

_SEQUENCE_BITS = 40
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

    @property
    def rows(self) -> Table:
        return united(part.rows for part in self.parts)

    @property
    def has_keys(self) -> bool:
        """Whether any row may have a `key`: odd ones may, and those of a table without line numbers."""
        return len(self.parts) > len(self.inputs) or any("line" not in source.layout.columns for source in self.inputs)

    def place(self, seq: int) -> tuple[Input, int, int]:
        """The input of a row, the number of that input, and the number of the record in it."""
        number = seq >> _SEQUENCE_BITS
        return self.inputs[number], number, seq & ((1 << _SEQUENCE_BITS) - 1)


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
    seen: set[str] = set()
    parts: list[Part] = []
    counts: dict[int, int] = {}
    for number, source in enumerate(inputs):
        with progress.within(source.size, engine.progress):
            counts[number], found = _parts_of(engine, source, known)
        progress.read(counts[number], source.size)
        parts += [_placed(part, number, is_repeated=source.identity in seen) for part in found]
        seen.add(source.identity)
    rows = united(part.cheap.select("stands") for part in parts)
    total = engine.fetch(rows.aggregate(rows=rows.count(), stands=rows["stands"].cast(SUM).sum()))[0]
    return Read(parts, inputs, total["rows"], (total["stands"] or ZERO).quantize(FEN), counts)


def _parts_of(engine: Engine, source: Input, known: Knowledge) -> tuple[int, list[Part]]:
    """How many records an input has, and its rows: those of plain records, and those of odd ones, which are read once more."""
    raw, layout = source.read(engine), source.layout
    is_careful = False
    scanned = engine.store(scan(raw, layout), "scan", numbered=True)
    plain = plain_rows(engine, scanned, layout, known.directory, known.scope)
    if plain is None:
        is_careful = True
        scanned = engine.store(scan(raw, layout, is_careful=True), "scan", numbered=True)
        plain = plain_rows(engine, scanned, layout, known.directory, known.scope)
        assert plain is not None
    count = engine.count(scanned)
    if (records := source.records(count)) != count:
        raise errors.NotBalanced(problem=f"{source.name}: {records} != {count}")
    parts = [Part(plain.rows(), plain.unnamed(), plain.whos)]
    if engine.count(scanned.filter(~scanned["is_plain"])):
        cells = engine.store(odd_cells(raw, layout, is_careful=is_careful), "odd", numbered=True)
        reader = Reader(layout, known.directory, known.scope, known.rates)
        parts.append(Part(engine.store(rows_of(engine, cells.filter(cells["cells"].notnull()), reader), "rows")))
    return count, parts


def _placed(part: Part, number: int, *, is_repeated: bool) -> Part:
    """Rows with their number over all inputs; those of a file that was read before are all excluded."""

    def place(rows: Table, *also: str) -> Table:
        numbered = rows.mutate(seq=ibis.literal(number << _SEQUENCE_BITS, type="int64") + rows["n"])
        code = {"code": ibis.literal("duplicate_file")} if is_repeated else {}
        return numbered.mutate(**code).select("seq", *also, *ROW)

    return Part(place(part.rows), None if part.unnamed is None else place(part.unnamed, "who"), part.whos)
