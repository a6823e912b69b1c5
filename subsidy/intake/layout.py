"""What was recognised in a table: where its heading stands, and what its columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from subsidy.intake.cell import legible


class WideColumn(NamedTuple):
    """A column of sums of one year or month: `2024` or `2024-01`, its unit if one is stated, its heading as it is shown, `rmb` or `usd`."""

    number: int
    period: str
    unit: int | None
    heading: str
    field: str = "rmb"


@dataclass(frozen=True)
class Layout:
    """Where a table's heading stands and what its columns are."""

    record: int
    headings: tuple[str, ...]
    written: tuple[str, ...]
    """The headings as they stand in the file, uncleaned."""
    columns: Mapping[str, int]
    year: int | None
    """The column of the year, where the date stands in one of its own for the month."""
    units: Mapping[str, int]
    """Yuan (or dollars) for one, by field, as far as it is stated."""
    unit_stated: bool
    """Whether the unit of RMB is stated; true where there is no column of RMB."""
    ignored: tuple[str, ...]
    unknown: tuple[str, ...]
    wide: tuple[WideColumn, ...] = ()
    """The columns of sums by year or month of a wide table; such a table has neither date nor value."""
    by_month: bool = False
    """Whether the date stands in a column that is headed as one of months."""

    @property
    def last(self) -> int:
        """The last column that has a heading: a record without it is too short."""
        return max(number for number, heading in enumerate(self.headings) if heading)

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether a record has a cell for every heading, and nothing beyond them."""
        return len(cells) > self.last and not any(cell.strip() for cell in cells[self.last + 1 :])

    def heading(self, field: str) -> str:
        """The heading of a field as the user has it."""
        return self.shown(self.columns[field])

    def shown(self, number: int) -> str:
        """The heading of a column as the user has it."""
        return legible(self.written[number])
