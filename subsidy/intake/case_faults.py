"""What a model of facts refuses, as one sentence for the user: the first fault, with its place, its value and what is accepted.

>>> from subsidy.facts import Case
>>> try:
...     Case.model_validate({"enterprise": {"zoen": "qingpu"}})
... except ValidationError as error:
...     print(fault(error, Case, lambda path: plainly("case", path)))
case: enterprise.zoen: unknown key 'zoen'; known: uscc, name, zone, settled_on, foreign_trade, qualified, zone_asserted
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from subsidy import errors, facts

_LONGEST_SHOWN = 60

ACCEPTED_ZH = {
    facts.DAY_FORM: "日期，如 2025-03-01",
    facts.MONTH_FORM: "月份，如 2025-03",
    facts.PERIOD_FORM: "年份（如 2025）或月份（如 2025-03）",
    facts.MONEY_FORM: "以文本或整数写的人民币元，最多两位小数，如 80000000.00",
    facts.QUANTITY_FORM: "以文本或整数写的不小于零的数，最多三位小数，如 1200000.5",
    facts.NAME_FORM: "由小写字母、数字和 _ 组成的名称，如 exports_usd",
    facts.ZONE_FORM: f"{'、'.join(facts.ZONES)}，或 other:NAME（外地）",
    "a sum not below zero": "不小于零的金额",
    facts.CODE_FORM: "18位统一社会信用代码（GB 32100-2015）",
    "text that is not empty": "不为空的文本",
    "`to` not before `from`": "`to` 不早于 `from`",
    "text, a figure or a day": "文本、数字或日期",
}
"""In Chinese what `subsidy.facts` says in English of the values that it accepts."""

_OF_TYPE = {
    "bool_type": ("true or false", "true 或 false"),
    "string_type": ("text", "文本"),
    "string_unicode": ("text in valid Unicode", "有效的 Unicode 文本"),
    "tuple_type": ("a list", "列表"),
    "list_type": ("a list", "列表"),
    "dict_type": ("a table of keys and values", "由键和值组成的表"),
    "model_type": ("a table of keys and values", "由键和值组成的表"),
    "int_type": ("a whole number above zero", "大于零的整数"),
    "greater_than": ("a whole number above zero", "大于零的整数"),
}


class Place(NamedTuple):
    """Where a fault stands, in words of both languages."""

    en: str
    zh: str


def plainly(where: str, path: Sequence[str | int]) -> Place:
    """`where` followed by the keys that lead to the value."""
    dotted = ".".join(map(str, path))
    return Place(f"{where}: {dotted}", f"{where}：{dotted}") if dotted else Place(where, where)


class _Bare(str):
    """Text that is shown without quotes: a value that was not text."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def shown(value: object) -> object:
    """A value as an error shows it: as the user wrote it, and not at length."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…"
    if isinstance(value, Mapping) and {"from", "to"} <= value.keys():
        return f"{value['from']}..{value['to']}"
    if isinstance(value, bool) or value is None:
        return _Bare({True: "true", False: "false", None: "null"}[value])
    if isinstance(value, (Mapping, Sequence)):
        return _Bare("{…}" if isinstance(value, Mapping) else "[…]")
    return _Bare(str(value)[:_LONGEST_SHOWN])


def _model_at(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel]:
    """The model that stands at a path of keys, lists passed through."""
    for key in path:
        for name, field in model.model_fields.items():
            if key in (name, field.alias):
                model = next(iter(_models_in(field.annotation)), model)
    return model


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]


def known_keys(model: type[BaseModel]) -> str:
    return ", ".join(field.alias or name for name, field in model.model_fields.items())


def _bad_value(detail: ErrorDetails, place: Place) -> errors.BadValue:
    context = detail.get("ctx", {})
    if detail["type"] == "not_usable":
        accepted = (context["accepted"], ACCEPTED_ZH.get(context["accepted"], context["accepted"]))
    elif detail["type"] == "literal_error":
        listed = str(context["expected"]).replace("'", "")
        accepted = (listed, listed.replace(" or ", "、").replace(", ", "、"))
    else:
        accepted = _OF_TYPE.get(detail["type"], (detail["msg"], detail["msg"]))
    return errors.BadValue(where=place.en, where_zh=place.zh, value=shown(detail["input"]), accepted=accepted[0], accepted_zh=accepted[1])


def _first(details: list[ErrorDetails]) -> ErrorDetails:
    """The first fault, but a key that is not known before all others: it explains one that is missing."""
    return next((detail for detail in details if detail["type"] == "extra_forbidden"), details[0])


def fault(error: ValidationError, model: type[BaseModel], place: Callable[[Sequence[str | int]], Place]) -> errors.SubsidyError:
    """The error of what a model refused; `place` says where a path of keys stands for the user."""
    detail = _first(error.errors(include_url=False))
    path, context = detail["loc"], detail.get("ctx", {})
    at = place(path)
    where = {"where": at.en, "where_zh": at.zh}
    if detail["type"] == "extra_forbidden":
        return errors.UnknownKey(**where, value=path[-1], accepted=known_keys(_model_at(model, path[:-1])))
    if detail["type"] == "missing":
        return errors.MissingKey(**where)
    if detail["type"] == "float_money":
        return errors.FloatMoney(**where, value=detail["input"])
    if detail["type"] == "overlapping_periods":
        at = place((*path, context["key"]))
        return errors.OverlappingPeriods(where=at.en, where_zh=at.zh, first=context["first"], second=context["second"])
    return _bad_value(detail, at)
