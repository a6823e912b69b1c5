"""The account of the rows: where each went, what counts, what is covered, and that it adds up.

Rows are tallied once, by enterprise, name, year, granularity and code; a row that gets its code only beside others is
then moved from the counted ones to its code, as in a ledger. Everything else follows from the few tallies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from subsidy import errors, money
from subsidy.batch.engine import Engine
from subsidy.batch.reading import Part, Read, united
from subsidy.batch.row import EXCLUDED, PART, REJECTED, SUM
from subsidy.batch.settle import MARK, marked_rows

_BY = ("enterprise", "firm_name", "year", "grain", "code")
_WHEN = ("first", "unit", "code")


@dataclass(frozen=True)
class Settled:
    """Rows with the marks that they get beside each other, and what they come to.

    `tally` has rows and amount by enterprise, name, year, granularity and code; `calendar` has rows by day, month or
    year, and code. NULL is the code of what counts.
    """

    rows: Table
    marks: Table | None
    tally: Table
    calendar: Table
    has_rejects: bool = True
    """Whether any row may have been rejected for itself alone."""

    def rejected(self) -> Table:
        """Every rejected row, with its final code."""
        alone = self.rows.filter(self.rows["code"].isin(REJECTED)) if self.has_rejects else self.rows.limit(0)
        if self.marks is None:
            return alone
        marked = self.marks.filter(self.marks[MARK].isin(REJECTED))
        number = marked["declaration"].cast("string").lpad(18, "0")
        told = ibis.coalesce(number, marked["key"].split(PART)[0])
        blamed = ibis.ifelse(told.notnull(), ibis.literal("declaration"), ibis.literal("date"))
        beside = marked.mutate(code=marked[MARK], blamed=blamed, blamed_text=ibis.coalesce(told, _period(marked))).drop(MARK)
        return ibis.union(alone, beside.select(*alone.columns))


def _period(rows: Table) -> StringValue:
    """The year, month or day of a row as text."""
    day = rows["first"].cast("string")
    return ibis.cases((rows["unit"] == "year", day.substr(0, 4)), (rows["unit"] == "month", day.substr(0, 7)), else_=day)


def settle(engine: Engine, read: Read) -> Settled:
    """Judge rows beside each other and tally them."""
    before = engine.keep(united(_tally(part) for part in read.parts), "tally")
    has_rejects = engine.count(before.filter(before["code"].isin(REJECTED))) > 0
    marks = marked_rows(engine, read, before)
    cheap = united(part.cheap.select(*_WHEN) for part in read.parts)
    days = engine.keep(cheap.group_by(list(_WHEN)).aggregate(rows=cheap.count()), "calendar")
    if marks is None:
        return Settled(read.rows, None, before, days, has_rejects)
    moved = marks.mutate(year=marks["first"].year())
    tally = _with_moves(before, moved, _BY, {"rows": ibis.literal(1), "amount": moved["stands"].cast(SUM)})
    calendar = _with_moves(days, moved, _WHEN, {"rows": ibis.literal(1)})
    return Settled(read.rows, marks, engine.keep(tally, "tally"), engine.keep(calendar, "calendar"), has_rejects)


def _tally(part: Part) -> Table:
    """Rows and amount of a part, by enterprise, name, year, granularity and code."""
    dated = part.cheap.mutate(year=part.cheap["first"].year())
    by = list(_BY) if part.unnamed is None else ["who", "year", "grain", "code"]
    tally = dated.group_by(by).aggregate(rows=dated.count(), amount=_total(dated["stands"]))
    if part.whos is not None and part.unnamed is not None:
        tally = tally.inner_join(part.whos, tally["who"] == part.whos["of_who"])
    return tally.select(*_BY, "rows", "amount")


def _total(sums: Any) -> Any:
    return sums.cast(SUM).sum().cast(SUM)


def _with_moves(tally: Table, moved: Table, by: tuple[str, ...], measures: Mapping[str, Any]) -> Table:
    """A tally after rows went from the counted ones to the code of their mark."""
    keys = {name: moved[name] for name in by if name != "code"}
    away = moved.select(**keys, code=ibis.null("string"), **{name: _as(tally, name, -value) for name, value in measures.items()})
    there = moved.select(**keys, code=moved[MARK], **{name: _as(tally, name, value) for name, value in measures.items()})
    both = ibis.union(tally, away.select(*tally.columns), there.select(*tally.columns))
    summed = both.group_by(list(by)).aggregate(**{name: both[name].sum().cast(tally[name].type()) for name in measures})
    return summed.filter(summed["rows"] != 0)


def _as(tally: Table, name: str, value: Any) -> Any:
    return value.cast(tally[name].type())


@dataclass(frozen=True)
class Account:
    """Rows, and RMB, that were read, counted, excluded and rejected by code."""

    rows: Mapping[str, Any]
    amount: Mapping[str, Any]

    @property
    def balanced(self) -> bool:
        """Whether what was read is what was counted, excluded and rejected, in rows and to the fen."""
        return all(
            side["read"] == side["counted"] + sum(side["excluded"].values()) + sum(side["rejected"].values())
            for side in (self.rows, self.amount)
        )

    @property
    def rejected(self) -> int:
        """How many rows were rejected."""
        return sum(self.rows["rejected"].values())

    def amount_text(self) -> dict[str, Any]:
        """The amounts as they are written."""
        return {key: _text(value) for key, value in self.amount.items()}


def account_of(engine: Engine, settled: Settled, read: Read) -> Account:
    """The account of the settled rows beside what was read before they were settled; raises `errors.NotBalanced`."""
    tally = settled.tally
    table = tally.group_by("code").aggregate(rows=tally["rows"].sum(), amount=_total(tally["amount"]))
    found = {row["code"]: (row["rows"], row["amount"].quantize(money.FEN)) for row in engine.fetch(table)}
    rows = _side({code: count for code, (count, _) in found.items()}, read.records, 0)
    account = Account(rows, _side({code: amount for code, (_, amount) in found.items()}, read.amount, money.ZERO))
    if not account.balanced:
        raise errors.NotBalanced(problem=f"{account.rows}, {account.amount_text()}")
    return account


def _side(by_code: Mapping[str | None, Any], read: Any, nothing: Any) -> dict[str, Any]:
    return {
        "read": read,
        "counted": by_code.get(None, nothing),
        "excluded": {code: by_code[code] for code in EXCLUDED if code in by_code},
        "rejected": {code: by_code[code] for code in REJECTED if code in by_code},
    }


def _text(value: Any) -> Any:
    return money.text(value) if isinstance(value, Decimal) else {code: money.text(amount) for code, amount in value.items()}


def _is_readable(table: Table) -> BooleanValue:
    """Rows that were counted or excluded: they name enterprises, and those not after the as-of day cover months.

    Not the rows of a file given twice: what they say, the first of the two says.
    """
    return table["code"].isnull() | table["code"].isin([code for code in EXCLUDED if code != "duplicate_file"])


def covered_months(engine: Engine, settled: Settled, as_of: date) -> set[int]:
    """The months in which a readable row falls; a yearly figure covers its twelve months.

    Rows after the as-of day tell nothing, those of other enterprises among them, which an estimate leaves out for that first.
    """
    days = settled.calendar
    is_late = (days["code"] == "after_as_of") | ((days["code"] == "other_enterprise") & (days["first"] > ibis.literal(as_of)))
    dated = days.filter(_is_readable(days), days["first"].notnull(), ~is_late.fill_null(False))
    found = engine.fetch(dated.select(year=dated["first"].year(), month=dated["first"].month(), unit=dated["unit"]).distinct())
    months: set[int] = set()
    for row in found:
        start = row["year"] * 12 + row["month"] - 1
        months |= set(range(start, start + 12) if row["unit"] == "year" else (start,))
    return months


def names_by_enterprise(engine: Engine, settled: Settled) -> dict[str, list[str]]:
    """The enterprises that readable rows name, each with its names there, as they stand in the files."""
    tally = settled.tally
    named = tally.filter(_is_readable(tally), tally["enterprise"].notnull()).select("enterprise", "firm_name").distinct()
    found: dict[str, list[str]] = {}
    for row in engine.fetch(named):
        found.setdefault(row["enterprise"], []).extend([row["firm_name"]] if row["firm_name"] else [])
    return found


def sums_by_year(settled: Settled) -> Table:
    """Imports counted for each enterprise and year."""
    counted = settled.tally.filter(settled.tally["code"].isnull())
    return counted.group_by("enterprise", "year").aggregate(imports=_total(counted["amount"]))


def rejected_by_year(settled: Settled) -> Table:
    """Rejected rows of each readable enterprise, by the year that they belong to; NULL where that cannot be read."""
    rows = settled.tally.filter(settled.tally["code"].isin(REJECTED), settled.tally["enterprise"].notnull())
    dated = rows.mutate(year=ibis.ifelse(rows["code"] == "date", ibis.null("int32"), rows["year"]))
    return dated.group_by("enterprise", "year").aggregate(rejected=dated["rows"].sum())


def unassigned_rejects(engine: Engine, settled: Settled) -> int:
    """How many rejected rows belong to no enterprise that could be read."""
    rows = settled.tally.filter(settled.tally["code"].isin(REJECTED), settled.tally["enterprise"].isnull())
    return int(engine.fetch(rows.aggregate(rows=rows["rows"].sum()))[0]["rows"] or 0)
