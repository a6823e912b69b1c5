"""The tables that intake reads by: headings, words and customs codes, as data files with their origin in README.md."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from importlib import resources


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
