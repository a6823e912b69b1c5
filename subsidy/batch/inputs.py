"""From the files that a call names to tables of imports that an engine can read."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import ibis
from ibis.expr.types import StringValue, Table

from subsidy.batch.engine import Engine
from subsidy.batch.row import SURPLUS, column_names
from subsidy.intake.asked import MOST_BYTES, Asked, How, refuse_unknown_sheets
from subsidy.intake.bodies import Body
from subsidy.intake.files import fresh_file
from subsidy.intake.headings import Layout
from subsidy.intake.opening import TableFile, open_tables
from subsidy.intake.parquet_file import ParquetTable
from subsidy.intake.paths import expand
from subsidy.intake.tables import units
from subsidy.intake.wide import Kind, kinds, long_layout
from subsidy.intake.wide_body import WideBody, wide_body

VALUE_OF_PERIOD = ("rmb", "usd", "date")
"""What the heading of a column of a wide table gives, and what stands below it."""


class Input(Protocol):
    """One table of imports, wherever it comes from."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def identity(self) -> str:
        """What an input that says the same, because it is the same part of a file with the same bytes, has too."""
        ...

    @property
    def sheet(self) -> str | None: ...
    @property
    def size(self) -> int:
        """Bytes of the file that it is in."""
        ...

    @property
    def layout(self) -> Layout: ...
    def read(self, engine: Engine) -> Table:
        """The records in their order, as text in columns `c0`, `c1`, …, then what is too much in a record."""
        ...

    def records(self, read: int) -> int:
        """How many records there are, counted independently of the engine, which read so many."""
        ...

    def lines(self, wanted: Iterable[int], count: int) -> Iterator[int | None]:
        """The line in the user's file of each record wanted, in rising order, of so many counted from 0."""
        ...

    def heading_of(self, record: int, field: str) -> str | None:
        """The heading under which a record has a field."""
        ...

    def describe(self) -> dict[str, object]:
        """What was recognised, for the reconciliation."""
        ...


@dataclass(frozen=True)
class FileInput:
    """A table in a file."""

    table: TableFile
    workspace: Path
    called: str | None = field(default=None, kw_only=True)
    """What the file is called, where that is not its path."""

    @property
    def name(self) -> str:
        return self.called or self.table.path

    @property
    def sha256(self) -> str:
        return self.table.sha256

    @property
    def identity(self) -> str:
        return f"{self.sha256} {self.sheet or ''}"

    @property
    def sheet(self) -> str | None:
        return self.table.sheet

    @property
    def size(self) -> int:
        return self.table.size

    @property
    def layout(self) -> Layout:
        return self.table.layout

    @functools.cached_property
    def body(self) -> Body:
        """The records where an engine can read them."""
        return self.table.body(self.workspace)

    def read(self, engine: Engine) -> Table:
        return _read_body(engine, self.body, self.layout)

    def records(self, read: int) -> int:
        return self.body.count(read)

    def lines(self, wanted: Iterable[int], count: int) -> Iterator[int | None]:
        return self.body.lines(wanted, count)

    def heading_of(self, record: int, field: str) -> str | None:  # noqa: ARG002
        return self.layout.heading(field) if field in self.layout.columns else None

    def describe(self) -> dict[str, object]:
        return {
            "name": self.name,
            "sha256": self.sha256,
            "encoding": self.table.encoding,
            "sheet": self.sheet,
            "heading_line": self.table.heading_line,
            **describe_layout(self.layout),
        }


@dataclass(frozen=True)
class ParquetInput(FileInput):
    """A Parquet file whose columns the engine reads by itself."""

    table: ParquetTable

    def read(self, engine: Engine) -> Table:
        found = engine.read_parquet(Path(self.table.path), {f"c{number}": name for number, name in self.table.names.items()})
        cells = {f"c{number}": self._cell(found, number) for number in range(len(self.layout.headings))}
        return found.select(**cells, **dict.fromkeys(SURPLUS, ibis.null("string")))

    def _cell(self, found: Table, number: int) -> StringValue:
        """A cell as text, never null: that would be a cell that is not there."""
        if number not in self.table.names:
            return ibis.literal("")
        text = found[f"c{number}"].fill_null("")
        return text.re_replace(r"\.0$", "") if number in self.table.floats else text

    def records(self, _read: int) -> int:
        return self.table.rows

    def lines(self, wanted: Iterable[int], _count: int) -> Iterator[int | None]:
        return (record + 1 for record in wanted)


@dataclass(frozen=True)
class WideInput(FileInput):
    """The columns of one kind of a wide table, each filled cell a record."""

    kind: Kind

    @property
    def identity(self) -> str:
        return f"{super().identity} {self.kind}"

    @functools.cached_property
    def layout(self) -> Layout:
        return long_layout(self.table.layout, self.kind)

    @functools.cached_property
    def _wide(self) -> WideBody:
        return wide_body(self.table, self.kind, fresh_file(self.workspace, ".csv"))

    @property
    def body(self) -> Body:
        return self._wide.written

    def heading_of(self, record: int, field: str) -> str | None:
        return self._wide.heading(record) if field in VALUE_OF_PERIOD else super().heading_of(record, field)


def _read_body(engine: Engine, body: Body, layout: Layout) -> Table:
    names = column_names(layout)
    return engine.read_text(body.path, names, delimiter=body.delimiter, skip=body.skip, parallel=not body.is_quoted)


def describe_layout(layout: Layout) -> dict[str, object]:
    """What was recognised of a table's columns, for the reconciliation."""
    return {
        "unit": _unit_of(layout),
        "unit_stated": layout.unit_stated,
        "columns": {field: layout.heading(field) for field in layout.columns},
        "ignored": list(layout.ignored),
        "unknown": list(layout.unknown),
    }


def _unit_of(layout: Layout) -> str:
    """The unit of the sums that are used, in the first word for it: `万元`, `万美元`."""
    field = next((field for field in ("rmb", "usd") if field in layout.columns), "rmb")
    currency = "USD" if field == "usd" else None
    size = layout.units.get(field, 1)
    return next((word for word, unit in units().items() if unit == (size, currency)), f"{size}")


def file_inputs(
    workspace: Path,
    files: Iterable[str],
    mapping: Mapping[str, str],
    encoding: str | None,
    sheet: Sequence[str] = (),
    max_bytes: int = MOST_BYTES,
    *,
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[Input]:
    """The inputs that paths, folders and globs name, in path order; of workbooks the sheets named, or all with known headings.

    `names` says what files are called, by path, where that is not their path.
    """
    asked, how = Asked("imports", mapping, sheet), How(workspace, encoding, max_bytes)
    inputs: list[Input] = []
    sheets: list[str] = []
    for path in expand(files):
        found = open_tables(path, asked, how)
        sheets += found.sheets
        inputs += [made for table in found.tables for made in _inputs_of(table, workspace, names.get(path))]
    refuse_unknown_sheets(sheet, sheets)
    return inputs


def _inputs_of(table: TableFile, workspace: Path, called: str | None) -> Iterator[Input]:
    if table.layout.wide:
        yield from (WideInput(table, workspace, kind, called=called) for kind in kinds(table.layout))
    elif isinstance(table, ParquetTable) and table.is_plain:
        yield ParquetInput(table, workspace, called=called)
    else:
        yield FileInput(table, workspace, called=called)
