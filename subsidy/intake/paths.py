"""Which files a call names: paths, folders and globs, expanded by us because not every shell does.

A folder gives every table file in it and below it. What begins with a dot is hidden and left out, and so is the note
`~$book.xlsx` that a spreadsheet leaves beside a workbook it holds open: neither holds a table.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from subsidy import errors

TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xls", ".parquet")


def expand(patterns: Iterable[str]) -> list[str]:
    """The files that paths, folders and globs name, in path order, each once.

    Raises `errors.MissingFile` for what is not there, `errors.NoTables` for a folder without tables,
    `errors.NotAFile` for a pipe or device, `errors.UnreadableFile` for a folder that may not be read.
    """
    asked = list(patterns)
    found: dict[str, str] = {}
    for pattern in asked:
        for path in _expand_one(pattern):
            found.setdefault(os.path.abspath(path), path)
    if asked and not found:
        raise _no_tables(asked[0])
    return sorted(found.values())


def _expand_one(pattern: str) -> list[str]:
    if os.path.isdir(pattern):
        return _inside(pattern)
    if os.path.lexists(pattern):
        return [] if _is_lock_note(pattern) else [_ordinary(pattern)]
    matches = glob.glob(pattern, recursive=True)
    if not matches:
        raise errors.MissingFile(path=pattern)
    return [path for match in matches for path in _expand_one(match)]


def _inside(folder: str) -> list[str]:
    found = [_ordinary(path) for path in _walk(folder) if Path(path).suffix.lower() in TABLE_SUFFIXES]
    if not found:
        raise _no_tables(folder)
    return found


def _walk(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder, onerror=_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(place, name) for name in files if not name.startswith(".") and not _is_lock_note(name))


def _is_lock_note(path: str) -> bool:
    return os.path.basename(path).startswith("~$")


def _ordinary(path: str) -> str:
    if not os.path.exists(path):
        raise errors.MissingFile(path=path)
    if not os.path.isfile(path):
        raise errors.NotAFile(path=path)
    return path


def _unreadable(error: OSError) -> NoReturn:
    raise errors.UnreadableFile(path=error.filename, problem=error.strerror) from None


def _no_tables(path: str) -> errors.NoTables:
    return errors.NoTables(path=path, accepted=", ".join(TABLE_SUFFIXES))
