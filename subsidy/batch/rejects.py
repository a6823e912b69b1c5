"""The rejected rows of a batch, each where the user finds it: as many as there may be, so they are never all in memory.

They stay with the engine and are fetched page by page, in the order of the files, each time that they are gone through.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ibis.expr.types import Table

from subsidy.batch.account import Settled
from subsidy.batch.engine import Engine
from subsidy.batch.reading import Read
from subsidy.errors import Issue

PAGE = 50_000
"""So many rows are in memory at a time."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Rejects:
    """Rejected rows of the inputs, then those of the side tables; to be gone through while the engine is open."""

    engine: Engine
    read: Read
    rows: Table | None
    count: int
    of_side_tables: Sequence[Issue] = ()

    def __len__(self) -> int:
        return self.count + len(self.of_side_tables)

    def __iter__(self) -> Iterator[Issue]:
        for number, of_input in itertools.groupby(self._fetched(), key=lambda row: self.read.place(row["seq"])[1]):
            yield from self._issues(number, of_input)
        yield from self.of_side_tables

    def _fetched(self) -> Iterator[Row]:
        last = -1
        while self.rows is not None:
            page = self.engine.fetch(self.rows.filter(self.rows["seq"] > last).order_by("seq").limit(PAGE))
            yield from page
            if len(page) < PAGE:
                return
            last = page[-1]["seq"]

    def _issues(self, number: int, rows: Iterable[Row]) -> Iterator[Issue]:
        """The rows of one input, in its order; their lines are looked for no further ahead than they are asked for."""
        source, count = self.read.inputs[number], self.read.counts[number]
        shown, located = itertools.tee((self.read.place(row["seq"])[2], row) for row in rows)
        lines = source.lines((record for record, _ in located), count)
        for (record, row), line in zip(shown, lines, strict=True):
            heading = source.heading_of(record, row["blamed"]) if row["blamed"] else None
            value = row["blamed_text"] or ("" if heading else None)
            yield Issue(source.name, source.sheet, line, heading, value, row["code"])


def rejects_of(engine: Engine, settled: Settled, read: Read, count: int, of_side_tables: Sequence[Issue] = ()) -> Rejects:
    """The rejected rows of settled inputs, of which the account says that there are so many."""
    rows = settled.rejected().select("seq", "code", "blamed", "blamed_text")
    kept = None if not count else engine.keep(rows, "rejects") if count <= PAGE else engine.store(rows.order_by("seq"), "rejects")
    return Rejects(engine, read, kept, count, of_side_tables)
