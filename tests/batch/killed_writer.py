"""Writes results to a folder again and again, and kills each writer at another moment: `python -m tests.batch.killed_writer`.

Arguments: the folder, how often, and whether names can be exchanged (`exchange` or `rename`). For each writer one line of
JSON says whether it was killed, and what the folder held then: `old`, `new`, `missing` or `mixed`; and once more after what
was moved aside is put back.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock

from subsidy.batch import place
from subsidy.batch.exchange import exchange
from subsidy.batch.write import write_result
from tests.batch.computed import computed, contents

VERSIONS = [computed({}), computed(*[{"name": f"乙{number}"} for number in range(20)])]


def write(out: Path, version: int) -> None:
    write_result(VERSIONS[version], out, "en", ("parquet", "xlsx"), force=True)


def found(out: Path, whole: dict[str, dict[str, bytes]]) -> str:
    if not out.exists():
        return "missing"
    now = contents(out)
    return next((name for name, files in whole.items() if files == now), "mixed")


def killed_after(seconds: float | None, out: Path, version: int) -> bool:
    """Whether a writer was still at it so long after it had begun; without a time it is left to finish."""
    writer = os.fork()
    if writer == 0:
        write(out, version)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(writer, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(writer, 0)[1])


def moments(times: int, duration: float) -> list[float | None]:
    """Spread over the duration of a write, and a little beyond; the last writer is not killed."""
    chance = random.Random(times)
    return [*(duration * 1.2 * (number + chance.random()) / times for number in range(times)), None]


def main(out: Path, times: int) -> None:
    whole: list[dict[str, bytes]] = []
    duration = 0.0
    write(out, 0)  # loads what is loaded once
    for version in (1, 0):
        began = time.monotonic()
        write(out, version)
        duration = max(duration, time.monotonic() - began)
        whole.insert(0, contents(out))
    standing = 0
    for moment in moments(times, duration):
        killed = killed_after(moment, out, 1 - standing)
        meant = {"old": whole[standing], "new": whole[1 - standing]}
        first = found(out, meant)
        place.restore(out)
        after = found(out, meant)
        sys.stdout.write(json.dumps({"killed": killed, "found": first, "after": after}) + "\n")
        standing = 1 - standing if after == "new" else standing


if __name__ == "__main__":
    way: dict[str, Any] = {"new": lambda first, second: False} if sys.argv[3] == "rename" else {"wraps": exchange}
    with mock.patch("subsidy.batch.place.exchange", **way):
        main(Path(sys.argv[1]), int(sys.argv[2]))
