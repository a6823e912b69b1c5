"""The ordinary records that a wide table stands for, written where an engine can read them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from subsidy.intake.bodies import RewrittenBody, rewritten
from subsidy.intake.opening import TableFile
from subsidy.intake.wide import Kind, long_layout, long_rows


@dataclass(frozen=True)
class WideBody:
    """Records of which each is one cell of a wide table: where its row stands, and what its column is headed by."""

    written: RewrittenBody
    headings: tuple[str, ...]
    columns: array[int]

    def heading(self, record: int) -> str:
        """The heading of the cell that became a record."""
        return self.headings[self.columns[record]]


def wide_body(table: TableFile, kind: Kind, target: Path) -> WideBody:
    """The cells of one kind of column, each as an ordinary record of `long_layout(table.layout, kind)`."""
    headings = tuple(column.heading for column in table.layout.wide)
    columns = array("H")

    def records() -> Iterator[tuple[int, tuple[str, ...]]]:
        for line, cells in table.records():
            for cell in long_rows(table.layout, cells):
                if (cell.field, cell.unit) == kind:
                    columns.append(headings.index(cell.heading))
                    yield line, cell.cells

    width = len(long_layout(table.layout, kind).headings)
    return WideBody(rewritten(records(), width, target, table.path), headings, columns)
