"""What a computation leaves to the server: faults in the words of whoever sent the files, how far it has come, how much it fills."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.batch import progress as batch_progress
from subsidy.batch import write
from subsidy.errors import SubsidyError
from subsidy.web.jobs import child, child_main
from subsidy.web.jobs import progress as job_progress
from subsidy.web.jobs import queue as jobs
from subsidy.web.jobs.child import FAULT, put, written
from subsidy.web.jobs.child_main import in_words_of_client, lacks_memory
from subsidy.web.jobs.files import RESULT_FILES
from tests.web.uploading import until

FAULTS: list[SubsidyError] = [
    errors.MissingFile(path="/jobs/7/uploads/00001.csv"),
    errors.UnreadableFile(path=Path("/jobs/7/uploads/00001.csv"), problem='IO Error: "/jobs/7/uploads/00001.csv"'),
    errors.NoTableSheet(path="/jobs/7/uploads/00001.csv [Sheet1]", found="/jobs/7/uploads/000010.csv"),
    errors.NoRoom(path="/jobs/7/uploads/00001.csv", folder="/jobs/7/spilt.part", problem="full"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.code)
def test_a_fault_names_files_as_their_sender_does_and_tells_of_no_folder(fault: SubsidyError) -> None:
    names = {"/jobs/7/uploads/00001.csv": "2024/一月.csv"}
    found = in_words_of_client(fault, Path("/jobs/7"), names)
    for lang in ("en", "zh"):
        assert "2024/一月.csv" in found.sentence(lang)
        assert "/jobs" not in found.sentence(lang)
        assert "00001" not in found.sentence(lang).replace("000010", "")


def test_a_fault_is_the_same_after_it_has_been_written(tmp_path: Path) -> None:
    for fault in (*FAULTS, errors.TooLarge(path="a", limit=10), errors.UnreadableText(path="a", line=3, encoding="UTF-8")):
        put(tmp_path / FAULT, written(fault))
        found = child.fault_in(tmp_path)
        assert found is not None
        assert (type(found), [found.sentence(lang) for lang in ("en", "zh")]) == (
            type(fault),
            [fault.sentence(lang) for lang in ("en", "zh")],
        )


def test_a_fault_for_want_of_memory_is_known_behind_others() -> None:
    hidden = errors.UnreadableFile(path="a", problem="Out of Memory Error")
    hidden.__cause__ = MemoryError()
    assert lacks_memory(hidden)
    assert not lacks_memory(errors.UnreadableFile(path="a", problem="x"))


def test_the_size_of_a_folder_is_what_its_files_fill(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(b"x" * 100_000)
    with (tmp_path / "hole").open("wb") as sink:
        sink.truncate(1 << 30)
    os.sync()
    assert 100_000 <= child.size_of(tmp_path) < 1 << 20


def test_the_files_of_a_result_are_those_that_a_batch_writes() -> None:
    assert set(write.RESULT_FILES) < set(RESULT_FILES)


def test_the_clock_tells_the_time_of_the_world() -> None:
    assert abs(jobs.now().timestamp() - time.time()) < 60


def test_a_long_file_is_told_of_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The percentage never falls, and what is not known is no progress."""
    monkeypatch.setattr(job_progress.Noted, "seconds", 0.001)
    monkeypatch.setattr(batch_progress, "POLLED_FROM", 10)
    told, path = job_progress.Noted(tmp_path / "progress.json"), tmp_path / "progress.json"
    polled = iter([-1.0, 0.5, 0.1])
    seen: list[int] = []
    put_before = child.put

    def noted(target: Path, data: dict[str, Any]) -> None:
        seen.append(data["done"])
        put_before(target, data)

    monkeypatch.setattr(job_progress, "put", noted)
    told.reading(200)
    with told.within(100, lambda: next(polled, 2.0)):
        until(lambda: 50 in seen)
    told.read(rows=3, size=100)
    assert seen[:3] == [0, 25, 25]
    assert seen == sorted(seen)
    assert json.loads(path.read_text(encoding="utf-8")) == {"phase": "reading", "done": 50, "rows": 3}
    with told.within(9, lambda: 1 / 0):
        pass


def test_a_computation_ends_when_its_server_is_gone_without_a_word() -> None:
    follows = (
        "import threading, time; from subsidy.web.jobs.child_main import _end_with_server as end; threading.Thread(target=end).start()"
    )
    with subprocess.Popen([sys.executable, "-c", f"{follows}; time.sleep(600)"], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 1


class IOException(Exception):
    """As a database calls a disk that is full."""


def status_of(fault: Exception, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The status of a process whose computation meets a fault."""

    def failing(*_: object) -> None:
        raise fault

    put(folder / child.REQUEST, {"kind": "batch", "memory": 1 << 30, "names": {}})
    monkeypatch.setattr(child_main, "_told_by_server", dict)
    monkeypatch.setattr(child_main, "_step_back", lambda _: None)
    monkeypatch.setattr(child_main, "_run_of", lambda _: failing)
    return child_main.main(str(folder))


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        IOException('IO Error: Could not write file "x": No space left on device'),
        errors.OutputFull(path="/jobs/7/result"),
        errors.NoRoom(path="a.csv", folder="/jobs/7/work", problem="No space left on device"),
    ],
    ids=["full", "quota", "database", "output", "unpacking"],
)
def test_a_disk_that_fills_while_it_is_computed_is_told_as_that(fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status_of(fault, tmp_path, monkeypatch) == 1
    assert isinstance(child.fault_in(tmp_path), errors.ServerFull)


def test_the_name_of_a_file_is_not_taken_for_a_full_disk() -> None:
    assert not child.lacks_room(errors.EmptyFile(path="No space left on device.csv"))


def test_a_fault_that_cannot_be_written_is_told_by_the_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    def no_room(*_: object) -> None:
        raise full

    monkeypatch.setattr(child_main, "put", no_room)
    assert status_of(full, tmp_path, monkeypatch) == child.NO_ROOM


def test_a_note_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    told = job_progress.Noted(tmp_path / "gone" / "progress.json")
    told.phase("reading")
    told.read(rows=1, size=1)
    assert not (tmp_path / "gone").exists()
