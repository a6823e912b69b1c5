"""Where `subsidy report` may write: known before anything is made, so that a call that cannot be leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

from subsidy import errors


def refuse_places(result: Path, page: Path | None, sheets: Path | None) -> None:
    """Raise a `errors.SubsidyError` where the page cannot be put, or would take the place of the result or of the sheets."""
    if page is None:
        return
    if page.is_dir():
        raise errors.PageFolder(path=page)
    _refuse_own_file(result, page)
    if sheets is not None and _within(page, sheets):
        raise errors.PageAmongSheets(path=page, sheets=sheets)
    above = next(folder for folder in _real(page).parents if folder.exists())
    if not above.is_dir():
        raise errors.NoFolder(path=page, found=above)


def _refuse_own_file(result: Path, page: Path) -> None:
    """The page must not be written over what it shows, by whatever path or link it is named."""
    from subsidy.batch.write import RESULT_FILES

    for name in RESULT_FILES:
        file = result / name
        if file.exists() and page.exists() and os.path.samefile(file, page):
            raise errors.PageOverResult(path=page, found=name)


def _within(page: Path, sheets: Path) -> bool:
    """Whether the two need the same place, or one a place inside the other."""
    one, other = _real(page), _real(sheets)
    return one == other or other in one.parents or one in other.parents


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
