"""From records to rows: every record of every file becomes a row with its values, and the one code that it gets alone.

What a row can only get beside others (repetitions, conflicts, overlaps) comes in `subsidy.batch.account`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from subsidy.batch.columns import FIELDS, read_columns
from subsidy.batch.engine import Engine
from subsidy.batch.identity import Directory
from subsidy.intake.headings import Layout
from subsidy.intake.tables import modes, words

EXCLUDED = (
    "duplicate_file", "total_row", "heading_row", "withdrawn", "export", "not_in_statistics", "domestic_leg", "other_enterprise",
    "after_as_of", "duplicate",
)  # fmt: skip
REJECTED = (
    "columns", "lost_digits", "no_enterprise", "uscc", "date", "direction", "mode", "transport", "amount", "precision", "no_rate",
    "overlap", "conflict",
)  # fmt: skip
_WITHOUT_SUM = ("columns", "lost_digits", "amount", "no_rate")
_IDENTITY = ("uscc", "customs_code", "name")
_EVERY_FIELD = (*FIELDS, "rmb")
SURPLUS = ("surplus_1", "surplus_2")
SEQUENCE_BITS = 40
"""A row's number over all files: the file's number shifted by so many bits, plus the record's number."""

Coded = tuple[BooleanValue, str, str | None]
"""Whether a code holds, the code, and the field to blame."""


@dataclass(frozen=True)
class Source:
    """One table to be read: its number among the inputs, its layout, whether its bytes were read before."""

    number: int
    layout: Layout
    is_repeated: bool = False


@dataclass(frozen=True)
class Scope:
    """What decides which rows count: the as-of day, and the one enterprise asked for, if any."""

    as_of: date
    only: str | None = None
    round_input: bool = False
    """Whether sums with more than two decimals count, rounded half up, instead of being rejected."""
    owner: str | None = None
    """The enterprise to which rows of a table without an enterprise column belong."""


def column_names(layout: Layout) -> list[str]:
    """The names under which the engine reads a table's columns: by position, then what is too much."""
    return [f"c{number}" for number in range(len(layout.headings))] + list(SURPLUS)


def rows_of(engine: Engine, source: Source, texts: Table, directory: Directory, scope: Scope) -> Table:
    """The rows of one table from its `texts_of`: values, `code` (NULL where nothing is wrong yet), what stands in the account.

    Records without any text are no rows.
    """
    layout = source.layout
    present = [field for field in _EVERY_FIELD if field in layout.columns]
    table = read_columns(engine, texts, layout.units, present)
    table = filled_records(table)
    table = table.mutate(**{name: null for field in _EVERY_FIELD if field not in present for name, null in _absent(field).items()})
    table = directory.resolve(table, layout, scope.owner)
    coded = _codes(table, source, scope)
    code = ibis.cases(*[(holds.fill_null(False), name) for holds, name, _ in coded], else_=ibis.null("string"))
    return _columns_kept(table.mutate(code=code), source, coded)


def texts_of(raw: Table, layout: Layout) -> Table:
    """The recognised cells of every record as text, with what the whole record says of itself."""
    cells = [raw[f"c{number}"] for number in range(len(layout.headings))]
    filled = [cell.fill_null("").strip() for cell in cells]
    named = {f"{field}_text": raw[f"c{number}"].nullif("") for field, number in layout.columns.items()}
    if layout.year is not None:
        named["date_text"] = _month_of_year(raw[f"c{layout.year}"], named["date_text"])
    return raw.select(
        **named,
        n=raw["n"],
        short=_last_needed(raw, layout).isnull(),
        long=(raw.surplus_1.fill_null("") != "") | raw.surplus_2.notnull(),
        leading=ibis.coalesce(*[cell.nullif("") for cell in filled]),
        whole=_whole(cells)
        if "line" not in layout.columns
        else ibis.ifelse(named["line_text"].isnull(), _whole(cells), ibis.null("string")),
        again=_is_heading(raw, layout),
    )


def filled_records(texts: Table) -> Table:
    """The records that hold any text: the others are empty lines."""
    return texts.filter(texts["leading"].notnull() | texts["long"])


def _month_of_year(year: StringValue, month: StringValue) -> StringValue:
    """`2024` beside `3`, `03` or `3月` as the month 2024-03; a month written out in full stays as it is."""
    number = month.strip().re_extract("^([0-9]{1,2})月?$", 1)
    four = year.strip().re_extract("^([0-9]{4})年?$", 1)
    return ibis.ifelse((number != "") & (four != ""), four + "-" + number, month)


def _last_needed(raw: Table, layout: Layout) -> Value:
    """The last column that has a heading: a record without it is too short."""
    number = max(n for n, heading in enumerate(layout.headings) if heading)
    return raw[f"c{number}"]


def _whole(cells: Sequence[Value]) -> StringValue:
    return functools.reduce(lambda a, b: a + "\x1f" + b, [cell.fill_null("") for cell in cells])


def _is_heading(raw: Table, layout: Layout) -> BooleanValue:
    same = [raw[f"c{n}"].strip() == layout.written[n].strip() for n in layout.columns.values()]
    return functools.reduce(lambda a, b: a & b, same)


