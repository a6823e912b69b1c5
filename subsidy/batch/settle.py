"""What rows come to beside each other: the same given twice, contradictions, a year given at more than one granularity.

Only rows that nothing is wrong with alone are looked at. The few rows concerned are marked with their code; the others
are not touched.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr.types import StringValue, Table

from subsidy.batch.engine import Engine
from subsidy.batch.reading import Read, united
from subsidy.batch.row import together

_DECISIVE = ("first", "unit", "enterprise", "direction", "mode", "transport", "country", "state", "value", "currency", "native")
_NULL = "\x00"
MARK = "mark"


def marked_rows(engine: Engine, read: Read, tally: Table) -> Table | None:
    """The rows that get a code beside others, with that code as `mark`; None where there are none.

    `tally` counts rows by enterprise, year, grain and code.
    """
    counted = tally.filter(tally["code"].isnull())
    grains = {row["grain"] for row in engine.fetch(counted.select("grain").distinct())}
    marks = _overlapping(engine, _open(read.rows), counted) if len(grains) > 1 else None
    found = [marks, *_repetitions(engine, read, marks, grains)]
    kept = [part for part in found if part is not None]
    return engine.keep(ibis.union(*kept), "marks") if len(kept) > 1 else kept[0] if kept else None


def _open(rows: Table) -> Table:
    return rows.filter(rows["code"].isnull())


def _overlapping(engine: Engine, open_rows: Table, tally: Table) -> Table | None:
    """All rows of an enterprise and year that come at more than one granularity."""
    grains = tally.select("enterprise", "year", "grain").distinct()
    mixed = grains.group_by("enterprise", "year").aggregate(several=grains.count())
    mixed = engine.keep(mixed.filter(mixed["several"] > 1).drop("several"), "mixed")
    if not engine.count(mixed):
        return None
    dated = open_rows.mutate(year=open_rows["first"].year())
    return engine.keep(dated.semi_join(mixed, ["enterprise", "year"]).drop("year").mutate(mark=ibis.literal("overlap")), "overlaps")


def _repetitions(engine: Engine, read: Read, settled: Table | None, grains: set[str]) -> list[Table | None]:
    """Declaration lines given again, declarations without lines, and monthly or yearly figures, among rows not settled yet."""

    def remaining(rows: Table) -> Table:
        return _open(rows) if settled is None else _open(rows).anti_join(settled, "seq")

    def repeated(keyed: Table, keys: Sequence[str], decisive: Sequence[str]) -> Table | None:
        several = _several(engine, keyed, keys)
        if several is None:
            return None
        return _judged(engine, remaining(united(part.alike(several) for part in read.parts)), keys, decisive)

    cheap = remaining(united(part.cheap.select("seq", "code", "declaration", "line", "key") for part in read.parts))
    found: list[Table | None] = []
    if "declaration" in grains:
        found.append(repeated(cheap.filter(cheap["line"].notnull()), ["declaration", "line"], _DECISIVE))
    if read.has_keys:
        found.append(repeated(cheap.filter(cheap["key"].notnull()), ["key"], _DECISIVE))
    if grains - {"declaration"}:
        rows = remaining(read.rows)
        periods = rows.filter(rows["grain"] != "declaration")
        several = _several(engine, periods, ["enterprise", "unit", "first"])
        found.append(
            None if several is None else _judged(engine, periods.semi_join(several, list(several.columns)), several.columns, ["value"])
        )
    return found


def _several(engine: Engine, rows: Table, keys: Sequence[str]) -> Table | None:
    """The keys that several rows have; None where there are none."""
    counted = rows.group_by(list(keys)).aggregate(together=rows.count())
    several = engine.keep(counted.filter(counted["together"] > 1).drop("together"), "several")
    return several if engine.count(several) else None


def _judged(engine: Engine, rows: Table, keys: Sequence[str], decisive: Sequence[str]) -> Table:
    """Among rows with equal keys: `duplicate` for the later of equal ones, `conflict` for all where any differs."""
    alike = engine.keep(rows.mutate(content=_text_of(rows, decisive)), "alike")
    together = alike.group_by(list(keys)).aggregate(least=alike["content"].min(), most=alike["content"].max(), earliest=alike["seq"].min())
    named = together.rename({f"its_{key}": key for key in keys})
    judged = alike.inner_join(named, [alike[key] == named[f"its_{key}"] for key in keys])
    differs = judged["least"] != judged["most"]
    mark = ibis.cases((differs, "conflict"), (judged["seq"] > judged["earliest"], "duplicate"), else_=ibis.null("string"))
    marked = judged.mutate(mark=mark)
    return engine.keep(marked.filter(marked[MARK].notnull()).select(*rows.columns, MARK), "marked")


def _text_of(rows: Table, names: Sequence[str]) -> StringValue:
    """Cells as one text; null equals only null."""
    return together([rows[name].cast("string").fill_null(_NULL) for name in names])
