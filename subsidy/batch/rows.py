"""From odd records to rows: every cell is read by the parser of its field, and each row gets the one code that it gets alone.

What a row can only get beside others (repetitions, conflicts, overlaps) comes in `subsidy.batch.settle`.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from subsidy.batch.columns import BESIDE, FIELDS, MONEY_FIELDS, kind_of, read_columns
from subsidy.batch.engine import Engine
from subsidy.batch.identity import IDENTITY, Directory
from subsidy.batch.plain import LIKE_TOTAL
from subsidy.batch.row import (
    PART,
    ROW,
    WITHOUT_SUM,
    Scope,
    column_names,
    first_that_holds,
    folded,
    is_too_long,
    key_of_whole,
    last_needed,
    together,
)
from subsidy.batch.worth import with_worth
from subsidy.intake.cell import like
from subsidy.intake.headings import Layout, key
from subsidy.intake.rates import Rates
from subsidy.intake.tables import not_counted
from subsidy.intake.values import is_total

MOST_AT_ONCE = 1 << 18
"""Records whose cells are looked up together: what their texts mean is in memory."""
_EVERY_FIELD = (*FIELDS, *MONEY_FIELDS)

Coded = tuple[BooleanValue, str, str | None]
"""Whether a code holds, the code, and the field to blame."""


@dataclass(frozen=True)
class Reader:
    """How odd records of one table become rows: its layout, and what the whole run knows."""

    layout: Layout
    directory: Directory
    scope: Scope
    rates: Rates | None = None


def rows_of(engine: Engine, odd: Table, reader: Reader) -> Table:
    """The rows of odd records, numbered `n`, which have their `cells`; records without any text are no rows."""
    texts = engine.store(_texts(odd, reader.layout), "texts")
    texts = texts.mutate(again=_is_heading(engine, texts, reader.layout))
    pieces = 1 + engine.count(texts) // MOST_AT_ONCE
    if pieces == 1:
        return _rows_of_texts(engine, texts, reader)
    some = [texts.filter(texts["n"] % pieces == number) for number in range(pieces)]
    return ibis.union(*[engine.store(_rows_of_texts(engine, piece, reader), "rows") for piece in some])


def _rows_of_texts(engine: Engine, texts: Table, reader: Reader) -> Table:
    layout = reader.layout
    present = [field for field in _EVERY_FIELD if field in layout.columns]
    table = read_columns(engine, texts, layout.units, present)
    table = table.mutate(**{name: null for field in _EVERY_FIELD if field not in present for name, null in _absent(field).items()})
    table = table.mutate(date_text=table[_raw_text("date", layout)])
    table = reader.directory.resolve(table, layout, reader.scope.owner)
    table = with_worth(table, layout, reader.rates)
    coded = _codes(table, layout, reader.scope, _totals(engine, texts))
    return _row_columns(table.mutate(code=first_that_holds([(holds, code) for holds, code, _ in coded])), coded)


def _texts(odd: Table, layout: Layout) -> Table:
    """The recognised cells of every record that has any text, with what the whole record says of itself."""
    names = column_names(layout)
    raw = odd.select(n=odd["n"], **{name: odd["cells"][number] for number, name in enumerate(names)})
    cells = [raw[f"c{number}"] for number in range(len(layout.headings))]
    named = {f"{field}_text": raw[f"c{number}"].nullif("") for field, number in layout.columns.items()}
    if layout.by_month:
        month = named["month_text"] = named["date_text"]
        year = ibis.literal("") if layout.year is None else raw[f"c{layout.year}"].fill_null("")
        named["date_text"] = ibis.ifelse(month.isnull(), month, year + BESIDE + month)
    texts = raw.select(
        "n",
        **named,
        short=last_needed(raw, layout).isnull(),
        long=is_too_long(raw, layout),
        leading=ibis.coalesce(*[cell.fill_null("").strip().nullif("") for cell in cells]),
        whole=_key_of_whole(cells, named),
    )
    return texts.filter(texts["leading"].notnull() | texts["long"])


def _key_of_whole(cells: Sequence[Value], named: dict[str, StringValue]) -> StringValue:
    """What the record must not repeat where it has no line number."""
    if "declaration_text" not in named:
        return ibis.null("string")
    whole = key_of_whole(named["declaration_text"].strip(), cells)
    return ibis.ifelse(named["line_text"].isnull(), whole, ibis.null("string")) if "line_text" in named else whole


def _is_heading(engine: Engine, texts: Table, layout: Layout) -> BooleanValue:
    """Whether a record says in every recognised column what the heading says, in whatever dress."""
    headings = [key(layout.written[number]) for number in layout.columns.values()]
    cells = [texts[_raw_text(field, layout)].fill_null("") for field in layout.columns]
    is_like = [cell.re_search(like(heading)) for cell, heading in zip(cells, headings, strict=True)]
    whole = together(cells)
    found = engine.fetch(texts.filter(folded(operator.and_, is_like)).select(whole=whole).distinct())
    again = sorted(row["whole"] for row in found if [*map(key, row["whole"].split(PART))] == headings)
    return whole.isin(again) if again else ibis.literal(False)


def _raw_text(field: str, layout: Layout) -> str:
    """Where the text of a field stands as it is in the file: a month has its year beside it."""
    return "month_text" if field == "date" and layout.by_month else f"{field}_text"


def _totals(engine: Engine, texts: Table) -> list[str]:
    """The texts in first filled cells that mark totals."""
    leading = texts.filter(texts["leading"].re_search(LIKE_TOTAL)).select("leading").distinct()
    return sorted(row["leading"] for row in engine.fetch(leading) if is_total(row["leading"]))


def _absent(field: str) -> dict[str, Value]:
    """A field that the table does not have: no text, no value, nothing wrong."""
    return {field: ibis.null(kind_of(field)), f"{field}_text": ibis.null("string"), f"{field}_code": ibis.null("string")}


def _codes(table: Table, layout: Layout, scope: Scope, totals: Sequence[str]) -> list[Coded]:
    """Every code that a row can get alone, in the order in which the first that applies is the one."""
    whole: list[Coded] = [
        (table["short"] | table["long"], "columns", None),
        (table["leading"].isin(totals) if totals else ibis.literal(False), "total_row", None),
        (table["again"], "heading_row", None),
    ]
    late: Coded = (table["date"]["first"] > ibis.literal(scope.as_of), "after_as_of", None)
    return [*whole, *_exclusions(table, scope), *_rejections(table, layout, scope), late]


def _exclusions(table: Table, scope: Scope) -> list[Coded]:
    is_domestic = table["transport"].isin(sorted(not_counted("transport"))).fill_null(False)
    other = table["enterprise"] != scope.only if scope.only else ibis.literal(False)
    return [
        (table["state"] == "withdrawn", "withdrawn", None),
        (table["direction"] == "E", "export", None),
        (table["mode"].isin(sorted(not_counted("supervision"))), "not_in_statistics", None),
        (is_domestic | (table["country"] == "CHN").fill_null(False), "domestic_leg", None),
        (other, "other_enterprise", None),
    ]


def _rejections(table: Table, layout: Layout, scope: Scope) -> list[Coded]:
    lost = [(table[f"{field}_code"] == "lost_digits", "lost_digits", field) for field in ("declaration", "uscc", "customs_code")]
    identity = next((field for field in IDENTITY if field in layout.columns), None)
    unnamed = table["enterprise"].isnull() & ~(table["uscc_code"] == "uscc").fill_null(False)
    codes: list[Coded] = [
        *lost,
        *_of_worth(table, "lost_digits"),
        (unnamed & table["customs_code_text"].notnull(), "no_enterprise", "customs_code"),
        (unnamed & table["name_text"].notnull(), "no_enterprise", "name"),
        (unnamed, "no_enterprise", identity),
        (table["uscc_code"] == "uscc", "uscc", "uscc"),
        (table["date_code"].notnull() | table["date_text"].isnull() | table["date"].isnull(), "date", "date"),
    ]
    if "direction" in layout.columns:
        codes.append((table["direction"].isnull(), "direction", "direction"))
    codes += [
        (table["mode_code"].notnull(), "mode", "mode"),
        (table["transport_code"].notnull(), "transport", "transport"),
        *_of_worth(table, "amount"),
    ]
    if not scope.round_input:
        codes += _of_worth(table, "precision")
    return [*codes, *_of_worth(table, "no_rate")]


def _of_worth(table: Table, code: str) -> list[Coded]:
    """A code of the row's worth, blamed on the column that the worth was read from."""
    return [((table["worth_code"] == code) & (table["worth_field"] == field), code, field) for field in (*MONEY_FIELDS, "currency")]


