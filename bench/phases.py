"""Where the time and the memory of a batch go: `python bench/phases.py LINES.csv`, or as a part of `make bench`.

The batch runs in this process and is looked at while it runs, so it is a little slower than one that is measured.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from batch_tables import profile_tables
from contenders import AS_OF, ZONE
from sampling import Sampler
from statements import log_to, slowest

from subsidy.batch.progress import Phase, Silent
from subsidy.batch.request import BatchRequest

LEAST, STATEMENTS = 0.01, 12


def profile(lines: Path) -> dict[str, Any]:
    """The phases of a batch, and the functions of the package and the statements of the engine that took longest."""
    with tempfile.TemporaryDirectory(prefix="profile-", dir=lines.parent) as folder:
        log = Path(folder) / "log"
        log_to(log)
        with Sampler("subsidy") as sampler:
            _batch(lines, Path(folder) / "result", sampler)
        engine = [found._asdict() for found in slowest(log, STATEMENTS)]
    package = [{"path": path, **asdict(found)} for path, found in sampler.tree(LEAST)]
    phases = [{"phase": name, **asdict(found)} for name, found in sampler.phases.items()]
    return {"file": lines.name, "phases": phases, "functions": package, "statements": engine}


def _batch(lines: Path, out: Path, sampler: Sampler) -> None:
    sampler.phase = "loading modules"
    from subsidy.batch.run import run_batch  # noqa: PLC0415 - only now, so that loading it is seen

    sampler.phase = "starting the engine"
    run_batch(BatchRequest(files=(str(lines),), out=out, as_of=AS_OF, zone=ZONE), Told(sampler))


class Told(Silent):
    """Hands what a run tells of its phases on to the sampler."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler

    def phase(self, name: Phase) -> None:
        self._sampler.phase = name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=Path)
    parser.add_argument("--json", action="store_true", help="print the figures and no tables")
    asked = parser.parse_args()
    found = profile(asked.lines.resolve())
    print(json.dumps(found) if asked.json else "\n\n".join(table.plain() for table in profile_tables(found)))


if __name__ == "__main__":
    main()
