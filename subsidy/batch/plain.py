"""Rows that are good at first sight: the engine reads them in one pass over the file, cell by cell only where it must.

A record is plain where its numbers and its day have a form of which nothing can be in doubt. The other cells that
decide, who imports (`who`) and in what manner (`manner`: direction, modes, country, state), are few different texts: each
combination is read once, by `subsidy.batch.combinations`. Every record that is not plain is odd, and `subsidy.batch.rows`
finds out what it says. Which of the two ways a record goes does not change what it comes to, only how long that takes.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import ibis
from ibis.expr.types import BooleanValue, DateValue, DecimalValue, StringColumn, StringValue, Table

from subsidy.batch.identity import IDENTITY
from subsidy.batch.row import PART, column_names, folded, is_too_long, key_of_whole, last_needed, together
from subsidy.facts import YEARS
from subsidy.intake.cell import like
from subsidy.intake.headings import Layout
from subsidy.intake.tables import words

MANNER = ("direction", "mode", "transport", "country", "state")
_SUM_DIGITS = 14
_DRESSED = ("declaration", "line", "date", "rmb")
_DRESS = re.compile(r"^[\s'=¥￥]|\s$")
_PLAIN_SUM = "decimal(18, {})"
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\z"


LIKE_TOTAL = "|".join(map(like, words("total_row")))
"""Finds every text that may be a word that marks totals, and some that are none."""


def fields_of(layout: Layout, names: Sequence[str]) -> list[str]:
    """Those of some fields that a table has."""
    return [name for name in names if name in layout.columns]


class Care(NamedTuple):
    """What a scan has to reckon with, which costs time: neither changes what a record comes to."""

    separators: bool = False
    """Cells of `who` and `manner` may hold what stands between them: such a record is odd."""
    dress: bool = False
    """Numbers, days and sums may wear what `is_dressed` finds."""


PLAIN = Care()


def is_dressed(records: Iterable[Mapping[str, str | None]], layout: Layout) -> bool:
    """Whether cells of some records have about them what exports put there so that spreadsheets leave numbers alone."""
    columns = [f"c{layout.columns[field]}" for field in fields_of(layout, _DRESSED)]
    return any(_DRESS.search(cell) for record in records for column in columns if (cell := record[column]))


def scan(raw: Table, layout: Layout, care: Care = PLAIN) -> Table:
    """Every record with `is_plain`, the numbers and the day of a plain one, and its cells of `who` and `manner` as one text each."""
    typed = _typed(raw, layout, care)
    return typed.select(
        *_numbering(raw),
        is_plain=_is_plain(typed, layout) & _is_separable(typed, layout, care),
        declaration=typed["p_declaration"],
        line=typed["p_line"],
        key=_key(typed, layout),
        first=typed["p_first"],
        value=typed["p_value"],
        who=_together(typed, layout, IDENTITY),
        manner=_together(typed, layout, MANNER),
    )


def odd_cells(raw: Table, layout: Layout, care: Care = PLAIN) -> Table:
    """The cells of every odd record as a list; NULL for a plain one."""
    typed = _typed(raw, layout, care)
    is_plain = _is_plain(typed, layout) & _is_separable(typed, layout, care)
    cells = ibis.array([typed[name] for name in column_names(layout)])
    return typed.select(*_numbering(raw), cells=ibis.ifelse(is_plain, ibis.null("array<string>"), cells))


def _typed(raw: Table, layout: Layout, care: Care) -> Table:
    """The records with what their numbers, day and sum are."""
    cells = {field: raw[f"c{layout.columns[field]}"] for field in fields_of(layout, _DRESSED)}
    bare = raw.mutate(**{f"bare_{field}": _bare(cell, field) if care.dress else cell for field, cell in cells.items()})
    return bare.mutate(p_first=_day(bare, layout), p_value=_sum(bare, layout), **_numbers(bare, layout))


def _bare(text: StringColumn, field: str) -> StringValue:
    """A cell without its dress, where that is of a form that leaves nothing in doubt."""
    formula, plain = text.re_extract(r'^[ \t]*="([^"\']*)"[ \t]*\z', 1), text.re_extract(r"^[ \t]*'?([^\"'=]*?)[ \t]*\z", 1)
    bare = ibis.ifelse(formula != "", formula, plain)
    if field != "rmb":
        return bare
    without_sign = bare.re_extract(r"^[¥￥]([0-9].*)\z", 1)
    return ibis.ifelse(without_sign != "", without_sign, bare)


def _numbering(raw: Table) -> list[str]:
    """The number of each record, where the engine gave it on reading; else it follows from the order."""
    return ["n"] if "n" in raw.columns else []


def _cell(table: Table, layout: Layout, field: str) -> StringColumn:
    return table[f"bare_{field}" if field in _DRESSED else f"c{layout.columns[field]}"]


def _numbers(raw: Table, layout: Layout) -> dict[str, ibis.Value]:
    """Declaration and line as the engine reads numbers: NULL where they are none, and in a table without such columns."""
    declaration = _cell(raw, layout, "declaration").try_cast("int64") if "declaration" in layout.columns else ibis.null("int64")
    line = _cell(raw, layout, "line").try_cast("int32") if "line" in layout.columns else ibis.null("int32")
    return {"p_declaration": declaration, "p_line": line}


def _day(raw: Table, layout: Layout) -> DateValue:
    """The day of a record, in one of the forms that every engine reads alike; NULL in any other."""
    if "date" not in layout.columns or layout.by_month:
        return ibis.null("date")
    text = _cell(raw, layout, "date")
    iso = text.try_cast("date")
    digits = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2)
    return ibis.cases(
        (iso.cast("string") == text, iso),
        (text.re_search(r"^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}\z"), text.replace("/", "-").try_cast("date")),
        (text.re_search(r"^[0-9]{8}\z"), digits.try_cast("date")),
        (text.re_search(_MOMENT), text.substr(0, 10).try_cast("date")),
        else_=ibis.null("date"),
    )


def _sum(raw: Table, layout: Layout) -> DecimalValue:
    """The sum of a record in RMB; NULL where it is not in plain digits."""
    if "rmb" not in layout.columns:
        return ibis.null(_PLAIN_SUM.format(2))
    text, unit = _cell(raw, layout, "rmb"), layout.units.get("rmb", 1)
    zeros = len(str(unit)) - 1
    kind = _PLAIN_SUM.format(2 + zeros)
    number, decimals = text.try_cast(kind), rf"(\.[0-9]{{1,{2 + zeros}}})?\z"
    sums = ibis.cases(
        ((number.cast("string") == text) & (text.length() <= _SUM_DIGITS + 1 - zeros), number),
        (text.re_search(rf"^-?[0-9]{{1,{_SUM_DIGITS - zeros}}}{decimals}"), number),
        (text.re_search(rf"^-?[0-9]{{1,3}}(,[0-9]{{3}}){{1,2}}{decimals}"), text.replace(",", "").try_cast(kind)),
        else_=ibis.null(kind),
    )
    # a product of two narrow decimals would be held in a narrow one
    wide = sums.cast(f"decimal(38, {2 + zeros})")
    return (wide * ibis.literal(Decimal(unit), type="decimal(10, 0)")).cast(_PLAIN_SUM.format(2)) if zeros else sums


def _is_plain(typed: Table, layout: Layout) -> BooleanValue:
    day, first, last = typed["p_first"], ibis.date(YEARS.start, 1, 1), ibis.date(YEARS.stop - 1, 12, 31)
    conditions = [_has_right_width(typed, layout), day.between(first, last), typed["p_value"].notnull(), _is_no_total(typed, layout)]
    if "declaration" in layout.columns:
        text = _cell(typed, layout, "declaration")
        number = typed["p_declaration"]
        # a choice, and not an `or`, leaves the pattern to the few numbers that begin with a zero
        is_number = ibis.ifelse(number.cast("string") == text, ibis.literal(True), text.re_search(r"^[0-9]+\z"))
        conditions.append((text.length() == 18) & is_number)
    if "line" in layout.columns:
        conditions.append((typed["p_line"] > 0) & (typed["p_line"].cast("string") == _cell(typed, layout, "line")))
    return folded(operator.and_, conditions).fill_null(False)


def _is_separable(typed: Table, layout: Layout, care: Care) -> BooleanValue:
    """Whether the cells of `who` and `manner` can be told apart when they stand together; asked only where some cannot."""
    cells = [_cell(typed, layout, name) for name in fields_of(layout, (*IDENTITY, *MANNER))] if care.separators else []
    return folded(operator.and_, [ibis.literal(True), *(~cell.contains(PART) for cell in cells)])


def _has_right_width(table: Table, layout: Layout) -> BooleanValue:
    return last_needed(table, layout).notnull() & ~is_too_long(table, layout)


def _is_no_total(table: Table, layout: Layout) -> BooleanValue:
    """Whether the first cell is filled, and not with anything like a word that marks totals."""
    if 0 in (layout.columns.get("declaration"), layout.columns.get("date")):
        return ibis.literal(True)  # the form of that cell says so already
    first = table["c0"]
    return first.re_search(r"[^\s\p{Z}]") & ~first.re_search(LIKE_TOTAL)


def _key(table: Table, layout: Layout) -> StringValue:
    if "declaration" not in layout.columns or "line" in layout.columns:
        return ibis.null("string")
    cells = [table[f"c{number}"] for number in range(len(layout.headings))]
    return key_of_whole(_cell(table, layout, "declaration"), cells)


def _together(table: Table, layout: Layout, names: Sequence[str]) -> StringValue:
    cells = [_cell(table, layout, name) for name in fields_of(layout, names)]
    return together(cells) if cells else ibis.literal("")
