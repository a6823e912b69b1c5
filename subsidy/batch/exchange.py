"""Two names of a file system exchanged in one step: what no sequence of renames can do.

Linux has `renameat2` with RENAME_EXCHANGE (ext4, XFS, Btrfs, F2FS, tmpfs and most overlays know it; NFS and SMB do not),
macOS `renamex_np` with RENAME_SWAP (APFS). Windows has nothing of the kind for folders.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2

_Swap = Callable[[bytes, bytes], int]


@functools.cache
def _swap() -> _Swap | None:
    """The system's own call; 0 is success."""
    library: Any = None if sys.platform == "win32" else ctypes.CDLL(None)
    if hasattr(library, "renameat2"):
        return lambda first, second: int(library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE))
    if hasattr(library, "renamex_np"):
        return lambda first, second: int(library.renamex_np(first, second, _RENAME_SWAP))
    return None


def exchange(first: Path, second: Path) -> bool:
    """Each path then names what the other named; False, and nothing has changed, where that cannot be done."""
    swap = _swap()
    return swap is not None and swap(os.fsencode(first), os.fsencode(second)) == 0
