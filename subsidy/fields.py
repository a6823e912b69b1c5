"""The kinds of value that facts have: days, periods, money, quantities, codes, zones, each with what is accepted.

>>> uscc(" 91310118ma1jmth20a ")
'91310118MA1JMTH20A'
"""

import functools
import json
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc as stdnum_uscc

from subsidy import money
from subsidy.periods import months_of

ZONES = (
    "qingpu", "songjiang", "caohejing", "fengxian", "jinqiao", "jiading", "waigaoqiao", "waigaoqiao-port",
    "pudong-airport", "yangshan", "zhangjiang", "outside",
)  # fmt: skip
CODE_FORM = "18 digits or capitals of a unified social credit code (GB 32100-2015)"
ZONE_FORM = f"{', '.join(ZONES)}, or other:NAME for a place elsewhere"
YEARS = range(1990, 2200)
"""Calendar years in which periods and days are taken; anything else is a slip of the pen."""

DAY_FORM = "a day as 2025-03-01"
MONTH_FORM = "a month as 2025-03"
PERIOD_FORM = "a year as 2025 or a month as 2025-03"
QUANTITY_PLACES = 3
"""Quantities may have this many decimals: kilograms where tonnes are counted."""
QUANTITY_FORM = f"a number not below zero as text or a whole number, at most {QUANTITY_PLACES} decimals, such as 1200000.5"
NAME_FORM = "a name of small letters, digits and _, such as exports_usd"
MONEY_FORM = "yuan as text or a whole number, at most two decimals, such as 80000000.00"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
USCC_FORM = "[0-9A-HJ-NPQRTUWXY]{18}"
_USCC = re.compile(USCC_FORM)
_DIGITS = r"\d+(\.\d{1,2}0*)?$"
_MONEY_JSON = {"anyOf": [{"type": "string", "pattern": f"^[+-]?{_DIGITS}"}, {"type": "integer"}], "description": MONEY_FORM}
_PAYMENT_JSON = {"anyOf": [{"type": "string", "pattern": rf"^\+?{_DIGITS}"}, {"type": "integer", "minimum": 0}], "description": MONEY_FORM}
_QUANTITY_JSON = {"anyOf": [{"type": "string", "pattern": r"^\+?\d+(\.\d{1,3}0*)?$"}, {"type": "integer", "minimum": 0}],
                  "description": QUANTITY_FORM}  # fmt: skip
_OTHER_ZONE = "other:[a-z0-9][a-z0-9-]*"
_ZONE_JSON = {"anyOf": [{"enum": [*ZONES]}, {"pattern": f"^{_OTHER_ZONE}$"}], "type": "string"}
_NAME = "[a-z][a-z0-9_]*"
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


def _quantity(value: object) -> Decimal:
    if isinstance(value, float):
        raise PydanticCustomError("float_money", "a float is not exact")
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)) or not money.is_plain(value):
        raise refuse(QUANTITY_FORM)
    exact = Decimal(value)
    if not 0 <= exact < money.LIMIT or exact != exact.quantize(Decimal(1).scaleb(-QUANTITY_PLACES), context=money.EXACT):
        raise refuse(QUANTITY_FORM)
    return Decimal(money.plain(exact))


def is_zone(name: str) -> bool:
    """Whether a zone is one of those known by name, or a place elsewhere.

    >>> is_zone("qingpu"), is_zone("other:xiamen"), is_zone("quingpu")
    (True, True, False)
    """
    return name in ZONES or re.fullmatch(_OTHER_ZONE, name) is not None


def _zone(value: object) -> str:
    if not isinstance(value, str) or not is_zone(value):
        raise refuse(ZONE_FORM)
    return value


def _name(value: str) -> str:
    if not re.fullmatch(_NAME, value):
        raise refuse(NAME_FORM)
    return value


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
        raise refuse(CODE_FORM)
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
Zone = Annotated[str, BeforeValidator(_zone), WithJsonSchema(_ZONE_JSON)]
Name = Annotated[str, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": f"^{_NAME}$"})]
Amount = Annotated[Decimal, BeforeValidator(_quantity), WithJsonSchema(_QUANTITY_JSON)]
