"""A computation in a process of its own, which may hang, fill the memory or die, and takes nobody with it.

It is told what to do by `request.json` in a folder and leaves there what it comes to: `progress.json` while it runs, its result,
or `fault.json`. It ends when it is killed, and, since its standard input is a pipe that only the server holds open, whenever
the server does.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from subsidy import errors
from subsidy.errors import SubsidyError

REQUEST, FAULT, PROGRESS, WORK = "request.json", "fault.json", "progress.json", "work"
_CODE = "import sys; sys.path.append(sys.argv[2]); from subsidy.web.jobs.child_main import main; sys.exit(main(sys.argv[1]))"
_HOME = Path(__file__).parents[3]
NO_ROOM = 28
"""The status of a computation that could not even leave its fault on a full disk."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAID_FULL = ("No space left on device", "not enough space on the disk", "Disk quota exceeded", "max_temp_directory_size")
"""How databases call a full disk, whose faults have no number."""


def command(folder: Path) -> Sequence[str]:
    """What is run; the place of this package is known to it also where the package is not installed."""
    return [sys.executable, "-P", "-c", _CODE, str(folder), str(_HOME)]


class Child:
    """A computation that has been started in a folder; the ledger's address is given through a pipe, not through a file."""

    def __init__(self, folder: Path, ledger: str | None = None) -> None:
        (folder / WORK).mkdir(mode=0o700)
        environment = {**os.environ, "TMPDIR": str(folder / WORK), "TEMP": str(folder / WORK), "PYTHONIOENCODING": "utf-8"}
        self._began = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - nothing of it comes from a client
            command(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        with suppress(OSError):  # it may have died already
            self._pipe.write(json.dumps({"ledger": ledger}).encode() + b"\n")
            self._pipe.flush()

    @property
    def _pipe(self) -> Any:
        return self._process.stdin

    @property
    def seconds(self) -> float:
        """For how long it has been running."""
        return time.monotonic() - self._began

    def has_ended(self, within: float = 0) -> bool:
        """Whether it has, now or within so many seconds."""
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            return False
        return True

    @property
    def status(self) -> int | None:
        return self._process.returncode

    def kill(self) -> None:
        """Ends it with all that it has started."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                if sys.platform == "win32":
                    self._process.kill()
                else:
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        with suppress(OSError):
            self._pipe.close()


def fault_in(folder: Path) -> SubsidyError | None:
    """What a computation could not use."""
    try:
        return restored(json.loads((folder / FAULT).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def restored(written: dict[str, Any]) -> SubsidyError:
    """A fault from its written form."""
    kind = getattr(errors, written["kind"])
    found: SubsidyError = kind(**written["facts"])
    return found


def written(fault: SubsidyError) -> dict[str, Any]:
    """A fault as plain data."""
    facts = {name: fact if isinstance(fact, (int, float)) else str(fact) for name, fact in fault.facts.items()}
    return {"kind": type(fault).__name__, "facts": facts}


def put(path: Path, data: object) -> None:
    """Write JSON so that whoever reads the file finds all of it."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8", errors="backslashreplace")
    part.replace(path)


@contextmanager
def room_needed() -> Iterator[None]:
    """Raises `errors.ServerFull` where the folder of a computation cannot be written."""
    try:
        yield
    except OSError:
        raise errors.ServerFull() from None


def lacks_room(fault: BaseException | None) -> bool:
    """Whether a fault comes from a disk that is full, or from a result that cannot be written for another reason.

    >>> lacks_room(OSError(errno.ENOSPC, "no room")), lacks_room(ValueError("no number"))
    (True, False)
    """
    while fault is not None:
        is_ours = isinstance(fault, (errors.OutputBusy, errors.NoRoom, errors.ServerFull))
        if is_ours or getattr(fault, "errno", None) in _FULL or _says_so(fault):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _says_so(fault: BaseException) -> bool:
    """Not asked of faults of ours, in which a name of a client's may say anything."""
    return not isinstance(fault, SubsidyError) and any(said in str(fault) for said in _SAID_FULL)


def size_of(folder: Path) -> int:
    """Bytes that the files below a folder fill on the disk; some may go while they are counted."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                found = os.stat(os.path.join(place, name), follow_symlinks=False)
                total += getattr(found, "st_blocks", found.st_size // 512) * 512
    return total
