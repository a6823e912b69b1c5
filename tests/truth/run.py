"""Running a batch over a park, and what it says, in the terms in which a park says what it expects."""

from __future__ import annotations

import csv
import json
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch
from tests.truth.account import Reject
from tests.truth.park import Park


@dataclass(frozen=True)
class Answer:
    """The result folder of a batch, read back."""

    reconciliation: dict[str, Any]
    entitlements: list[dict[str, str]]
    rejects: list[dict[str, str]]

    def of_files(self, names: set[str]) -> list[dict[str, str]]:
        """The rejects of the files with these names."""
        return [found for found in self.rejects if Path(found["file"]).name in names]


def answer(park: Park, out: Path) -> Answer:
    """Run the batch that the park asks for."""
    run_batch(BatchRequest(files=tuple(park.arguments), out=out, **park.options))
    found = json.loads((out / "reconciliation.json").read_text(encoding="utf-8"))
    return Answer(found, _table(out / "entitlements.csv"), _table(out / "rejects.csv"))


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def same_text(found: str, written: str) -> bool:
    """Whether a text of the result is what was written, but for space, control characters and a spreadsheet's guard.

    >>> same_text("'=1+1", "=1+1 "), same_text("1.50", "1.5"), same_text("a", "b")
    (True, True, False)
    """
    return bare(found) == bare(written) or as_number(found) == as_number(written) is not None


def same_heading(found: str, written: str) -> bool:
    """Whether a heading of the result is that of the file, but for space about it."""
    return bare(found) == bare(written)


def bare(text: str) -> str:
    """The text without what may be cleaned away in showing it."""
    kept = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Zs", "Zl"))
    return kept.lstrip("'")


def as_number(text: str) -> Decimal | None:
    """The number that a plain text is."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def matches(found: dict[str, str], expected: Reject) -> bool:
    """Whether a line of rejects.csv is the one expected."""
    here = (found["sheet"], found["line"], found["code"]) == (expected.place.sheet, str(expected.place.line), expected.code)
    if not here or Path(found["file"]).name != expected.place.file:
        return False
    shown = expected.shown
    return shown is None or any(same_heading(found["column"], column) and same_text(found["value"], value) for column, value in shown)
