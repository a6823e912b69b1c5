"""A writer killed at any moment: its folder holds the old result whole or the new one whole."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KILLS = 50

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks and kills")


def killed(out: Path, way: str) -> list[dict[str, Any]]:
    """What became of each writer."""
    command = [sys.executable, "-m", "tests.batch.killed_writer", str(out), str(KILLS), way]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="the system cannot exchange two names")
def test_the_folder_is_the_old_one_or_the_new_one_at_every_moment(tmp_path: Path) -> None:
    writers = killed(tmp_path / "out", "exchange")
    assert {writer["found"] for writer in writers} == {"old", "new"}
    assert sum(writer["killed"] for writer in writers) == KILLS
    assert writers[-1] == {"killed": False, "found": "new", "after": "new"}
    assert os.listdir(tmp_path) == ["out"]
    assert [writer["after"] for writer in writers] == [writer["found"] for writer in writers]


def test_where_names_cannot_be_exchanged_the_old_folder_is_put_back(tmp_path: Path) -> None:
    writers = killed(tmp_path / "out", "rename")
    assert {writer["after"] for writer in writers} == {"old", "new"}
    assert {writer["found"] for writer in writers} <= {"old", "new", "missing"}
    assert sum(writer["killed"] for writer in writers) == KILLS
    assert writers[-1] == {"killed": False, "found": "new", "after": "new"}
    assert os.listdir(tmp_path) == ["out"]
