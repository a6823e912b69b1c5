"""`subsidy batch`: the forms of a result, and what is said where it cannot be written or read as asked."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from subsidy.batch import single
from subsidy.batch.write import RESULT_FILES
from subsidy.errors import Issue
from subsidy.facts import Case
from subsidy.law.run import Run
from tests.batch.computed import contents
from tests.cli.calling import call

CODE = "913101180000000004"
ROWS = f"统一社会信用代码,年度,进口额（元）\n{CODE},2024,8\n{CODE},2025,x\n"


def batch(tmp_path: Path, *options: str | Path, rows: str = ROWS) -> list[str | Path]:
    """The arguments of a call that writes to `out`."""
    file = tmp_path / "imports.csv"
    file.write_text(rows, encoding="utf-8")
    return ["batch", file, "--out", tmp_path / "out", "--zone", "qingpu", "--as-of", "2026-03-01", *options]


def test_the_result_is_written_in_every_form_that_is_asked_for(tmp_path: Path) -> None:
    assert call(*batch(tmp_path, "--to", "xlsx", "--to", "parquet", "--to", "csv")).exit_code == 0
    assert set(contents(tmp_path / "out")) == set(RESULT_FILES)
    first = contents(tmp_path / "out")
    assert call(*batch(tmp_path, "--to", "xlsx", "--to", "parquet", "--force")).exit_code == 0
    assert contents(tmp_path / "out") == first
    assert call(*batch(tmp_path, "--force")).exit_code == 0
    assert set(contents(tmp_path / "out")) == set(RESULT_FILES[:4])


def test_without_the_part_that_writes_workbooks_the_call_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "xlsxwriter" else find(name, *rest))
    result = call(*batch(tmp_path, "--to", "xlsx"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "error: xlsx needs an optional part of this program; install it with: pip install 'subsidy[xlsx]'"
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("lang", "words"), [("en", "name a folder inside it"), ("zh", "请改用其中的一个子文件夹")])
def test_the_current_folder_is_no_place_for_a_result(lang: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*batch(tmp_path, "--out", ".", "--force", "--lang", lang))
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert os.listdir(tmp_path) == ["imports.csv"]


def test_an_unknown_form_is_refused(tmp_path: Path) -> None:
    result = call(*batch(tmp_path, "--to", "pdf"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--to" in result.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system that kills")
def test_a_killed_run_leaves_the_result_that_was_there(tmp_path: Path) -> None:
    """Killed at moments from its start to its end, a run that replaces a result has replaced it whole or not at all."""
    command = [sys.executable, "-c", "from subsidy.cli import main; main()"]
    calls = [[*command, *map(str, batch(tmp_path, "--force", *year))] for year in ((), ("--year", "2024"))]
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    whole = []
    for arguments in calls:
        began = time.monotonic()
        subprocess.run(arguments, check=True, capture_output=True, env=environment)
        duration = time.monotonic() - began
        whole.append(contents(tmp_path / "out"))
    for part in (0.7, 1.0):
        with subprocess.Popen(calls[0], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as run:
            time.sleep(duration * part)
            run.kill()
        assert contents(tmp_path / "out") in whole
    subprocess.run(calls[0], check=True, capture_output=True, env=environment)
    assert contents(tmp_path / "out") == whole[0]
    assert sorted(os.listdir(tmp_path)) == ["imports.csv", "out", "tmp"]


def test_an_estimate_takes_the_options_of_reading_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[single.Files] = []

    def case_from_files(case: Case, files: single.Files, run: Run) -> single.FromFiles:
        asked.append(files)
        return single.FromFiles(case, (), [Issue("a.csv", None, 2, None, None, "columns")])

    monkeypatch.setattr(single, "case_from_files", case_from_files)
    reading = (
        "--encoding",
        "gb18030",
        "--round-input",
        "fen",
        "--sheet",
        "一月",
        "--rates",
        "r.csv",
        "--max-bytes",
        "10G",
        "--map",
        "rmb=货值",
    )
    estimate = ("estimate", "a.csv", "--register", "r", "--zone", "qingpu", *reading)
    assert call(*estimate).exit_code == 0
    assert asked == [
        single.Files(
            imports=("a.csv",),
            register="r",
            mapping={"rmb": "货值"},
            encoding="gb18030",
            round_input="fen",
            sheets=("一月",),
            rates="r.csv",
            max_bytes=10 << 30,
        )
    ]
    strict = call(*estimate, "--strict")
    assert (strict.exit_code, "rows rejected: 1" in strict.stderr) == (3, True)
    assert call(*estimate, "--max-bytes", "none").exit_code == 2
