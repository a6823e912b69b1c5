"""The cells of a column as values: every distinct text is read once by the parser of its field.

Texts that are plainly good (a pattern says so) are converted by the engine itself; the rest, few or many, go through
`subsidy.intake.values`, and what they mean is joined back. So one parser says what a cell means, on every engine.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, Table, Value

from subsidy.batch.engine import Engine
from subsidy.intake import values
from subsidy.intake.values import Parsed

SUM = pa.decimal128(38, 2)
_SUM_TYPE = "decimal(38, 2)"
_WIDE = "decimal(38, 10)"
FOREIGN = "decimal(22, 8)"
"""Sums in another currency: as many decimals as a rate may have."""
MONEY_FIELDS = ("rmb", "usd", "amount")
BESIDE = "\0"
"""Stands between a year and the month beside it, and before what stands in a column of months: no text holds a NUL."""
_PARSERS: Mapping[str, Callable[[str | None, int], Parsed]] = {
    "rmb": values.amount,
    "usd": functools.partial(values.foreign, currency="USD"),
    "amount": values.foreign,
}


@dataclass(frozen=True)
class Field:
    """How a field's cells are read: the parser, the type of its values, and what the engine may take as it stands."""

    parse: Callable[[str | None], Parsed]
    kind: pa.DataType
    plain: str | None = None


def _moment(text: str | None) -> Parsed:
    """A day, month or year; of a year beside a month the month, and so of a column of months that a spreadsheet made days of."""
    year, beside, month = (text or "").partition(BESIDE)
    if beside and not year:
        return values.in_column_of_months(month)
    return values.moment(values.month_of_year(year, month) if beside else text)


MOMENT = pa.struct([("first", pa.date32()), ("unit", pa.string())])
FIELDS: Mapping[str, Field] = {
    "declaration": Field(values.identifier, pa.string(), r"^[0-9]{1,18}\z"),
    "line": Field(values.line_number, pa.string(), r"^[1-9][0-9]{0,8}\z"),
    "date": Field(_moment, MOMENT),
    "uscc": Field(values.uscc, pa.string()),
    "customs_code": Field(values.identifier, pa.string()),
    "name": Field(values.text_value, pa.string()),
    "direction": Field(values.direction, pa.string()),
    "mode": Field(values.supervision_mode, pa.string()),
    "transport": Field(values.transport_mode, pa.string()),
    "country": Field(values.country, pa.string()),
    "state": Field(values.state, pa.string()),
    "currency": Field(values.currency, pa.string()),
}


def read_columns(engine: Engine, raw: Table, units: Mapping[str, int], present: Sequence[str]) -> Table:
    """Add `FIELD` and `FIELD_code` for each field present, from the text in `FIELD_text`; `units` are yuan for one, by field."""
    readers = {field: _reader(raw, field, units.get(field, 1)) for field in present}
    odd_texts = {field: raw[f"{field}_text"].collect(where=reader.is_odd, distinct=True) for field, reader in readers.items()}
    found = engine.fetch(raw.aggregate(**odd_texts))[0]
    table = raw
    for field, reader in readers.items():
        table = _with_meanings(table, field, reader, sorted(found[field] or ()))
    return table


@dataclass(frozen=True)
class _Reader:
    """How one column of one table is read: which cells the engine leaves to the parser, and what it makes of the others."""

    parse: Callable[[str | None], Parsed]
    kind: pa.DataType
    is_odd: BooleanValue
    plain_value: Value | None


def kind_of(field: str) -> str:
    """The type of a field's values."""
    if field in MONEY_FIELDS:
        return _SUM_TYPE if field == "rmb" else FOREIGN
    return str(ibis.dtype(FIELDS[field].kind))


def _reader(raw: Table, field: str, unit: int) -> _Reader:
    text = raw[f"{field}_text"]
    if field in MONEY_FIELDS:
        zeros = len(str(unit)) - 1
        plain = text.re_search(rf"^-?[0-9]{{1,{14 - zeros}}}(\.[0-9]{{1,{2 + zeros}}})?\z")
        # one product of declared types: the text as it stands, times the unit
        value = (text.try_cast(_WIDE) * ibis.literal(Decimal(unit), type="decimal(10, 0)")).cast(_WIDE).cast(kind_of(field))
        parse = _PARSERS[field]
        return _Reader(
            lambda cell: _sum(parse, cell, unit), SUM if field == "rmb" else pa.decimal128(22, 8), text.notnull() & ~plain, value
        )
    known = FIELDS[field]
    if known.plain is None:
        return _Reader(known.parse, known.kind, text.notnull(), None)
    return _Reader(known.parse, known.kind, text.notnull() & ~text.re_search(known.plain), text)


def _sum(parse: Callable[[str | None, int], Parsed], cell: str | None, unit: int) -> Parsed:
    return Parsed(code="no_value") if values.is_no_value(cell) else parse(cell, unit)


def _with_meanings(table: Table, field: str, reader: _Reader, odd: list[str]) -> Table:
    null = ibis.null(ibis.dtype(reader.kind))
    plain = null if reader.plain_value is None else reader.plain_value
    if not odd:
        return table.mutate(**{field: plain, f"{field}_code": ibis.null("string")})
    meanings = ibis.memtable(_meanings(odd, reader.parse, reader.kind))
    joined = table.left_join(meanings, table[f"{field}_text"] == meanings["meant_text"])
    taken = ibis.ifelse(joined["meant_text"].notnull(), joined["meant"], plain)
    return joined.mutate(**{field: taken, f"{field}_code": joined["meant_code"]}).drop("meant_text", "meant", "meant_code")


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
