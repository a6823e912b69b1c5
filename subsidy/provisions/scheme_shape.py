"""What a policy file says of a scheme: for what, on what basis, under which conditions, how much, up to which limits.

Every figure is named, not written: its value stands among the parameters or schedules of the provision, each with
article and days. `subsidy.provisions.scheme` judges what is written in these words.

>>> shape = Scheme.model_validate({"per": "year", "window": "year_after", "award": {"kind": "rate", "figure": "rate"},
...                                "basis": [{"parts": [{"quantity": "exports_usd"}], "on": "increment"}]})
>>> sorted(shape.quantities), sorted(shape.with_base)
(['exports_usd'], ['exports_usd'])
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from subsidy.periods import Window

IMPORTS = "imports"
"""The one quantity that every case knows: imports in RMB as customs statistics count them, with their coverage."""
ONCE = "once"
UNDECIDED = "undecided"
NO_BASE = ("zero_base", "excluded")
GRANTED_BEFORE = ("difference", "nothing")


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class OnlyUnder(Shape):
    """Where a reading decides: the option under which something holds."""

    reading: str
    option: str


class Span(Shape):
    """Days from `from` to `to`, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"the window ends on {self.last}, before it begins on {self.first}")
        return self

    @property
    def window(self) -> Window:
        return Window(self.first, self.last)


class Part(Shape):
    """One quantity, or the lowest of several, and what it weighs."""

    quantity: str | None = None
    lower_of: list[str] = Field(default_factory=list)
    weight: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.quantity is None) == (len(self.lower_of) < 2):
            raise ValueError("a part names one `quantity`, or at least two in `lower_of`")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.lower_of) if self.quantity is None else (self.quantity,)


class Basis(Shape):
    """What the award is reckoned on: the level of quantities, or their increment over the year before.

    `growth` raises the year before by a rate first (a figure or a decision), `above` leaves only what exceeds a figure,
    `netted` says whether what one part lost is set off against what another gained.
    """

    parts: list[Part] = Field(min_length=1)
    on: Literal["level", "increment"] = "level"
    netted: bool = True
    growth: str | None = None
    above: str | None = None
    no_base: str = "zero_base"
    """`zero_base`, `excluded`, or the reading that decides between the two."""
    only_under: OnlyUnder | None = None

    @model_validator(mode="after")
    def _base_where_it_is_asked(self) -> Self:
        if self.on == "level" and (self.growth or self.no_base != "zero_base"):
            raise ValueError("`growth` and `no_base` are only for a basis on the increment")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for part in self.parts for name in part.names))


class Reaching(Shape):
    """A figure that quantities together must reach or exceed."""

    quantities: list[str] = Field(min_length=1)
    on: Literal["level", "increment"] = "level"
    at_least: str | None = None
    more_than: str | None = None

    @model_validator(mode="after")
    def _one_figure(self) -> Self:
        if (self.at_least is None) == (self.more_than is None):
            raise ValueError("one of `at_least` and `more_than` is needed")
        return self

    @property
    def figure(self) -> str:
        return self.at_least or self.more_than or ""


class Conditions(Shape):
    """What must hold, all of it, for anything to be given."""

    reaching: list[Reaching] = Field(default_factory=list)
    attributes: dict[str, bool] = Field(default_factory=dict)
    """What must be true, or must not be true, of the enterprise."""
    base_of: list[str] = Field(default_factory=list)
    base: Literal["none", "some"] | None = None
    """Whether there must have been nothing, or something, of `base_of` in the year before."""

    @model_validator(mode="after")
    def _base_of_something(self) -> Self:
        if (self.base is None) != (not self.base_of):
            raise ValueError("`base` and `base_of` are given together or not at all")
        return self


class SupportYears(Shape):
    """Support for so many years from the year of an item's day; `ratio` is a schedule by the number of the support year."""

    starts_with: str
    count: str
    ratio: str | None = None


class Award(Shape):
    """How much: a rate on the basis, one sum for the highest step reached, rates by slab, one sum, or the basis itself."""

    kind: Literal["rate", "steps", "slabs", "lump_sum", "basis"]
    figure: str | None = None
    schedule: str | None = None
    support_years: SupportYears | None = None

    @model_validator(mode="after")
    def _with_what_it_needs(self) -> Self:
        needed = {"rate": "figure", "lump_sum": "figure", "steps": "schedule", "slabs": "schedule"}.get(self.kind)
        for key in ("figure", "schedule"):
            if (getattr(self, key) is not None) != (key == needed):
                raise ValueError(f"an award of kind {self.kind} needs {needed or 'neither'} of `figure` and `schedule`")
        return self


