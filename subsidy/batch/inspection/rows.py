"""What the rows of each table come to: where they went, in which months they fall, what counts, and whose they are.

They are the rows of a batch, settled beside each other as a batch settles them: what is shown is what a batch over the
same files would say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import ibis
from ibis.expr.types import Table

from subsidy import money
from subsidy.batch import account as accounts
from subsidy.batch.account import Settled
from subsidy.batch.engine import Engine
from subsidy.batch.reading import SEQUENCE_BITS, Read
from subsidy.batch.rejects import rejects_of
from subsidy.batch.row import EXCLUDED, REJECTED, SUM
from subsidy.batch.settle import MARK
from subsidy.errors import Issue
from subsidy.intake.cell import clean

MOST_REJECTS = 10
"""So many of the rejected rows of a table are shown."""

GRAINS = ("declaration", "month", "year")
_NAMING = tuple(code for code in EXCLUDED if code != "duplicate_file")
"""Excluded rows that name enterprises; those not after the as-of day cover months too."""
_NO_DATA = ("total_row", "heading_row", "columns")
_BY = ("input", "first", "unit", "grain", "code")


class Group(NamedTuple):
    """Rows of one table with the same month or year, granularity and code, which is None for what counts."""

    first: date | None
    unit: str | None
    grain: str | None
    code: str | None
    rows: int
    amount: Decimal

    def months(self) -> Iterable[int]:
        """The months that readable rows cover."""
        is_readable = self.code is None or (self.code in _NAMING and self.code != "after_as_of")
        if self.first is None or not is_readable:
            return ()
        start = self.first.year * 12 + self.first.month - 1
        return range(start, start + 12) if self.unit == "year" else (start,)


@dataclass(frozen=True)
class Outcome:
    """What the rows of a table, or of several, come to; `rows` and `amount` have the form of a reconciliation."""

    rows: Mapping[str, Any]
    amount: Mapping[str, Any]
    granularity: Mapping[str, int]
    imports: Mapping[int, Decimal]
    """What counts, by year."""
    months: Sequence[int]
    """Those that are covered, in order."""
    enterprises: Mapping[str, str | None]
    """The enterprises that readable rows name, each with a name that stands beside it."""
    rejects: Sequence[Issue] = ()
    """The first of the rejected rows."""


class Outcomes(NamedTuple):
    """What the rows of each input come to, and what all of them do."""

    inputs: Sequence[Outcome]
    total: Outcome


def outcomes(engine: Engine, read: Read) -> Outcomes:
    """Settle rows as a batch does; raises `errors.NotBalanced` where they do not add up."""
    settled = accounts.settle(engine, read)
    accounts.account_of(engine, settled, read)
    coded = _coded(settled)
    groups, named, rejects = _groups(engine, coded), _named(engine, coded), _first_rejects(engine, settled, read)
    numbers = range(len(read.inputs))
    everyone = {code: name for number in reversed(numbers) for code, name in named[number].items()}
    return Outcomes(
        [replace(_outcome(groups[number], named[number]), rejects=rejects[number]) for number in numbers],
        _outcome([group for number in numbers for group in groups[number]], everyone),
    )


def _coded(settled: Settled) -> Table:
    """All rows with their final code and the number of their input."""
    rows = settled.rows.select("seq", "enterprise", "firm_name", "first", "unit", "grain", "code", "stands")
    if settled.marks is not None:
        marks = settled.marks.select(marked="seq", mark=MARK)
        joined = rows.left_join(marks, rows["seq"] == marks["marked"])
        rows = joined.mutate(code=ibis.coalesce(joined["mark"], joined["code"])).drop("marked", "mark")
    return rows.mutate(input=_input_of(rows), first=rows["first"].truncate("M"))


def _input_of(rows: Table) -> Any:
    return (rows["seq"] >> ibis.literal(SEQUENCE_BITS)).cast("int32")


def _groups(engine: Engine, coded: Table) -> Mapping[int, list[Group]]:
    table = coded.group_by(list(_BY)).aggregate(rows=coded.count(), amount=coded["stands"].cast(SUM).sum().cast(SUM))
    found: dict[int, list[Group]] = defaultdict(list)
    for row in engine.fetch(table):
        found[row.pop("input")].append(Group(**row))
    return found


def _named(engine: Engine, coded: Table) -> Mapping[int, dict[str, str | None]]:
    """By input the enterprises that readable rows name, in the order of their codes."""
    readable = coded.filter(coded["code"].isnull() | coded["code"].isin(_NAMING), coded["enterprise"].notnull())
    table = readable.group_by("input", "enterprise").aggregate(name=readable["firm_name"].min()).order_by("input", "enterprise")
    found: dict[int, dict[str, str | None]] = defaultdict(dict)
    for row in engine.fetch(table):
        found[row["input"]][row["enterprise"]] = clean(row["name"]) or None
    return found


def _first_rejects(engine: Engine, settled: Settled, read: Read) -> Mapping[int, list[Issue]]:
    """By input the first of its rejected rows."""
    rejected = settled.rejected().select("seq")
    numbered = rejected.mutate(input=_input_of(rejected))
    placed = numbered.mutate(place=ibis.row_number().over(group_by="input", order_by="seq"))
    first = sorted(row["seq"] for row in engine.fetch(placed.filter(placed["place"] < MOST_REJECTS).select("seq")))
    found: dict[int, list[Issue]] = defaultdict(list)
    for seq, issue in zip(first, rejects_of(engine, _only(settled, first), read, len(first)), strict=True):
        found[read.place(seq)[1]].append(issue)
    return found


def _only(settled: Settled, seqs: Sequence[int]) -> Settled:
    """Some rows of all that have been settled."""
    marks = settled.marks
    some = None if marks is None else marks.filter(marks["seq"].isin(seqs))
    return replace(settled, rows=settled.rows.filter(settled.rows["seq"].isin(seqs)), marks=some)


def _outcome(groups: Sequence[Group], enterprises: Mapping[str, str | None]) -> Outcome:
    years = sorted({group.first.year for group in groups if group.code is None and group.first})
    data = [group for group in groups if group.code not in _NO_DATA]
    return Outcome(
        rows=_side(groups, lambda group: group.rows, 0),
        amount=_side(groups, lambda group: group.amount, money.ZERO),
        granularity={grain: number for grain in GRAINS if (number := sum(group.rows for group in data if group.grain == grain))},
        imports={year: _sum(g.amount for g in groups if g.code is None and g.first and g.first.year == year) for year in years},
        months=sorted({month for group in groups for month in group.months()}),
        enterprises=enterprises,
    )


def _side(groups: Sequence[Group], measured: Callable[[Group], Any], nothing: Any) -> dict[str, Any]:
    """What was read, counted, excluded and rejected by code."""
    by_code: dict[str | None, Any] = defaultdict(lambda: nothing)
    for group in groups:
        by_code[group.code] += measured(group)
    return {
        "read": sum(by_code.values(), nothing),
        "counted": by_code.get(None, nothing),
        "excluded": {code: by_code[code] for code in EXCLUDED if code in by_code},
        "rejected": {code: by_code[code] for code in REJECTED if code in by_code},
    }


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, money.ZERO)
