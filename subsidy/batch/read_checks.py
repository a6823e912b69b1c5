"""Whether the lines of a result are what they can be: each by itself and under the law, and all of them those that the summary adds up.

What is shown of a result is read through `checked`, so that a line that was edited is never shown as certain.
"""

from __future__ import annotations

import decimal
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import NamedTuple

from subsidy import errors
from subsidy.batch.cells import defused
from subsidy.batch.read_account import Account
from subsidy.batch.read_back import ENTITLEMENTS, SUMMARY
from subsidy.batch.read_lines import Line, bad_cell
from subsidy.law.run import Run
from subsidy.money import EXACT, ZERO
from subsidy.periods import Window
from subsidy.provisions import growth
from subsidy.provisions.outcome import claim_state, payout
from subsidy.provisions.terms import Terms
from subsidy.records import is_period_of

_CODE = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_PAYABLE = ("for `payable` one sum above 0.00, the same in amount, low and high", "`payable` 时 amount、low、high 同为一个大于 0.00 的金额")
_INELIGIBLE = ("0.00 for `ineligible`", "`ineligible` 时为 0.00")
_OPEN = ("empty for `undetermined`", "`undetermined` 时为空")
_IN_ORDER = ("0.00 or more, and the least not above the most", "不小于 0.00，且最少不大于最多")
_EMPTY = ("empty", "空")


class _Unfit(Exception):
    """A cell that cannot be; `accepted` is what could, in English and Chinese."""

    def __init__(self, column: str, value: object, accepted: tuple[str, str]) -> None:
        self.column, self.value, self.accepted = column, "" if value is None else str(value), accepted


class Key(NamedTuple):
    """What the summary has one line of totals for; the period as a cell of a table holds it."""

    provision: str
    period: str
    status: str
    claim: str | None


@dataclass
class _Total:
    lines: int = 0
    low: Decimal = ZERO
    high: Decimal | None = ZERO

    def add(self, lines: int, low: Decimal, high: Decimal | None) -> None:
        self.lines += lines
        self.low = EXACT.add(self.low, low)
        self.high = None if self.high is None or high is None else EXACT.add(self.high, high)


@dataclass(frozen=True)
class _Clause:
    """What the law fixes for every line of a provision."""

    document: str
    article: str
    terms: Terms
    _windows: dict[tuple[date | None, date | None], object] = field(default_factory=dict)
    """The claim state of each window."""

    def claim(self, line: Line) -> object:
        window = line.valid_from, line.valid_until
        if window not in self._windows:
            self._windows[window] = claim_state(*window, self.terms)
        return self._windows[window]


def checked(lines: Iterable[Line], account: Account, run: Run) -> Iterator[Line]:
    """The lines as they come.

    Raises `errors.MissingKey` for a reading of the law that the summary lacks, `errors.BadValue` that names file, line and column
    where a line cannot be what it says, and at the end `errors.ResultMixed` where the lines are not those that the summary adds up.
    """
    _refuse_without_readings(account, run)
    clauses = {
        terms.provision: _Clause(document.number or document.id, provision.article, terms) for document, provision, terms in run.provisions
    }
    found: dict[Key, _Total] = {}
    for line in lines:
        try:
            _refuse_impossible(line)
            _refuse_unlawful(line, clauses)
        except _Unfit as unfit:
            raise bad_cell(account.folder, line.number, unfit.column, unfit.value, unfit.accepted) from None
        key = Key(line.provision, defused(line.period), line.status, line.claim)
        found.setdefault(key, _Total()).add(1, line.low, line.high)
        yield line
    _refuse_mixed(found, account)


def _refuse_without_readings(account: Account, run: Run) -> None:
    for name in run.readings:
        if name not in account.readings:
            path = account.folder / SUMMARY
            raise errors.MissingKey(where=f"{path}: readings.{name}", where_zh=f"{path}：readings.{name}")


def _refuse_impossible(line: Line) -> None:
    """By itself: whose it is, its sums by its status, its bounds."""
    if not _CODE.fullmatch(line.uscc):
        raise _Unfit("uscc", line.uscc, ("18 digits or capitals", "18 位数字或大写字母"))
    sums = line.amount, line.low, line.high
    if line.status == "payable" and not (line.amount == line.low == line.high and line.low > ZERO):
        raise _Unfit(*_odd_one(line), _PAYABLE)
    if line.status == "ineligible" and sums != (ZERO, ZERO, ZERO):
        raise _Unfit(*next((name, sum_) for name, sum_ in zip(("amount", "low", "high"), sums, strict=True) if sum_ != ZERO), _INELIGIBLE)
    if line.status == "undetermined" and line.amount is not None:
        raise _Unfit("amount", line.amount, _OPEN)
    _refuse_out_of_order(("low", "high"), line.low, line.high)
    if line.over_readings:
        _refuse_out_of_order(("range_low", "range_high"), *line.over_readings)


