"""Many enterprises from data frames: pandas in, pandas out, through the same pipeline as files."""

from __future__ import annotations

import decimal
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
from ibis.expr.types import Table

from subsidy import errors
from subsidy.batch.cells import ENTITLEMENT_COLUMNS
from subsidy.batch.engine import Engine, open_engine
from subsidy.batch.identity import Directory
from subsidy.batch.inputs import describe_layout
from subsidy.batch.reading import Knowledge, read_inputs
from subsidy.batch.request import ENGINES, LOCAL
from subsidy.batch.result import Options, compute
from subsidy.batch.row import SURPLUS, Scope, column_names
from subsidy.batch.run import side_tables_of
from subsidy.intake.headings import Layout, recognise
from subsidy.intake.side_tables import Opened
from subsidy.law.library import Library
from subsidy.law.run import prepare
from subsidy.money import EXACT

_MONEY_FIELDS = ("rmb", "usd", "amount", "rate")


def assess_frame(
    imports: pd.DataFrame,
    *,
    as_of: date,
    register: pd.DataFrame | None = None,
    firsts: pd.DataFrame | None = None,
    warehousing: pd.DataFrame | None = None,
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
) -> pd.DataFrame:
    """The entitlements of every enterprise that the frames name, one row each, in the columns of `entitlements.csv`.

    Frames have the headings that files have. Sums are Decimals, whole yuan or text; a float is refused with
    `errors.FloatColumn`. In the result sums are Decimals and days dates; `attrs` holds `rejects` (a list of
    `errors.Issue`), `reconciliation` and `summary`. `engine` is one of `duckdb` and `spark`; `master` says where Spark runs.
    `law` is the packaged law if none is given.
    """
    run = prepare(as_of, readings, decisions, law)
    side = {"register": register, "firsts": firsts, "warehousing": warehousing, "prior": prior, "rates": rates}
    tables = side_tables_of(run, {kind: None if frame is None else _opened(frame, kind) for kind, frame in side.items()})
    with open_engine(engine, master) as opened, decimal.localcontext(EXACT):
        read = read_inputs(opened, [FrameInput.of(imports)], Knowledge(Directory.of(tables.register), Scope(as_of), tables.rates))
        options = Options(zone, year, tuple(coverage), fees_through, None, lang)
        computed = compute(opened, run, read, tables, options)
    result = pd.DataFrame({name: pd.Series(computed.entitlements[name].to_pylist(), dtype=object) for name in ENTITLEMENT_COLUMNS})
    result.attrs.update(rejects=list(computed.rejects), reconciliation=computed.reconciliation, summary=computed.summary)
    return result


def _text(cell: Any) -> str:
    """A cell as the text that a file would have."""
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell)


def _texts(frame: pd.DataFrame, layout: Layout, name: str) -> list[list[str]]:
    """The cells of a frame by column, as text; refuses floats where money is expected."""
    for field in _MONEY_FIELDS:
        if field in layout.columns:
            column = frame.iloc[:, layout.columns[field]]
            if any(isinstance(cell, float) and not math.isnan(cell) for cell in column):
                raise errors.FloatColumn(where=name, column=layout.heading(field))
    return [[_text(cell) for cell in frame.iloc[:, number]] for number in range(frame.shape[1])]


def _opened(frame: pd.DataFrame, kind: str) -> Opened:
    layout = recognise([(1, [str(heading) for heading in frame.columns])], kind, kind, {})
    rows = zip(*_texts(frame, layout, kind), strict=True)
    return Opened(kind, None, layout, [(number, list(cells)) for number, cells in enumerate(rows, start=1)])


@dataclass(frozen=True)
class FrameInput:
    """A frame of imports; its lines are its rows, counted from 1."""

    cells: Sequence[Sequence[str]]
    layout: Layout
    sha256: str
    name: str = "imports"
    sheet: str | None = None
    size: int = 0

    @property
    def identity(self) -> str:
        return self.sha256

    @classmethod
    def of(cls, frame: pd.DataFrame) -> FrameInput:
        layout = recognise([(1, [str(heading) for heading in frame.columns])], "imports", "imports", {})
        cells = _texts(frame, layout, "imports")
        return cls(cells, layout, hashlib.sha256(repr(cells).encode()).hexdigest())

    def read(self, engine: Engine) -> Table:
        count = len(self.cells[0])
        columns = {name: pa.array(texts, pa.string()) for name, texts in zip(column_names(self.layout), self.cells, strict=False)}
        surplus = {name: pa.nulls(count, pa.string()) for name in SURPLUS}
        return ibis.memtable(pa.table({**columns, **surplus}))

    def records(self, _read: int) -> int:
        return len(self.cells[0])

    def lines(self, wanted: set[int], _count: int) -> Mapping[int, int | None]:
        return {number: number + 1 for number in wanted}

    def heading_of(self, _record: int, field: str) -> str | None:
        return self.layout.heading(field) if field in self.layout.columns else None

    def describe(self) -> dict[str, object]:
        found = {"name": self.name, "sha256": self.sha256, "encoding": None, "sheet": None, "heading_line": None}
        return {**found, **describe_layout(self.layout)}
