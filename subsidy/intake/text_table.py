"""Text tables: the delimiter, the heading, and where each record stands in the file as the user has it."""

from __future__ import annotations

import csv
import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from subsidy import errors
from subsidy.intake.asked import MOST_COLUMNS
from subsidy.intake.bodies import LONGEST_RECORD, Body, plain_body, rewritten
from subsidy.intake.cell import admit, leading_text
from subsidy.intake.files import TextFile, fresh_file
from subsidy.intake.headings import Layout, recognise, recognised
from subsidy.intake.scan import LONGEST_LINE
from subsidy.intake.unquoting import DELIMITER, write_unquoted

DELIMITERS = (",", "\t", ";")
_LOOKED_AT = 40
_END = "\0"
"""A line after the last, which is a record of its own unless a cell is still open: no text holds a NUL."""


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

    @property
    def sheet(self) -> None:
        return None

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def sha256(self) -> str:
        return self.source.sha256

    @property
    def size(self) -> int:
        return self.source.size

    @property
    def encoding(self) -> str:
        return self.source.encoding

    @property
    def heading_line(self) -> int:
        return self.heading.line

    @functools.cached_property
    def start(self) -> int:
        """Where in the UTF-8 text the line after the heading begins."""
        with self.source.utf8.open("rb") as text:
            for _ in range(self.heading.last_line):
                text.readline()
            return text.tell()

    @property
    def has_lines(self) -> bool:
        """Whether newlines, and nothing else, end the lines of heading and body."""
        return self.has_plain_head and not self.source.tally.has_lone_returns

    @property
    def is_plain(self) -> bool:
        """Whether every record is one line without quotes, so that any reader finds the same records and cells."""
        return self.has_lines and self.source.tally.last_quote < self.start

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The records after the heading, each with the line on which it begins."""
        return ((record.line, record.cells) for record in records(self.source, self.delimiter) if record.line > self.heading.last_line)

    def body(self, workspace: Path) -> Body:
        """The records after the heading as an engine can read them; raises `errors.UnclosedQuote`, `errors.LineTooLong`."""
        lines = self.source.tally.lines - self.heading.last_line
        if self.is_plain:
            return plain_body(self.source.utf8, self.delimiter, self.start, self.heading.last_line, lines)
        target = fresh_file(workspace, ".csv")
        if self.has_lines and write_unquoted(self.source.utf8, self.start, self.delimiter, target):
            return plain_body(target, DELIMITER, 0, self.heading.last_line, lines)
        return rewritten(self.records(), len(self.layout.headings), target, self.path)


class _Lines:
    """The lines of a text and then `_END`, for a reader of records: `line` is where its record begins."""

    def __init__(self, path: str, text: Iterable[str]) -> None:
        self._path, self._text = path, text
        self.begin(1)

    def begin(self, line: int) -> None:
        """The next record begins at this line."""
        self.line, self._held = line, 0

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            # counted here, since the limit of the csv module belongs to everybody in the process
            if self._held > LONGEST_RECORD:
                raise errors.LineTooLong(path=self._path, line=self.line, limit=LONGEST_RECORD)
            self._held += len(line)
            yield line
        yield _END


def records(source: TextFile, delimiter: str) -> Iterator[Record]:
    """Each record of a text; empty lines are no records. Raises `errors.UnclosedQuote` and `errors.LineTooLong`."""
    admit(LONGEST_RECORD + LONGEST_LINE)
    with source.utf8.open(encoding="utf-8-sig", newline="") as text:
        lines = _Lines(source.path, text)
        reader = csv.reader(lines, delimiter=delimiter)
        for cells in reader:
            if cells and cells[-1].endswith(_END):
                if lines.line == reader.line_num:
                    return
                raise errors.UnclosedQuote(path=source.path, line=lines.line)
            if cells:
                yield Record(lines.line, reader.line_num, cells)
            lines.begin(reader.line_num + 1)


class _Head(NamedTuple):
    """The first records of a text cut at one delimiter, and what keeps it from being read any further."""

    delimiter: str
    records: list[Record]
    fault: errors.SubsidyError | None


def _head(source: TextFile, delimiter: str) -> _Head:
    found: list[Record] = []
    try:
        for record in itertools.islice(records(source, delimiter), _LOOKED_AT):
            if len(record.cells) > MOST_COLUMNS:
                raise errors.TooManyColumns(path=source.path, line=record.line, found=len(record.cells), limit=MOST_COLUMNS)
            found.append(record)
    except errors.SubsidyError as fault:
        return _Head(delimiter, found, fault)
    return _Head(delimiter, found, None)


def open_table(source: TextFile, table: str, mapping: Mapping[str, str]) -> TextTable:
    """A text file as a table of the kind asked for; raises the errors of `subsidy.intake.headings`."""
    heads = [_head(source, delimiter) for delimiter in DELIMITERS]

    def fit(head: _Head) -> tuple[int, int]:
        """How many headings are recognised, then how wide the records are."""
        cells = [record.cells for record in head.records]
        return max(map(len, recognised(cells, table, mapping)), default=0), max(map(len, cells), default=0)

    head = max(heads, key=fit)
    if not fit(head)[0]:
        _refuse(source, heads)
    layout = _layout(source, head, table, mapping)
    above = head.records[: layout.record + 1]
    return TextTable(source, head.delimiter, layout, above[-1], has_plain_head=all(record.line == record.last_line for record in above))


def _refuse(source: TextFile, heads: list[_Head]) -> None:
    """Raise what keeps a text without known headings from being read, if that is more than the lack of them."""
    fault = next((head.fault for head in heads if head.fault), None)
    if fault:
        raise fault
    if any(not leading_text(cell for record in head.records for cell in record.cells) for head in heads):
        raise errors.EmptyFile(path=source.path)


def _layout(source: TextFile, head: _Head, table: str, mapping: Mapping[str, str]) -> Layout:
    try:
        return recognise([(record.line, record.cells) for record in head.records], table, source.path, mapping)
    except errors.UnknownHeadings as fault:
        if source.not_utf8 is None:
            raise
        raise errors.UnknownEncoding(path=source.path, line=source.not_utf8, found=fault.facts["found"]) from None
