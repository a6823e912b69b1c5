"""A job: a batch that waits, runs or has ended. What must outlive the server is in its folder."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel

from subsidy.errors import SubsidyError
from subsidy.web.jobs import child
from subsidy.web.jobs import files as job_files
from subsidy.web.jobs.child import Child

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Phase = Literal["reading", "settling", "computing", "writing"]


class JobFile(BaseModel):
    """A file of a result."""

    name: str
    bytes: int
    href: str


class JobView(BaseModel):
    """A batch, as its owner sees it."""

    id: str
    state: State
    phase: Phase | None
    done: int | None
    """Whole percent of the bytes read."""
    rows: int
    created: str
    expires: str
    files: list[JobFile]
    controls_match: bool | None
    """Whether the counted imports add up to the controls; null before it is done, and where none were given."""
    problem: dict[str, Any] | None


@dataclass
class Job:
    """A batch by its id, which is also the name of its folder; `owner` is who may see it."""

    id: str
    owner: str
    folder: Path
    created: datetime
    state: State = "waiting"
    ended: datetime | None = None
    fault: SubsidyError | None = None
    from_ledger: bool = False
    child: Child | None = field(default=None, repr=False)
    over: threading.Event = field(default_factory=threading.Event, repr=False)
    """Set when nothing of it runs any more."""

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The job whose folder this is, as a server before left it; None where it was not yet one."""
        try:
            data = json.loads((folder / job_files.STATE).read_text(encoding="utf-8"))
            ended, fault = data["ended"], data["fault"]
            return cls(
                id=folder.name,
                owner=data["owner"],
                folder=folder,
                created=datetime.fromisoformat(data["created"]),
                state=data["state"],
                ended=None if ended is None else datetime.fromisoformat(ended),
                fault=None if fault is None else child.restored(fault),
                from_ledger=data["from_ledger"],
            )
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return None

    def write(self) -> None:
        """Leave it as it is now for a server to come."""
        data = {
            "owner": self.owner,
            "created": self.created.isoformat(),
            "state": self.state,
            "ended": None if self.ended is None else self.ended.isoformat(),
            "fault": None if self.fault is None else child.written(self.fault),
            "from_ledger": self.from_ledger,
        }
        child.put(self.folder / job_files.STATE, data)

    def controls_match(self) -> bool | None:
        """Whether the imports add up to the controls, where there is a result and any were given."""
        try:
            found = json.loads((self.folder / job_files.CONTROLS).read_text(encoding="utf-8")) if self.state == "done" else None
        except (OSError, ValueError):
            return None
        return found if isinstance(found, bool) else None

    def expires(self, keep: timedelta) -> datetime:
        return (self.ended or self.created) + keep

    def progress(self) -> dict[str, Any]:
        """How far it has come."""
        try:
            found: dict[str, Any] = json.loads((self.folder / child.PROGRESS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {"phase": None, "done": None, "rows": 0}
        return found if self.state == "running" else {**found, "phase": None}
