"""Posts to a ledger again and again and kills each writer at another moment: `python -m tests.ledger.killed_writer ADDRESS KILLS`.

For each writer one line of JSON says whether it was killed, and how many entries there were before and after. Each posts so
many claims that none of the others posts.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time

import sqlalchemy as sa

from subsidy.ledger.ledger import Ledger
from tests.ledger.claims import DAY, claim, firm

CLAIMS = 20


def post(address: str, writer: int) -> None:
    with Ledger.open(address) as ledger:
        ledger.post([claim("100.00", f"{writer} {number}", f"{2000 + writer}", uscc=firm(number)) for number in range(CLAIMS)], DAY)


def killed_after(seconds: float | None, address: str, writer: int) -> bool:
    """Whether a writer was still at it so long after it had begun; without a time it is left to finish."""
    child = os.fork()
    if child == 0:
        post(address, writer)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def killed_at(moment: str, address: str, writer: int) -> bool:
    """A writer that is killed when its transaction is about to be committed, or when it just has been."""
    child = os.fork()
    if child == 0:
        ends = sa.event.listens_for(sa.engine.Engine, "commit")
        if moment == "before":
            ends(lambda connection: os.kill(os.getpid(), signal.SIGKILL) if writing(connection) else None)
        post(address, writer)
        os.kill(os.getpid(), signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def writing(connection: sa.Connection) -> bool:
    return bool(connection.get_execution_options().get("ledger_writes"))


def count(address: str) -> int:
    with Ledger.open(address) as ledger:
        return ledger.head().count


def main(address: str, kills: int) -> None:
    began = time.monotonic()
    post(address, 0)
    longest, chance, writer = time.monotonic() - began, random.Random(kills), 1
    for moment in ("before", "after"):
        say(moment, killed_at(moment, address, writer), address)
        writer += 1
    while kills:
        killed = killed_after(longest * chance.random(), address, writer)
        say("any", killed, address)
        kills -= killed
        longest *= 1.05 if killed else 0.9
        writer += 1
    say("none", killed_after(None, address, 0), address)


def say(moment: str, killed: bool, address: str) -> None:
    sys.stdout.write(json.dumps({"moment": moment, "killed": killed, "count": count(address)}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
