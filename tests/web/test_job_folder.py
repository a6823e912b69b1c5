"""A folder of batches from one server to the next: what was done is shown, what ran is interrupted, what is not ours is left alone."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.web.jobs.files import STATE
from subsidy.web.jobs.folder import JobFolder
from subsidy.web.jobs.job import Job
from subsidy.web.jobs.queue import Jobs
from subsidy.web.settings import Limits
from tests.web.uploading import AT_ONCE, FOR_EVER, Clock, has_ended, instead, opened, submitted, until


def test_a_server_after_it_shows_what_was_done_and_runs_what_waited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, AT_ONCE)
    with opened(tmp_path) as before:
        done = submitted(before)
        assert has_ended(done)
        instead(monkeypatch, FOR_EVER)
        running = submitted(before, "finance")
        until(lambda: running.child is not None)
        waiting = submitted(before)
    instead(monkeypatch, AT_ONCE)
    with opened(tmp_path) as after:
        assert after.find(done.id, "park").state == "done"
        assert after.find(done.id, "park").ended == done.ended
        interrupted = after.find(running.id, "finance")
        assert interrupted.state == "failed"
        assert isinstance(interrupted.fault, errors.Interrupted)
        assert has_ended(after.find(waiting.id, "park"))
        assert after.find(waiting.id, "park").state == "done"
        with pytest.raises(errors.NoSuchPath):
            after.find(running.id, "park")


def test_what_waited_waits_on_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, FOR_EVER)
    clock, order = Clock(), []
    with opened(tmp_path, clock) as before:
        for _ in range(9):
            order.append(submitted(before).id)
            clock.now += timedelta(seconds=1)
        until(lambda: before.find(order[0], "park").child is not None)
    ran: list[str] = []

    def run(jobs: Jobs, job: Job) -> None:
        ran.append(job.id)
        jobs._end(job, None)

    monkeypatch.setattr(Jobs, "_run", run)
    with opened(tmp_path, clock) as after:
        assert all(has_ended(after.find(name, "park")) for name in order)
    assert ran == order[1:]


def test_what_a_server_before_it_had_not_received_whole_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder = JobFolder(tmp_path)
    half, case = folder.new_batch(), folder.new_case()
    folder.close()
    for name in ("notes", "x" * 31, ".hidden"):
        (half.parent / name).mkdir()
    (tmp_path / "own.txt").write_text("kept", encoding="utf-8")
    (half.parent / ("y" * 32)).symlink_to(tmp_path)
    with opened(tmp_path):
        assert not half.exists()
        assert not case.exists()
        assert sorted(path.name for path in half.parent.iterdir()) == sorted(["notes", "x" * 31, ".hidden", "y" * 32])
        assert (tmp_path / "own.txt").exists()


def test_what_expired_while_no_server_ran_goes_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, AT_ONCE)
    clock = Clock()
    with opened(tmp_path, clock) as before:
        job = submitted(before)
        assert has_ended(job)
    clock.now += timedelta(hours=24)
    with opened(tmp_path, clock) as after:
        assert after.owned_by("park") == []
        assert not job.folder.exists()


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"owner": "park"}', '{"fault": {"kind": "Nothing"}}'])
def test_a_job_that_cannot_be_read_any_more_goes(spoilt: str, tmp_path: Path) -> None:
    folder = JobFolder(tmp_path)
    made = folder.new_batch()
    folder.close()
    (made / STATE).write_text(spoilt, encoding="utf-8")
    with opened(tmp_path) as found:
        assert found.owned_by("park") == []
        assert not made.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such locks")
def test_a_folder_is_held_by_one_server_at_a_time(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(errors.FolderHeld):
        JobFolder(tmp_path)
    JobFolder(tmp_path).close()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(errors.FolderAway, match="file"):
        JobFolder(tmp_path / "file")


def test_a_server_without_a_folder_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, AT_ONCE)
    folder = JobFolder(None)
    found = Jobs(folder, Limits())
    job = submitted(found)
    assert has_ended(job)
    root = folder.root
    found.close()
    folder.close()
    assert not root.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_the_temporary_folder_of_a_killed_server_goes_and_a_held_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    held, left = JobFolder(None), JobFolder(None)
    held.new_batch()
    left.new_batch()
    os.close(left._held)
    left._held = -1
    for folder in (held, left):
        os.utime(folder.root, (0, 0))
    young = tmp_path / "subsidy-serve-young"
    young.mkdir()
    (young / ".subsidy-lock").touch()
    JobFolder(None).close()
    assert (held.root.exists(), left.root.exists(), young.exists()) == (True, False, True)
    held.close()
