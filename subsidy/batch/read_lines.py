"""The entitlements of a result folder with everything that their lines say: sums, window, codes, steps, ranges.

`subsidy.batch.read_back` reads the claims of a result; this reads its whole lines, one after another however many there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar, cast, get_args

from subsidy import errors, facts, money
from subsidy.batch.compare_rows import Row, Sums
from subsidy.batch.read_back import ENTITLEMENTS, Result, restored
from subsidy.entitlement import CLAIMS, Claim, Status
from subsidy.intake.case_faults import ACCEPTED_ZH, shown

_STATES = get_args(Status)
_STEPS, _STEPS_ZH = "a JSON object of name to exact figure, as text, or null", "JSON 对象：名称对应以文本写的准确数字，或 null"
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
    number: int = 0
    """The line of the file on which it ends."""

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
            line = _line(cells)._replace(number=number)
            if line.uscc < last:
                raise _Unusable("uscc", "lines ordered by uscc, as they were written", "按 uscc 排列，与写出时相同")
        except _Unusable as found:
            raise bad_cell(result.folder, number, found.column, cells[found.column], (found.accepted, found.accepted_zh)) from None
        last = line.uscc
        yield line


def bad_cell(folder: Path, number: int, column: str, value: str, accepted: tuple[str, str]) -> errors.BadValue:
    """The error of a cell, with what would be accepted there in English and Chinese."""
    path = folder / ENTITLEMENTS
    where = {"where": f"{path}, line {number}, {column}", "where_zh": f"{path} 第{number}行 {column}"}
    return errors.BadValue(**where, value=shown(value), accepted=accepted[0], accepted_zh=accepted[1])


class _Unusable(Exception):
    def __init__(self, column: str, accepted: str, accepted_zh: str = "") -> None:
        self.column, self.accepted = column, accepted
        self.accepted_zh = accepted_zh or ACCEPTED_ZH.get(accepted, accepted)


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
        steps=_read(cells, "steps", _steps, _STEPS, _STEPS_ZH) or {},
        over_readings=Range(_needed_sum(cells, "range_low"), _sum(cells, "range_high")) if "range_low" in cells else None,
    )


def _read(cells: Cells, column: str, parse: Callable[[str], Value], accepted: str, accepted_zh: str = "") -> Value | None:
    """What a cell says; None where it is empty."""
    try:
        return parse(cells[column]) if cells[column] else None
    except (ValueError, ArithmeticError, AttributeError, TypeError):
        raise _Unusable(column, accepted, accepted_zh) from None


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
