"""What a server is started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from subsidy.web.keys import Keys

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Where only this machine can reach a server."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much a server takes on; bytes and seconds."""

    connections: int = 500
    """That are open at the same time; more are turned away."""
    body: int = 256 * 1024
    """Of a request in JSON: thousands of facts about one enterprise."""
    receive_seconds: float = 30
    """In which a request in JSON, or the next piece of an upload, must have arrived, and within which an answer must move on."""
    upload: int = 512 * 1024 * 1024
    """Of all files of one batch together."""
    upload_seconds: float = 1800
    """In which all of an upload must have arrived."""
    arriving: int = 4
    """Uploads of one key at the same time; more are turned away."""
    files: int = 500
    """Of one batch."""
    facts: int = 2000
    """Of one kind about one enterprise, and other enterprises beside it, judged at once."""
    ranged: int = 100
    """Firsts, and other enterprises beside, that are judged at once under all readings: each multiplies the work of the others."""
    years: int = 30
    """Of imports, that are judged at once under all readings."""
    seconds: float = 10
    """Until an answer that is computed at once must be there."""
    at_once: int = 2
    """Requests that are judged at the same time: more would only share one processor."""
    ledger_at_once: int = 4
    """Requests to the ledger at the same time: these mostly wait for the database."""
    waiting: int = 100
    """Requests that wait for that; more are turned away."""
    jobs: int = 1
    """Batches that run at the same time."""
    jobs_waiting: int = 20
    job_seconds: float = 3600
    job_memory: int = 4 * 1024 * 1024 * 1024
    job_disk: int = 20 * 1024 * 1024 * 1024
    """That a batch may fill while it runs, beside what was uploaded."""
    unpacked: int = 4 * 1024 * 1024 * 1024
    """Of one file, when it is unpacked."""
    cases: int = 2
    """Cases that are read from files at the same time; more are turned away."""
    case_seconds: float = 60
    keep_hours: float = 24
    """After so many hours uploads and results are deleted."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where a server listens, who may use it, by which law it judges."""

    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    """The names by which it is reached; without any, and without keys, those of this machine; with keys, all."""
    keys: Keys | None = None
    """Without keys anybody who can reach the server may use all of it."""
    ledger: str | None = None
    policies: tuple[str, ...] = ()
    folder: Path | None = None
    """Where uploads and results are kept; a folder that goes with the server where None."""
    limits: Limits = field(default_factory=Limits)
