"""The cells of a column as values: every distinct text is read once by the parser of its field.

Texts that are plainly good (a pattern says so) are converted by the engine itself; the rest, few or many, go through
`subsidy.intake.values`, and what they mean is joined back. So one parser says what a cell means, on every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from subsidy.batch.engine import Engine
from subsidy.intake import values
from subsidy.intake.values import Parsed

SUM = pa.decimal128(38, 2)
_SUM_TYPE = "decimal(38, 2)"
_WIDE = "decimal(38, 10)"


@dataclass(frozen=True)
class Field:
    """How a field's cells are read: the parser, the type of its values, and what the engine may take as it stands."""

    parse: Callable[[str | None], Parsed]
    kind: pa.DataType
    plain: str | None = None


MOMENT = pa.struct([("first", pa.date32()), ("unit", pa.string())])
FIELDS: Mapping[str, Field] = {
    "declaration": Field(values.identifier, pa.string(), r"^[0-9]{1,18}$"),
    "line": Field(values.identifier, pa.string(), r"^[0-9]{1,9}$"),
    "date": Field(values.moment, MOMENT),
    "uscc": Field(values.uscc, pa.string()),
    "customs_code": Field(values.identifier, pa.string()),
    "name": Field(values.text_value, pa.string()),
    "direction": Field(values.direction, pa.string()),
    "mode": Field(values.supervision_mode, pa.string()),
    "transport": Field(values.transport_mode, pa.string()),
    "country": Field(values.country, pa.string()),
    "state": Field(values.state, pa.string()),
}


def read_column(engine: Engine, raw: Table, field: str, unit: int) -> Table:
    """Add `FIELD` and `FIELD_code` to a table that has the text in `FIELD_text`; `unit` is yuan for one of a sum."""
    text = raw[f"{field}_text"]
    if field == "rmb":
        decimals = 2 + len(str(unit)) - 1
        plain = text.re_search(rf"^-?[0-9]{{1,13}}(\.[0-9]{{1,{decimals}}})?$")
        # one product of declared types: the text as it stands, times the unit
        value = (text.try_cast(_WIDE) * ibis.literal(Decimal(unit), type="decimal(10, 0)")).cast(_SUM_TYPE)
        return _join(engine, raw, field, plain, value, lambda cell: values.amount(cell, unit), SUM)
    known = FIELDS[field]
    if known.plain is None:
        return _join(engine, raw, field, None, None, known.parse, known.kind)
    return _join(engine, raw, field, text.re_search(known.plain), text, known.parse, known.kind)


def _join(
    engine: Engine,
    raw: Table,
    field: str,
    plain: Value | None,
    value: Value | None,
    parse: Callable[[str | None], Parsed],
    kind: pa.DataType,
) -> Table:
    text = raw[f"{field}_text"]
    odd = text.notnull() if plain is None else text.notnull() & ~plain
    distinct = engine.arrow(raw.filter(odd).select(meant_text=text).distinct())["meant_text"].to_pylist()
    null = ibis.null(ibis.dtype(kind))
    if not distinct:
        taken = null if plain is None else ibis.ifelse(plain, value, null)
        return raw.mutate(**{field: taken, f"{field}_code": ibis.null("string")})
    meanings = ibis.memtable(_meanings(distinct, parse, kind))
    joined = raw.left_join(meanings, text == meanings.meant_text).drop("meant_text")
    taken = joined.meant if plain is None else ibis.ifelse(plain, value, joined.meant)
    return joined.mutate(**{field: taken, f"{field}_code": joined.meant_code}).drop("meant", "meant_code")


def _meanings(texts: list[str], parse: Callable[[str | None], Parsed], kind: pa.DataType) -> pa.Table:
    parsed = [parse(text) for text in texts]
    return pa.table(
        {
            "meant_text": pa.array(texts, pa.string()),
            "meant": pa.array([_plain(p.value) for p in parsed], kind),
            "meant_code": pa.array([p.code for p in parsed], pa.string()),
        }
    )


def _plain(value: Any) -> Any:
    return value._asdict() if isinstance(value, values.Moment) else value
