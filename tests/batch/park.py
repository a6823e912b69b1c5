"""The sample park: its files, what its maker knows of each row, and the batch that computes it."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch

ROOT = Path(__file__).parents[2]
PARK = ROOT / "scenarios" / "park"
SIDE: dict[str, Any] = {kind: str(PARK / f"{kind}.csv") for kind in ("register", "firsts", "warehousing", "prior")}
TRUTH: dict[str, Any] = json.loads((ROOT / "tests" / "park" / "truth.json").read_text(encoding="utf-8"))


def run_park(out: Path, engine: str) -> None:
    """Compute the park into a folder."""
    request = BatchRequest(
        files=(str(PARK / "declarations-*.csv"),),
        out=out,
        as_of=date.fromisoformat(TRUTH["as_of"]),
        **SIDE,
        controls={2025: Decimal(TRUTH["imports"]["2025"])},
        engine=engine,
    )
    run_batch(request)
