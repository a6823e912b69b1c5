"""How close a sheet must be set for it to print on one A4 page, by counting the lines that its texts take.

Four looks: large letters; smaller ones; these with the steps of an entitlement in running lines; and small ones, with the steps
after the basis. Nothing is left out in any of them. In the last, some twelve entitlements fit; a sheet with more, or with very
long names, runs on to another page.

>>> growth = Item("Growth · 2025", "RMB 1.00", "No. 1, article 4", [("imports", "40.00", "imports, as read")] * 5, ["Reasons: none"])
>>> [look(Texts("firm", [growth] * count, ["an assumption"] * 9)) for count in (1, 5, 6, 9)]
['roomy', 'close', 'running', 'tight']
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len

Look = Literal["roomy", "close", "running", "tight"]
_HEIGHT, _WIDTH, _POINT = 270, 184, 0.3528
"""Of what is printed on a page, a little left free, and of a point, in millimetres."""
_AROUND = 18.5
"""Title, totals, headings and receipt take so many lines; so few stand beside the name of the enterprise."""
_NAMES_BESIDE = 2
_SPACE = 1
"""Between one entitlement and the next, in lines."""
_NAME, _FIGURE = 12, 30
"""The columns of steps in half-width letters; what a step is takes the rest of the line."""
_NOTE = 0.9
"""Notes stand in two columns of smaller letters."""
_LOOSE = 1.08
"""Lines are not filled to their end."""


class Set(NamedTuple):
    """Letters in points, the distance of lines in letters, and whether steps run on in lines, and these after the basis."""

    letters: float
    spacing: float
    running: bool = False
    joined: bool = False

    @property
    def lines(self) -> float:
        """So many stand on a page."""
        return _HEIGHT / (self.letters * self.spacing * _POINT)

    @property
    def cells(self) -> float:
        """So many half-width letters stand in a line."""
        return 2 * _WIDTH / (self.letters * _POINT)


_SETS: dict[Look, Set] = {
    "roomy": Set(9, 1.35),
    "close": Set(8, 1.28),
    "running": Set(8, 1.28, running=True),
    "tight": Set(7, 1.22, running=True, joined=True),
}


class Item(NamedTuple):
    """The texts of an entitlement: its title and, at the right, its sum; each step has a name, a figure and what it is."""

    title: str
    sum: str
    basis: str
    steps: Sequence[tuple[str, str, str]]
    notes: Sequence[str]

    def lines(self, set_: Set) -> float:
        """So many it takes, with the space around."""
        head = _lines(self.title, set_.cells - cell_len(self.sum) - 2)
        return _SPACE + head + self._steps(set_) + sum(_lines(note, set_.cells) for note in self.notes)

    def _steps(self, set_: Set) -> int:
        """The basis and the steps."""
        if not set_.running:
            rest = set_.cells - _NAME - _FIGURE
            return _lines(self.basis, set_.cells) + sum(max(_lines(name, _NAME), _lines(is_, rest)) for name, _, is_ in self.steps)
        steps = "   ".join(" ".join(step) for step in self.steps)
        paragraphs = [f"{self.basis}   {steps}"] if set_.joined else [self.basis, steps]
        return sum(_lines(text, set_.cells) for text in paragraphs if text)


class Texts(NamedTuple):
    """Of a sheet: the name of the enterprise, the entitlements, and the notes below them."""

    name: str
    items: Sequence[Item]
    notes: Sequence[str]

    def lines(self, set_: Set) -> float:
        name = max(0, _lines(self.name, set_.cells / 2 - 25) - _NAMES_BESIDE)
        notes = sum(_lines(note, set_.cells / 2 / _NOTE - 6) for note in self.notes)
        return _AROUND + name + sum(item.lines(set_) for item in self.items) + _NOTE / 2 * notes


def _lines(text: str, cells: float) -> int:
    """So many lines a text takes in a column so wide.

    >>> _lines("实际金额以主管部门年度申报通知和预算为准 subject_to_application_call", 50), _lines("short", 50)
    (2, 1)
    """
    return math.ceil(_width(text) * _LOOSE / cells)


def _width(text: str) -> int:
    """In half-width letters; capitals are as wide as two."""
    return cell_len(text) + sum(map(str.isupper, text))


def look(sheet: Texts) -> Look:
    """The largest letters in which all of it fits."""
    return next((name for name, set_ in _SETS.items() if sheet.lines(set_) <= set_.lines), "tight")
