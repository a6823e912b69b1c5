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

    body: int = 256 * 1024
    """Of a request in JSON: thousands of facts about one enterprise."""
    upload: int = 512 * 1024 * 1024
    """Of all files of one batch together."""
    files: int = 500
    """Of one batch."""
    seconds: float = 10
    """Until an answer that is computed at once must be there."""
    at_once: int = 4
    """Requests that are computed at the same time."""
    waiting: int = 100
    """Requests that wait for that; more are turned away."""
    jobs: int = 1
    """Batches that run at the same time."""
    jobs_waiting: int = 20
    job_seconds: float = 3600
    job_memory: int = 4 * 1024 * 1024 * 1024
    keep_hours: float = 24
    """After so many hours uploads and results are deleted."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where a server listens, who may use it, by which law it judges."""

    host: str = "127.0.0.1"
    port: int = 8000
    keys: Keys | None = None
    """Without keys anybody who can reach the server may use all of it."""
    ledger: str | None = None
    policies: tuple[str, ...] = ()
    folder: Path | None = None
    """Where uploads and results are kept; a folder that goes with the server where None."""
    limits: Limits = field(default_factory=Limits)
