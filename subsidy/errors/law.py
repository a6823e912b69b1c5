"""A reading, decision or document is not known, or the law as data is not sound."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


class UnknownReading(SubsidyError):
    en = "reading {name!r} is not known; known: {accepted}"
    zh = "没有名为 {name!r} 的解读；可用：{accepted}"


class UnknownReadingOption(SubsidyError):
    en = "reading {name}: option {value!r} is not known; accepted: {accepted}"
    zh = "解读 {name}：没有选项 {value!r}；可用：{accepted}"


class UnknownDecision(SubsidyError):
    en = "decision {name!r} is not known; known: {accepted}"
    zh = "没有名为 {name!r} 的决定；可用：{accepted}"


class BadDecision(SubsidyError):
    en = "decision {name}: {value!r} is not usable; accepted: {accepted}"
    zh = "决定 {name}：{value!r} 不可用；可接受：{accepted_zh}"


class UnknownDocument(SubsidyError):
    en = "document {value!r} is not known; known: {accepted}"
    zh = "没有文件 {value!r}；可用：{accepted}"


class LawError(SubsidyError):
    en = "{path}: {where}: {problem}"
    zh = "{path}：{where}：{problem}"
