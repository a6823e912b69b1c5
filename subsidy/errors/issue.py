"""Issue: one bad cell or row of an input, as a value."""

from __future__ import annotations

from typing import NamedTuple


class Issue(NamedTuple):
    """One bad cell or row of an input: where it stands, what it says, and the code of what is wrong with it."""

    file: str
    sheet: str | None
    line: int | None
    column: str | None
    value: str | None
    code: str
