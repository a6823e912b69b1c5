"""The facts of one enterprise, as frozen inputs: what is not given is unknown, never zero and never no.

A `Case` is what `subsidy.assess` takes and what a case file holds (JSON, or TOML with the same keys). Money is a
Decimal in yuan with at most two decimals, given as text, a whole number or a Decimal; a float is refused.

>>> case = Case(enterprise={"zone": "qingpu"}, imports=[{"period": "2024", "value": "80000000.00"}])
>>> case.imports[0].value, case.prior is None
(Decimal('80000000.00'), True)
"""

import functools
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from subsidy.fields import (
    CODE_FORM,
    DAY_FORM,
    MONEY_FORM,
    MONTH_FORM,
    NAME_FORM,
    PERIOD_FORM,
    QUANTITY_FORM,
    QUANTITY_PLACES,
    USCC_FORM,
    YEARS,
    ZONE_FORM,
    ZONES,
    Amount,
    Day,
    Money,
    Month,
    Name,
    Payment,
    Period,
    Text,
    Uscc,
    Zone,
    canonical,
    day,
    has_wrong_check_digit,
    is_zone,
    refuse,
    uscc,
)  # fmt: skip
from subsidy.periods import months_of

__all__ = [  # of `fields`, for those who ask for a kind of value where they ask for facts
    "CODE_FORM",
    "DAY_FORM",
    "MONEY_FORM",
    "MONTH_FORM",
    "NAME_FORM",
    "PERIOD_FORM",
    "QUANTITY_FORM",
    "QUANTITY_PLACES",
    "USCC_FORM",
    "YEARS",
    "ZONES",
    "ZONE_FORM",
    "BusinessFirst",
    "Case",
    "Coverage",
    "Day",
    "Enterprise",
    "Fact",
    "Grant",
    "Imports",
    "Item",
    "Quantity",
    "RejectedRows",
    "Text",
    "WarehouseFee",
    "canonical",
    "day",
    "has_wrong_check_digit",
    "is_zone",
    "refuse",
    "uscc",
]  # fmt: skip


class Fact(BaseModel):
    """What all facts have in common: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Enterprise(Fact):
    """Who claims. `zone_asserted` says that the zone rests on the user's word for a whole run, not on a record of the firm."""

    uscc: Uscc | None = None
    name: Text | None = None
    zone: Zone | None = None
    settled_on: Day | None = None
    foreign_trade: StrictBool | None = None
    qualified: StrictBool | None = None
    zone_asserted: StrictBool = False


class Imports(Fact):
    """Imports of a year or a month as customs statistics count them, in RMB; corrections may make it negative."""

    period: Period
    value: Money


class Coverage(Fact):
    """Months from `from` to `to`, both included, of which the imports are known."""

    first: Month = Field(alias="from")
    last: Month = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise refuse("`to` not before `from`")
        return self

    def months(self) -> range:
        return range(months_of(self.first).start, months_of(self.last).stop)


class BusinessFirst(Fact):
    """A business first, or a breakthrough in mode, with the days on which it was recognised and achieved."""

    business: Text
    kind: Literal["first", "breakthrough"]
    recognised_on: Day | None = None
    achieved_on: Day | None = None


class WarehouseFee(Fact):
    """A warehousing fee in RMB for the service days from `from` to `to`, both included."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    amount: Payment

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise refuse("`to` not before `from`")
        return self


class Grant(Fact):
    """A sum granted earlier for a provision and period, in RMB."""

    provision: Text
    period: Text
    amount: Payment
    granted_on: Day | None = None


class RejectedRows(Fact):
    """Rows of the enterprise that could not be used, by the year that they belong to; without one they may belong to any."""

    period: Period | None = None
    rows: Annotated[int, Field(gt=0, strict=True)]


class Quantity(Fact):
    """What an enterprise did in a year or a month, as a policy elsewhere counts it: US dollars, tonnes, rent."""

    name: Name
    period: Period
    value: Amount
    unit: Text | None = None


class Item(Fact):
    """Something that is supported by itself, such as a certification, or from which years are counted, with its day."""

    name: Text
    kind: Name
    on: Day | None = None


class Case(Fact):
    """All that is known of one enterprise. Imports of overlapping periods are refused."""

    enterprise: Enterprise
    imports: tuple[Imports, ...] | None = None
    coverage: tuple[Coverage, ...] | None = None
    firsts: tuple[BusinessFirst, ...] | None = None
    warehousing: tuple[WarehouseFee, ...] | None = None
    warehousing_known_through: Day | None = None
    warehousing_incomplete: StrictBool = False
    prior: tuple[Grant, ...] | None = None
    prior_incomplete: StrictBool = False
    rejected_rows: tuple[RejectedRows, ...] | None = None
    quantities: tuple[Quantity, ...] | None = None
    quantities_incomplete: StrictBool = False
    attributes: dict[Name, StrictBool] | None = None
    items: tuple[Item, ...] | None = None

    @functools.cached_property
    def canonical(self) -> str:
        """The facts in one form, whatever order and dress they were given in: canonical JSON, imports, coverage and quantities in order."""
        facts = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        for key in ("imports", "coverage", "quantities"):
            if key in facts:
                facts[key] = sorted(facts[key], key=str)
        return canonical(facts)

    @model_validator(mode="after")
    def _no_overlap(self) -> Self:
        _refuse_overlap("imports", [(months_of(i.period), i.period) for i in self.imports or ()])
        _refuse_overlap("coverage", [(c.months(), f"{c.first}..{c.last}") for c in self.coverage or ()])
        for name in {quantity.name for quantity in self.quantities or ()}:
            _refuse_overlap("quantities", [(months_of(q.period), q.period) for q in self.quantities or () if q.name == name])
        return self


def _refuse_overlap(key: str, spans: list[tuple[range, str]]) -> None:
    for (before, first), (after, second) in pairwise(sorted(spans, key=lambda span: (span[0].start, -span[0].stop))):
        if after.start < before.stop:
            context: dict[str, Any] = {"key": key, "first": first, "second": second}
            raise PydanticCustomError("overlapping_periods", "the periods {first} and {second} overlap", context)
