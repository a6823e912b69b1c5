"""What a law document file holds: strict, frozen, dates checked. An unknown key or a gap in dated figures is an error.

>>> versions = Parameter(name="rate", unit="RMB per RMB", article="4", versions=[{"from": date(2024, 2, 6), "value": Decimal("0.025")}])
>>> versions.figure().on(date(2025, 1, 1))
Decimal('0.025')
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from subsidy.formula import FACTOR_PLACES
from subsidy.law.data import Data, FaultAt, Words
from subsidy.law.measure import Contents
from subsidy.law.scheme_model import LeftOpen, QuantityTerm, Schedule, refuse_gaps
from subsidy.periods import Window
from subsidy.provisions import first, growth, warehousing
from subsidy.provisions.scheme_shape import Scheme
from subsidy.provisions.terms import Figure, Version

PARAMETERS = {"growth": growth.PARAMETERS, "first": first.PARAMETERS, "warehousing": warehousing.PARAMETERS}
State = Literal["not_yet", "in_force", "ended", "unknown"]
DateName = Literal["issued", "in_force_from", "last_day"]


_ID = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", re.ASCII)


def _an_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise FaultAt(
            f"{text!r} is no id; accepted: small letters and digits, with - between, as xiamen-2011-172",
            f"编号 {text!r} 不可用；可用：小写字母和数字，中间用 -，如 xiamen-2011-172",
        )
    return text


class Reference(Data):
    """Another document that this one cites or repeals; `document` is its id where it is held here."""

    number: str | None = None
    title: str | None = None
    document: str | None = None

    @property
    def label(self) -> str:
        return self.number or self.title or self.document or ""


class DatedValue(Data):
    """A figure and the days on which it holds; without `to` until the next one or the end of the document."""

    first: date = Field(default=date.min, alias="from")
    """Left out of the first version, the document's first day."""
    last: date | None = Field(default=None, alias="to")
    value: Decimal | int


class Parameter(Data):
    """A figure of law, where the document says it, and its dated versions in order."""

    name: str
    unit: str
    article: str
    versions: list[DatedValue] = Field(min_length=1)

    @model_validator(mode="after")
    def _exact_and_contiguous(self) -> Self:
        for version in self.versions:
            if -int(Decimal(version.value).as_tuple().exponent) > FACTOR_PLACES:
                raise ValueError(f"parameter {self.name}: {version.value} has more than {FACTOR_PLACES} decimals")
        refuse_gaps(self.name, [(version.first, version.last) for version in self.versions])
        return self

    def figure(self) -> Figure:
        return Figure(tuple(Version(v.first, Decimal(v.value)) for v in self.versions))


class Provision(Data):
    """A clause that names sums of money: a rule kind with its parameters."""

    id: str
    kind: Literal["growth", "first", "warehousing", "scheme"]
    article: str
    title: Words
    parameters: list[Parameter] = Field(default_factory=list)
    scheme: Scheme | None = None
    """What is given for what, where the kind is `scheme`: any policy that can be written in its words."""
    schedules: list[Schedule] = Field(default_factory=list)

    def dated(self) -> Iterator[tuple[str, date, date | None]]:
        """Each figure and schedule with the first and the last day of its versions."""
        yield from ((one.name, one.versions[0].first, one.versions[-1].last) for one in self.parameters)
        yield from ((one.name, one.versions[0].first, one.versions[-1].last) for one in self.schedules)

    def place_of(self, number: int) -> tuple[str, int]:
        """Where the one stands that `dated` names at a number."""
        beyond = number - len(self.parameters)
        return ("parameters", number) if beyond < 0 else ("schedules", beyond)

    @model_validator(mode="after")
    def _with_its_parameters(self) -> Self:
        """Exactly the parameters that the rule kind reckons with, each once; those of a scheme are its own."""
        if (self.scheme is not None) != (self.kind == "scheme") or (self.schedules and self.scheme is None):
            raise ValueError("`scheme` and `schedules` belong to a provision of kind scheme, and each of these has its `scheme`")
        if self.scheme is not None:
            return self
        given = sorted(parameter.name for parameter in self.parameters)
        if given != sorted(PARAMETERS[self.kind]):
            raise ValueError(f"a provision of kind {self.kind} needs the parameters {', '.join(PARAMETERS[self.kind])}, each once")
        return self


