"""Where a server keeps what it is sent and what it makes of it: one folder, held by one server at a time."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from subsidy import errors

if sys.platform != "win32":
    import fcntl

_ID_BYTES = 24
_ID = re.compile("[A-Za-z0-9_-]{32}")
_BATCHES, _CASES, _LOCK = "subsidy-batches", "subsidy-cases", ".subsidy-lock"
_TEMPORARY, _OLD = "subsidy-serve-", 60
"""How temporary folders are called; one of so many seconds may be left, a younger one may be about to be held."""


class JobFolder:
    """A folder with one folder in it for each batch and for each case that is being read."""

    def __init__(self, place: Path | None) -> None:
        self._place, self._held = place, -1
        self._root: Path | None = None
        if place is None:
            _clear_left()
        else:
            self._root = self._opened(Path(os.path.abspath(place)))

    @property
    def root(self) -> Path:
        """The folder; where none was named, one that goes when the server does, made when it is first needed."""
        if self._root is None:
            self._root = self._opened(Path(tempfile.mkdtemp(prefix=_TEMPORARY)))
            weakref.finalize(self, shutil.rmtree, self._root, ignore_errors=True)
        return self._root

    def _opened(self, root: Path) -> Path:
        try:
            for name in (_BATCHES, _CASES):
                (root / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._hold(root)
            for left in _ours(root / _CASES):
                shutil.rmtree(left, ignore_errors=True)
        except OSError as error:
            raise errors.FolderAway(path=self._place, problem=error.strerror) from None
        return root

    def _hold(self, root: Path) -> None:
        """Keep others out; two servers would take each other's running batches for interrupted ones."""
        if sys.platform == "win32":
            return
        self._held = os.open(root / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._held)
            raise errors.FolderHeld(path=self._place) from None
        except OSError:
            return  # a file system without locks

    def new_batch(self) -> Path:
        return self._new(_BATCHES)

    def new_case(self) -> Path:
        return self._new(_CASES)

    def _new(self, kind: str) -> Path:
        """A new folder whose name nobody can guess."""
        try:
            made = self.root / kind / secrets.token_urlsafe(_ID_BYTES)
            made.mkdir(mode=0o700)
        except OSError:
            raise errors.ServerFull() from None
        return made

    def batches(self) -> Iterator[Path]:
        """The folders of all batches; nothing else that may lie there is ever touched."""
        return _ours(self.root / _BATCHES) if self._root else iter(())

    def close(self) -> None:
        """Lets others in; what nobody asked to keep goes."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1
        if self._place is None and self._root is not None:
            shutil.rmtree(self._root, ignore_errors=True)


def _clear_left() -> None:
    """Removes the temporary folders of servers that were killed: those whose lock nobody holds."""
    if sys.platform == "win32":
        return
    for left in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*"):
        with suppress(OSError):
            if left.stat().st_uid == os.getuid() and time.time() - left.stat().st_mtime > _OLD and not left.is_symlink():
                _remove_unheld(left)


def _remove_unheld(left: Path) -> None:
    """Raises OSError where a server holds it."""
    lock = os.open(left / _LOCK, os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left, ignore_errors=True)
    finally:
        os.close(lock)


def _ours(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if _ID.fullmatch(path.name) and path.is_dir() and not path.is_symlink())