class Limit(Shape):
    """A cap, a factor, or a sum below which nothing is paid; where `when` does not hold, `otherwise` may decide."""

    kind: Literal["cap", "factor", "minimum"]
    figure: str
    when: Reaching | None = None
    otherwise: OnlyUnder | None = None

    @model_validator(mode="after")
    def _plain_condition(self) -> Self:
        if self.otherwise and not self.when:
            raise ValueError("`otherwise` is only for a limit with `when`")
        if self.when and self.when.on != "level":
            raise ValueError("the `when` of a limit asks for the level of a quantity")
        return self


class Group(Shape):
    """Provisions of which one firm has only one for the same matter; the reading says whether theirs is the same."""

    name: str
    reading: str


class Scheme(Shape):
    """One provision, whole."""

    per: Literal["year", "once", "item"] = "year"
    item: str | None = None
    once_per: Literal["item", "enterprise"] = "item"
    years: list[int] = Field(default_factory=list)
    """The statistics years that count, where the document says so; else the window decides."""
    years_assumed: bool = False
    window: Literal["application", "year_after", "days_in_force", "not_stated"]
    application: Span | None = None
    basis: list[Basis] = Field(default_factory=list)
    conditions: Conditions = Field(default_factory=Conditions)
    award: Award
    limits: list[Limit] = Field(default_factory=list)
    group: Group | None = None
    granted_before: str = "difference"
    """What a firm gets that was granted something once before: the `difference`, `nothing`, or what a reading says of the two."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        self._refuse_odd_periods()
        if bool(self.basis) == (self.award.kind == "lump_sum"):
            raise ValueError(f"an award of kind {self.award.kind} needs {'no' if self.basis else 'a'} `basis`")
        if self.per == ONCE and IMPORTS in self.quantities:
            raise ValueError("`imports` are counted by year; a provision per `once` needs a quantity of its own")
        return self

    def _refuse_odd_periods(self) -> None:
        if (self.per == "item") != (self.item is not None):
            raise ValueError("`item` names the kind of item where the provision is per `item`, and only there")
        if (self.window == "application") != (self.application is not None):
            raise ValueError("`application` gives the days of a window of kind `application`, and only of that")
        if self.per != ONCE and self.granted_before != "difference":
            raise ValueError("`granted_before` is only for a provision per `once`")
        if self.per == "item" and (self.quantities or self.years or self.award.support_years):
            raise ValueError("a provision per `item` asks for no quantities and no years")
        if self.per != "item" and not self.quantities:
            raise ValueError(f"a provision per `{self.per}` needs a basis or a condition on a quantity")

    def reaching(self) -> Iterator[Reaching]:
        """Every figure that is to be reached, by condition or limit."""
        yield from self.conditions.reaching
        yield from (limit.when for limit in self.limits if limit.when)

    @property
    def quantities(self) -> tuple[str, ...]:
        """Every quantity that is asked for, in the order in which it is first named."""
        named = [name for basis in self.basis for name in basis.names]
        named += [name for one in self.reaching() for name in one.quantities]
        return tuple(dict.fromkeys((*named, *self.conditions.base_of)))

    @property
    def with_base(self) -> tuple[str, ...]:
        """The quantities whose year before is asked for too."""
        named = [name for basis in self.basis if basis.on == "increment" for name in basis.names]
        named += [name for one in self.reaching() if one.on == "increment" for name in one.quantities]
        return tuple(dict.fromkeys((*named, *self.conditions.base_of)))

    def readings(self) -> tuple[str, ...]:
        """The readings that decide anything here."""
        under = [b.only_under for b in self.basis if b.only_under] + [one.otherwise for one in self.limits if one.otherwise]
        named = [one.reading for one in under] + [b.no_base for b in self.basis if b.no_base not in NO_BASE]
        named += [self.group.reading] if self.group else []
        return tuple(dict.fromkeys([*named, *([] if self.granted_before in GRANTED_BEFORE else [self.granted_before])]))