class Reading(Data):
    """A question that the text leaves open: the options, the default first, and why it is open."""

    name: str
    kinds: list[str] = Field(default_factory=list)
    options: list[str] = Field(min_length=2)
    open: list[str] = Field(default_factory=list)
    """The options that leave the question open."""
    falling: list[str] = Field(default_factory=list)
    """The kinds of rule for which no option gives more than the one before it: all that lies between first and last is known."""
    article: str
    why: Words

    @model_validator(mode="after")
    def _can_be_decided(self) -> Self:
        if not set(self.open) < set(self.options):
            raise ValueError(f"reading {self.name}: `open` must name some of its options, and not all")
        return self

    @property
    def default(self) -> str:
        return self.options[0]

    @property
    def definite(self) -> tuple[str, ...]:
        """The options that answer the question, rather than leave it open."""
        return tuple(option for option in self.options if option not in self.open)


class Decision(Data):
    """Something that the authority has to decide, and what is accepted as its decision."""

    name: str
    accepted: Words
    unit: Literal["ratio"] | None = None
    """Where the decision is a figure that a scheme reckons with: its unit, the least that it can be, and its decimals."""
    least: Decimal | int = 0
    places: int = Field(default=3, ge=0)


class Document(Contents):
    """One policy document: number, dates (those assumed are named), relations and provisions.

    Its measures may stand in the same file or in one of their own beside it; `subsidy.law.measures` finds them.
    """

    id: Annotated[str, AfterValidator(_an_id)]
    number: str | None = None
    title: Words
    issuers: list[str]
    issued: date | None = None
    in_force_from: date | None = None
    last_day: date | None = None
    assumed: list[DateName] = Field(default_factory=list)
    dates_note: Words
    zones: list[str] = Field(default_factory=list)
    reviewed_until: date
    cites: list[Reference] = Field(default_factory=list)
    repeals: list[Reference] = Field(default_factory=list)
    provisions: list[Provision] = Field(default_factory=list)
    not_stated: list[DateName] = Field(default_factory=list)
    """The dates that the source does not state, so that a day without them is unknown and not open."""
    quantities: list[QuantityTerm] = Field(default_factory=list)
    readings: list[Reading] = Field(default_factory=list)
    decisions: list[Decision] = Field(default_factory=list)
    left_open: list[LeftOpen] = Field(default_factory=list)

    @model_validator(mode="after")
    def _dated_where_it_pays(self) -> Self:
        if self.in_force_from and self.last_day and self.last_day < self.in_force_from:
            raise FaultAt("`last_day` is before `in_force_from`", "`last_day` 早于 `in_force_from`", "last_day")
        for name in self.not_stated:
            if getattr(self, name) is not None:
                said = f"`{name}` is given, so that it cannot stand in `not_stated`", f"`{name}` 已写明，不能列入 `not_stated`"
                raise FaultAt(*said, "not_stated")
        if any(p.kind != "scheme" for p in self.provisions) and (self.in_force_from is None or self.last_day is None):
            raise ValueError("a document with provisions needs `in_force_from` and `last_day`")
        for place, provision in enumerate(self.provisions):
            for number, (figure, begins, ends) in enumerate(provision.dated()):
                if begins > (self.in_force_from or begins) or (ends and ends < (self.last_day or ends)):
                    where = ("provisions", place, *provision.place_of(number), "versions")
                    said = f"parameter {figure}: the versions do not span the days in force", f"{figure} 的各版本未覆盖整个有效期"
                    raise FaultAt(*said, *where)
        return self

    @property
    def in_force(self) -> Window | None:
        """The days in force, where both ends are known."""
        return Window(self.in_force_from, self.last_day) if self.in_force_from and self.last_day else None

    def state_on(self, day: date) -> State:
        """Whether the document is in force on a day; unknown where its first day is."""
        if self.in_force_from is None:
            return "unknown"
        if day < self.in_force_from:
            return "not_yet"
        if self.last_day is None and "last_day" in self.not_stated:
            return "unknown"
        return "ended" if self.last_day and day > self.last_day else "in_force"


class Questions(Data):
    readings: list[Reading]
    decisions: list[Decision]
