"""A value, key or period of a case, a scenario or an option cannot be used."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


class BadValue(SubsidyError):
    en = "{where}: {value!r} is not usable; accepted: {accepted}"
    zh = "{where}：{value!r} 不可用；可接受：{accepted}"


class BadSyntax(SubsidyError):
    en = "{path}, line {line}, column {column}: not valid {format}: {problem}"
    zh = "{path} 第{line}行第{column}列：不是有效的 {format}：{problem}"


class UnknownKey(SubsidyError):
    en = "{where}: unknown key {value!r}; known: {accepted}"
    zh = "{where}：未知的键 {value!r}；可用：{accepted}"


class MissingKey(SubsidyError):
    en = "{where}: needed and not given"
    zh = "{where}：必填而未填"


class FloatMoney(SubsidyError):
    en = "{where}: {value} is a binary or JSON fraction and may have lost digits; write money as a string or a whole number of yuan"
    zh = "{where}：{value} 是浮点数，可能已丢失位数；金额请写成字符串或整数元"


class OverlappingPeriods(SubsidyError):
    en = "{where}: the periods {first} and {second} overlap; give each month once"
    zh = "{where}：期间 {first} 与 {second} 重叠；每个月只能给一次"


class NoScenarios(SubsidyError):
    en = "{path}: no scenario files (*.toml) in this folder"
    zh = "{path}：文件夹中没有情景文件（*.toml）"


class ScenarioFault(SubsidyError):
    """What is wrong inside a scenario, with the file that says it."""

    en = "{path}: {problem}"
    zh = "{path}：{problem}"