def _odd_one(line: Line) -> tuple[str, Decimal | None]:
    """The one of the three sums in which the other two do not agree with it; the amount, if all are at odds."""
    if line.amount == line.high != line.low:
        return "low", line.low
    return ("high", line.high) if line.amount == line.low != line.high else ("amount", line.amount)


def _refuse_out_of_order(columns: tuple[str, str], low: Decimal, high: Decimal | None) -> None:
    if low < ZERO:
        raise _Unfit(columns[0], low, _IN_ORDER)
    if high is not None and high < low:
        raise _Unfit(columns[1], high, _IN_ORDER)


def _refuse_unlawful(line: Line, clauses: Mapping[str, _Clause]) -> None:
    """Under the law: where it says so, for which period, from when until when, and whether it can be claimed on the as-of day."""
    clause = clauses.get(line.provision)
    if clause is None:
        raise _Unfit("provision", line.provision, (", ".join(clauses), "、".join(clauses)))
    for column, value, accepted in (("document", line.document, clause.document), ("article", line.article, clause.article)):
        if value != accepted:
            raise _Unfit(column, value, (accepted, accepted))
    _refuse_other_window(line, clause.terms)
    _refuse_other_sum(line, clause.terms)
    claim = clause.claim(line)
    if line.claim != claim:
        raise _Unfit("claim", line.claim, (str(claim), str(claim)) if claim else _EMPTY)


def _refuse_other_window(line: Line, terms: Terms) -> None:
    first, last = line.valid_from, line.valid_until
    if (first is None) != (last is None) or (first and last and last < first):
        raise _Unfit(
            "valid_until", last, ("a day not before valid_from; empty where that is", "不早于 valid_from 的日期；valid_from 为空时也为空")
        )
    if terms.kind == "growth":
        _refuse_other_days(line, _of_year(line, terms))
    elif terms.kind in ("first", "warehousing") and first and last:
        _refuse_outside(Window(first, last), terms)


def _refuse_outside(window: Window, terms: Terms) -> None:
    """Claiming begins in the days in force and ends with them; for warehousing fees it may run off after them."""
    begins, ends = terms.in_force
    runs_off = terms.kind == "warehousing"
    if window.first < begins or (window.first > ends and not runs_off):
        raise _Unfit("valid_from", window.first, (f"{begins} .. {ends}", f"{begins} 至 {ends}"))
    if window.last < ends or (window.last > ends and not runs_off):
        raise _Unfit("valid_until", window.last, (str(ends), str(ends)))


def _of_year(line: Line, terms: Terms) -> Window | None:
    """When the increment of the line's statistics year can be claimed."""
    if not is_period_of(terms, line.period):
        raise _Unfit("period", line.period, ("a statistics year as 2025", "统计年度，如 2025"))
    return growth.window(int(line.period), terms.reading("growth.years"), terms.in_force)


def _refuse_other_days(line: Line, window: Window | None) -> None:
    for column, found, day in zip(("valid_from", "valid_until"), (line.valid_from, line.valid_until), window or (None, None), strict=True):
        if found != day:
            raise _Unfit(column, found, (str(day), str(day)) if day else _EMPTY)


def _refuse_other_sum(line: Line, terms: Terms) -> None:
    """What is payable for an increment is the award of its own steps, rounded, less what was granted."""
    award, granted = line.steps.get("award"), line.steps.get("already_granted")
    if terms.kind == "growth" and line.status == "payable" and award is not None:
        with decimal.localcontext(EXACT):
            due = payout(SimpleNamespace(award_low=award, award_high=award, granted=granted), terms)["low"]
        if line.low != due:
            raise _Unfit("amount", line.amount, (f"{due}, by the steps", f"{due}（按步骤）"))


def _refuse_mixed(found: Mapping[Key, _Total], account: Account) -> None:
    """The lines must be those that the summary adds up, period by period."""
    summed: dict[Key, _Total] = {}
    for total in account.totals:
        key = Key(total.provision, defused(total.period), total.status, total.claim)
        summed.setdefault(key, _Total()).add(total.entitlements, total.low, total.high)
    for key in sorted({*summed, *found}, key=str):
        if summed.get(key) != found.get(key):
            raise errors.ResultMixed(path=account.folder, one=ENTITLEMENTS, other=SUMMARY, what=" ".join(filter(None, key)))
