"""The rejected rows of a result folder, counted by code: those of imports, then those of side tables, as they were written.

However many there are, only counts and the first row of each code are kept.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from subsidy import errors
from subsidy.batch.cells import REJECT_COLUMNS
from subsidy.batch.read_back import LONGEST_CELL, restored
from subsidy.intake.cell import admit

REJECTS = "rejects.csv"
Row = Mapping[str, str]


@dataclass
class Rejected:
    """How many rejected rows there are of each code, the first of each, and how many there are of each file."""

    rows: Counter[str] = field(default_factory=Counter)
    firsts: dict[str, Row] = field(default_factory=dict)
    files: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        self.rows[row["code"]] += 1
        self.files[row["file"]] += 1
        self.firsts.setdefault(row["code"], row)


def read_rejects(folder: Path, of_imports: int) -> tuple[Rejected, Rejected]:
    """The rejects of imports, which are so many, and those of side tables; raises `errors.UnreadableFile` or `errors.NoResult`."""
    imports, sides = Rejected(), Rejected()
    for number, row in enumerate(_rows(folder / REJECTS)):
        (imports if number < of_imports else sides).add(row)
    return imports, sides


def _rows(path: Path) -> Iterator[Row]:
    admit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.reader(source, strict=True)
        try:
            if tuple(next(reader, ())) != REJECT_COLUMNS:
                raise errors.NoResult(path=path, accepted=",".join(REJECT_COLUMNS))
            for cells in reader:
                if len(cells) != len(REJECT_COLUMNS):
                    raise errors.NoResult(path=f"{path}:{reader.line_num}", accepted=",".join(REJECT_COLUMNS))
                yield dict(zip(REJECT_COLUMNS, map(restored, cells), strict=True))
        except (csv.Error, UnicodeDecodeError) as error:
            raise errors.UnreadableFile(path=f"{path}:{reader.line_num + 1}", problem=error) from None
