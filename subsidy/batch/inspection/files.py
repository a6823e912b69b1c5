"""From the files that a call names to their tables; what cannot be opened stands in its place and does not stop the others."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from subsidy import errors
from subsidy.batch.inputs import Input, WideInput
from subsidy.batch.inspection.kind import Head, first_records, fit, likeliest, sheet_heads
from subsidy.batch.inspection.opening import Opened, Opening
from subsidy.batch.inspection.workbook import sheets_of
from subsidy.intake.asked import refuse_unknown_sheets
from subsidy.intake.files import kind_of
from subsidy.intake.paths import expand

_OF_HEADINGS = (errors.UnknownHeadings, errors.MissingHeading, errors.RepeatedHeading, errors.TwoUnits)
"""What may only mean that a file is a table of another kind."""
_WORKBOOKS = ("workbook", "old workbook")


def opened_files(patterns: Sequence[str], opening: Opening) -> list[Opened]:
    """Every table of the files in path order, then what names no file.

    Raises `errors.BadValue` and `errors.UnknownSheet`, for which the call is to blame and no file.
    """
    paths, missing = _expanded(patterns)
    found: list[Opened] = []
    sheets: list[str] = []
    for path in paths:
        found += _tables_of(path, opening, sheets)
    refuse_unknown_sheets(opening.sheets, sheets)
    return [*found, *missing]


def _expanded(patterns: Sequence[str]) -> tuple[list[str], list[Opened]]:
    """The files of the patterns in path order, and the patterns that name none."""
    found: dict[str, str] = {}
    missing = []
    for pattern in patterns:
        try:
            for path in expand([pattern]):
                found.setdefault(os.path.abspath(path), path)
        except errors.SubsidyError as error:
            missing.append(Opened(pattern, error=error))
    return sorted(found.values()), missing


def _tables_of(path: str, opening: Opening, sheets: list[str]) -> list[Opened]:
    """The tables of a file, or its error; adds the names of its sheets."""
    try:
        if kind_of(path) not in _WORKBOOKS:
            return list(_of_file(path, opening))
        heads: list[Head] = list(sheet_heads(path, opening.how))
        sheets += [head.sheet for head in heads]
        return sheets_of(path, heads, opening)
    except errors.BadValue:
        raise
    except errors.SubsidyError as error:
        return [Opened(path, error=error)]
    except OSError as error:
        return [Opened(path, error=errors.UnreadableFile(path=path, problem=error.strerror))]


def _of_file(path: str, opening: Opening) -> Iterator[Opened]:
    """The one table of a text or Parquet file: imports, unless it has more of the headings of another kind."""
    try:
        inputs = opening.inputs(path)
    except _OF_HEADINGS as error:
        yield _of_another_kind(path, error, opening)
        return
    kind = _better_kind(inputs, opening)
    if kind:
        yield opening.beside_or_error(path, kind)
    else:
        yield from (Opened(path, "imports", source.sheet, source) for source in inputs)


def _better_kind(inputs: Sequence[Input], opening: Opening) -> str | None:
    """The kind beside imports of which a table has more headings, though it can be read as imports; a wide one is imports."""
    if isinstance(inputs[0], WideInput):
        return None
    head = [inputs[0].layout.written]
    found = likeliest(head, opening.mapping)
    is_better = found is not None and found.is_whole and found.fields > fit(head, "imports", opening.mapping).fields
    return found.kind if found and is_better else None


def _of_another_kind(path: str, error: errors.SubsidyError, opening: Opening) -> Opened:
    """A file whose headings are not, or not all, those of imports."""
    try:
        found = likeliest(first_records(path, opening.how), opening.mapping)
    except errors.SubsidyError:
        found = None
    if found is None or found.kind == "imports":
        return Opened(path, found and found.kind, error=error)
    return opening.beside_or_error(path, found.kind)
