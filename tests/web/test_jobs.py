"""Batches that wait, run, are cancelled, die, expire and outlive the server."""

from __future__ import annotations

import errno
import json
import logging
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from subsidy import errors
from subsidy.web.jobs import child
from subsidy.web.jobs import queue as jobs
from subsidy.web.jobs.child import FAULT, written
from subsidy.web.jobs.files import CONTROLS
from subsidy.web.jobs.job import Job
from subsidy.web.keys import Keys, new_key
from subsidy.web.settings import Limits
from tests.web.uploading import AT_ONCE, FOR_EVER, Clock, batch, ended, form, has_ended, instead, opened, served, submitted, until

FILE = [("files", "a.csv", b"x")]
WITH_CHILD_OF_ITS_OWN = """
import subprocess, sys, time
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(sys.argv[1] + "/pid", "w") as sink:
    sink.write(str(other.pid))
time.sleep(600)
"""
TOO_MUCH = """
import os, sys, time
with open(os.path.join(sys.argv[1], "work", "spill"), "wb") as sink:
    sink.write(b"x" * 100_000)
time.sleep(600)
"""


def is_running(pid: int) -> bool:
    """Whether a process is there and does something: one that ended and that nobody asked after is neither."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_so_many_run_so_many_wait_and_more_are_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, FOR_EVER)
    with served(tmp_path, Limits(jobs=1, jobs_waiting=2)) as client:
        taken = [batch(client, FILE) for _ in range(3)]
        refused = client.post("/v1/batches", **form(FILE))
        assert (refused.status_code, refused.json()["code"]) == (429, "queue_full")
        until(lambda: client.get(f"/v1/batches/{taken[0]['id']}").json()["state"] == "running")
        listed = client.get("/v1/batches").json()["batches"]
        assert {job["id"]: job["state"] for job in listed} == {
            taken[0]["id"]: "running",
            taken[1]["id"]: "waiting",
            taken[2]["id"]: "waiting",
        }
        assert client.delete(f"/v1/batches/{taken[1]['id']}").status_code == 204
        assert client.delete(f"/v1/batches/{taken[0]['id']}").status_code == 204
        until(lambda: client.get(f"/v1/batches/{taken[2]['id']}").json()["state"] == "running")
        assert client.get(f"/v1/batches/{taken[0]['id']}").status_code == 404
        assert batch(client, FILE)["state"] == "waiting"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_is_cancelled_ends_with_all_that_it_has_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, WITH_CHILD_OF_ITS_OWN)
    with opened(tmp_path) as found:
        job = submitted(found)
        pid = int(until(lambda: (job.folder / "pid").exists() and (job.folder / "pid").read_text(encoding="utf-8")))
        assert is_running(pid)
        found.delete(job.id, "park")
        assert job.child is not None
        assert job.child.status is not None
        until(lambda: not is_running(pid))
        assert not job.folder.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_server_that_stops_stops_what_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, WITH_CHILD_OF_ITS_OWN)
    with opened(tmp_path) as found:
        job = submitted(found)
        pid = int(until(lambda: (job.folder / "pid").exists() and (job.folder / "pid").read_text(encoding="utf-8")))
    until(lambda: not is_running(pid))


@pytest.mark.parametrize(
    ("script", "limits", "code", "status"),
    [
        ("import os; os.kill(os.getpid(), 9)", {}, "job_died", 500),
        ("raise SystemExit(3)", {}, "job_died", 500),
        (FOR_EVER, {"job_seconds": 0.1}, "took_too_long", 503),
        (TOO_MUCH, {"job_disk": 50_000}, "job_too_large", 413),
    ],
)
def test_a_computation_that_dies_or_takes_too_much_is_a_problem_and_the_next_one_runs(
    script: str, limits: dict[str, Any], code: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, script)
    with served(tmp_path, Limits(**limits)) as client:
        job = ended(client, batch(client, FILE))
        assert (job["state"], job["files"]) == ("failed", [])
        assert (job["problem"]["code"], job["problem"]["status"]) == (code, status)
        assert client.get("/healthz").status_code == 200
        instead(monkeypatch, AT_ONCE)
        assert ended(client, batch(client, FILE))["state"] == "done"


def test_a_fault_is_told_in_the_language_of_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = json.dumps(written(errors.EmptyFile(path="二月.csv")))
    instead(monkeypatch, f"import sys; open(sys.argv[1] + '/{FAULT}', 'w').write({fault!a}); sys.exit(1)")
    with served(tmp_path) as client:
        job = ended(client, batch(client, FILE))
        assert job["problem"]["detail"] == errors.EmptyFile(path="二月.csv").sentence("en")
        chinese = client.get(f"/v1/batches/{job['id']}", headers={"accept-language": "zh"}).json()
        assert chinese["problem"]["detail"] == errors.EmptyFile(path="二月.csv").sentence("zh")


def test_nobody_sees_the_batches_of_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, AT_ONCE)
    (mine, first), (others, second) = new_key("park office", ["assess"]), new_key("finance", ["assess"])
    keys = Keys.read_text(first + second, "keys.toml")
    me, other = {"authorization": f"Bearer {mine}"}, {"authorization": f"Bearer {others}"}
    with served(tmp_path, keys=keys) as client:
        job = batch(client, FILE, headers=me)
        place = f"/v1/batches/{job['id']}"
        ended(client, job, me)
        for call, path in (("GET", place), ("GET", f"{place}/files/summary.json"), ("DELETE", place)):
            assert client.request(call, path, headers=other).status_code == 404
            assert client.request(call, path).status_code == 401
        assert client.get("/v1/batches", headers=other).json() == {"batches": []}
        assert [found["id"] for found in client.get("/v1/batches", headers=me).json()["batches"]] == [job["id"]]
        assert client.delete(place, headers=me).status_code == 204
        assert client.get(place, headers=me).status_code == 404


def test_a_key_that_may_only_read_the_ledger_sends_no_files(tmp_path: Path) -> None:
    key, line = new_key("auditor", ["read"])
    with served(tmp_path, keys=Keys.read_text(line, "keys.toml")) as client:
        for path in ("/v1/batches", "/v1/cases"):
            answer = client.post(path, **form(FILE), headers={"authorization": f"Bearer {key}"})
            assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2f..", "x" * 300, "%00", "a b"])
def test_an_id_that_is_none_is_only_not_found(name: str, tmp_path: Path) -> None:
    with served(tmp_path) as client:
        for path in (f"/v1/batches/{name}", f"/v1/batches/{name}/files/summary.json"):
            assert client.get(path).status_code == 404
        assert client.delete(f"/v1/batches/{name}").status_code in (404, 405)


def test_only_files_of_the_list_are_given_and_only_when_they_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, "import os, sys; os.mkdir(sys.argv[1] + '/result'); open(sys.argv[1] + '/result/summary.json', 'w').write('{}')")
    with served(tmp_path) as client:
        job = ended(client, batch(client, FILE))
        assert [file["name"] for file in job["files"]] == ["summary.json"]
        place = f"/v1/batches/{job['id']}/files"
        assert client.get(f"{place}/summary.json").text == "{}"
        for part in ("bytes=0-0", "bytes=abc", "bytes=999999-", "items=0-1"):
            answer = client.get(f"{place}/summary.json", headers={"Range": part})
            assert (answer.status_code, answer.text) == (200, "{}")
        for name in ("rejects.csv", "job.json", "request.json", "..%2fjob.json", "%2e%2e", "%2fetc%2fpasswd", "summary.json%00"):
            assert client.get(f"{place}/{name}").status_code == 404


def test_results_go_after_so_many_hours_and_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, AT_ONCE)
    clock = Clock()
    with opened(tmp_path, clock, keep_hours=24) as found:
        job = submitted(found)
        assert has_ended(job)
        clock.now += timedelta(hours=24) - timedelta(seconds=1)
        found.sweep()
        assert found.find(job.id, "park") is job
        clock.now += timedelta(seconds=1)
        with pytest.raises(errors.NoSuchPath):
            found.find(job.id, "park")
        assert found.owned_by("park") == []
        found.sweep()
        assert not job.folder.exists()


def test_what_runs_does_not_expire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, FOR_EVER)
    clock = Clock()
    with opened(tmp_path, clock) as found:
        running, waiting = submitted(found), submitted(found)
        clock.now += timedelta(days=10)
        found.sweep()
        assert {job.id for job in found.owned_by("park")} == {running.id, waiting.id}


def test_a_server_sweeps_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, AT_ONCE)
    with opened(tmp_path, jobs.now, keep_hours=1 / 3600 / 4) as found:  # type: ignore[arg-type]
        job = submitted(found)
        until(lambda: not job.folder.exists())


def no_room(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_batch_whose_folder_is_gone_ends_and_the_next_one_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    instead(monkeypatch, FOR_EVER)
    with opened(tmp_path) as found:
        running, waiting = submitted(found), submitted(found)
        until(lambda: running.child is not None)
        shutil.rmtree(waiting.folder)
        instead(monkeypatch, AT_ONCE)
        after = submitted(found)
        shutil.rmtree(running.folder)
        assert running.child is not None
        running.child.kill()
        for job in (running, waiting, after):
            assert has_ended(job)
        assert (running.state, waiting.state, after.state) == ("failed", "failed", "done")
        assert isinstance(waiting.fault, errors.ServerFull)
        found.delete(waiting.id, "park")
    said = [record.msg for record in caplog.records]
    assert said
    assert all(isinstance(each, dict) for each in said)
    assert not any(record.exc_info for record in caplog.records)


def test_a_state_that_cannot_be_written_keeps_no_server_from_starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, FOR_EVER)
    with opened(tmp_path) as before:
        running = submitted(before)
        until(lambda: running.child is not None)
    monkeypatch.setattr(Job, "write", no_room)
    with opened(tmp_path) as after:
        left = after.find(running.id, "park")
        assert (left.state, type(left.fault), left.over.is_set()) == ("failed", errors.Interrupted, True)


@pytest.mark.parametrize("path", ["/v1/batches", "/v1/cases"])
def test_a_disk_that_is_full_when_all_has_arrived_is_told(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, AT_ONCE)
    with served(tmp_path) as client:
        monkeypatch.setattr(child, "put", no_room)
        answer = client.post(path, **form(FILE))
        assert (answer.status_code, answer.json()["code"]) == (507, "server_full")


def test_a_computation_that_could_not_even_leave_its_fault_lacked_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, f"raise SystemExit({child.NO_ROOM})")
    with opened(tmp_path) as found:
        job = submitted(found)
        assert has_ended(job)
        assert isinstance(job.fault, errors.ServerFull)


def test_what_is_cancelled_is_not_logged_as_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    instead(monkeypatch, FOR_EVER)
    with caplog.at_level(logging.INFO, "subsidy.web"), opened(tmp_path) as found:
        job = submitted(found)
        until(lambda: job.child is not None)
        found.delete(job.id, "park")
    assert (job.over.is_set(), caplog.records) == (True, [])


def test_a_queue_that_filled_while_a_batch_arrived_refuses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, FOR_EVER)
    with opened(tmp_path, jobs=1, jobs_waiting=0) as found:
        late, later = found.begun(), found.begun()
        assert found.submit(late, "park").state in ("waiting", "running")
        with pytest.raises(errors.QueueFull):
            found.submit(later, "park")
        found.dropped(late)
        found.dropped(later)
        assert (late.exists(), later.exists()) == (True, False)
        with pytest.raises(errors.QueueFull):
            found.begun()


@pytest.mark.parametrize(("left", "told"), [("true", True), ("false", False), (None, None)])
def test_a_job_tells_whether_its_controls_match(
    left: str | None, told: bool | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, AT_ONCE if left is None else f"import sys; open(sys.argv[1] + '/{CONTROLS}', 'w').write('{left}')")
    with served(tmp_path) as client:
        job = batch(client, FILE)
        assert "controls_match" in job
        assert ended(client, job)["controls_match"] is told
