"""What a policy file holds beside the packaged kinds of rule: quantities with their units, schedules, what is left open.

>>> schedule = Schedule.model_validate({"name": "sums", "of": "USD", "unit": "CNY", "article": "3", "versions": [
...     {"steps": [{"from": 50000000, "value": 100000}, {"from": 100000000, "value": 200000}]}]})
>>> schedule.law().reached(Decimal(60000000), None)
Decimal('100000')
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from subsidy.fields import Name
from subsidy.formula import FACTOR_PLACES
from subsidy.law.data import BEYOND, Data, Words
from subsidy.provisions import scheme_plan

ONE_DAY = timedelta(days=1)


class QuantityTerm(Data):
    """A quantity that the policy counts: its name in case files, its unit, and what it is."""

    name: Name
    unit: str
    title: Words


class LeftOpen(Data):
    """What the source leaves open, and what that means here."""

    article: str
    what: Words


class Step(Data):
    """From which value on a step holds, and what it gives."""

    begins: Decimal | int = Field(alias="from")
    value: Decimal | int


class DatedSteps(Data):
    """Steps, and the days on which they hold; without `from`, from the document's first day."""

    first: date = Field(default=date.min, alias="from")
    last: date | None = Field(default=None, alias="to")
    steps: list[Step] = Field(min_length=1)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        for before, after in pairwise(self.steps):
            if after.begins <= before.begins:
                raise ValueError(f"the step from {after.begins} stands after the step from {before.begins}")
        for step in self.steps:
            if places(step.begins) > FACTOR_PLACES or places(step.value) > FACTOR_PLACES:
                raise ValueError(f"the step from {step.begins} has more than {FACTOR_PLACES} decimals")
            if step.value < 0 or step.begins < 0:
                raise ValueError(f"the step from {step.begins} is below zero")
            if step.value >= BEYOND or step.begins >= BEYOND:
                raise ValueError(f"the step from {step.begins} is not below {BEYOND}")
        return self


class Schedule(Data):
    """What each step gives: `unit` by so much `of` a unit; where the document says it, and its dated versions in order."""

    name: str
    of: str
    unit: str
    article: str
    versions: list[DatedSteps] = Field(min_length=1)

    @model_validator(mode="after")
    def _contiguous(self) -> Self:
        refuse_gaps(self.name, [(version.first, version.last) for version in self.versions])
        return self

    def law(self) -> scheme_plan.Schedule:
        """The schedule as rules use it."""
        exact = [[(Decimal(step.begins), Decimal(step.value)) for step in version.steps] for version in self.versions]
        return scheme_plan.Schedule(tuple(scheme_plan.Steps(v.first, tuple(s)) for v, s in zip(self.versions, exact, strict=True)))

    def values(self) -> list[Decimal]:
        return [Decimal(step.value) for version in self.versions for step in version.steps]


def places(value: Decimal | int) -> int:
    """How many decimals a figure has.

    >>> places(Decimal("0.005")), places(Decimal("800000.00")), places(3)
    (3, 0, 0)
    """
    return max(0, -int(Decimal(value).normalize().as_tuple().exponent))


def refuse_gaps(name: str, spans: list[tuple[date, date | None]]) -> None:
    """Dated versions follow each other day by day; raises ValueError."""
    for (_, ended), (begins, _) in pairwise(spans):
        if ended is None or ended + ONE_DAY != begins:
            raise ValueError(f"parameter {name}: the versions before and from {begins} overlap or leave a gap")
    if any(last and last < first for first, last in spans):
        raise ValueError(f"parameter {name}: a version ends before it begins")
