"""A writer killed at any moment, the one before its commit among them, leaves all of its posting or none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from subsidy.ledger.ledger import Ledger
from tests.ledger.claims import DAY, claim, firm
from tests.ledger.killed_writer import CLAIMS

ROOT = Path(__file__).parents[2]
KILLS = 8

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks and kills")


def test_a_killed_writer_loses_nothing_and_duplicates_nothing(address: str) -> None:
    command = [sys.executable, "-m", "tests.ledger.killed_writer", address, str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    writers = [json.loads(line) for line in done.stdout.splitlines()]
    before, after, *others, last = writers
    assert (before["killed"], before["count"]) == (True, CLAIMS)
    assert (after["killed"], after["count"]) == (True, 2 * CLAIMS)
    assert sum(writer["killed"] for writer in others) == KILLS
    assert all(writer["count"] % CLAIMS == 0 for writer in others)
    assert last["count"] == (others[-1]["count"])
    with Ledger.open(address) as ledger:
        assert ledger.verify().sound
        again = ledger.post([claim("100.00", f"1 {number}", "2001", uscc=firm(number)) for number in range(CLAIMS)], DAY)
        assert {outcome.code for outcome in again} == {"posted"}
        known = ledger.post([claim("100.00", f"2 {number}", "2002", uscc=firm(number)) for number in range(CLAIMS)], DAY)
        assert {outcome.code for outcome in known} == {"already_posted"}
        assert ledger.verify().count == last["count"] + CLAIMS
