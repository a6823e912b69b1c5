"""A folder put in its place whole: made beside it under a hidden name, then moved there.

What holds when a run is killed, or the machine fails, at any moment:

- The place is missing or empty: one rename puts the new folder there. On Windows an empty folder is removed first.
- It holds an earlier result, on Linux and macOS, on a file system that can exchange two names (see `exchange`): one
  step. The place holds the old folder whole or the new one whole, and is never missing.
- Elsewhere (Windows, network drives): the old folder is renamed aside, then the new one into place. Killed between the
  two, the place is missing and the old folder whole beside it; `restore`, with which every run to the same place begins,
  puts it back. Nothing is lost or mixed, but until then whoever looks finds no folder.

The files and the folder are flushed to the disk before they are moved. Beside the place NAME stand, while a run writes,
`.NAME-TOKEN.lock`, held open and locked by that run; `.NAME-TOKEN.part`, the folder in the making, or the one replaced;
and where names cannot be exchanged `.NAME-TOKEN.old`. A lock that nobody holds belongs to a run that was killed: the
next run to the same place clears its folders away. Where the file system has no locks they are left alone.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from subsidy.batch.exchange import exchange

if sys.platform != "win32":
    import fcntl

Check = Callable[[Path], None]

ATTEMPTS = 20
"""So often a place is tried while other runs fill or clear it at the same moment."""

_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY})
_OF_THE_SYSTEM = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave in any folder that they show."""


def entries(found: Path) -> list[str] | None:
    """What a folder holds, without what file managers leave; nothing where it is missing, None where a file stands."""
    try:
        return sorted(set(os.listdir(found)) - _OF_THE_SYSTEM)
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        return None if found.exists() else []


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """A new folder beside the place, which goes away again with what is in it unless it is `put` there."""
    sweep(place)
    lock, held = _new_lock(place)
    part = lock.with_suffix(".part")
    try:
        part.mkdir()
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
        os.close(held)
        lock.unlink(missing_ok=True)


def put(part: Path, place: Path, replaceable: Check) -> None:
    """Move the folder `part` to the place; raises `OSError`, or what `replaceable` raises of the folder there now."""
    for _ in range(ATTEMPTS):
        if _filled(part, place) or _replaced(part, place, replaceable):
            _flush(place.parent)
            return
    raise FileExistsError("another run keeps writing there")


def restore(place: Path) -> None:
    """Put back what a run that was killed between two renames had moved aside, if the place is missing."""
    for token in _tokens(place):
        with _abandoned(_hidden(place, token, "lock")) as abandoned:
            if abandoned:
                _put_back(_hidden(place, token, "old"), place)


def sweep(place: Path) -> None:
    """Put back or clear away what killed runs to the same place have left beside it."""
    for token in _tokens(place):
        lock = _hidden(place, token, "lock")
        with _abandoned(lock) as abandoned:
            if abandoned:
                _put_back(_hidden(place, token, "old"), place)
                _clear(place, token)


def _put_back(old: Path, place: Path) -> None:
    if old.is_dir() and not place.exists():
        with suppress(OSError):
            old.rename(place)


def _clear(place: Path, token: str) -> None:
    """The lock goes last: what has none is nobody's."""
    for kind in ("part", "old"):
        shutil.rmtree(_hidden(place, token, kind), ignore_errors=True)
    with suppress(OSError):
        _hidden(place, token, "lock").unlink(missing_ok=True)


def flush(folder: Path) -> None:
    """Have the files of a folder, and the folder itself, on the disk."""
    for path in folder.iterdir():
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    _flush(folder)


def _flush(folder: Path) -> None:
    """As far as the system lets folders be flushed."""
    with suppress(OSError), ExitStack() as stack:
        opened = os.open(folder, os.O_RDONLY)
        stack.callback(os.close, opened)
        os.fsync(opened)


def _filled(part: Path, place: Path) -> bool:
    """Whether the new folder is in its place, which was missing or empty."""
    try:
        if sys.platform == "win32":
            with suppress(OSError):
                place.rmdir()
        part.rename(place)
    except OSError as error:
        if error.errno in _TAKEN or place.is_dir():  # it may have been moved aside again meanwhile
            return False
        raise
    return True


def _replaced(part: Path, place: Path, replaceable: Check) -> bool:
    """Whether the new folder is in its place, which was not empty; False where it was not there any more."""
    replaceable(place)
    if not exchange(part, place):
        return _moved(part, place, replaceable)
    try:
        replaceable(part)
    except BaseException:
        exchange(part, place)
        raise
    return True


def _moved(part: Path, place: Path, replaceable: Check) -> bool:
    """The same with two renames, where names cannot be exchanged."""
    old = part.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        place.rename(old)
    except FileNotFoundError:
        return False
    try:
        replaceable(old)
        placed = _filled(part, place)
    except BaseException:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return placed


def _hidden(place: Path, token: str, kind: str) -> Path:
    return place.with_name(f".{place.name}-{token}.{kind}")


def _tokens(place: Path) -> list[str]:
    """The runs that have, or had, something beside the place."""
    ours = re.compile(re.escape(f".{place.name}-") + r"([0-9a-f]{16})\.(?:part|old|lock)")
    try:
        found = [ours.fullmatch(name) for name in os.listdir(place.parent)]
    except OSError:
        return []
    return sorted({match[1] for match in found if match})


def _new_lock(place: Path) -> tuple[Path, int]:
    """A lock of our own, held until it is closed or the process ends."""
    while True:
        lock = _hidden(place, secrets.token_hex(8), "lock")
        held = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR)
        if _lock(held) is not False and _still_names(lock, held):
            return lock, held
        os.close(held)


def _still_names(lock: Path, held: int) -> bool:
    """Another run may have cleared the lock away in the moment before it was held."""
    try:
        return os.path.samestat(lock.stat(), os.fstat(held))
    except FileNotFoundError:
        return False


@contextmanager
def _abandoned(lock: Path) -> Iterator[bool]:
    """Whether no process holds the lock; nobody else can take it meanwhile."""
    with ExitStack() as stack:
        yield _is_abandoned(lock, stack)


def _is_abandoned(lock: Path, stack: ExitStack) -> bool:
    try:
        if sys.platform == "win32":
            lock.unlink()  # refused while it is open anywhere
            return True
        opened = os.open(lock, os.O_RDWR)
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    stack.callback(os.close, opened)
    return _lock(opened) is True


def _lock(opened: int) -> bool | None:
    """Whether the lock is ours now; None where the file system has no locks."""
    if sys.platform == "win32":
        return True  # that it is open is lock enough: an open file cannot be removed
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
