"""What the READMEs show is true: every command runs in a plain clone, and prints the lines that are shown below it.

A server that is shown is started as it is shown, but for its port, and asked whether it answers.
"""

import io
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from subsidy.cli.root import root
from tests.web.serving import serving

READMES = ("README.md", "README.zh-CN.md")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LEFT_OUT = "…"


class Shown(NamedTuple):
    """A command as it is shown, and the lines shown below it."""

    readme: str
    command: str
    lines: list[str]


def shown_in(readme: str) -> Iterator[Shown]:
    """The commands of blocks, each with what a block shows of its output, and those in running text."""
    text = Path(readme).read_text(encoding="utf-8")
    for language, block in _FENCE.findall(text):
        joined = block.replace("\\\n", " ")
        commands = [line.removeprefix("$ ") for line in joined.splitlines() if line.removeprefix("$ ").startswith("subsidy ")]
        output = [line for line in joined.splitlines()[1:] if line.strip()] if joined.startswith("$ ") else []
        yield from (Shown(readme, command, output) for command in commands if not language)
    running = _FENCE.sub("", text)
    yield from (Shown(readme, command, []) for command in re.findall(r"`(subsidy [^`]+)`", running))


def plain(shown: Shown) -> str:
    """A command without what only the language of its README makes different."""
    return shown.command.replace("--lang zh ", "").replace("青浦综合保税区", "qingpu")


def is_of_a_server(shown: Shown) -> bool:
    """Whether it starts one, which ends only when it is told to, or makes a key for one."""
    return plain(shown).split()[1] in ("serve", "key")


ALL = [shown for readme in READMES for shown in shown_in(readme) if not is_of_a_server(shown)]
COMMANDS = [one for n, one in enumerate(ALL) if one.lines or plain(one) not in map(plain, ALL[:n])]
"""Every command once, and wherever its output is shown."""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the commands name, where they may write."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copytree("scenarios", folder / "scenarios")
    return folder


@pytest.mark.parametrize("shown", COMMANDS, ids=[f"{shown.readme}: {shown.command[:60]}" for shown in COMMANDS])
def test_every_command_runs_and_prints_what_is_shown(shown: Shown, clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clone)
    environment = {"COLUMNS": "80", "LC_ALL": "en_US.UTF-8", "LC_MESSAGES": None, "LANG": None}
    result = CliRunner().invoke(root, shlex.split(shown.command)[1:], env=environment)
    assert result.exit_code == 0, result.stderr
    printed = iter(line.rstrip() for line in result.stdout.splitlines())
    assert [line for line in shown.lines if line != _LEFT_OUT and line not in printed] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_server_that_is_shown_answers_until_it_is_stopped(readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [plain(shown) for shown in shown_in(readme) if is_of_a_server(shown)]
    monkeypatch.chdir(tmp_path)
    for command in told:
        options = shlex.split(command)[2:]
        if command.startswith("subsidy key "):
            assert CliRunner().invoke(root, ["key", *options]).exit_code == 0
        else:
            with serving(*options) as server:
                assert json.loads(server.get("/healthz"))["status"] == "ok"
                assert b"<html" in server.get("/")
    assert {command.split()[1] for command in told} == {"serve", "key"}


def test_both_languages_show_the_same_commands() -> None:
    english, chinese = ([plain(shown) for shown in shown_in(readme)] for readme in READMES)
    assert english == chinese
    assert len(english) > 8


@pytest.mark.parametrize("readme", READMES)
def test_the_library_does_what_is_shown(readme: str) -> None:
    blocks = _FENCE.findall(Path(readme).read_text(encoding="utf-8"))
    ((number, code),) = [(number, block) for number, (language, block) in enumerate(blocks) if language == "python"]
    page = io.StringIO()
    with redirect_stdout(page):
        exec(code, {})
    printed = blocks[number + 1][1]
    assert printed.strip()
    assert page.getvalue().startswith(printed)


@pytest.mark.parametrize("readme", [*READMES, *map(str, Path("docs").glob("*.md")), "CHANGELOG.md", "scenarios/README.md"])
def test_every_link_leads_somewhere(readme: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", Path(readme).read_text(encoding="utf-8"))
    assert [link for link in links if not (Path(readme).parent / link).exists()] == []
