"""The entitlements of a result folder with everything that their lines say: sums, window, codes, steps, ranges.

`subsidy.batch.read_back` reads the claims of a result; this reads its whole lines, one after another however many there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar, cast, get_args

from subsidy import errors, facts, money
from subsidy.batch.compare_rows import Row, Sums
from subsidy.batch.read_back import ENTITLEMENTS, Result, restored
from subsidy.entitlement import CLAIMS, Claim, Status

_STATES = get_args(Status)
_STEPS = "a JSON object of name to exact figure, as text, or null"
Value = TypeVar("Value")
Cells = Mapping[str, str]
Steps = Mapping[str, Decimal | None]


class Range(NamedTuple):
    """Least and most over all combinations of definite readings; most is None where nothing bounds it."""

    low: Decimal
    high: Decimal | None


class Line(NamedTuple):
    """One line of `entitlements.csv`."""

    uscc: str
    name: str
    provision: str
    document: str
    article: str
    period: str
    status: Status
    amount: Decimal | None
    low: Decimal
    high: Decimal | None
    valid_from: date | None
    valid_until: date | None
    claim: Claim | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    steps: Steps
    over_readings: Range | None

    @property
    def sums(self) -> Sums:
        return Sums(self.amount or money.ZERO, self.low, self.high)

    @property
    def row(self) -> Row:
        """The line as comparisons look at it."""
        return Row(self.uscc, self.provision, self.period, self.status, self.sums, self.valid_from, self.reasons, self.steps)


def lines_of(result: Result) -> Iterator[Line]:
    """Every line of a result, enterprise by enterprise.

    Raises `errors.BadValue` that names file, line and column where one cannot be read or is out of its order.
    """
    last = ""
    for number, cells in result.lines():
        try:
            line = _line(cells)
            if line.uscc < last:
                raise _Unusable("uscc", "lines ordered by uscc, as they were written")
        except _Unusable as found:
            path = result.folder / ENTITLEMENTS
            where = {"where": f"{path}, line {number}, {found.column}", "where_zh": f"{path} 第{number}行 {found.column}"}
            raise errors.BadValue(**where, value=cells[found.column], accepted=found.accepted) from None
        last = line.uscc
        yield line


class _Unusable(Exception):
    def __init__(self, column: str, accepted: str) -> None:
        self.column, self.accepted = column, accepted


def _line(cells: Cells) -> Line:
    return Line(
        uscc=cells["uscc"],
        name=restored(cells["name"]),
        provision=cells["provision"],
        document=cells["document"],
        article=cells["article"],
        period=restored(cells["period"]),
        status=cast("Status", _one_of(cells, "status", _STATES)),
        amount=_sum(cells, "amount"),
        low=_needed_sum(cells, "low"),
        high=_sum(cells, "high"),
        valid_from=_day(cells, "valid_from"),
        valid_until=_day(cells, "valid_until"),
        claim=cast("Claim", _one_of(cells, "claim", CLAIMS)) if cells["claim"] else None,
        reasons=_codes(cells["reasons"]),
        missing=_codes(cells["missing"]),
        warnings=_codes(cells["warnings"]),
        steps=_read(cells, "steps", _steps, _STEPS) or {},
        over_readings=Range(_needed_sum(cells, "range_low"), _sum(cells, "range_high")) if cells.get("range_low") else None,
    )


def _read(cells: Cells, column: str, parse: Callable[[str], Value], accepted: str) -> Value | None:
    """What a cell says; None where it is empty."""
    try:
        return parse(cells[column]) if cells[column] else None
    except (ValueError, ArithmeticError, AttributeError, TypeError):
        raise _Unusable(column, accepted) from None


def _sum(cells: Cells, column: str) -> Decimal | None:
    return _read(cells, column, money.yuan, facts.MONEY_FORM)


def _needed_sum(cells: Cells, column: str) -> Decimal:
    found = _sum(cells, column)
    if found is None:
        raise _Unusable(column, facts.MONEY_FORM)
    return found


def _day(cells: Cells, column: str) -> date | None:
    return _read(cells, column, date.fromisoformat, facts.DAY_FORM)


def _one_of(cells: Cells, column: str, known: tuple[str, ...]) -> str:
    if cells[column] not in known:
        raise _Unusable(column, ", ".join(known))
    return cells[column]


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _steps(text: str) -> dict[str, Decimal | None]:
    """The steps of a line; figures stand there as text, so that none has been a float.

    >>> _steps('{"fees":null,"ratio":"0.50"}')
    {'fees': None, 'ratio': Decimal('0.50')}
    """
    return {name: None if figure is None else _figure(figure) for name, figure in json.loads(text).items()}


def _figure(text: object) -> Decimal:
    figure = Decimal(text) if isinstance(text, str) else Decimal("NaN")
    if not figure.is_finite():
        raise ValueError(text)
    return figure