def _absent(field: str) -> dict[str, Value]:
    """A field that the table does not have: no text, no value, nothing wrong."""
    kind = "decimal(38, 2)" if field == "rmb" else ibis.dtype(FIELDS[field].kind)
    return {field: ibis.null(kind), f"{field}_text": ibis.null("string"), f"{field}_code": ibis.null("string")}


def _codes(table: Table, source: Source, scope: Scope) -> list[Coded]:
    """Every code that a row can get alone, in the order in which the first that applies is the one."""
    return [*_whole_row_codes(table, source), *_exclusions(table, scope), *_rejections(table, source.layout, scope), *_late(table, scope)]


def _whole_row_codes(table: Table, source: Source) -> list[Coded]:
    marks = list(words("total_row"))
    leading = table["leading"].re_replace("[\\s\u3000\u00a0:：]", "").upper()
    return [
        (ibis.literal(source.is_repeated), "duplicate_file", None),
        (table["short"] | table["long"], "columns", None),
        (leading.isin(marks), "total_row", None),
        (table["again"], "heading_row", None),
    ]


def _exclusions(table: Table, scope: Scope) -> list[Coded]:
    uncounted_modes = [code for code, (_, counted) in modes("supervision").items() if not counted]
    domestic = [code for code, (_, counted) in modes("transport").items() if not counted]
    other = table["enterprise"] != scope.only if scope.only else ibis.literal(False)
    return [
        (table["state"] == "withdrawn", "withdrawn", None),
        (table["direction"] == "E", "export", None),
        (table["mode"].isin(uncounted_modes), "not_in_statistics", None),
        (table["transport"].isin(domestic).fill_null(False) | (table["country"] == "CHN").fill_null(False), "domestic_leg", None),
        (other, "other_enterprise", None),
    ]


def _rejections(table: Table, layout: Layout, scope: Scope) -> list[Coded]:
    lost = [(table[f"{field}_code"] == "lost_digits", "lost_digits", field) for field in ("declaration", "uscc", "customs_code", "rmb")]
    identity = next((field for field in _IDENTITY if field in layout.columns), None)
    unnamed = table["enterprise"].isnull() & ~(table["uscc_code"] == "uscc").fill_null(False)
    codes: list[Coded] = [
        *lost,
        (unnamed & table["customs_code_text"].notnull(), "no_enterprise", "customs_code"),
        (unnamed & table["name_text"].notnull(), "no_enterprise", "name"),
        (unnamed, "no_enterprise", identity),
        (table["uscc_code"] == "uscc", "uscc", "uscc"),
        (table["date_code"].notnull() | table["date_text"].isnull() | table["date"].isnull(), "date", "date"),
    ]
    if "direction" in layout.columns:
        codes.append((table["direction"].isnull(), "direction", "direction"))
    return [
        *codes,
        (table["mode_code"].notnull(), "mode", "mode"),
        (table["transport_code"].notnull(), "transport", "transport"),
        ((table["rmb_code"] == "amount") | (table["rmb"].isnull() & table["rmb_code"].isnull()), "amount", "rmb"),
        ((table["rmb_code"] == "precision") & (not scope.round_input), "precision", "rmb"),
    ]


def _late(table: Table, scope: Scope) -> list[Coded]:
    return [(table["date"]["first"] > ibis.literal(scope.as_of), "after_as_of", None)]


def _columns_kept(table: Table, source: Source, coded: Sequence[Coded]) -> Table:
    """The columns that the account and the population need, and those that a person who mends a reject needs."""
    stands = ibis.ifelse(table["code"].isin(_WITHOUT_SUM).fill_null(False), ibis.null("decimal(38, 2)"), table["rmb"])
    blamed = [(holds.fill_null(False), field) for holds, _, field in coded]
    text = [(holds.fill_null(False), ibis.null("string") if field is None else table[f"{field}_text"]) for holds, _, field in coded]
    whose = ~(table["code"] == "columns").fill_null(False)  # of a record cut short no cell can be trusted
    return table.select(
        seq=ibis.literal(source.number << SEQUENCE_BITS, type="int64") + table["n"],
        code=table["code"],
        blamed=ibis.cases(*[(holds, ibis.literal(field, type="string")) for holds, field in blamed], else_=ibis.null("string")),
        blamed_text=ibis.cases(*text, else_=ibis.null("string")),
        declaration=table["declaration"],
        line=table["line"],
        whole=table["whole"],
        first=ibis.ifelse(whose, table["date"]["first"], ibis.null("date")),
        unit=table["date"]["unit"],
        grain=ibis.ifelse(table["declaration"].notnull() | (table["date"]["unit"] == "day"), "declaration", table["date"]["unit"]),
        enterprise=ibis.ifelse(whose, table["enterprise"], ibis.null("string")),
        firm_name=table["name"],
        direction=table["direction"],
        mode=table["mode"],
        transport=table["transport"],
        country=table["country"],
        state=table["state"],
        value=table["rmb"].cast("decimal(38, 2)"),
        stands=stands.fill_null(ibis.literal(0).cast("decimal(38, 2)")).cast("decimal(38, 2)"),
    )
