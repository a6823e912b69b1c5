"""A whole batch run over the sample park, against the bare cost of loading the engine that it runs on."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from statistics import median

from timing import DECIDED, ROOT, python, subsidy

YARDSTICK = "import ibis, duckdb, pandas"
PARK = "scenarios/park"


def measure(runs: int) -> tuple[float, float, int]:
    """Median seconds of a batch run and of loading the engine, taking turns, and the rows that were read."""
    with tempfile.TemporaryDirectory() as folder:
        command = _command(Path(folder) / "result")
        python(*command)
        times = [(python(*command), python("-c", YARDSTICK)) for _ in range(runs)]
        account = json.loads((Path(folder) / "result" / "reconciliation.json").read_text(encoding="utf-8"))
    return median(batch for batch, _ in times), median(loading for _, loading in times), account["rows"]["read"]


def _command(out: Path) -> tuple[str, ...]:
    declarations = sorted(str(path) for path in (ROOT / PARK).glob("declarations-*.csv"))
    tables = [word for name in ("register", "firsts", "warehousing", "prior") for word in (f"--{name}", f"{PARK}/{name}.csv")]
    return (*subsidy("batch", *declarations), *tables, *DECIDED, "--out", str(out), "--force")
