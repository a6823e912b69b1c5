"""Many enterprises from data frames: pandas in, pandas out, through the same pipeline as files."""

from __future__ import annotations

import decimal
import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
from ibis.expr.types import Table

from subsidy import errors
from subsidy.batch.cells import columns_of
from subsidy.batch.engine import Engine, open_engine
from subsidy.batch.identity import Directory
from subsidy.batch.inputs import VALUE_OF_PERIOD, describe_layout
from subsidy.batch.reading import Knowledge, read_inputs
from subsidy.batch.request import ENGINES, LOCAL
from subsidy.batch.result import Options, compute
from subsidy.batch.row import SURPLUS, Scope, column_names
from subsidy.batch.run import side_tables_of
from subsidy.intake.headings import Layout, recognise
from subsidy.intake.side_tables import Opened
from subsidy.intake.wide import Kind, kinds, long_layout, long_rows
from subsidy.law.library import Library
from subsidy.law.run import prepare
from subsidy.money import EXACT

_MONEY_FIELDS = ("rmb", "usd", "amount", "rate", "figure")
_CHINA = timezone(timedelta(hours=8))


def assess_frame(
    imports: pd.DataFrame,
    *,
    as_of: date,
    register: pd.DataFrame | None = None,
    firsts: pd.DataFrame | None = None,
    warehousing: pd.DataFrame | None = None,
    quantities: pd.DataFrame | None = None,
    prior: pd.DataFrame | None = None,
    rates: pd.DataFrame | None = None,
    readings: Mapping[str, str] | None = None,
    decisions: Mapping[str, object] | None = None,
    zone: str | None = None,
    year: int | None = None,
    coverage: Sequence[tuple[str, str]] = (),
    fees_through: date | None = None,
    lang: str = "en",
    engine: str = ENGINES[0],
    master: str = LOCAL,
    law: Library | None = None,
    ranged: bool = False,
) -> pd.DataFrame:
    """The entitlements of every enterprise that the frames name, one row each, in the columns of `entitlements.csv`.

    Frames have the headings that files have. Sums are Decimals, whole yuan or text; a float is refused with
    `errors.FloatColumn`. In the result sums are Decimals and days dates; `attrs` holds `rejects` (a list of
    `errors.Issue`), `reconciliation` and `summary`. `engine` is one of `duckdb` and `spark`; `master` says where Spark runs.
    `law` is the packaged law if none is given; `ranged` adds least and most over all readings, `range_low` and `range_high`.
    """
    run = prepare(as_of, readings, decisions, law)
    side = {"register": register, "firsts": firsts, "warehousing": warehousing, "prior": prior, "rates": rates}
    side["quantities"] = quantities
    tables = side_tables_of(run, {kind: None if frame is None else _opened(frame, kind) for kind, frame in side.items()})
    with open_engine(engine, master) as opened, decimal.localcontext(EXACT):
        read = read_inputs(opened, inputs_of(imports), Knowledge(Directory.of(tables.register), Scope(as_of), tables.rates))
        options = Options(zone, year, tuple(coverage), fees_through, None, lang, ranged)
        computed = compute(opened, run, read, tables, options)
        rejects = list(computed.rejects)
    columns = {name: computed.entitlements[name] for name in columns_of(computed.entitlements.column_names)}
    result = pd.DataFrame({name: pd.Series(column.to_pylist(), dtype=object) for name, column in columns.items()})
    result.attrs.update(rejects=rejects, reconciliation=computed.reconciliation, summary=computed.summary)
    return result


def _text(cell: Any) -> str:
    """A cell as the text that a file would have."""
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, (float, np.floating)) and math.isnan(cell)):
        return ""
    if isinstance(cell, datetime):
        return (cell.astimezone(_CHINA) if cell.tzinfo else cell).date().isoformat()
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell)


def _texts(frame: pd.DataFrame, layout: Layout, name: str) -> list[list[str]]:
    """The cells of a frame by column, as text; refuses floats where money is expected."""
    sums = [*(layout.columns[field] for field in _MONEY_FIELDS if field in layout.columns), *(column.number for column in layout.wide)]
    for number in sums:
        if any(isinstance(cell, (float, np.floating)) and not math.isnan(cell) for cell in frame.iloc[:, number]):
            raise errors.FloatColumn(where=name, column=layout.shown(number))
    return [[_text(cell) for cell in frame.iloc[:, number]] for number in range(frame.shape[1])]


def _opened(frame: pd.DataFrame, kind: str) -> Opened:
    layout = recognise([(1, [str(heading) for heading in frame.columns])], kind, kind, {})
    rows = zip(*_texts(frame, layout, kind), strict=True)
    return Opened(kind, None, layout, [(number, list(cells)) for number, cells in enumerate(rows, start=1)])


def inputs_of(frame: pd.DataFrame) -> list[FrameInput]:
    """A frame of imports as inputs: itself, or of a wide one the columns of each kind."""
    layout = recognise([(1, [str(heading) for heading in frame.columns])], "imports", "imports", {})
    columns = _texts(frame, layout, "imports")
    sha256 = hashlib.sha256(repr(columns).encode()).hexdigest()
    if not layout.wide:
        return [FrameInput(columns, layout, sha256, range(1, len(frame) + 1))]
    return [_wide_input(columns, layout, sha256, kind) for kind in kinds(layout)]


def _wide_input(columns: Sequence[Sequence[str]], layout: Layout, sha256: str, kind: Kind) -> FrameInput:
    """The filled cells of one kind of a wide frame, each as a record."""
    rows = enumerate(zip(*columns, strict=True), start=1)
    found = [(number, cell) for number, row in rows for cell in long_rows(layout, row) if (cell.field, cell.unit) == kind]
    long = long_layout(layout, kind)
    cells = [[cell.cells[place] for _, cell in found] for place in range(len(long.headings))]
    headings = tuple(cell.heading for _, cell in found)
    return FrameInput(cells, long, f"{sha256} {kind}", tuple(number for number, _ in found), headings)


@dataclass(frozen=True)
class FrameInput:
    """Imports of a frame by column, and the row of the frame, counted from 1, in which each record stands."""

    cells: Sequence[Sequence[str]]
    layout: Layout
    identity: str
    places: Sequence[int]
    headings: Sequence[str] | None = None
    """What the cell of each record is headed by in a wide frame."""
    name: str = "imports"
    sheet: str | None = None
    size: int = 0

    @property
    def sha256(self) -> str:
        return self.identity.partition(" ")[0]

    def read(self, engine: Engine) -> Table:
        columns = {name: pa.array(texts, pa.string()) for name, texts in zip(column_names(self.layout), self.cells, strict=False)}
        surplus = {name: pa.nulls(len(self.places), pa.string()) for name in SURPLUS}
        return ibis.memtable(pa.table({**columns, **surplus}))

    def records(self, _read: int) -> int:
        return len(self.places)

    def lines(self, wanted: Iterable[int], _count: int) -> Iterator[int | None]:
        return (self.places[record] for record in wanted)

    def heading_of(self, record: int, field: str) -> str | None:
        if self.headings is not None and field in VALUE_OF_PERIOD:
            return self.headings[record]
        return self.layout.heading(field) if field in self.layout.columns else None

    def describe(self) -> dict[str, object]:
        found = {"name": self.name, "sha256": self.sha256, "encoding": None, "sheet": None, "heading_line": None}
        return {**found, **describe_layout(self.layout)}
