"""One pass over the bytes of a text: where its lines end, and what decides how it may be read.

A text is looked at in pieces that end where a line ends, so no line is in two of them, and memory is bounded by the
longest line that is accepted.

>>> tally = Tally()
>>> for piece in (b"a,b\\r\\n", b"1,2\\n", b'3,"4"'):
...     tally.add(piece)
>>> tally.lines, tally.last_quote, tally.has_lone_returns
(3, 13, False)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from subsidy import errors

BLOCK = 1 << 20
LONGEST_LINE = 1 << 23
"""Bytes of one line. A customs line has a few hundred; engines hold a whole line, and the quotes added to it, in memory."""


class Breaks(NamedTuple):
    """The newlines of a piece, and whether it has carriage returns that are not part of one."""

    newlines: int
    has_lone_returns: bool


@dataclass
class Tally:
    """What a text is made of, added up piece by piece."""

    size: int = 0
    newlines: int = 0
    last_quote: int = -1
    """Where the last `"` stands, or -1."""
    has_lone_returns: bool = False
    """Whether a carriage return stands anywhere but before a newline: a line break for some readers and none for others."""
    ends_open: bool = False
    """Whether the last line has no newline."""

    def add(self, piece: bytes, breaks: Breaks | None = None) -> None:
        """Add the next piece; raises `NulFound`. Who has found its line breaks already says so."""
        if b"\0" in piece:
            raise NulFound(self.newlines + 1 + piece.count(b"\n", 0, piece.index(b"\0")))
        quote = piece.rfind(b'"')
        if quote >= 0:
            self.last_quote = self.size + quote
        found = breaks or Breaks(piece.count(b"\n"), b"\r" in piece and piece.count(b"\r") != piece.count(b"\r\n"))
        self.has_lone_returns |= found.has_lone_returns
        self.newlines += found.newlines
        self.size += len(piece)
        self.ends_open = not piece.endswith(b"\n")

    def append(self, rest: Tally) -> None:
        """Add the tally of the text that follows."""
        if not rest.size:
            return
        if rest.last_quote >= 0:
            self.last_quote = self.size + rest.last_quote
        self.has_lone_returns |= rest.has_lone_returns
        self.size += rest.size
        self.newlines += rest.newlines
        self.ends_open = rest.ends_open

    @property
    def lines(self) -> int:
        """How many lines there are, the last one whether it ends or not."""
        return self.newlines + self.ends_open


class NulFound(Exception):
    """A text holds a NUL on the line given, counted from 1 in what was added."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def pieces(path: Path, name: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The bytes of a file in pieces of whole lines, from one offset to another; `name` is what the user calls the file.

    Raises `errors.LineTooLong`.
    """
    end = path.stat().st_size if stop is None else stop
    with path.open("rb") as source:
        source.seek(start)
        while (left := end - source.tell()) > 0:
            piece = source.read(min(BLOCK, left))
            if not piece:
                return
            if len(piece) < left and not piece.endswith(b"\n"):
                piece += _rest_of_line(source, path, name)
            yield piece


def _rest_of_line(source: BinaryIO, path: Path, name: str) -> bytes:
    rest = source.readline(LONGEST_LINE)
    if len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
        raise errors.LineTooLong(path=name, line=line_at(path, source.tell()), limit=LONGEST_LINE)
    return rest


def line_at(path: Path, offset: int) -> int:
    """The number of the line in which an offset stands, counted from 1."""
    line = 1
    with path.open("rb") as source:
        while offset > 0 and (block := source.read(min(BLOCK, offset))):
            line += block.count(b"\n")
            offset -= len(block)
    return line
