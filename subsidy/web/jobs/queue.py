"""The batches of a server: so many run at once, so many wait, what has ended is kept for so many hours.

Each runs in a process of its own, watched by a thread: it may take so much time, memory and disk, and is killed with all that
it has started when its owner cancels it or the server ends.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from subsidy import errors
from subsidy.errors import SubsidyError
from subsidy.web.jobs import child
from subsidy.web.jobs import files as job_files
from subsidy.web.jobs.child import Child
from subsidy.web.jobs.folder import JobFolder
from subsidy.web.jobs.job import Job
from subsidy.web.logs import places
from subsidy.web.settings import Limits

Clock = Callable[[], datetime]
_WATCHED_EVERY, _SWEPT_EVERY, _KILLED_WITHIN = 0.5, 300.0, 30.0
"""Seconds."""
_log = logging.getLogger("subsidy.web")


def now() -> datetime:
    return datetime.now(UTC)


class Jobs:
    """All batches of a server, those too that a server before it left in the folder."""

    def __init__(self, folder: JobFolder, limits: Limits, ledger: str | None = None, clock: Clock = now) -> None:
        self._folder, self._limits, self._ledger, self._clock = folder, limits, ledger, clock
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._take_over()

    @property
    def keep(self) -> timedelta:
        return timedelta(hours=self._limits.keep_hours)

    def _take_over(self) -> None:
        """What a server before left: what ran is interrupted, what waited waits on, what had not arrived goes."""
        found = {folder: Job.read(folder) for folder in self._folder.batches()}
        for folder in (folder for folder, job in found.items() if job is None):
            shutil.rmtree(folder, ignore_errors=True)
        for job in sorted(filter(None, found.values()), key=lambda job: job.created):
            self._jobs[job.id] = job
            if job.state == "running":
                self._end(job, errors.Interrupted())
            elif job.state == "waiting":
                self._waiting.append(job)
            else:
                job.over.set()
        self.sweep()
        if self._jobs:
            self._start()

    def _start(self) -> None:
        """The threads that run and sweep, once there is something to do."""
        if not self._threads:
            work = [threading.Thread(target=self._work, name=f"batch-{n}", daemon=True) for n in range(self._limits.jobs)]
            self._threads = [*work, threading.Thread(target=self._sweep_on, name="sweep", daemon=True)]
            for thread in self._threads:
                thread.start()

    def begun(self) -> Path:
        """A folder for a batch that is to be received; raises `errors.QueueFull` where there is no place for one now."""
        with self._changed:
            self._refuse_more()
        return self._folder.new_batch()

    def dropped(self, folder: Path) -> None:
        """Removes what has been received and was not submitted."""
        if folder.name not in self._jobs:
            shutil.rmtree(folder, ignore_errors=True)

    def _refuse_more(self) -> None:
        running = sum(job.state == "running" for job in self._jobs.values())
        if len(self._waiting) + running >= self._limits.jobs + self._limits.jobs_waiting:
            raise errors.QueueFull(accepted=self._limits.jobs_waiting)

    def submit(self, folder: Path, owner: str, *, from_ledger: bool = False) -> Job:
        """A job for what has been received in a folder, where the request stands already; raises `errors.QueueFull`."""
        job = Job(folder.name, owner, folder, self._clock(), from_ledger=from_ledger)
        with child.room_needed():
            job.write()
        with self._changed:
            self._refuse_more()
            self._jobs[job.id] = job
            self._waiting.append(job)
            self._start()
            self._changed.notify()
        return job

    def owned_by(self, owner: str) -> list[Job]:
        """Somebody's jobs, the newest first."""
        found = [job for job in list(self._jobs.values()) if job.owner == owner and not self._is_due(job)]
        return sorted(found, key=lambda job: job.created, reverse=True)

    def find(self, name: str, owner: str) -> Job:
        """One of somebody's jobs; raises `errors.NoSuchPath`, for those of others too."""
        job = self._jobs.get(name)
        if job is None or job.owner != owner or self._is_due(job):
            raise errors.NoSuchPath(value=f"/v1/batches/{name[:100]}")
        return job

    def delete(self, name: str, owner: str) -> None:
        """Cancels a job that has not ended, and removes all of it."""
        with self._changed:
            job = self.find(name, owner)
            del self._jobs[job.id]
            if job in self._waiting:
                self._waiting.remove(job)
                job.over.set()
            job.state = "cancelled"
        if job.child:
            job.child.kill()
        job.over.wait(_KILLED_WITHIN)
        shutil.rmtree(job.folder, ignore_errors=True)

    def _is_due(self, job: Job) -> bool:
        """Whether it ended so long ago that it is gone, removed or not."""
        return job.over.is_set() and job.expires(self.keep) <= self._clock()

    def sweep(self) -> None:
        """Removes what ended so long ago that it has expired."""
        with self._changed:
            due = [job for job in self._jobs.values() if self._is_due(job)]
            for job in due:
                del self._jobs[job.id]
        for job in due:
            shutil.rmtree(job.folder, ignore_errors=True)

    def close(self) -> None:
        """Kills what runs; it will be found interrupted, and what waits will be found waiting."""
        self._closing.set()
        with self._changed:
            self._changed.notify_all()
            running = [job.child for job in self._jobs.values() if job.child]
        for each in running:
            each.kill()
        for thread in self._threads:
            thread.join(_KILLED_WITHIN)

    def _sweep_on(self) -> None:
        while not self._closing.wait(min(_SWEPT_EVERY, self.keep.total_seconds() / 4)):
            self.sweep()

    def _work(self) -> None:
        while job := self._next():
            try:
                self._run(job)
            except Exception as fault:  # a thread that ended would leave all that wait waiting
                _log.error({"message": "a batch could not be run", **places(fault)})
                self._end(job, errors.ServerFull() if isinstance(fault, OSError) else errors.JobDied(accepted=self._limits.job_memory))

    def _next(self) -> Job | None:
        """The job that has waited longest, from now on running; None where the server ends."""
        with self._changed:
            while not self._waiting and not self._closing.is_set():
                self._changed.wait()
            if self._closing.is_set():
                return None
            job = self._waiting.popleft()
            job.state = "running"
            return job

    def _run(self, job: Job) -> None:
        running = None if self._is_left(job) else self._started(job)
        fault = self._watched(job.folder, running) if running else None
        if self._closing.is_set():
            return
        if running and not fault and job.state != "cancelled":
            fault = outcome(job.folder, running.status, self._limits.job_memory)
        self._end(job, fault)

    def _is_left(self, job: Job) -> bool:
        """Whether nobody waits for it any more."""
        return job.state == "cancelled" or self._closing.is_set()

    def _started(self, job: Job) -> Child:
        """The process of a job; where it was cancelled meanwhile, by someone who found none to kill, it is killed here."""
        job.write()
        running = Child(job.folder, self._ledger if job.from_ledger else None)
        with self._changed:
            job.child = running
            is_left = self._is_left(job)
        if is_left:
            running.kill()
        return running

    def _watched(self, folder: Path, running: Child) -> SubsidyError | None:
        """Waits until a computation has ended, and ends it where it takes more than it may."""
        try:
            while not running.has_ended(_WATCHED_EVERY):
                if running.seconds > self._limits.job_seconds:
                    return errors.TookTooLong(seconds=self._limits.job_seconds)
                if child.size_of(folder / child.WORK) > self._limits.job_disk:
                    return errors.JobTooLarge(accepted=self._limits.job_disk)
        finally:
            running.kill()
        return None

    def _end(self, job: Job, fault: SubsidyError | None) -> None:
        """What came of a job stays; what it was made from goes."""
        for name in (job_files.UPLOADS, child.WORK):
            shutil.rmtree(job.folder / name, ignore_errors=True)
        with self._changed:
            if is_kept := job.state != "cancelled":
                job.state, job.fault, job.ended = ("failed" if fault else "done"), fault, self._clock()
        try:
            if is_kept:
                job.write()
        except OSError as refused:  # it has ended all the same
            _log.error({"message": "what came of a batch could not be written", **places(refused)})
        finally:
            job.over.set()


def outcome(folder: Path, status: int | None, memory: int) -> SubsidyError | None:
    """What a computation that has ended left: a fault, or nothing but its result."""
    if status == 0:
        return None
    found = errors.ServerFull() if status == child.NO_ROOM else child.fault_in(folder)
    if found is None or isinstance(found, errors.JobDied):
        _log.error({"message": "a computation died", "status": status, **_died(folder)})
    return found or errors.JobDied(accepted=memory)


def _died(folder: Path) -> dict[str, object]:
    """Where a defect was met, if it is known."""
    try:
        found: dict[str, object] = json.loads((folder / "died.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found
