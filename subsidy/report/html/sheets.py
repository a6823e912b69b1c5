"""One sheet for each enterprise of a batch result, in a folder that is put in place whole."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from subsidy import errors
from subsidy.batch import place as places
from subsidy.batch.read_account import read_account
from subsidy.batch.read_back import Result
from subsidy.batch.read_checks import checked
from subsidy.batch.read_firms import firms_of, notes
from subsidy.batch.read_lines import lines_of
from subsidy.law.library import Library
from subsidy.report.html.page import run_of
from subsidy.report.html.sheet import sheet

_SHEET = re.compile(r"[0-9A-Z]{18}\.html", re.ASCII)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def sheets(result: Result, law: Library, lang: str) -> Iterator[tuple[str, str]]:
    """The code of every enterprise with its sheet, one after another however many there are.

    Raises what `read_account`, `lines_of`, `checked`, `firms_of` and `run_of` raise, and `errors.MissingExtra`; that the lines are
    those that the summary adds up is known at the end, and only then may any of the sheets be put in place.
    """
    run, account = run_of(result, law), read_account(result.folder)
    assumed = list(notes("assumptions", account.assumptions, lang))
    for firm in firms_of(result, checked(lines_of(result), account, run), run, lang):
        yield firm.enterprise.uscc or "", sheet(firm, law, lang, decisions=result.decisions, assumed=assumed)


def refuse_folder(out: Path, *, force: bool) -> None:
    """Raise a `errors.SubsidyError` where sheets must not be put: in a folder in use, or one that holds anything but sheets."""
    place = Path(os.path.realpath(out))
    if os.path.ismount(place):
        raise errors.OutputMounted(path=out)
    if place == Path(os.path.realpath(os.curdir)):
        raise errors.OutputHere(path=out)
    _refuse_replacing(place, out, force=force)


def _refuse_replacing(found: Path, out: Path, *, force: bool) -> None:
    names = places.entries(found)
    if names is None:
        raise errors.SheetsForeign(path=out, found=out.name)
    if names and not force:
        raise errors.OutputExists(path=out)
    for name in names:
        if not _SHEET.fullmatch(name):
            raise errors.SheetsForeign(path=out, found=name)


def write_sheets(result: Result, law: Library, lang: str, out: Path, *, force: bool, first: Callable[[], None] = lambda: None) -> int:
    """Put the sheets in place, all or none, and count them; what was there stays as it was where that cannot be done.

    `first` is done once all sheets are made and before they are put in place; where it raises, none is.
    """
    refuse_folder(out, force=force)
    place = Path(os.path.realpath(out))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with places.beside(place) as part:
            count = _write_all(sheets(result, law, lang), part)
            first()
            places.put(part, place, lambda found: _refuse_replacing(found, out, force=force))
    except OSError as error:
        if error.errno in _FULL:
            raise errors.OutputFull(path=out) from None
        raise errors.OutputBusy(path=out, problem=error.strerror or str(error)) from None
    return count


def _write_all(found: Iterator[tuple[str, str]], folder: Path) -> int:
    count = 0
    for code, text in found:
        (folder / f"{code}.html").write_text(text, encoding="utf-8", newline="\n")
        count += 1
    return count
