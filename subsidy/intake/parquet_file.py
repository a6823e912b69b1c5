"""Parquet files: the names of columns are headings, their types are what the cells are, and sums may not be floats.

A row is named by its number, counted from 1. A moment with a time zone falls on the day that it was in China.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from subsidy import errors
from subsidy.intake.asked import Asked
from subsidy.intake.bodies import RewrittenBody, rewritten
from subsidy.intake.files import digesting, fresh_file
from subsidy.intake.headings import Layout, recognise

_MONEY = ("rmb", "usd", "amount")
_CHINA = timedelta(hours=8)
_ROWS = 1 << 16


@dataclass(frozen=True)
class ParquetTable:
    """A Parquet file as a table: what its columns are called, and how each becomes text."""

    path: str
    sha256: str
    size: int
    layout: Layout
    schema: pa.Schema
    rows: int

    @property
    def sheet(self) -> None:
        return None

    @property
    def encoding(self) -> None:
        return None

    @property
    def heading_line(self) -> None:
        return None

    @functools.cached_property
    def names(self) -> dict[int, str]:
        """The names of the columns that have a text, by number."""
        return {number: field.name for number, field in enumerate(self.schema) if field.name and _has_text(field.type)}

    @property
    def floats(self) -> set[int]:
        """Columns of floats: whole numbers in them are written without `.0`."""
        return {number for number in self.names if pa.types.is_floating(_held(self.schema.field(number).type))}

    @property
    def is_plain(self) -> bool:
        """Whether any reader makes the same text of the columns that are used."""
        used = [_held(self.schema.field(number).type) for number in _used(self.layout)]
        return not self.layout.wide and not any(_is_zoned(kind) or pa.types.is_decimal256(kind) for kind in used)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The rows as text, each with its number."""
        lines = itertools.count(1)
        with _faults_named(self.path), pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                columns = [_texts(column) if number in self.names else [""] * len(batch) for number, column in enumerate(batch.columns)]
                for cells in zip(*columns, strict=True):
                    yield next(lines), list(cells)

    def body(self, workspace: Path) -> RewrittenBody:
        return rewritten(self.records(), len(self.layout.headings), fresh_file(workspace, ".csv"), self.path)


def open_parquet(path: str, asked: Asked, max_bytes: int) -> ParquetTable:
    """A Parquet file as a table of the kind asked for.

    Raises `errors.FloatColumn` for sums that are floats, `errors.UnusableColumn` for other types of a known column that
    have no text, `errors.RepeatedColumn`, `errors.TooLarge`, `errors.UnreadableFile` and the errors of
    `subsidy.intake.headings`.
    """
    with digesting(path) as sha256:
        with _faults_named(path), pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
            groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
            unpacked = sum(group.total_byte_size for group in groups)
        if unpacked > max_bytes:
            raise errors.TooLarge(path=path, limit=max_bytes)
        _refuse_repeated(schema.names, path)
        layout = recognise([(1, schema.names)], asked.table, path, asked.mapping)
        _refuse_types(layout, schema, path)
        return ParquetTable(path, sha256(), Path(path).stat().st_size, layout, schema, rows)


@contextmanager
def _faults_named(path: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise errors.UnreadableFile(path=path, problem="the Parquet data are damaged", problem_zh="Parquet 数据已损坏") from None


def _refuse_repeated(names: Sequence[str], path: str) -> None:
    """Engines know columns by name, and take capitals for small letters."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise errors.RepeatedColumn(path=path, column=name)
        seen.add(name.casefold())


def _refuse_types(layout: Layout, schema: pa.Schema, path: str) -> None:
    sums = {number for field, number in layout.columns.items() if field in _MONEY} | {column.number for column in layout.wide}
    for number in sorted(_used(layout)):
        kind, heading = _held(schema.field(number).type), layout.headings[number]
        if number in sums and pa.types.is_floating(kind):
            raise errors.FloatColumn(where=path, column=heading)
        if not _has_text(kind):
            raise errors.UnusableColumn(where=path, column=heading, kind=kind)


def _used(layout: Layout) -> set[int]:
    year = set() if layout.year is None else {layout.year}
    return {*layout.columns.values(), *year, *(column.number for column in layout.wide)}


def _held(kind: pa.DataType) -> pa.DataType:
    """The type of the values of a column, which may be a dictionary."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_zoned(kind: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(kind)) and kind.tz is not None


def _has_text(kind: pa.DataType) -> bool:
    held = _held(kind)
    is_text = pa.types.is_string(held) or pa.types.is_large_string(held)
    is_day = pa.types.is_date(held) or pa.types.is_timestamp(held)
    is_number = pa.types.is_integer(held) or pa.types.is_floating(held) or pa.types.is_decimal(held)
    return bool(is_text or is_day or is_number or pa.types.is_boolean(held) or pa.types.is_null(held))


def _texts(column: pa.Array) -> list[str]:
    """The cells of a column as text; a missing one is empty."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if _is_zoned(column.type):
        column = pc.add(pc.cast(column, pa.timestamp("us"), safe=False), pa.scalar(_CHINA))
    if pa.types.is_decimal(column.type):
        # a cast to text would write small ones with an exponent
        return ["" if value is None else f"{value:f}" for value in column.to_pylist()]
    return [text or "" for text in pc.cast(column, pa.string()).to_pylist()]
