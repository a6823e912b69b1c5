"""The sheets of a workbook, each as what it holds: imports, a table beside them, or nothing that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from subsidy import errors
from subsidy.batch.inspection.kind import Head, likeliest
from subsidy.batch.inspection.opening import Opened, Opening
from subsidy.intake.aliases import shown

_SHOWN = 10


def sheets_of(path: str, heads: Sequence[Head], opening: Opening) -> list[Opened]:
    """Every filled sheet, or those that the call names; raises what is wrong with a workbook none of whose sheets is a table."""
    kinds = {head.sheet: _kind_of(head, opening) for head in heads if opening.wants(head.sheet) and head.records}
    if not any(kinds.values()):
        opening.inputs(path, opening.sheets)
    imports = _imports(path, [sheet for sheet, kind in kinds.items() if kind == "imports"], opening)
    first_lines = {head.sheet: shown(head.records[0], _SHOWN) for head in heads if head.records}
    found: list[Opened] = []
    for sheet, kind in kinds.items():
        if kind == "imports":
            found += imports[sheet]
        elif kind:
            found.append(opening.beside_or_error(path, kind, sheet))
        else:
            found.append(Opened(path, sheet=sheet, first_line=first_lines[sheet]))
    is_mixed = len({kind == "imports" for kind in kinds.values() if kind}) > 1
    return [replace(opened, is_mixed=is_mixed and opened.kind is not None) for opened in found]


def _kind_of(head: Head, opening: Opening) -> str | None:
    """The kind of a sheet; one that the call names is meant to be imports where nothing says otherwise."""
    found = likeliest(head.records, opening.mapping)
    return found.kind if found else "imports" if opening.sheets else None


def _imports(path: str, sheets: Sequence[str], opening: Opening) -> dict[str, list[Opened]]:
    """The sheets of imports, opened together where that goes well, else each by itself."""
    if not sheets:
        return {}
    try:
        together = opening.imports(path, sheets)
        return {sheet: [opened for opened in together if opened.sheet == sheet] for sheet in sheets}
    except errors.BadValue:
        raise
    except errors.SubsidyError as error:
        if len(sheets) == 1:
            return {sheets[0]: [Opened(path, "imports", sheets[0], error=error)]}
        return {sheet: _imports(path, [sheet], opening)[sheet] for sheet in sheets}
