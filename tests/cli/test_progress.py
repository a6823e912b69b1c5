"""How far a run has come: a bar on a terminal, and nothing at all anywhere else."""

import os
import re
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress as Display

from subsidy.batch.progress import POLLED_FROM, SILENT
from subsidy.cli.progress import Bar, shown

pty = pytest.importorskip("pty", reason="needs a system with pseudo-terminals")

RUN = """
import sys, time
from subsidy.cli.progress import shown
with shown(sys.argv[1], sys.argv[2]) as progress:
    progress.phase("reading")
    progress.reading(12_000_000)
    with progress.within(10_000_000, lambda: 0.5):
        time.sleep(0.4)
    progress.read(rows=1_234_567, size=10_000_000)
    time.sleep(0.2)
    progress.read(rows=1, size=2_000_000)
    for phase in ("settling", "computing", "writing"):
        progress.phase(phase)
        time.sleep(0.2)
print("done")
"""
BATCH = "from subsidy.cli import main; main()"


def in_terminal(code: str, *arguments: str | Path, answer_too: bool = False) -> tuple[str, str]:
    """What a program writes to a terminal that is its standard error, and to a pipe that is its standard output."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "20"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stderr=theirs, stdout=theirs if answer_too else subprocess.PIPE, env=environment) as program:
        os.close(theirs)
        written = b""
        with suppress(OSError):  # what the end of a terminal is on some systems
            while piece := os.read(ours, 65536):
                written += piece
        answer = program.stdout.read() if program.stdout else b""
    os.close(ours)
    assert program.returncode == 0, written
    return written.decode(), answer.decode()


def plain(written: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["reading", "5.0 MB / 12.0 MB", "10.0 MB / 12.0 MB  1,234,567 rows", "12.0 MB  1,234,568 rows", "settling", "computing"]),
        ("zh", ["读取", "5.0 MB / 12.0 MB", "10.0 MB / 12.0 MB  1,234,567 行", "12.0 MB  1,234,568 行", "比对重复", "计算", "写出"]),
    ],
)
def test_a_terminal_shows_phase_bytes_and_rows(lang: str, words: list[str]) -> None:
    written, answer = in_terminal(RUN, lang, "table")
    assert [word for word in words if word not in plain(written)] == []
    assert "━" in written
    assert answer == "done\n"


def test_the_bar_is_gone_when_the_run_is_over() -> None:
    written, _ = in_terminal(RUN, "en", "table", answer_too=True)
    cleared = written.rindex("\x1b[2K")
    assert plain(written[cleared:]).split() == ["done"]


def test_json_for_a_program_is_given_in_silence() -> None:
    assert in_terminal(RUN, "en", "json") == ("", "done\n")
    assert "reading" in in_terminal(RUN, "en", "json", answer_too=True)[0]


def test_a_pipe_gets_no_bar() -> None:
    ended = subprocess.run([sys.executable, "-c", RUN, "en", "table"], capture_output=True, check=True, env={**os.environ, "TERM": "xterm"})
    assert (ended.stdout, ended.stderr) == (b"done\n", b"")


def test_without_a_terminal_nobody_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with shown("en", "table") as told:
        assert told is SILENT
        told.phase("reading")
        told.reading(1)
        told.read(1, 1)
    assert capsys.readouterr() == ("", "")


def test_a_batch_shows_its_bar_on_a_terminal_only(tmp_path: Path) -> None:
    file = tmp_path / "imports.csv"
    file.write_text("统一社会信用代码,年度,进口额（元）\n913101180000000004,2024,8\n", encoding="utf-8")
    arguments = ("batch", file, "--zone", "qingpu", "--as-of", "2026-03-01", "--lang", "en", "--out")
    written, answer = in_terminal(BATCH, *arguments, tmp_path / "one")
    assert "reading" in plain(written)
    assert "Result in" in answer
    assert "\x1b" not in answer
    command = [sys.executable, "-c", BATCH, *map(str, arguments), str(tmp_path / "two")]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""


class Recorder:
    """A display that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.seen = threading.Event()

    def add_task(self, description: str, **fields: Any) -> int:
        self.told.append({"description": description, **fields})
        return len(self.told)

    def remove_task(self, task: int) -> None:
        pass

    def update(self, task: int, **fields: Any) -> None:
        self.told.append(fields)
        self.seen.set()

    @property
    def completed(self) -> list[int]:
        return [fields["completed"] for fields in self.told if "completed" in fields]


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    monkeypatch.setattr(Bar, "seconds", 0.001)
    return Recorder()


def bar_on(recorder: Recorder, size: int) -> Bar:
    display: Any = recorder
    bar = Bar(display, "en")
    bar.phase("reading")
    bar.reading(size)
    recorder.seen.clear()
    return bar


def test_within_an_input_the_bar_never_goes_back_nor_beyond_it(recorder: Recorder) -> None:
    bar = bar_on(recorder, 2 * POLLED_FROM)
    shares = iter([0.25, -0.01, 0.1, 0.5, 7.0])
    asked = threading.Event()

    def poll() -> float:
        share = next(shares, None)
        if share is None:
            asked.set()
        return 0.0 if share is None else share

    with bar.within(POLLED_FROM, poll):
        assert asked.wait(30)
    assert recorder.completed[:5] == [POLLED_FROM * part // 4 for part in (1, 1, 1, 2, 4)]
    bar.read(rows=5, size=POLLED_FROM)
    assert recorder.completed[-1] == POLLED_FROM
    assert recorder.told[-1]["detail"] == "4.2 MB / 8.4 MB  5 rows"


def test_an_input_that_is_read_at_once_is_not_polled(recorder: Recorder) -> None:
    def poll() -> float:
        raise AssertionError

    with bar_on(recorder, 10).within(POLLED_FROM - 1, poll):
        assert not recorder.seen.wait(0.05)


def test_an_input_that_cannot_be_read_is_watched_no_longer(recorder: Recorder) -> None:
    def fail() -> None:
        with bar_on(recorder, POLLED_FROM).within(POLLED_FROM, lambda: 0.5):
            assert recorder.seen.wait(30)
            raise ZeroDivisionError

    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert threading.active_count() == before


def test_the_bar_is_full_when_all_is_read_and_goes_to_and_fro_afterwards() -> None:
    with Display(disable=True) as display:
        bar = Bar(display, "en")
        bar.phase("reading")
        bar.reading(10)
        bar.read(rows=3, size=10)
        (reading,) = display.tasks
        assert (reading.percentage, reading.fields["detail"]) == (100, "10 bytes  3 rows")
        bar.phase("settling")
        (settling,) = display.tasks
        assert (settling.description, settling.total, settling.fields["detail"]) == ("settling", None, "10 bytes  3 rows")
