"""What a call asks of the files that it names, and how they are to be opened."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from subsidy import errors

MOST_BYTES = 20 << 30
"""So much one file may hold when unpacked, where the call does not say."""
MOST_COLUMNS = 1 << 9
"""Columns of one table. Customs exports have some sixty; engines hold every one of them at once."""


class Asked(NamedTuple):
    """The kind of table, headings of the call's own, and the sheets of workbooks: all of them where none is named.

    >>> Asked("imports", {}).wants("2024"), Asked("imports", {}, ["Data"]).wants("data "), Asked("imports", {}, ["Data"]).wants("2024")
    (True, True, False)
    """

    table: str
    mapping: Mapping[str, str]
    sheets: Sequence[str] = ()

    def wants(self, sheet: str) -> bool:
        return not self.sheets or same_name(sheet) in map(same_name, self.sheets)


class How(NamedTuple):
    """A folder for what is rewritten, the encoding if the call says it, and the most that one file may unpack to."""

    workspace: Path
    encoding: str | None = None
    max_bytes: int = MOST_BYTES


def refuse_unknown_sheets(asked: Sequence[str], found: Sequence[str]) -> None:
    """Raise `errors.UnknownSheet` for a name that no workbook has."""
    known = set(map(same_name, found))
    for name in asked:
        if same_name(name) not in known:
            raise errors.UnknownSheet(value=name, found=", ".join(dict.fromkeys(found)) or "-")


def same_name(sheet: str) -> str:
    """A sheet's name as it is compared."""
    return unicodedata.normalize("NFKC", sheet).strip().casefold()
