"""The tables that intake reads by: headings, words and customs codes, as data files with their origin in README.md."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a packaged table."""
    text = resources.files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@functools.cache
def words(field: str) -> Mapping[str, str]:
    """What the words of a field mean."""
    return {row["word"]: row["value"] for row in rows("words") if row["field"] == field}


@functools.cache
def modes(which: str) -> Mapping[str, tuple[str, bool]]:
    """Codes of `supervision` or `transport` modes: name, and whether customs statistics count them.

    >>> modes("supervision")["0110"], modes("transport")["Z"][1]
    (('一般贸易', True), False)
    """
    return {row["code"]: (row["name"], row["counted"] == "yes") for row in rows(f"{which}_modes")}


@functools.cache
def not_counted(which: str) -> frozenset[str]:
    """The codes of `supervision` or `transport` modes that customs statistics do not count."""
    return frozenset(code for code, (_, counted) in modes(which).items() if not counted)


@functools.cache
def mode_names(which: str) -> Mapping[str, str]:
    """The codes of `supervision` or `transport` modes by name, as far as a name stands for one code.

    >>> mode_names("supervision")["一般贸易"], mode_names("transport")["海运"]
    ('0110', '2')
    """
    named = [(name.upper(), code) for code, (name, _) in modes(which).items()]
    alone = {name: code for name, code in named if sum(name == other for other, _ in named) == 1}
    return {**words(f"{which}_mode"), **alone}


@functools.cache
def currencies() -> Mapping[str, str]:
    """The letters of a currency by what stands for it: its letters, the number that customs gives it, its names.

    >>> [currencies()[word] for word in ("502", "USD", "美元")]
    ['USD', 'USD', 'USD']
    """
    return {word: row["code"] for row in rows("currencies") for word in (row["code"], row["customs"], *row["words"].split()) if word}


@functools.cache
def currency_signs(code: str | None) -> tuple[str, ...]:
    """What may stand beside a sum in a currency, or in any where none is named; the longest first.

    >>> currency_signs("EUR")
    ('EUR', '欧元', '€')
    """
    found = [row for row in rows("currencies") if code in (None, row["code"])]
    signs = {sign for row in found for sign in (row["code"], *row["words"].split(), *row["signs"].split())}
    return tuple(sorted(signs, key=lambda sign: (-len(sign), sign)))


class Unit(NamedTuple):
    """What a word in a heading says of the sums below it: how many yuan (or dollars) one of them is, and in which currency."""

    size: int | None
    currency: str | None


@functools.cache
def units() -> Mapping[str, Unit]:
    """The words for units of money, in lower case, those of several parts with a space.

    >>> units()["万元"], units()["千美元"], units()["人民币"]
    (Unit(size=10000, currency=None), Unit(size=1000, currency='USD'), Unit(size=None, currency='CNY'))
    """
    return {row["word"]: Unit(int(row["yuan"]) if row["yuan"] else None, row["currency"] or None) for row in rows("units")}
