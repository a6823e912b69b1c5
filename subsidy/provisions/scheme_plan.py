"""What a run fixes of a scheme before it sees any enterprise: its shape, schedules, days, and the window of each year.

>>> from decimal import Decimal
>>> sums = Schedule((Steps(date(2024, 1, 1), ((Decimal(100), Decimal(5)), (Decimal(200), Decimal(9)))),))
>>> [sums.reached(Decimal(x), None) for x in (99, 100, 250)]
[Decimal('0.00'), Decimal('5'), Decimal('9')]
>>> sums.marginal(Decimal(250), None)  # 5 on each of the second hundred, 9 on each of the fifty above
Decimal('950.00')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from subsidy import formula
from subsidy.formula import Value
from subsidy.money import ZERO
from subsidy.periods import Window, year
from subsidy.provisions.scheme_shape import Scheme


class Steps(NamedTuple):
    """The steps that hold from a day on: from which value each holds, in rising order, and what it gives."""

    first: date
    steps: tuple[tuple[Decimal, Decimal], ...]

    def reached(self, value: Value) -> Value:
        """What the highest step reached gives; nothing below the first."""
        given: Value = ZERO
        for begins, gives in self.steps:
            given = formula.where(formula.exceeds(begins, value), given, gives)
        return given

    def marginal(self, value: Value) -> Value:
        """What each step's own rate gives on the part of the value that lies in the step."""
        given: Value = ZERO
        ends = [begins for begins, _ in self.steps[1:]]
        for (begins, rate), end in zip(self.steps, [*ends, None], strict=True):
            part = formula.greatest(formula.minus(value if end is None else formula.least(value, end), begins), ZERO)
            given = formula.plus(given, formula.times(part, rate))
        return given


@dataclass(frozen=True)
class Schedule:
    """Steps by level, in dated versions without gap or overlap."""

    versions: tuple[Steps, ...]

    def _on(self, day: Value, answer: Callable[[Steps], Value]) -> Value:
        found = answer(self.versions[0])
        for version in self.versions[1:]:
            found = formula.where(formula.exceeds(version.first, day), found, answer(version))
        return found

    def reached(self, value: Value, day: Value) -> Value:
        return self._on(day, lambda version: version.reached(value))

    def marginal(self, value: Value, day: Value) -> Value:
        return self._on(day, lambda version: version.marginal(value))

    def top(self, day: Value) -> Value:
        """The most that any step gives."""
        return self._on(day, lambda version: max(gives for _, gives in version.steps))


class YearWindow(NamedTuple):
    """Whether a statistics year counts (unknown where the document's days leave it open), and when it can be claimed."""

    counts: bool | None
    days: Window | None


@dataclass(frozen=True, eq=False)
class Plan:
    """A scheme as the law has it; its figures stand in the terms."""

    shape: Scheme
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    decided: Mapping[str, Decimal | None] = field(default_factory=dict)
    """The figures that the authority has to decide, by name: what it decided, and nothing where it has not."""
    least: Mapping[str, Decimal] = field(default_factory=dict)
    """The least that each of these may be decided to be."""
    titles: Mapping[str, Any] = field(default_factory=dict)
    """What each quantity is called, in both languages."""
    mates: tuple[tuple[Any, ...], tuple[Any, ...]] = ((), ())
    """The terms of the other provisions of its group, those before it and those after it in the document."""

    @property
    def in_force(self) -> Window | None:
        """The days in force, where both ends are known."""
        return Window(self.first, self.last) if self.first and self.last else None

    def window_of(self, number: int) -> YearWindow:
        """Whether the statistics year counts and when it can be claimed."""
        if self.shape.years and number not in self.shape.years:
            return YearWindow(counts=False, days=None)
        stated = True if self.shape.years else None
        if self.shape.application:
            return YearWindow(counts=True, days=self.shape.application.window)
        if self.shape.window == "not_stated":
            return YearWindow(stated, None)
        claimed = year(number + 1) if self.shape.window == "year_after" else Window(year(number).first, date.max)
        if (self.first and claimed.last < self.first) or (self.last and claimed.first > self.last):
            return YearWindow(counts=False, days=None)
        if self._ended_before(number):
            return YearWindow(counts=False, days=None)
        days = claimed.cut_to(self.in_force) if self.in_force else None
        return YearWindow(True if days else stated, days)

    def _ended_before(self, number: int) -> bool:
        """Under `days_in_force` a year counts of which any day is in force."""
        return self.shape.window == "days_in_force" and self.first is not None and year(number).last < self.first

    def window_of_item(self, on: date | None) -> YearWindow:
        """As for a year, of an item with its day: from that day to the last in force, or the application's days."""
        if self.shape.application:
            late = on is not None and on > self.shape.application.last
            return YearWindow(not late, None if late else self.shape.application.window)
        if on and ((self.first and on < self.first) or (self.last and on > self.last)):
            return YearWindow(counts=False, days=None)
        if self.in_force is None or self.shape.window == "not_stated":
            return YearWindow(None, None)
        return YearWindow(counts=True, days=Window(on or self.in_force.first, self.in_force.last))
