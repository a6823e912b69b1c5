"""What the texts of a plain row mean beside its numbers: every combination of them that occurs is read once.

`who` imports says which enterprise the row is of; the `manner` says whether customs statistics count it. Both are joined
back to the rows, which then have the columns of `subsidy.batch.row`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, Table, Value

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
Case = tuple[BooleanValue, Value | str]


@dataclass(frozen=True)
class PlainRows:
    """The plain records of a scan as rows, joined with what their combinations mean."""

    plain: Table
    whos: Table
    manners: Table
    scope: Scope
    is_named: bool
    """Whether `who` identifies an enterprise in every row, and any enterprise may count: then no code depends on it."""

    def rows(self) -> Table:
        """The rows in the columns of `ROW`, with their number `n`."""
        return self._rows(self.plain.inner_join(self.whos, self.plain["who"] == self.whos["of_who"]))

    def unnamed(self) -> Table | None:
        """The same rows with `who` in the place of the enterprise and its name, where nothing else depends on these."""
        if not self.is_named:
            return None
        return self._rows(self.plain.mutate(**{name: ibis.null("string") for name in _WHO}), "who")

    def _rows(self, table: Table, *also: str) -> Table:
        table = table.inner_join(self.manners, table["manner"] == self.manners["of_manner"])
        code = first_that_holds(self._codes(table))
        has_no_sum = (code == table["who_code"]) & table["who_code"].isin(WITHOUT_SUM)
        stands = ibis.ifelse(has_no_sum.fill_null(False), ibis.literal(Decimal(0), type=ROW["stands"]), table["value"])
        blamed = {"blamed": self._blamed(table, "blamed"), "blamed_text": self._blamed(table, "text")}
        stated = {"code": code, **blamed, "unit": ibis.literal("day"), "grain": ibis.literal("declaration"), "stands": stands}
        known = {"currency": ibis.null("string"), "native": ibis.null(ROW["native"]), **stated}
        return table.select("n", *also, **{name: (known[name] if name in known else table[name]).cast(kind) for name, kind in ROW.items()})

    def _codes(self, table: Table) -> list[Case]:
        """An exclusion goes before anything that is wrong, and what is wrong with the enterprise before the rest."""
        other: list[Case] = [(table["enterprise"] != self.scope.only, "other_enterprise")] if self.scope.only else []
        codes = [(table[name].notnull(), table[name]) for name in ("excluded", "who_code", "how_code")]
        is_late = table["first"] > ibis.literal(self.scope.as_of)
        return [codes[0], *other, *codes[1:], (is_late, "after_as_of")]

    def _blamed(self, table: Table, column: str) -> Value:
        nothing = ibis.null("string")
        other: list[Case] = [(table["enterprise"] != self.scope.only, nothing)] if self.scope.only else []
        wrong = [(table[f"{part}_code"].notnull(), table[f"{part}_{column}"]) for part in ("who", "how")]
        return first_that_holds([(table["excluded"].notnull(), nothing), *other, *wrong])


def plain_rows(engine: Engine, scanned: Table, layout: Layout, directory: Directory, scope: Scope) -> PlainRows | None:
    """The plain records of a scan, with what each combination of texts means; None where the cells of one cannot be told apart."""
    plain = scanned.filter(scanned["is_plain"])
    whos = _distinct(engine, plain, "who")
    manners = _distinct(engine, plain, "manner")
    if not (_are_separable(whos, fields_of(layout, IDENTITY)) and _are_separable(manners, fields_of(layout, MANNER))):
        return None
    said = {text: _who(_cells(text, fields_of(layout, IDENTITY)), layout, directory, scope.owner) for text in whos}
    meant = {text: _manner(_cells(text, fields_of(layout, MANNER))) for text in manners}
    is_named = scope.only is None and not any(meaning.get("who_code") for meaning in said.values())
    return PlainRows(plain, _table(said, "who", _WHO), _table(meant, "manner", _HOW), scope, is_named)


def _distinct(engine: Engine, plain: Table, name: str) -> list[str]:
    return [row[name] for row in engine.fetch(plain.select(name).distinct())]


def _are_separable(texts: Iterable[str], fields: Sequence[str]) -> bool:
    """Whether no cell holds what stands between cells."""
    return all(text.count(PART) == max(len(fields) - 1, 0) for text in texts)


def _cells(text: str, fields: Sequence[str]) -> Cells:
    return dict(zip(fields, text.split(PART), strict=True)) if fields else {}


def _table(meanings: Mapping[str, Meaning], name: str, columns: Iterable[str]) -> Table:
    """What each combination means, beside its text in `of_NAME`."""
    data = {f"of_{name}": list(meanings)} | {column: [meaning.get(column) for meaning in meanings.values()] for column in columns}
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
