"""From inputs to rows: each is read by the engine in one pass, classified, and counted independently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
class Read:
    """All rows of all inputs with the codes that they get alone, and how many records there were."""

    rows: Table
    inputs: Sequence[Input]
    records: int
    amount: Decimal
    counts: Mapping[int, int]
    has_keys: bool
    """Whether any row may have a `key`."""

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


def read_inputs(engine: Engine, inputs: Sequence[Input], known: Knowledge, progress: Progress = SILENT) -> Read:
    """The rows of all inputs; raises `errors.NotBalanced` where the engine read more or fewer records than there are."""
    progress.reading(sum(source.size for source in inputs))
    seen: set[str] = set()
    parts: list[Table] = []
    counts: dict[int, int] = {}
    for number, source in enumerate(inputs):
        with progress.within(source.size, engine.progress):
            counts[number], found = _rows_of_input(engine, source, known)
        progress.read(counts[number], source.size)
        parts += [_placed(part, number, is_repeated=source.identity in seen) for part in found]
        seen.add(source.identity)
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    total = engine.fetch(rows.aggregate(rows=rows.count(), stands=rows["stands"].cast(SUM).sum()))[0]
    lacks_lines = any("line" not in source.layout.columns for source in inputs)
    has_keys = lacks_lines or len(parts) > len(inputs)
    return Read(rows, inputs, total["rows"], (total["stands"] or ZERO).quantize(FEN), counts, has_keys)


def _rows_of_input(engine: Engine, source: Input, known: Knowledge) -> tuple[int, list[Table]]:
    """How many records an input has, and its rows: those of plain records, and those of odd ones, which are read once more."""
    raw = source.read(engine)
    scanned = engine.store(scan(raw, source.layout), "scan", numbered=True)
    count = engine.count(scanned)
    if (records := source.records(count)) != count:
        raise errors.NotBalanced(problem=f"{source.name}: {records} != {count}")
    parts = [plain_rows(engine, scanned, source.layout, known.directory, known.scope)]
    if engine.count(scanned.filter(~scanned["is_plain"])):
        cells = engine.store(odd_cells(raw, source.layout), "odd", numbered=True)
        reader = Reader(source.layout, known.directory, known.scope, known.rates)
        parts.append(engine.store(rows_of(engine, cells.filter(cells["cells"].notnull()), reader), "rows"))
    return count, parts


def _placed(rows: Table, number: int, *, is_repeated: bool) -> Table:
    """Rows with their number over all inputs; those of a file that was read before are all excluded."""
    numbered = rows.mutate(seq=ibis.literal(number << _SEQUENCE_BITS, type="int64") + rows["n"])
    code = {"code": ibis.literal("duplicate_file")} if is_repeated else {}
    return numbered.mutate(**code).select("seq", *ROW)
