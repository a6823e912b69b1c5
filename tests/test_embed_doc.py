"""docs/embed.md is true: its blocks run one after the other, and print what stands below them.

Where the guide says 127.0.0.1:8000 the server that it starts listens on a port that is free. What it keeps in a SQLite file it
keeps in PostgreSQL too.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from subsidy.web.settings import Limits
from tests.ledger.databases import new_schema
from tests.web.serving import SUBSIDY, serving

GUIDE = Path("docs/embed.md").resolve()
TEXT = GUIDE.read_text(encoding="utf-8")
LEDGER, SERVER = "embed.db", "127.0.0.1:8000"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_SHOWN = ("nginx",)
"""What is shown and belongs to other programs."""


class Block(NamedTuple):
    """What is run, and what it prints."""

    language: str
    text: str
    printed: str


def blocks(text: str) -> Iterator[Block]:
    """The blocks that are run, each with the one below it that has no language."""
    found = _FENCE.findall(text)
    for (language, block), (below, printed) in zip(found, [*found[1:], ("none", "")], strict=True):
        if language and language not in _SHOWN:
            yield Block(language, block, "" if below else printed)


class Guide:
    """The guide, run block by block in a folder; `said` are words of the guide that stand for others here."""

    def __init__(self, said: dict[str, str], opened: ExitStack) -> None:
        self.said, self.opened = said, opened
        self.names: dict[str, Any] = {"__name__": "guide"}

    def run(self, block: Block) -> str:
        run = self.python if block.language == "python" else self.shell
        text = block.text
        for word, own in self.said.items():
            text = text.replace(word, own if block.language == "python" else shlex.quote(own))
        return run(text)

    def python(self, code: str) -> str:
        page = io.StringIO()
        with redirect_stdout(page):
            exec(code, self.names)
        return page.getvalue()

    def shell(self, text: str) -> str:
        """Line by line; a server goes on running, and every later word of port 8000 is meant for it."""
        return "".join(self.command(line) for line in text.replace("\\\n", " ").splitlines())

    def command(self, line: str) -> str:
        if line.startswith("subsidy serve "):
            self.said[SERVER] = self.opened.enter_context(serving(*shlex.split(line)[2:])).address
            return ""
        if line.startswith("curl ") and not shutil.which("curl"):
            return ""
        own = f"{shlex.join(SUBSIDY)} {line.removeprefix('subsidy ')}" if line.startswith("subsidy ") else line
        done = subprocess.run(own, shell=True, capture_output=True, check=False, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the guide speaks to a POSIX shell")


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def ledger(request: pytest.FixtureRequest) -> str:
    """Where the ledger of the guide is kept."""
    return LEDGER if request.param == "SQLite" else new_schema(request.getfixturevalue("postgresql"), empty=True)


def test_every_block_runs_and_prints_what_is_shown(ledger: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree("scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    with ExitStack() as opened:
        guide = Guide({LEDGER: ledger}, opened)
        for block in blocks(TEXT):
            assert guide.run(block) == block.printed, block.text
        the_application_serves_both(guide)


def the_application_serves_both(guide: Guide) -> None:
    """The last block makes an application; it is asked for a route of its own and for one of ours, with the key of the guide."""
    key = {"Authorization": f"Bearer {guide.names['KEY']}"}
    with TestClient(guide.names["app"]) as client:
        assert client.get("/own").json() == {"own": True}
        assert client.get("/healthz").json()["status"] == "ok"
        assert client.get("/v1/ledger/head").status_code == 401
        assert client.get("/v1/ledger/head", headers=key).json()["count"] == 5


def test_the_limits_that_the_guide_names_are_those_of_a_server() -> None:
    limits = Limits()
    assert f"gives up judging after {limits.seconds:.0f} seconds and takes {limits.body // 1024} KiB of JSON" in TEXT
    assert f"goes after {limits.keep_hours:.0f} hours" in TEXT
    assert f"client_max_body_size {limits.upload // 2**20 + 1}m" in TEXT
