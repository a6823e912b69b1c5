"""From the files that a call names to rows: each table opened, read by the engine, classified, and counted independently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ibis.expr.types import Table

from subsidy import errors
from subsidy.batch.engine import Engine
from subsidy.batch.identity import Directory
from subsidy.batch.rows import SEQUENCE_BITS, Scope, Source, column_names, filled_records, rows_of, texts_of
from subsidy.intake.files import as_utf8, expand
from subsidy.intake.headings import Layout
from subsidy.intake.text_table import TextTable, count_records, lines_of, open_table, refuse_unclosed_quote, write_body
from subsidy.money import FEN, ZERO


class Input(Protocol):
    """One table of imports, wherever it comes from."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def layout(self) -> Layout: ...
    def read(self, engine: Engine) -> Table:
        """The records as text in columns `c0`, `c1`, … with their number `n`."""
        ...

    def records(self, read: int) -> int:
        """How many records there are, counted independently of the engine, which read so many."""
        ...

    def lines(self, wanted: set[int], count: int) -> Mapping[int, int | None]:
        """The physical line of each record wanted."""
        ...

    def describe(self) -> dict[str, object]:
        """What was recognised, for the reconciliation."""
        ...


@dataclass(frozen=True)
class FileInput:
    """A text file of imports."""

    table: TextTable

    @property
    def name(self) -> str:
        return self.table.source.path

    @property
    def sha256(self) -> str:
        return self.table.source.sha256

    @property
    def layout(self) -> Layout:
        return self.table.layout

    def read(self, engine: Engine) -> Table:
        names = column_names(self.layout)
        if self.table.is_plain:
            skip = self.table.heading.last_line
            return engine.read_text(self.table.source.utf8, names, delimiter=self.table.delimiter, skip=skip, parallel=True)
        refuse_unclosed_quote(self.table)
        rewritten = engine.workspace / f"{self.sha256}-body.csv"
        write_body(self.table, rewritten)
        return engine.read_text(rewritten, names, delimiter=",", skip=0, parallel=False)

    def records(self, read: int) -> int:
        return count_records(self.table, read)

    def lines(self, wanted: set[int], count: int) -> Mapping[int, int | None]:
        return {**lines_of(self.table, wanted, count)}

    def describe(self) -> dict[str, object]:
        return {
            "name": self.name,
            "sha256": self.sha256,
            "encoding": self.table.source.encoding,
            "sheet": None,
            "heading_line": self.table.heading.line,
            **describe_layout(self.layout),
        }


def describe_layout(layout: Layout) -> dict[str, object]:
    units = {1: "元", 1000: "千元", 10000: "万元", 1000000: "百万元", 100000000: "亿元"}
    return {
        "unit": units[layout.units.get("rmb", 1)],
        "unit_stated": layout.unit_stated,
        "columns": {field: layout.heading(field) for field in layout.columns},
        "ignored": list(layout.ignored),
        "unknown": list(layout.unknown),
    }


@dataclass(frozen=True)
class Read:
    """All rows of all inputs with the codes that they get alone, and how many records there were."""

    rows: Table
    inputs: Sequence[Input]
    records: int
    amount: Decimal
    counts: Mapping[int, int]

    def place(self, seq: int) -> tuple[Input, int, int]:
        """The input of a row, the number of that input, and the number of the record in it."""
        number = seq >> SEQUENCE_BITS
        return self.inputs[number], number, seq & ((1 << SEQUENCE_BITS) - 1)


def file_inputs(engine: Engine, files: Iterable[str], mapping: Mapping[str, str], encoding: str | None) -> list[Input]:
    """The inputs that paths, folders and globs name, in path order."""
    return [FileInput(open_table(as_utf8(path, encoding, engine.workspace), "imports", mapping)) for path in expand(files)]


def read_inputs(engine: Engine, inputs: Sequence[Input], directory: Directory, scope: Scope) -> Read:
    """The rows of all inputs; raises `errors.NotBalanced` where the engine read more or fewer records than there are."""
    rows: Table | None = None
    seen: set[str] = set()
    counts: dict[int, int] = {}
    filled = 0
    for number, source in enumerate(inputs):
        texts = engine.keep(texts_of(source.read(engine), source.layout), "texts")
        counts[number] = engine.count(texts)
        if (records := source.records(counts[number])) != counts[number]:
            raise errors.NotBalanced(problem=f"{source.name}: {records} != {counts[number]}")
        filled += engine.count(filled_records(texts))
        found = rows_of(engine, Source(number, source.layout, source.sha256 in seen), texts, directory, scope)
        seen.add(source.sha256)
        if rows is None:
            rows = engine.keep(found, "rows")
        else:
            engine.append(rows, found)
        engine.drop(texts)
    if rows is None:
        raise errors.NoTables(path="", accepted=".csv")
    total = engine.fetch(rows.aggregate(stands=rows["stands"].sum()))[0]["stands"]
    return Read(rows, inputs, filled, (total or ZERO).quantize(FEN), counts)
