"""Tables of findings, printed with aligned columns or as Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A title, headings and rows of the same length; `left` is how many columns hold words, the rest hold figures."""

    title: str
    headings: Row
    rows: Sequence[Row]
    left: int = 1

    def plain(self) -> str:
        lines = [self.headings, *self.rows]
        widths = [max(_width(line[n]) for line in lines) for n in range(len(self.headings))]
        return "\n".join([self.title, *("  ".join(self._padded(line, widths)).rstrip() for line in lines)])

    def markdown(self) -> str:
        rule = tuple("---" if n < self.left else "---:" for n in range(len(self.headings)))
        lines = [self.headings, rule, *(tuple(cell.replace("|", "\\|") for cell in row) for row in self.rows)]
        return "\n".join([f"### {self.title}", "", *(f"| {' | '.join(line)} |" for line in lines)])

    def _padded(self, line: Row, widths: Sequence[int]) -> Row:
        blanks = [" " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)]
        return tuple(cell + blank if n < self.left else blank + cell for n, (cell, blank) in enumerate(zip(line, blanks, strict=True)))


def _width(cell: str) -> int:
    """How many columns of a terminal a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in cell)
