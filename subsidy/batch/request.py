"""What a batch run is asked to do: the files, where the result goes, and everything that decides what comes out.

>>> from pathlib import Path
>>> BatchRequest(files=("imports.csv",), out=Path("result"), as_of=date(2026, 3, 1)).readings
{}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subsidy.facts import Grant
    from subsidy.intake.side_tables import SideTable

FORMS = ("csv", "parquet", "xlsx")
"""What a result can be written as; CSV is always written."""

ENGINES = ("duckdb", "spark")
"""What can compute; the first is embedded."""

LOCAL = "local[2]"
"""Where Spark runs unless that is said: on two cores of this machine."""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The files about many enterprises, how to read them, and what is said of them; `files` may be globs and folders."""

    files: tuple[str, ...]
    as_of: date
    register: str | None = None
    firsts: str | None = None
    warehousing: str | None = None
    prior: str | None = None
    quantities: str | None = None
    """What enterprises did and are, as the policies of the run count it."""
    zone: str | None = None
    """One of `facts.ZONES`, or `other:NAME`: asserted of firms for which nothing else says it, where no register is given."""
    year: int | None = None
    """The one statistics year to write; all of them where None."""
    mapping: dict[str, str] = field(default_factory=dict)
    """Headings by field, for files whose headings are not recognised."""
    coverage: tuple[tuple[str, str], ...] = ()
    """First and last month of each run of months that the files are said to cover."""
    fees_through: date | None = None
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    """The sheets to read of workbooks; all that have recognised headings where there are none."""
    max_bytes: int | None = None
    """The size, when unpacked, beyond which a file is refused; a generous one where None."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What files are called in the result, by path, where that is not their path."""
    rates: str | None = None
    """A table of exchange rates by month and currency."""
    round_input: str | None = None
    """`fen` rounds amounts with more than two decimals; None rejects their rows."""
    engine: str = ENGINES[0]
    master: str = LOCAL
    """Where Spark runs."""


@dataclass(frozen=True, kw_only=True)
class BatchRequest(Sources):
    """A batch run: its sources, the terms on which they are judged, and where the result goes."""

    out: Path
    readings: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, object] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    """Policy files to judge by, beside the packaged law."""
    force: bool = False
    to: tuple[str, ...] = ()
    """In which of `FORMS` to give the result, beside CSV."""
    controls: dict[int, Decimal] = field(default_factory=dict)
    """What the counted imports of a year must add up to."""
    grants: SideTable[Grant] | None = None
    """Earlier grants that have been read already, instead of the table `prior`."""
    ranged: bool = False
    """Whether every line gets its least and most over all combinations of definite readings."""
    lang: str = "en"
