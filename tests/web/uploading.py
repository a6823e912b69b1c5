"""Servers for tests that send files, what they send, and computations that take no time to start."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from subsidy.web.app import create_app
from subsidy.web.jobs import child
from subsidy.web.jobs.folder import JobFolder
from subsidy.web.jobs.job import Job
from subsidy.web.jobs.queue import Jobs
from subsidy.web.settings import Limits, Settings

SECONDS = 120
"""Far beyond what anything here takes: reaching it is a hang."""
AT_ONCE = "pass"
FOR_EVER = "import time; time.sleep(600)"
File = tuple[str, str, bytes]
"""As which part, by what name, with what content."""


@contextmanager
def served(folder: Path | None = None, limits: Limits | None = None, **settings: Any) -> Iterator[TestClient]:
    """A client of a running server."""
    chosen = Settings(folder=folder, limits=limits or Limits(), **settings)
    with TestClient(create_app(chosen), base_url="http://localhost") as client:
        yield client


def form(files: Sequence[File], terms: Mapping[str, Any] | str | None = None) -> dict[str, Any]:
    """What `client.post` takes for a form with files."""
    sent = [(part, (name, content)) for part, name, content in files]
    if terms is not None:
        sent.append(("terms", (None, terms if isinstance(terms, str) else json.dumps(terms))))  # type: ignore[arg-type]
    return {"files": sent}


def batch(
    client: TestClient, files: Sequence[File], terms: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The job of a batch that has been taken."""
    answer = client.post("/v1/batches", **form(files, terms), headers=headers)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/v1/batches/{job['id']}"
    return job


def ended(client: TestClient, job: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The job once it has ended."""

    def looked() -> dict[str, Any] | None:
        found: dict[str, Any] = client.get(f"/v1/batches/{job['id']}", headers=headers).json()
        return found if found["state"] not in ("waiting", "running") else None

    found: dict[str, Any] = until(looked)
    return found


def until(found: Callable[[], Any]) -> Any:
    """What a call gives once it gives anything."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if said := found():
            return said
        time.sleep(0.02)
    raise AssertionError("it never came")


def instead(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Computations run this instead: it finds its folder in `sys.argv[1]`."""
    monkeypatch.setattr(child, "command", lambda folder: [sys.executable, "-S", "-E", "-c", script, str(folder)])


def put_in(folder: Path) -> list[str]:
    """The names of all files below a folder, but for the lock of the server that holds it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != ".subsidy-lock")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def opened(place: Path, clock: Clock | None = None, **limits: Any) -> Iterator[Jobs]:
    folder = JobFolder(place)
    found = Jobs(folder, Limits(**limits), clock=clock or Clock())
    try:
        yield found
    finally:
        found.close()
        folder.close()


def submitted(found: Jobs, owner: str = "park") -> Job:
    return found.submit(found.begun(), owner)


def has_ended(job: Job) -> bool:
    return job.over.wait(60)
