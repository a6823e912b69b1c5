"""The process of one batch, or of one case out of files: reads what is asked in its folder, and leaves there what it comes to."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from subsidy import errors
from subsidy.errors import SubsidyError
from subsidy.web.jobs.child import FAULT, NO_ROOM, REQUEST, lacks_room, put, written
from subsidy.web.logs import places

if sys.platform != "win32":
    import resource

DIED = "died.json"
"""Where a defect of ours was met: for the log of the server."""


def main(place: str) -> int:
    """Do what the request in a folder asks; 0, or 1 where a fault stands in its place."""
    folder = Path(place)
    asked = json.loads((folder / REQUEST).read_text(encoding="utf-8"))
    asked |= _told_by_server()
    _step_back(asked["memory"])
    try:
        _run_of(asked)(folder, asked)
    except SubsidyError as fault:
        return _left(folder, asked, _of_server(fault, asked["memory"]) or fault)
    except BaseException as fault:
        with suppress(OSError):
            put(folder / DIED, places(fault))
        return _left(folder, asked, _of_server(fault, asked["memory"]) or errors.JobDied(accepted=asked["memory"]))
    return 0


def _of_server(fault: BaseException, memory: int) -> SubsidyError | None:
    """What a fault is to a client who knows nothing of disks and of memory here."""
    if lacks_room(fault):
        return errors.ServerFull()
    return errors.JobDied(accepted=memory) if lacks_memory(fault) else None


def _run_of(asked: Mapping[str, Any]) -> Callable[[Path, dict[str, Any]], None]:
    if asked["kind"] == "case":
        from subsidy.web.jobs import case_run  # noqa: PLC0415 - each needs what the other does without

        return case_run.run
    from subsidy.web.jobs import batch_run  # noqa: PLC0415

    return batch_run.run


def _told_by_server() -> dict[str, Any]:
    """What is in no file; from then on this process ends with the server."""
    with os.fdopen(os.dup(0), "rb", closefd=True) as pipe:
        told: dict[str, Any] = json.loads(pipe.readline() or b"{}")
    threading.Thread(target=_end_with_server, daemon=True).start()
    return told


def _end_with_server() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


def _step_back(memory: int) -> None:
    """Have no more than so many bytes of memory, and let the server go first, where the system knows of such things."""
    if sys.platform == "win32":
        return
    os.nice(5)
    limit = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _, hard = resource.getrlimit(limit)
    with suppress(OSError, ValueError):
        resource.setrlimit(limit, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))


def lacks_memory(fault: BaseException | None) -> bool:
    """Whether a fault comes from there being no memory left."""
    while fault is not None:
        if isinstance(fault, MemoryError) or type(fault).__name__ == "OutOfMemoryException":
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _left(folder: Path, asked: Mapping[str, Any], fault: SubsidyError) -> int:
    """The status of this process, its fault left in the folder where that can be written."""
    try:
        put(folder / FAULT, written(in_words_of_client(fault, folder, asked["names"])))
    except OSError:
        return NO_ROOM
    return 1


def in_words_of_client(fault: SubsidyError, folder: Path, names: Mapping[str, str]) -> SubsidyError:
    """A fault in which files are called as their sender calls them, and nothing tells where they lie.

    >>> fault = errors.MissingFile(path="/jobs/7/00001.csv")
    >>> str(in_words_of_client(fault, Path("/jobs/7"), {"/jobs/7/00001.csv": "2024/01.csv"}))
    '2024/01.csv: no such file or folder'
    """
    return type(fault)(**{name: _renamed(fact, folder, names) for name, fact in fault.facts.items()})


def _renamed(fact: object, folder: Path, names: Mapping[str, str]) -> object:
    if not isinstance(fact, (str, Path)):
        return fact
    text = str(fact)
    for path in sorted(names, key=len, reverse=True):
        text = text.replace(path, names[path])
    return text.replace(f"{folder}{os.sep}", "").replace(str(folder), "")
