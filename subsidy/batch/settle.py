"""What rows come to beside each other: the same given twice, contradictions, a year given at more than one granularity.

Only rows that nothing is wrong with alone are looked at. The few rows concerned are marked with their code; the others
are not touched.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import ibis
from ibis.expr.types import StringValue, Table

from subsidy.batch.engine import Engine
from subsidy.batch.row import PART

_DECISIVE = ("first", "unit", "enterprise", "direction", "mode", "transport", "country", "state", "value", "currency", "native")
_NULL = "\x00"
MARK = "mark"


def marked_rows(engine: Engine, rows: Table, tally: Table, *, has_keys: bool) -> Table | None:
    """The rows that get a code beside others, with that code as `mark`; None where there are none.

    `tally` counts rows by enterprise, year, grain and code; `has_keys` says whether any row may have a `key`.
    """
    open_rows = rows.filter(rows["code"].isnull())
    counted = tally.filter(tally["code"].isnull())
    grains = {row["grain"] for row in engine.fetch(counted.select("grain").distinct())}
    marks = _overlapping(engine, open_rows, counted) if len(grains) > 1 else None
    remaining = open_rows if marks is None else open_rows.anti_join(marks, "seq")
    found = [marks, *_repetitions(engine, remaining, grains, has_keys=has_keys)]
    kept = [part for part in found if part is not None]
    return engine.keep(ibis.union(*kept), "marks") if len(kept) > 1 else kept[0] if kept else None


def _overlapping(engine: Engine, open_rows: Table, tally: Table) -> Table | None:
    """All rows of an enterprise and year that come at more than one granularity."""
    grains = tally.select("enterprise", "year", "grain").distinct()
    mixed = grains.group_by("enterprise", "year").aggregate(several=grains.count())
    mixed = engine.keep(mixed.filter(mixed["several"] > 1).drop("several"), "mixed")
    if not engine.count(mixed):
        return None
    dated = open_rows.mutate(year=open_rows["first"].year())
    return engine.keep(dated.semi_join(mixed, ["enterprise", "year"]).drop("year").mutate(mark=ibis.literal("overlap")), "overlaps")


def _repetitions(engine: Engine, rows: Table, grains: set[str], *, has_keys: bool) -> list[Table | None]:
    """Declaration lines given again, declarations without lines, and monthly or yearly figures."""
    found: list[Table | None] = []
    if "declaration" in grains:
        lines = rows.filter(rows["line"].notnull())
        found.append(_repeated(engine, lines, ["declaration", "line"], _text_of(lines, _DECISIVE)))
    if has_keys:
        keyed = rows.filter(rows["key"].notnull())
        found.append(_repeated(engine, keyed, ["key"], _text_of(keyed, _DECISIVE)))
    if grains - {"declaration"}:
        periods = rows.filter(rows["grain"] != "declaration")
        found.append(_repeated(engine, periods, ["enterprise", "unit", "first"], _text_of(periods, ["value"])))
    return found


def _repeated(engine: Engine, rows: Table, keys: Sequence[str], content: StringValue) -> Table | None:
    """Among rows with equal keys: `duplicate` for the later of equal ones, `conflict` for all where any differs."""
    counted = rows.group_by(keys).aggregate(together=rows.count())
    several = engine.keep(counted.filter(counted["together"] > 1).drop("together"), "several")
    if not engine.count(several):
        return None
    alike = engine.keep(rows.mutate(content=content).semi_join(several, list(keys)), "alike")
    together = alike.group_by(keys).aggregate(least=alike["content"].min(), most=alike["content"].max(), earliest=alike["seq"].min())
    named = together.rename({f"its_{key}": key for key in keys})
    judged = alike.inner_join(named, [alike[key] == named[f"its_{key}"] for key in keys])
    differs = judged["least"] != judged["most"]
    mark = ibis.cases((differs, "conflict"), (judged["seq"] > judged["earliest"], "duplicate"), else_=ibis.null("string"))
    marked = judged.mutate(mark=mark)
    return engine.keep(marked.filter(marked[MARK].notnull()).select(*rows.columns, MARK), "marked")


def _text_of(rows: Table, names: Sequence[str]) -> StringValue:
    """Cells as one text; null equals only null."""
    return functools.reduce(lambda a, b: a + PART + b, [rows[name].cast("string").fill_null(_NULL) for name in names])
