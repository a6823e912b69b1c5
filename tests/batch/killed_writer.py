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


def duration_of(out: Path, version: int) -> float:
    began = time.monotonic()
    write(out, version)
    return time.monotonic() - began


class Folder:
    """The folder, and the version that stands in it."""

    def __init__(self, out: Path) -> None:
        self.out, self.standing = out, 0
        self.whole: list[dict[str, bytes]] = []
        for version in (0, 1):
            write(out, version)
            self.whole.append(contents(out))
        write(out, 0)

    def written(self, seconds: float | None) -> bool:
        """Has the other version written; says what became of it, and returns whether the writer was killed."""
        new = 1 - self.standing
        killed = killed_after(seconds, self.out, new)
        meant = {"old": self.whole[self.standing], "new": self.whole[new]}
        first = found(self.out, meant)
        place.restore(self.out)
        after = found(self.out, meant)
        sys.stdout.write(json.dumps({"killed": killed, "found": first, "after": after}) + "\n")
        self.standing = new if after == "new" else self.standing
        return killed


def main(out: Path, kills: int) -> None:
    """Kills so many writers, at moments spread over the time that a write takes just now; leaves the last one alone."""
    folder = Folder(out)
    longest = duration_of(out, 0)
    chance = random.Random(kills)
    while kills:
        killed = folder.written(longest * chance.random())
        kills -= killed
        longest *= 1.02 if killed else 0.9
    folder.written(None)


if __name__ == "__main__":
    way: dict[str, Any] = {"new": lambda first, second: False} if sys.argv[3] == "rename" else {"wraps": exchange}
    with mock.patch("subsidy.batch.place.exchange", **way):
        main(Path(sys.argv[1]), int(sys.argv[2]))
