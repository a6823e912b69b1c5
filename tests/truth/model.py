"""What is drawn before anything is written: periods, cells by their meaning, rows with their fate.

>>> Period(2024, 3).months
((2024, 3),)
>>> Period(2024, 3, 1).granularity
'declaration'
>>> Amount(12345, 3).fen
1235
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["declaration", "month", "year", "wide"]


@dataclass(frozen=True, order=True)
class Period:
    """A day, a month or a year."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def granularity(self) -> str:
        """Which of the three it is, as the kind of row that it dates."""
        return "declaration" if self.day else "month" if self.month else "year"

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """The months that a row of this period covers."""
        return ((self.year, self.month),) if self.month else tuple((self.year, month) for month in range(1, 13))


@dataclass(frozen=True)
class Firm:
    """An enterprise; `registered` where the register of the run has it."""

    uscc: str
    customs_code: str
    name: str
    right_check_digit: bool
    registered: bool


@dataclass(frozen=True)
class Amount:
    """A sum of `units` at so many decimal places, in whole currency: 12345 at 2 is 123.45."""

    units: int
    places: int = 2

    @property
    def fen(self) -> int:
        """In hundredths, half up in magnitude."""
        return half_up(self.units, 10 ** (self.places - 2)) if self.places > 2 else self.units * 10 ** (2 - self.places)


def half_up(number: int, divisor: int) -> int:
    """A whole number divided by another, rounded half up in magnitude.

    >>> half_up(5, 10), half_up(-15, 10), half_up(14, 10)
    (1, -2, 1)
    """
    size = (2 * abs(number) + divisor) // (2 * divisor)
    return size if number >= 0 else -size


@dataclass(frozen=True)
class Cell:
    """A cell by its meaning: how it is written is settled later, afresh for every cell.

    `kind`: text, code, uscc, mode, transport, date, amount, or raw, which is written as it is.
    """

    kind: str
    text: str = ""
    period: Period | None = None
    amount: Amount | None = None


NOTHING = Cell("raw", "")


@dataclass
class Row:
    """A drawn row: its cells by field, its fate, and what it stands for in the account.

    `firm` and `year` are None where they cannot be read; `blamed` names the fields that a reject may show, empty where
    the whole row is to blame. Rows of one `group` stand in one line of a wide table.
    """

    cells: dict[str, Cell]
    fate: str
    stands: int
    firm: Firm | None = None
    period: Period | None = None
    blamed: tuple[str, ...] = ()
    group: int | None = None
    cells_more: int = 0
    twin_of: Row | None = None

    @property
    def year(self) -> int | None:
        """The year that the row tells, if it tells one."""
        return self.period.year if self.period else None


@dataclass
class Plan:
    """A kind of table: what its rows are, which fields it has, how enterprises are named in it, what its values are in.

    `periods` are the columns of a wide table; `mapped` holds headings that only the call explains, by field.
    """

    kind: Kind
    fields: tuple[str, ...]
    identity: str
    value: str
    periods: tuple[Period, ...] = ()
    mapped: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
