"""docs/add-a-policy.md is true: its files are sound, its commands run and print what is shown, and its errors are those."""

import re
import shlex
from pathlib import Path

import pytest

from subsidy.provisions.scheme_shape import Scheme
from tests.cli.calling import call

TEXT = Path("docs/add-a-policy.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```([^\n]*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
FILES = {said.removeprefix("toml "): block for said, block in FENCES if said}
BLOCKS = [block for said, block in FENCES if not said]
SHOWN = [match for block in BLOCKS for match in re.findall(r"^\$ subsidy (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]
RUNNING = re.findall(r"`subsidy ([^`]+)`", re.sub(r"^```.*?^```$", "", TEXT, flags=re.DOTALL | re.MULTILINE))
SPOILT = {"wrong-unit.toml": ('name = "cap"\nunit = "CNY"', 'name = "cap"\nunit = "USD"'), "typo.toml": ("no_base = ", "no_bsae = ")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of the guide, and those that it spoils."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name, (before, after) in SPOILT.items():
        assert FILES["example-2025.toml"].count(before) == 1
        (tmp_path / name).write_text(FILES["example-2025.toml"].replace(before, after), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_the_guide_shows_files_and_commands() -> None:
    assert list(FILES) == ["example-2025.toml", "firm.toml", "example-2025/growth.toml"]
    assert len(SHOWN) == 5
    assert len(RUNNING) == 2


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_prints_what_is_shown_below_it(folder: Path, command: str, output: str) -> None:
    result = call(*shlex.split(command), "--lang", "en")
    said = spaced(result.stderr if output.startswith("error: ") else result.stdout)
    for line in output.strip().splitlines():
        assert spaced(line) in said
    assert result.exit_code == (2 if output.startswith("error: ") else 0)


@pytest.mark.parametrize("command", RUNNING)
def test_a_command_in_the_text_runs(folder: Path, command: str) -> None:
    assert call(*shlex.split(command)).exit_code == 0


def test_every_word_of_a_scheme_is_told() -> None:
    told = set(re.findall(r"`([a-z_]+)[`= ]", TEXT))
    assert set(Scheme.model_fields) - told == set()


def test_the_least_payment_and_the_cap_of_the_guide_hold(folder: Path) -> None:
    for exports, awarded in (("1799999.99", "0.00"), ("51500000.00", "500000.00"), ("51500000.01", "500000.00")):
        case = FILES["firm.toml"].replace("value = 4000000.00", f"value = {exports}")
        Path("other.toml").write_text(case, encoding="utf-8")
        result = call("estimate", "--case", "other.toml", "--policy", "example-2025.toml", "--as-of", "2026-03-01", "--format", "csv")
        assert awarded in result.stdout.splitlines()[-1]
