"""The records below a heading as an engine can read them: a UTF-8 file of which each record's line in the user's file is known.

A plain body is text without quotes, one record a line, so that any reader finds the same records and cells. Any other
is rewritten with every cell quoted.

>>> lines = Lines()
>>> for line in (2, 3, 7, 8):
...     lines.add(line)
>>> lines.count, lines[1], lines[3]
(4, 3, 8)
"""

from __future__ import annotations

import csv
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from subsidy import errors
from subsidy.intake.cell import admit
from subsidy.intake.scan import pieces

_NEWLINE, _RETURN = 10, 13
_SPARE = 2
"""Cells beyond the headings that tell that a record is too long."""
LONGEST_RECORD = 1 << 21
"""Characters of one record: each may become four bytes, and engines take lines of 16 MiB."""


class Body(Protocol):
    """Records in a file of their own, or below the heading of the user's."""

    @property
    def path(self) -> Path: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def skip(self) -> int:
        """Lines above the records."""
        ...

    @property
    def is_quoted(self) -> bool:
        """Whether cells stand in quotes, and may hold delimiters and newlines."""
        ...

    def count(self, expected: int) -> int:
        """How many records there are, counted independently of an engine, which expects so many."""
        ...

    def lines(self, wanted: Iterable[int], count: int) -> Iterator[int]:
        """The line in the user's file of each record wanted, in rising order, of so many counted from 0."""
        ...


class Lines:
    """The line of each record, kept only where it is not the one after the last."""

    def __init__(self) -> None:
        self.count = 0
        self._records = array("Q")
        self._lines = array("Q")
        self._next = -1

    def add(self, line: int) -> None:
        if line != self._next:
            self._records.append(self.count)
            self._lines.append(line)
        self._next = line + 1
        self.count += 1

    def __getitem__(self, record: int) -> int:
        place = bisect_right(self._records, record) - 1
        return self._lines[place] + record - self._records[place]


@dataclass(frozen=True)
class PlainBody:
    """Text without quotes and lone carriage returns; empty lines are no records."""

    path: Path
    delimiter: str
    skip: int
    start: int
    """Where the first line below the heading begins."""
    above: int
    """The user's lines above that one."""
    size: int
    """How many lines there are."""
    is_quoted = False

    def count(self, expected: int) -> int:
        return expected if expected == self.size else sum(int(np.count_nonzero(filled)) for filled in self._filled())

    def lines(self, wanted: Iterable[int], count: int) -> Iterator[int]:
        if count == self.size:
            return (self.above + 1 + record for record in wanted)
        return self._among(iter(wanted))

    def _among(self, wanted: Iterator[int]) -> Iterator[int]:
        line, first = self.above + 1, 0
        record = next(wanted, None)
        for filled in self._filled():
            places = np.flatnonzero(filled)
            while record is not None and record < first + len(places):
                yield line + int(places[record - first])
                record = next(wanted, None)
            if record is None:
                return
            line, first = line + len(filled), first + len(places)

    def _filled(self) -> Iterator[npt.NDArray[np.bool_]]:
        """Which lines hold anything, piece by piece."""
        for piece in pieces(self.path, str(self.path), self.start):
            text = np.frombuffer(piece if piece.endswith(b"\n") else piece + b"\n", np.uint8)
            ends = np.flatnonzero(text == _NEWLINE)
            starts = np.concatenate(([0], ends[:-1] + 1))
            lengths = ends - starts
            yield (lengths > 1) | ((lengths == 1) & (text[starts] != _RETURN))


def plain_body(path: Path, delimiter: str, start: int, above: int, lines: int) -> PlainBody:
    """The lines of a text from an offset on, of which so many stand above in the user's file."""
    return PlainBody(path, delimiter, above if start else 0, start, above, lines)


@dataclass(frozen=True)
class RewrittenBody:
    """Records written anew, every cell quoted."""

    path: Path
    places: Lines
    delimiter = ","
    skip = 0
    is_quoted = True

    def count(self, _expected: int) -> int:
        return self.places.count

    def lines(self, wanted: Iterable[int], _count: int) -> Iterator[int]:
        return (self.places[record] for record in wanted)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The records again, each with its line."""
        admit(LONGEST_RECORD)
        with self.path.open(encoding="utf-8", newline="") as source:
            for number, cells in enumerate(csv.reader(source)):
                yield self.places[number], cells


def rewritten(records: Iterable[tuple[int, Sequence[str]]], width: int, target: Path, name: str) -> RewrittenBody:
    """Records written anew, cut to what tells a record too long for so many headings from others.

    Raises `errors.LineTooLong`; `name` is what the user calls the file.
    """
    places = Lines()
    with target.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, cells in records:
            kept = cells[: width + _SPARE]
            if sum(map(len, kept)) > LONGEST_RECORD:
                raise errors.LineTooLong(path=name, line=line, limit=LONGEST_RECORD)
            places.add(line)
            writer.writerow(kept)
    return RewrittenBody(target, places)
