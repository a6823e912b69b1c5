"""The account of the rows: what repeats, contradicts or overlaps, what counts, what is covered, and that it adds up."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
from ibis.expr.types import StringValue, Table

from subsidy import errors, money
from subsidy.batch.engine import Engine
from subsidy.batch.reading import Read
from subsidy.batch.rows import EXCLUDED, REJECTED

_DECISIVE = ("first", "unit", "enterprise", "direction", "mode", "transport", "country", "state", "value")
_NULL = "\x00"


def _decisive(rows: Table) -> StringValue:
    """The decisive cells of a row as one text; null equals only null."""
    return functools.reduce(lambda a, b: a + "\x1f" + b, [rows[name].cast("string").fill_null(_NULL) for name in _DECISIVE])


def _overlaps(open_rows: Table) -> Table:
    """All rows of an enterprise and year that come at more than one granularity."""
    dated = open_rows.mutate(year=open_rows["first"].year())
    mixed = dated.group_by("enterprise", "year").aggregate(grains=dated["grain"].nunique())
    mixed = mixed.filter(mixed["grains"] > 1)
    return dated.semi_join(mixed, ["enterprise", "year"]).select("seq", code=ibis.literal("overlap"))


def _repeated(rows: Table, keys: list[str], is_same: StringValue) -> Table:
    """Among rows with equal keys: `duplicate` for the later of equal ones, `conflict` for all where any differs."""
    counted = rows.group_by(keys).aggregate(together=rows.count())
    several = counted.filter(counted["together"] > 1).drop("together")
    alike = rows.mutate(content=is_same).semi_join(several, keys)
    judged = alike.group_by(keys).mutate(contents=alike["content"].nunique(), earliest=alike["seq"].min())
    code = ibis.cases((judged["contents"] > 1, "conflict"), (judged["seq"] > judged["earliest"], "duplicate"), else_=ibis.null("string"))
    marked = judged.select("seq", code=code)
    return marked.filter(marked["code"].notnull())


def _repetitions(open_rows: Table) -> Table:
    """Codes of declaration lines given again, of declarations without lines, and of monthly or yearly figures."""
    declared = open_rows.filter(open_rows["declaration"].notnull())
    lines = declared.filter(declared["line"].notnull())
    without_line = declared.filter(declared["line"].isnull())
    periods = open_rows.filter(open_rows["grain"] != "declaration")
    return ibis.union(
        _repeated(lines, ["declaration", "line"], _decisive(lines)),
        _repeated(without_line, ["declaration", "whole"], ibis.literal("")),
        _repeated(periods, ["enterprise", "unit", "first"], periods["value"].cast("string")),
    )


def settle_rows(engine: Engine, rows: Table) -> Table:
    """The rows with their final code: NULL is counted."""
    open_rows = rows.filter(rows["code"].isnull())
    overlaps = engine.keep(_overlaps(open_rows), "overlaps")
    remaining = open_rows.anti_join(overlaps, "seq")
    marks = engine.keep(ibis.union(overlaps, _repetitions(remaining)), "marks")
    named = marks.rename(mark="code", marked="seq")
    joined = rows.left_join(named, rows["seq"] == named["marked"])
    blamed = ibis.ifelse(joined["mark"].notnull() & joined["declaration"].notnull(), "declaration", joined["blamed"])
    text = ibis.ifelse(joined["mark"].notnull(), joined["declaration"], joined["blamed_text"])
    code = ibis.coalesce(joined["code"], joined["mark"])
    settled = joined.mutate(code=code, blamed=blamed, blamed_text=text).drop("mark", "marked")
    return engine.keep(settled, "settled")


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

    def amount_text(self) -> dict[str, Any]:
        """The amounts as they are written."""
        return {key: _text(value) for key, value in self.amount.items()}


def account_of(engine: Engine, settled: Table, read: Read) -> Account:
    """The account of the settled rows beside what was read before they were settled; raises `errors.NotBalanced`."""
    table = settled.group_by("code").aggregate(rows=settled.count(), amount=settled["stands"].sum())
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


def counted(settled: Table) -> Table:
    return settled.filter(settled["code"].isnull())


def readable(settled: Table) -> Table:
    """Rows that were counted or excluded: they name enterprises, and those not after the as-of day cover months.

    Not the rows of a file given twice: what they say, the first of the two says.
    """
    named = [code for code in EXCLUDED if code != "duplicate_file"]
    return settled.filter(settled["code"].isnull() | settled["code"].isin(named))


def covered_months(engine: Engine, settled: Table) -> set[int]:
    """The months in which a readable row falls; a yearly figure covers its twelve months."""
    rows = readable(settled)
    dated = rows.filter(rows["first"].notnull(), (rows["code"].isnull() | (rows["code"] != "after_as_of")))
    found = engine.fetch(dated.select(year=dated["first"].year(), month=dated["first"].month(), unit=dated["unit"]).distinct())
    months: set[int] = set()
    for row in found:
        start = row["year"] * 12 + row["month"] - 1
        months |= set(range(start, start + 12) if row["unit"] == "year" else (start,))
    return months


def sums_by_year(settled: Table) -> Table:
    """Imports counted for each enterprise and year."""
    rows = counted(settled)
    return rows.group_by("enterprise", year=rows["first"].year()).aggregate(imports=rows["value"].sum().cast("decimal(38, 2)"))


def rejected_by_year(settled: Table) -> Table:
    """Rejected rows of each readable enterprise, by the year that they belong to; NULL where that cannot be read."""
    rows = settled.filter(settled["code"].isin(REJECTED), settled["enterprise"].notnull())
    year = ibis.ifelse(rows["code"] == "date", ibis.null("int32"), rows["first"].year())
    dated = rows.mutate(year=year)
    return dated.group_by("enterprise", "year").aggregate(rejected=dated.count())
