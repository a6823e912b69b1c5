"""What docs/ledger.md and the READMEs show of the ledger is true: the commands run one after the other, every code is told."""

from __future__ import annotations

import io
import re
import shlex
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from click.testing import CliRunner

from subsidy.cli.root import root
from subsidy.ledger.post import REFUSED_AHEAD, REFUSED_OUTSIDE, SKIPPED
from subsidy.ledger.refusals import LIMITS
from subsidy.ledger.store import DAY_AHEAD

DOC = Path("docs/ledger.md")
PAGES = (DOC, Path("README.md"), Path("README.zh-CN.md"))
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def commands(page: Path) -> list[str]:
    """The commands of the block that makes a ledger."""
    blocks = [block for language, block in _FENCE.findall(page.read_text(encoding="utf-8")) if language == "sh" and "ledger init" in block]
    (block,) = blocks
    return [line for line in block.replace("\\\n", " ").splitlines() if line.strip()]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_commands_run_one_after_the_other(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = commands(page)
    shutil.copytree("scenarios/park", tmp_path / "scenarios" / "park")
    monkeypatch.chdir(tmp_path)
    assert len(told) > 4
    for command in told:
        result = CliRunner().invoke(root, shlex.split(command)[1:], env={"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": None, "LANG": None})
        assert result.exit_code == 0, (command, result.output)
    assert Path("payments.csv").read_text(encoding="utf-8-sig").count("\n") > 3


def test_the_library_does_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = _FENCE.findall(DOC.read_text(encoding="utf-8"))
    ((number, code),) = [(number, block) for number, (language, block) in enumerate(blocks) if language == "python"]
    monkeypatch.chdir(tmp_path)
    page = io.StringIO()
    with redirect_stdout(page):
        exec(code, {})
    assert page.getvalue() == blocks[number + 1][1]


def test_every_code_is_told() -> None:
    text = DOC.read_text(encoding="utf-8")
    faults = ("altered", "missing", "order", "head", "limit", "balance", "posting", "noted", "unprotected", "anchor")
    assert [code for code in (*LIMITS, *SKIPPED, DAY_AHEAD, REFUSED_AHEAD, REFUSED_OUTSIDE, *faults) if f"`{code}`" not in text] == []
