"""Headings as they are compared, and the table of those that are known.

>>> key(" 启运国（地区） "), aliases("imports")["启运国(地区)"]
('启运国(地区)', Alias(field='country', kind=2))
>>> nearest(["进口日起", "备注"], "imports", ["date"], 2)
['进口日期', '进出口日期']
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from subsidy.intake.cell import clean, legible
from subsidy.intake.tables import rows

NAMED = 5
"""So many aliases are named in an error."""
_COMPARED_HEADINGS, _COMPARED_LENGTH = 60, 30
_VALUE_FIELDS = {"rmb": ("rmb", "value")}
"""`value` are headings of money that name no currency: RMB, unless a unit beside them says otherwise."""


class Alias(NamedTuple):
    """The field that a heading stands for; of several kinds of one field the lowest number present is used."""

    field: str
    kind: int


def key(heading: str) -> str:
    """A heading as it is compared: NFKC, trimmed, without inner spaces, case-folded."""
    return "".join(clean(heading).split()).casefold()


@functools.cache
def aliases(table: str) -> Mapping[str, Alias]:
    """The known headings of a kind of table by their keys; English ones also with underscores for spaces."""
    listed = [(row["alias"], Alias(row["field"], int(row["kind"]))) for row in rows("headings") if row["table"] == table]
    return {key(form): alias for text, alias in listed for form in (text, text.replace(" ", "_"))}


def fields(table: str) -> list[str]:
    """The fields that a table can have."""
    return sorted({alias.field for alias in aliases(table).values()} - {"ignored", "value", "finer"})


def accepted(table: str, field: str) -> str:
    """All headings of a field."""
    return ", ".join(_listed(table, [field]))


def _listed(table: str, wanted: Iterable[str]) -> list[str]:
    names = {name for field in wanted for name in _VALUE_FIELDS.get(field, (field,))}
    return [row["alias"] for row in rows("headings") if row["table"] == table and row["field"] in names]


def nearest(found: Iterable[str], table: str, wanted: Iterable[str], number: int = NAMED) -> list[str]:
    """The headings of some fields that are most like those found: the likest to each first; where none is, the first listed."""
    seen, listed = list(_compared(found)), _listed(table, wanted)
    likeness = {alias: [_likeness(key(alias), heading) for heading in seen] for alias in listed}
    ranked = sorted(listed, key=lambda alias: -max(likeness[alias], default=0.0))
    best = {max(listed, key=lambda alias: likeness[alias][place]) for place in range(len(seen))}
    likest = [alias for alias in ranked if alias in best and max(likeness[alias])]
    return [*likest, *(alias for alias in ranked if alias not in likest)][:number]


def _compared(found: Iterable[str]) -> Iterator[str]:
    filled = (heading for text in found if (heading := key(text)[:_COMPARED_LENGTH]))
    for _, heading in zip(range(_COMPARED_HEADINGS), filled, strict=False):
        yield heading


def _likeness(alias: str, heading: str) -> float:
    """How much of two headings is the same, from 0 to 1; what is hardly alike counts as nothing."""
    ratio = SequenceMatcher(None, alias, heading, autojunk=False).ratio()
    return ratio if ratio > 0.3 else 0.0


def shown(headings: Sequence[str], number: int = 40) -> str:
    """Headings as an error shows them: not more than a screen can hold.

    >>> shown(["年月", "货值"]), shown(["a" * 99, "b"], 1)
    ('年月 | 货值', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa… | … (2)')
    """
    cut = [text if len(text) <= _COMPARED_LENGTH else text[: _COMPARED_LENGTH - 1] + "…" for text in map(legible, headings[:number])]
    return " | ".join(cut) + (f" | … ({len(headings)})" if len(headings) > number else "")
