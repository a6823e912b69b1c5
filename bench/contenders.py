"""Who takes part in the batch benchmark, how each is called, and what it says the awards come to."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from timing import ROOT

YEAR = 2025
AS_OF, ZONE = date(2026, 3, 1), "qingpu"
CALL = ("--as-of", AS_OF.isoformat(), "--zone", ZONE, "--force")
PROVISION = "qingpu-2024-1/import-growth"
DUCKDB = "DuckDB query"
OURS, OURS_GB18030 = "subsidy batch", "subsidy batch, GB18030"

Command = Callable[[Path, Path], Sequence[str]]
"""From the file of lines and the place for the result to what is to be run."""


class Outcome(NamedTuple):
    """What a run left behind: its result, and what it printed."""

    rows: int
    out: Path
    printed: str


@dataclass(frozen=True)
class Contender:
    """One that is measured. `exact` where its award must agree to the fen; `appetite` is its memory for a byte of the file."""

    name: str
    command: Command
    award: Callable[[Outcome], Decimal]
    encoding: str = "utf-8"
    exact: bool = True
    appetite: float = 0.0

    def lacking(self, size: int) -> int:
        """Bytes of memory that a file of this size would need beyond what the machine has to spare."""
        return max(0, int(self.appetite * size - psutil.virtual_memory().available * 0.85))


def _batch(lines: Path, out: Path) -> Sequence[str]:
    return [sys.executable, str(ROOT / "cli.py"), "batch", str(lines), *CALL, "--out", str(out)]


def _yardstick(script: str) -> Command:
    path = ROOT / "bench" / "yardsticks" / script
    return lambda lines, out: [sys.executable, str(path), str(lines), str(YEAR), str(out)]


def _awarded(outcome: Outcome) -> Decimal:
    """What the result folder says; it must account for every line."""
    account = _read(outcome.out / "reconciliation.json")
    if not account["balanced"] or account["rows"]["read"] != outcome.rows:
        raise SystemExit(f"{OURS}: read {account['rows']['read']:,} of {outcome.rows:,} lines, balanced: {account['balanced']}")
    totals = _read(outcome.out / "summary.json")["totals"]
    wanted = {"provision": PROVISION, "period": str(YEAR), "status": "payable"}
    return sum((Decimal(found["low"]) for found in totals if found.items() >= wanted.items()), Decimal(0))


def _said(outcome: Outcome) -> Decimal:
    return Decimal(json.loads(outcome.printed)["award"])


def _read(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


CONTENDERS = (
    Contender(DUCKDB, _yardstick("duckdb_query.py"), _said),
    Contender(OURS, _batch, _awarded),
    Contender(OURS_GB18030, _batch, _awarded, encoding="gb18030"),
    Contender("Polars, streaming", _yardstick("polars_stream.py"), _said, appetite=3.0),
    Contender("pandas", _yardstick("pandas_frame.py"), _said, exact=False, appetite=4.0),
)
