"""Records in aligned columns. Where the page is too narrow for all columns a record goes on below; no sum and no code is broken.

>>> columns = (Column("entry"), Column("amount", right=True))
>>> Records(columns, [("1", "200.00"), ("12", "1,000.00")]).lines(40)
['entry    amount', '1        200.00', '12     1,000.00']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from subsidy.report.prose import wrapped

GAP, INDENT = "  ", "  "
Cells = Sequence[str]


@dataclass(frozen=True)
class Column:
    """A heading, and how its cells stand below it."""

    heading: str
    right: bool = False
    widest: int | None = None
    """So many cells wide at the most; longer text goes on below itself."""
    grows: bool = False
    """Whether it may be as wide as the rest of its line; it is the last one."""
    ends: bool = False
    """Whether the first line of a record that does not fit ends with it."""


class Records:
    """Rows of text below the headings of their columns."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Cells], style: str = "cyan") -> None:
        self.columns, self.rows, self.style = columns, rows, style
        self.headings = [column.heading for column in columns]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        heading, *records = self._records(options.max_width)
        yield from (Text(line, self.style, no_wrap=True) for line in heading)
        yield from (Text(line, no_wrap=True) for record in records for line in record)

    def lines(self, width: int) -> list[str]:
        """The lines of a page so many cells wide."""
        return [line for record in self._records(width) for line in record]

    def _records(self, width: int) -> Iterator[list[str]]:
        """The lines of the headings, then of each row."""
        widths = [self._width(number, max(1, width - len(INDENT))) for number in range(len(self.columns))]
        parts = self._parts(widths, width)
        for part in parts:
            if self.columns[part[-1]].grows:
                widths[part[-1]] = self._grown(part, widths, width)
        for cells in (self.headings, *self.rows):
            yield [INDENT * (number > 0) + line for number, part in enumerate(parts) for line in self._part(part, cells, widths)]

    def _width(self, number: int, most: int) -> int:
        natural = max(cell_len(cells[number]) for cells in (self.headings, *self.rows))
        return min(natural, most, self.columns[number].widest or natural)

    def _parts(self, widths: Sequence[int], width: int) -> list[list[int]]:
        """The numbers of the columns line by line: on one line where there is room, else on as few as hold them."""
        if _together(widths) <= width:
            return [list(range(len(widths)))]
        parts: list[list[int]] = [[]]
        for number, own in enumerate(widths):
            room = width - len(INDENT) * (len(parts) > 1)
            ended = number > 0 and len(parts) == 1 and self.columns[number - 1].ends
            if parts[-1] and (ended or _together([*(widths[one] for one in parts[-1]), own]) > room):
                parts.append([])
            parts[-1].append(number)
        return parts

    def _grown(self, part: Sequence[int], widths: Sequence[int], width: int) -> int:
        """How wide the last column of a line may be."""
        before = sum(widths[number] + len(GAP) for number in part[:-1])
        natural = max(cell_len(cells[part[-1]]) for cells in (self.headings, *self.rows))
        return max(widths[part[-1]], min(natural, width - len(INDENT) - before))

    def _part(self, part: Sequence[int], cells: Cells, widths: Sequence[int]) -> Iterator[str]:
        """The lines on which these columns of a row stand."""
        folded = [wrapped(cells[number], widths[number]) for number in part]
        for line in zip_longest(*folded, fillvalue=""):
            placed = (self._placed(text, number, widths[number]) for text, number in zip(line, part, strict=True))
            yield GAP.join(placed).rstrip()

    def _placed(self, text: str, number: int, width: int) -> str:
        space = " " * (width - cell_len(text))
        return space + text if self.columns[number].right else text + space


def _together(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)
