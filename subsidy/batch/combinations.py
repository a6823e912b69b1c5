"""What the texts of a plain row mean beside its numbers: every combination of them that occurs is read once.

`who` imports says which enterprise the row is of; the `manner` says whether customs statistics count it. Both are joined
back to the rows, which then have the columns of `subsidy.batch.row`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from subsidy.batch.columns import FIELDS
from subsidy.batch.engine import Engine
from subsidy.batch.identity import IDENTITY, Directory
from subsidy.batch.plain import MANNER, fields_of
from subsidy.batch.row import PART, ROW, WITHOUT_SUM, Scope, first_that_holds
from subsidy.intake.headings import Layout
from subsidy.intake.tables import not_counted
from subsidy.intake.values import Parsed

_WHO = ("enterprise", "firm_name", "who_code", "who_blamed", "who_text")
_HOW = (*MANNER, "excluded", "how_code", "how_blamed", "how_text")
Cells = Mapping[str, str]
Meaning = dict[str, str | None]


def plain_rows(engine: Engine, scanned: Table, layout: Layout, directory: Directory, scope: Scope) -> Table:
    """The plain records of a scan as rows, with their number `n`."""
    plain = scanned.filter(scanned["is_plain"])
    whos = _meanings(engine, plain, "who", _WHO, _reading(layout, IDENTITY, lambda cells: _who(cells, layout, directory, scope.owner)))
    manners = _meanings(engine, plain, "manner", _HOW, _reading(layout, MANNER, _manner))
    table = plain.inner_join(whos, plain["who"] == whos["of_who"])
    table = table.inner_join(manners, table["manner"] == manners["of_manner"])
    is_other = (table["enterprise"] != scope.only) if scope.only else ibis.literal(False)
    is_late = table["first"] > ibis.literal(scope.as_of)
    is_left_out = table["excluded"].notnull() | is_other.fill_null(False)
    # an exclusion goes before anything that is wrong, and what is wrong with the enterprise before the rest
    first = [(table["excluded"].notnull(), table["excluded"]), (is_other, "other_enterprise")]
    wrong = [(table[f"{part}_code"].notnull(), part) for part in ("who", "how")]
    blamed = {
        name: first_that_holds([(is_left_out, ibis.null("string")), *((holds, table[f"{part}_{column}"]) for holds, part in wrong)])
        for name, column in (("blamed", "blamed"), ("blamed_text", "text"))
    }
    code = first_that_holds([*first, *((holds, table[f"{part}_code"]) for holds, part in wrong), (is_late, "after_as_of")])
    stands = ibis.ifelse(code.isin(WITHOUT_SUM).fill_null(False), ibis.literal(Decimal(0), type=ROW["stands"]), table["value"])
    known = {"code": code, **blamed, "unit": "day", "grain": "declaration", "currency": None, "native": None, "stands": stands}
    columns = {name: known[name] if name in known else table[name] for name in ROW}
    typed = {name: (ibis.literal(v) if v is None or isinstance(v, str) else v).cast(ROW[name]) for name, v in columns.items()}
    return table.select("n", **typed)


def _reading(layout: Layout, names: Iterable[str], meaning: Callable[[Cells], Meaning]) -> Callable[[str], Meaning]:
    """How a combination is read: its parts are the cells of the fields that the table has."""
    present = fields_of(layout, tuple(names))
    return lambda text: meaning(dict(zip(present, text.split(PART), strict=True)) if present else {})


def _meanings(engine: Engine, plain: Table, name: str, columns: Iterable[str], read: Callable[[str], Meaning]) -> Table:
    """A table of what each combination means, beside its text in `of_NAME`."""
    texts = [row[name] for row in engine.fetch(plain.select(name).distinct())]
    found = [read(text) for text in texts]
    data = {f"of_{name}": texts} | {column: [meaning.get(column) for meaning in found] for column in columns}
    return ibis.memtable(pa.table({column: pa.array(values, pa.string()) for column, values in data.items()}))


def _who(cells: Cells, layout: Layout, directory: Directory, owner: str | None) -> Meaning:
    """The enterprise of a row, or why there is none."""
    if not cells and owner is not None:
        return {"enterprise": owner}
    parsed = {field: FIELDS[field].parse(cells.get(field)) for field in IDENTITY}
    enterprise = directory.enterprise_of(parsed)
    name: Any = parsed["name"].value
    wrong = _what_is_wrong_with(parsed, enterprise, cells, layout)
    if wrong is None:
        return {"enterprise": enterprise, "firm_name": name}
    code, field = wrong
    text = (cells.get(field) or None) if field else None
    return {"enterprise": enterprise, "firm_name": name, "who_code": code, "who_blamed": field, "who_text": text}


def _what_is_wrong_with(
    parsed: Mapping[str, Parsed], enterprise: str | None, cells: Cells, layout: Layout
) -> tuple[str, str | None] | None:
    """The code of cells that identify no enterprise, and the field to blame."""
    for field in ("uscc", "customs_code"):
        if parsed[field].code == "lost_digits":
            return "lost_digits", field
    if enterprise is not None:
        return None
    if parsed["uscc"].code == "uscc":
        return "uscc", "uscc"
    filled = next((field for field in ("customs_code", "name") if cells.get(field)), None)
    return "no_enterprise", filled or next(iter(fields_of(layout, IDENTITY)), None)


def _manner(cells: Cells) -> Meaning:
    """What the words of a row mean, and the code of what they exclude or of the first that means nothing."""
    parsed = {field: FIELDS[field].parse(text) for field, text in cells.items()}
    value: dict[str, Any] = {field: found.value for field, found in parsed.items()}
    excluded = [
        (value.get("state") == "withdrawn", "withdrawn"),
        (value.get("direction") == "E", "export"),
        (value.get("mode") in not_counted("supervision"), "not_in_statistics"),
        (value.get("transport") in not_counted("transport") or value.get("country") == "CHN", "domestic_leg"),
    ]
    meaning: Meaning = {**value, "excluded": next((code for holds, code in excluded if holds), None)}
    unread: list[str] = [field for field in ("mode", "transport") if field in parsed and parsed[field].code]
    if "direction" in parsed and value["direction"] is None:
        unread.insert(0, "direction")
    if unread:
        meaning |= {"how_code": unread[0], "how_blamed": unread[0], "how_text": cells[unread[0]] or None}
    return meaning
