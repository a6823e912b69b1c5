"""Which of the files that a folder holds are the tables beside the imports that the same call names by their options."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from subsidy.batch.inspection.kind import likeliest, sheet_heads
from subsidy.intake.asked import How
from subsidy.intake.files import kind_of
from subsidy.intake.paths import expand

_WORKBOOKS = ("workbook", "old workbook")


def without_tables(patterns: Sequence[str], named: Collection[str]) -> tuple[str, ...]:
    """The files of folders and globs, in path order, but for those that are named as tables beside the imports.

    What is named as imports itself stays, and so does a workbook that holds imports too. Raises what `expand` does.
    """
    explicit = {os.path.realpath(pattern) for pattern in patterns if os.path.isfile(pattern)}
    given = {os.path.realpath(path) for path in named if os.path.isfile(path)} - explicit
    if not given or len(explicit) == len(patterns):
        return tuple(patterns)
    beside = {path for path in given if not _holds_imports(path)}
    kept = tuple(path for path in expand(patterns) if os.path.realpath(path) not in beside)
    return kept or tuple(patterns)


def _holds_imports(path: str) -> bool:
    """Whether a sheet of a workbook is one of imports; any other file is one table."""
    if kind_of(path) not in _WORKBOOKS:
        return False
    with TemporaryDirectory() as folder:
        fits = [likeliest(head.records, {}) for head in sheet_heads(path, How(Path(folder)))]
    return any(fit is not None and fit.kind == "imports" for fit in fits)
