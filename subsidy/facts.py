"""The facts of one enterprise, as frozen inputs: what is not given is unknown, never zero and never no.

A `Case` is what `subsidy.assess` takes and what a case file holds (JSON, or TOML with the same keys). Money is a
Decimal in yuan with at most two decimals, given as text, a whole number or a Decimal; a float is refused.

>>> case = Case(enterprise={"zone": "qingpu"}, imports=[{"period": "2024", "value": "80000000.00"}])
>>> case.imports[0].value, case.prior is None
(Decimal('80000000.00'), True)
"""

import functools
import json
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc as stdnum_uscc

from subsidy import money
from subsidy.periods import months_of

Zone = Literal[
    "qingpu", "songjiang", "caohejing", "fengxian", "jinqiao", "jiading", "waigaoqiao", "waigaoqiao-port",
    "pudong-airport", "yangshan", "zhangjiang", "outside",
]  # fmt: skip
ZONES: tuple[str, ...] = get_args(Zone)
YEARS = range(1990, 2200)
"""Calendar years in which periods and days are taken; anything else is a slip of the pen."""

DAY_FORM = "a day as 2025-03-01"
MONTH_FORM = "a month as 2025-03"
PERIOD_FORM = "a year as 2025 or a month as 2025-03"
MONEY_FORM = "yuan as text or a whole number, at most two decimals, such as 80000000.00"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
USCC_FORM = "[0-9A-HJ-NPQRTUWXY]{18}"
_USCC = re.compile(USCC_FORM)
_DIGITS = r"\d+(\.\d{1,2}0*)?$"
_MONEY_JSON = {"anyOf": [{"type": "string", "pattern": f"^[+-]?{_DIGITS}"}, {"type": "integer"}], "description": MONEY_FORM}
_PAYMENT_JSON = {"anyOf": [{"type": "string", "pattern": rf"^\+?{_DIGITS}"}, {"type": "integer", "minimum": 0}], "description": MONEY_FORM}
_MONTH_JSON = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
_PERIOD_JSON = {"type": "string", "pattern": r"^\d{4}(-(0[1-9]|1[0-2]))?$"}


def canonical(data: object) -> str:
    """Canonical JSON: sorted keys, no spaces."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def refuse(accepted: str) -> PydanticCustomError:
    """The error of a value that is not usable, saying what would be."""
    return PydanticCustomError("not_usable", "accepted: {accepted}", {"accepted": accepted})


def _money(value: object) -> Decimal:
    try:
        return money.yuan(value)
    except money.NotMoney as error:
        if error.reason == "float":
            raise PydanticCustomError("float_money", "a float is not money") from None
        raise refuse(MONEY_FORM) from None


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise refuse("a sum not below zero")
    return value


def day(value: object) -> date:
    """A day from a date or from text as 2025-03-01; raises a pydantic error for anything else."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise refuse(DAY_FORM) from None
    if not isinstance(value, date) or isinstance(value, datetime) or value.year not in YEARS:
        raise refuse(DAY_FORM)
    return value


def _period(value: str) -> str:
    try:
        months = months_of(value)
    except ValueError:
        raise refuse(PERIOD_FORM) from None
    if months.start // 12 not in YEARS:
        raise refuse(PERIOD_FORM)
    return value


def _month(value: str) -> str:
    if len(_period(value)) != 7:
        raise refuse(MONTH_FORM)
    return value


def uscc(text: str) -> str | None:
    """A unified social credit code (GB 32100-2015) in its normal form, or None where length or alphabet is wrong.

    >>> uscc(" 91310118ma1jmth20a "), uscc("9131")
    ('91310118MA1JMTH20A', None)
    """
    code = stdnum_uscc.compact(unicodedata.normalize("NFKC", text))
    return code if _USCC.fullmatch(code) else None


@functools.lru_cache(maxsize=4096)
def has_wrong_check_digit(code: str | None) -> bool:
    """Whether a code in its normal form has a wrong check digit: real ones exist, so it is only worth a warning."""
    return code is not None and code[-1] != stdnum_uscc.calc_check_digit(code)


def _uscc(value: str) -> str:
    code = uscc(value)
    if code is None:
        raise refuse("18 digits or capitals of a unified social credit code (GB 32100-2015)")
    return code


def _text(value: str) -> str:
    if not value.strip():
        raise refuse("text that is not empty")
    return value


Money = Annotated[Decimal, BeforeValidator(_money), WithJsonSchema(_MONEY_JSON)]
Payment = Annotated[Decimal, BeforeValidator(_money), AfterValidator(_not_negative), WithJsonSchema(_PAYMENT_JSON)]
Day = Annotated[date, BeforeValidator(day)]
Period = Annotated[str, AfterValidator(_period), WithJsonSchema(_PERIOD_JSON)]
Month = Annotated[str, AfterValidator(_month), WithJsonSchema(_MONTH_JSON)]
Uscc = Annotated[str, AfterValidator(_uscc)]
Text = Annotated[str, AfterValidator(_text)]


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

    @functools.cached_property
    def canonical(self) -> str:
        """The facts in one form, whatever order and dress they were given in: canonical JSON, imports and coverage in order."""
        facts = self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        for key in ("imports", "coverage"):
            if key in facts:
                facts[key] = sorted(facts[key], key=str)
        return canonical(facts)

    @model_validator(mode="after")
    def _no_overlap(self) -> Self:
        _refuse_overlap("imports", [(months_of(i.period), i.period) for i in self.imports or ()])
        _refuse_overlap("coverage", [(c.months(), f"{c.first}..{c.last}") for c in self.coverage or ()])
        return self


def _refuse_overlap(key: str, spans: list[tuple[range, str]]) -> None:
    for (before, first), (after, second) in pairwise(sorted(spans, key=lambda span: (span[0].start, -span[0].stop))):
        if after.start < before.stop:
            context: dict[str, Any] = {"key": key, "first": first, "second": second}
            raise PydanticCustomError("overlapping_periods", "the periods {first} and {second} overlap", context)
