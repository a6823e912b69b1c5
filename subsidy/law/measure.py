"""What a document says, measure by measure: articles in our own words, and every figure that they name as a typed value.

>>> from decimal import Decimal
>>> Quantity(kind="ratio", value=Decimal("0.025"), unit="fraction", about={"zh": "比例", "en": "rate"}).value
Decimal('0.025')
>>> article_numbers("一（三）"), article_numbers("1.3"), article_numbers("12")
((1, 3), (1, 3), (12,))
"""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from subsidy.law.data import Data, Term, Words

ALL, OUTSIDE = "all", "outside"
Kind = Literal["money", "ratio", "area", "duration", "count", "date", "code"]
Bound = Literal["exactly", "at_most", "at_least", "more_than"]
Place = Literal["heading", "preamble", "background", "features", "goals", "closing"]
UNITS: dict[str, tuple[str, ...]] = {
    "money": ("CNY",),
    "ratio": ("fraction",),
    "area": ("square_metre", "mu", "hectare", "square_kilometre"),
    "duration": ("day", "working_day", "month", "year"),
    "count": ("item", "per_year", "ordinal"),
    "date": ("day", "year", "decade"),
    "code": ("code",),
}
_NUMERALS = "一二三四五六七八九十"
_ARTICLE = re.compile(rf"\d+(?:\.\d+)*|[{_NUMERALS}](?:（[{_NUMERALS}]）)?", re.ASCII)


class Span(Data):
    """Days from `from` to `to`, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("`to` is before `from`")
        return self


TYPES: dict[str, tuple[type, ...]] = {
    "money": (Decimal, int),
    "ratio": (Decimal, int),
    "area": (Decimal, int),
    "duration": (int, Decimal),
    "count": (int,),
    "date": (date, Span),
    "code": (str,),
}


class Quantity(Data):
    """A figure of the text: its kind, exact value and unit, and what it is about; where a rule reckons with it, the rule's parameter."""

    kind: Kind
    value: Decimal | int | date | Span | str
    unit: str
    bound: Bound = "exactly"
    about: Words
    provision: str | None = None
    parameter: str | None = None

    @field_validator("value", mode="before")
    @classmethod
    def _of_some_kind(cls, value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, (Decimal, int, date, Span, str, dict)):
            raise ValueError(f"{value!r} is no value; accepted: a number, a day, days as {{ from, to }}, or text")
        return value

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        if self.unit not in UNITS[self.kind]:
            raise ValueError(f"unit {self.unit!r}: a {self.kind} is given in {', '.join(UNITS[self.kind])}")
        if not isinstance(self.value, TYPES[self.kind]):
            raise ValueError(f"value: a {self.kind} cannot be {self.value!r}")
        if isinstance(self.value, (Decimal, int)) and not self.value >= 0:
            raise ValueError(f"value: {self.value} is below zero")
        if (self.provision is None) != (self.parameter is None):
            raise ValueError("`provision` and `parameter` go together")
        return self


class Section(Data):
    """A part of a document, which its measures name by its number."""

    title: Words


class Authority(Term):
    """Who is responsible; `named` are other forms in which the texts write the name."""

    named: list[str] = Field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.zh, self.en, *self.named)


class Measure(Data):
    """A numbered measure of a document, in our own words."""

    article: str
    section: int | None = None
    title: Words
    summary: Words
    authorities: list[str] = Field(default_factory=list)
    and_others: bool = False
    zones: list[str] = Field(default_factory=lambda: [ALL])
    zones_inferred: bool = False
    topics: list[str] = Field(default_factory=list)
    monetary: bool = False
    quantities: list[Quantity] = Field(default_factory=list)

    @field_validator("article")
    @classmethod
    def _an_article(cls, article: str) -> str:
        article_numbers(article)
        return article

    @field_validator("authorities", "zones", "topics")
    @classmethod
    def _each_once(cls, names: list[str]) -> list[str]:
        twice = [name for name, times in Counter(names).items() if times > 1]
        if twice:
            raise ValueError(f"{twice[0]} is given twice")
        return names


class Remark(Data):
    """What a document says outside its numbered measures, and the figures that stand there."""

    place: Place
    summary: Words
    quantities: list[Quantity] = Field(default_factory=list)


class Contents(Data):
    """The measures of a document in order, in their sections, and what stands outside them."""

    sections: list[Section] = Field(default_factory=list)
    measures: list[Measure] = Field(default_factory=list)
    remarks: list[Remark] = Field(default_factory=list)
    authorities: list[Authority] = Field(default_factory=list)


def article_numbers(article: str) -> tuple[int, ...]:
    """An article as numbers, by which articles are in order; raises ValueError for what is no article."""
    if not _ARTICLE.fullmatch(article):
        raise ValueError(f"{article!r} is no article; accepted: 4, 1.3, 一（三）")
    if article[0] in _NUMERALS:
        return tuple(_NUMERALS.index(numeral) + 1 for numeral in article if numeral in _NUMERALS)
    return tuple(map(int, article.split(".")))
