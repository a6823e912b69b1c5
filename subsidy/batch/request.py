"""What a batch run is asked to do: the files, where the result goes, and everything that decides what comes out.

>>> from pathlib import Path
>>> BatchRequest(files=("imports.csv",), out=Path("result"), as_of=date(2026, 3, 1)).readings
{}
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

FORMS = ("csv", "parquet", "xlsx")
"""What a result can be written as; CSV is always written."""

ENGINES = ("duckdb", "spark")
"""What can compute; the first is embedded."""

LOCAL = "local[2]"
"""Where Spark runs unless that is said: on two cores of this machine."""


@dataclass(frozen=True)
class BatchRequest:
    """A batch run. `files` may be globs and folders; side tables are files of the same kinds."""

    files: tuple[str, ...]
    out: Path
    as_of: date
    register: str | None = None
    firsts: str | None = None
    warehousing: str | None = None
    prior: str | None = None
    zone: str | None = None
    """One of `facts.ZONES`: asserted of firms for which nothing else says it, where no register is given."""
    year: int | None = None
    """The one statistics year to write; all of them where None."""
    readings: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, object] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    """Policy files to judge by, beside the packaged law."""
    mapping: dict[str, str] = field(default_factory=dict)
    """Headings by field, for files whose headings are not recognised."""
    coverage: tuple[tuple[str, str], ...] = ()
    """First and last month of each run of months that the files are said to cover."""
    fees_through: date | None = None
    force: bool = False
    to: tuple[str, ...] = ()
    """In which of `FORMS` to give the result, beside CSV."""
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    """The sheets to read of workbooks; all that have recognised headings where there are none."""
    max_bytes: int | None = None
    """The size, when unpacked, beyond which a file is refused; a generous one where None."""
    rates: str | None = None
    """A table of exchange rates by month and currency."""
    round_input: str | None = None
    """`fen` rounds amounts with more than two decimals; None rejects their rows."""
    controls: dict[int, Decimal] = field(default_factory=dict)
    """What the counted imports of a year must add up to."""
    lang: str = "en"
    engine: str = ENGINES[0]
    master: str = LOCAL
    """Where Spark runs."""
