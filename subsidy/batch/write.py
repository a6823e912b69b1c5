"""The files of a result, and where they may go."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from subsidy import errors
from subsidy.batch import place as places
from subsidy.batch.cells import REJECT_COLUMNS, columns_of
from subsidy.batch.request import FORMS
from subsidy.batch.result import Computed
from subsidy.batch.tables_out import entitlement_rows, reject_rows, write_csv, write_parquet
from subsidy.batch.workbook_out import write_workbook

RESULT_FILES = ("entitlements.csv", "rejects.csv", "reconciliation.json", "summary.json", "entitlements.parquet", "result.xlsx")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def refuse_forms(forms: Sequence[str]) -> None:
    """Raise `errors.BadValue` for a form that there is not, `errors.MissingExtra` for one that this installation cannot write."""
    for form in forms:
        if form not in FORMS:
            raise errors.BadValue(where="to", value=form, accepted=", ".join(FORMS))
    if "xlsx" in forms and importlib.util.find_spec("xlsxwriter") is None:
        raise errors.MissingExtra(what="xlsx", extra="xlsx")


def refuse_existing(out: Path, *, force: bool) -> None:
    """Raise a `errors.SubsidyError` where a result could not be put; what a killed run has moved aside is put back first.

    `errors.OutputExists` for a folder that is not empty, unless it holds a result that may be replaced;
    `errors.OutputForeign` for a file, or a folder that holds anything else: that is never replaced.
    """
    place = _place(out)
    _refuse_fixed(out, place)
    places.restore(place)
    refuse_replacing(place, out, force=force)
    above = next(folder for folder in place.parents if folder.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise errors.OutputBusy(path=out, problem=os.strerror(errno.EACCES if above.is_dir() else errno.ENOTDIR))


def refuse_replacing(found: Path, out: Path, *, force: bool) -> None:
    """Raise where the folder, which stands or stood at `out`, is no result that may be replaced."""
    names = places.entries(found)
    if names is None:
        raise errors.OutputForeign(path=out, found=out.name)
    if names and not force:
        raise errors.OutputExists(path=out)
    for name in names:
        if held := _held(name):
            raise errors.OutputOpen(path=out / held)
        if name not in RESULT_FILES:
            raise errors.OutputForeign(path=out, found=name)


def _held(name: str) -> str | None:
    """The result file that an office program holds open, by the file of its own that it keeps beside."""
    marks = {mark: file for file in RESULT_FILES for mark in (f"~${file}", f".~lock.{file}#")}
    return marks.get(name)


def _place(out: Path) -> Path:
    """Where the result really goes: what a link points to is replaced, not the link."""
    try:
        return Path(os.path.realpath(out))
    except OSError as error:
        raise errors.OutputBusy(path=out, problem=error.strerror) from None


def _refuse_fixed(out: Path, place: Path) -> None:
    """Folders that cannot be replaced: the one from which the call is made would be gone from under its caller."""
    if os.path.ismount(place):
        raise errors.OutputMounted(path=out)
    if place == Path(os.path.realpath(os.curdir)):
        raise errors.OutputHere(path=out)


def write_result(computed: Computed, out: Path, lang: str, forms: Sequence[str] = (), *, force: bool = False) -> None:
    """Put a whole result in place; raises `errors.SubsidyError`, with what was there as it was, where that cannot be done."""
    place = _place(out)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with places.beside(place) as part:
            write_files(computed, part, lang, forms)
            places.flush(part)
            places.put(part, place, lambda found: refuse_replacing(found, out, force=force))
    except OSError as error:
        raise _cannot_write(out, place, error) from None


def write_files(computed: Computed, folder: Path, lang: str, forms: Sequence[str]) -> None:
    """Write all files of a result into a folder."""
    columns = columns_of(computed.entitlements.column_names)
    write_csv(folder / "entitlements.csv", columns, entitlement_rows(computed.entitlements))
    write_csv(folder / "rejects.csv", REJECT_COLUMNS, reject_rows(computed.rejects, lang))
    _write_json(folder / "reconciliation.json", computed.reconciliation)
    _write_json(folder / "summary.json", computed.summary)
    if "parquet" in forms:
        write_parquet(folder / "entitlements.parquet", computed.entitlements)
    if "xlsx" in forms:
        write_workbook(folder / "result.xlsx", computed, lang)


def _write_json(path: Path, data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


def _cannot_write(out: Path, place: Path, error: OSError) -> errors.SubsidyError:
    if error.errno in _FULL:
        return errors.OutputFull(path=out)
    if isinstance(error, PermissionError) and (held := _locked(place)):
        return errors.OutputOpen(path=out / held)
    return errors.OutputBusy(path=out, problem=error.strerror or str(error))


def _locked(place: Path) -> str | None:
    """The first result file that the system lets nobody change: on Windows, one that another program holds open."""
    for name in RESULT_FILES:
        try:
            with (place / name).open("r+b"):
                pass
        except PermissionError:
            return name
        except OSError:
            continue
    return None