def _row_columns(table: Table, coded: Sequence[Coded]) -> Table:
    """The columns of `ROW` and the record's number `n`; of a record cut short no cell can be trusted."""
    blamed = [(holds, ibis.literal(field, type="string")) for holds, _, field in coded]
    text = [(holds, ibis.null("string") if field is None else table[f"{field}_text"]) for holds, _, field in coded]
    whose = ~(table["code"] == "columns").fill_null(False)
    first, unit = table["date"]["first"], table["date"]["unit"]
    has_numbers = table["declaration"].re_search(r"^[0-9]{18}\z") & table["line"].re_search(r"^[1-9][0-9]{0,8}\z")
    stands = ibis.ifelse(table["code"].isin(WITHOUT_SUM).fill_null(False), ibis.null("decimal(38, 2)"), table["worth"])
    found: dict[str, Value] = {
        "code": table["code"],
        "blamed": first_that_holds(blamed),
        "blamed_text": first_that_holds(text),
        "declaration": ibis.ifelse(has_numbers, table["declaration"].try_cast("int64"), ibis.null("int64")),
        "line": ibis.ifelse(has_numbers, table["line"].try_cast("int32"), ibis.null("int32")),
        "key": _key(table, has_numbers),
        "first": ibis.ifelse(whose, first, ibis.null("date")),
        "unit": unit,
        "grain": ibis.ifelse(table["declaration"].notnull() | (unit == "day"), "declaration", unit),
        "enterprise": ibis.ifelse(whose, table["enterprise"], ibis.null("string")),
        "firm_name": table["name"],
        **{name: table[name] for name in ("direction", "mode", "transport", "country", "state", "currency", "native")},
        "value": table["worth"],
        "stands": stands.fill_null(ibis.literal(0).cast("decimal(38, 2)")),
    }
    return table.select("n", **{name: found[name].cast(kind) for name, kind in ROW.items()})


def _key(table: Table, has_numbers: BooleanValue) -> StringValue:
    """What must not come twice, where that is not a plain declaration number and line."""
    text = ibis.ifelse(table["line"].notnull(), table["declaration"] + PART + table["line"], table["whole"])
    return ibis.ifelse(has_numbers.fill_null(False) | table["declaration"].isnull(), ibis.null("string"), text)
