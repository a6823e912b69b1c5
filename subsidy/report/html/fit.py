"""How close a sheet must be set for it to print on one A4 page, by counting the lines that it takes.

Four looks: large letters; smaller ones; these with the steps of an entitlement in running lines, without what each step is;
and the same in small letters. In the last, some twelve entitlements fit; a sheet with more runs on to another page.

>>> look([Size(5, 1)] * 2, note_lines=10), look([Size(5, 1)] * 7, note_lines=20), look([Size(5, 1)] * 20, note_lines=20)
('roomy', 'running', 'tight')
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len

Look = Literal["roomy", "close", "running", "tight"]
_AROUND = 18
"""Title, totals, headings and receipt take so many lines."""
_NOTE_HEIGHT, _NOTE_WIDTH = 0.45, 50
"""Notes stand in two columns of smaller letters, so many half-width ones in a line."""
_ROOMY, _CLOSE, _RUNNING = 62, 74, 69
"""So many lines fit on a page in each of the first three looks; running ones may break once more."""
_STEPS_IN_A_LINE = 4


class Size(NamedTuple):
    """How many steps and notes an entitlement has."""

    steps: int
    notes: int

    def lines(self, *, running: bool) -> float:
        """Title, basis and window, the space around, and the rest."""
        return 2.5 + self.notes + (math.ceil(self.steps / _STEPS_IN_A_LINE) if running else self.steps)


def lines_of_notes(texts: Iterable[str]) -> int:
    """So many lines notes take.

    >>> lines_of_notes(["实际金额以主管部门年度申报通知和预算为准 subject_to_application_call", "short"])
    3
    """
    return sum(math.ceil(cell_len(text) / _NOTE_WIDTH) for text in texts)


def look(entitlements: Sequence[Size], note_lines: int) -> Look:
    """The largest letters in which all of it fits."""
    around = _AROUND + _NOTE_HEIGHT * note_lines
    apart, running = (around + sum(size.lines(running=way) for size in entitlements) for way in (False, True))
    return "roomy" if apart <= _ROOMY else "close" if apart <= _CLOSE else "running" if running <= _RUNNING else "tight"
