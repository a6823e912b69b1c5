"""Text tables: the delimiter, the heading, and where each record stands in the file as the user has it."""

from __future__ import annotations

import collections
import csv
import functools
import itertools
import mmap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from subsidy import errors
from subsidy.intake.files import TextFile
from subsidy.intake.headings import Layout, recognise, recognised

DELIMITERS = (",", "\t", ";")
_LOOKED_AT = 40
_LONGEST_CELL = 1 << 24


class Record(NamedTuple):
    """The cells of one record, and the physical lines on which it begins and ends."""

    line: int
    last_line: int
    cells: list[str]


@dataclass(frozen=True)
class TextTable:
    """A text file with its delimiter, layout, and the record that is its heading."""

    source: TextFile
    delimiter: str
    layout: Layout
    heading: Record

    has_plain_head: bool
    """Whether every record up to the heading is one line."""

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether every record is one line without quotes, so that any reader finds the same records and cells."""
        with self.source.utf8.open("rb") as text, mmap.mmap(text.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            for _ in range(self.heading.last_line):
                whole.readline()
            return self.has_plain_head and whole.find(b'"', whole.tell()) < 0

    def body(self) -> Iterator[Record]:
        """The records after the heading."""
        return (record for record in records(self.source, self.delimiter) if record.line > self.heading.last_line)


def records(source: TextFile, delimiter: str) -> Iterator[Record]:
    """Each record of a text; empty lines are no records. Raises `errors.BadSyntax` for a cell beyond all bounds."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    with source.utf8.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        line = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise errors.BadSyntax(path=source.path, line=reader.line_num, column=1, format="CSV", problem=error) from None
            if cells:
                yield Record(line, reader.line_num, cells)
            line = reader.line_num + 1


def open_table(source: TextFile, table: str, mapping: Mapping[str, str]) -> TextTable:
    """A text file as a table of the kind asked for; raises the errors of `subsidy.intake.headings`."""
    heads = {delimiter: list(itertools.islice(records(source, delimiter), _LOOKED_AT)) for delimiter in DELIMITERS}
    if not any(heads.values()):
        raise errors.EmptyFile(path=source.path)

    def fit(delimiter: str) -> tuple[int, int]:
        """How many headings are recognised, then how wide the records are."""
        cells = [record.cells for record in heads[delimiter]]
        return max(map(len, recognised(cells, table, mapping)), default=0), max(map(len, cells), default=0)

    delimiter = max(DELIMITERS, key=fit)
    layout = recognise([(record.line, record.cells) for record in heads[delimiter]], table, source.path, mapping)
    head = heads[delimiter][: layout.record + 1]
    return TextTable(source, delimiter, layout, head[-1], has_plain_head=all(record.line == record.last_line for record in head))


def refuse_unclosed_quote(table: TextTable) -> None:
    """Raise `errors.UnclosedQuote` where the last quoted cell of a file is never closed."""
    if table.is_plain:
        return
    last = next(iter(collections.deque(records(table.source, table.delimiter), maxlen=1)), None)
    if last is not None and _ends_inside_quotes(table, last):
        raise errors.UnclosedQuote(path=table.source.path, line=last.line)


def _ends_inside_quotes(table: TextTable, last: Record) -> bool:
    with table.source.utf8.open(encoding="utf-8-sig", newline="") as text:
        tail = "".join(itertools.islice(text, last.line - 1, None))
    return tail.count('"') % 2 == 1


def lines_of(table: TextTable, wanted: set[int], count: int) -> dict[int, int]:
    """The physical line of each record wanted, of `count` counted from 0 after the heading."""
    if _one_line_a_record(table, count):
        return {number: table.heading.last_line + 1 + number for number in wanted}
    return {number: record.line for number, record in enumerate(table.body()) if number in wanted}


def _one_line_a_record(table: TextTable, count: int) -> bool:
    """Whether every line after the heading is one record: no empty lines, no newlines in cells."""
    with table.source.utf8.open("rb") as text:
        newlines = sum(block.count(b"\n") for block in iter(lambda: text.read(1 << 22), b""))
        text.seek(-1, 2)
        lines = newlines + (text.read(1) != b"\n")
    return lines == table.heading.last_line + count


def count_records(table: TextTable, expected: int) -> int:
    """How many records follow the heading, counted independently of any engine; at once where each is one line."""
    return expected if _one_line_a_record(table, expected) else sum(1 for _ in table.body())


def write_body(table: TextTable, target: Path) -> None:
    """The records after the heading written anew, every cell quoted, so that any reader finds the same cells."""
    with target.open("w", encoding="utf-8", newline="") as sink:
        csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(record.cells for record in table.body())
