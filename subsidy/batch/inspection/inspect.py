"""`subsidy inspect` as a function: files in, what was recognised in each of them out; nothing is written."""

from __future__ import annotations

import decimal
import itertools
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from subsidy import errors
from subsidy.batch.engine import Engine, open_engine
from subsidy.batch.identity import Directory
from subsidy.batch.inputs import Input
from subsidy.batch.inspection.columns import of_imports, of_side_table
from subsidy.batch.inspection.files import opened_files
from subsidy.batch.inspection.opening import Opened, Opening
from subsidy.batch.inspection.reading import readable
from subsidy.batch.inspection.rows import Outcome, outcomes
from subsidy.batch.inspection.warnings import Warned, of_columns, of_enterprises
from subsidy.batch.progress import SILENT, Progress
from subsidy.batch.reading import Knowledge
from subsidy.batch.row import Scope
from subsidy.batch.run import side_tables_of
from subsidy.intake.asked import MOST_BYTES
from subsidy.intake.rates import Rates
from subsidy.intake.side_tables import Opened as OpenedSide
from subsidy.intake.side_tables import Register, SideTable
from subsidy.law.library import Library
from subsidy.law.run import Run, prepare
from subsidy.money import EXACT

GIVEN = ("register", "rates")
"""The tables beside the imports that decide what becomes of rows."""

Side = SideTable[Any] | Rates


@dataclass(frozen=True)
class Asked:
    """The files to look into, how to read them, and the register and rates that a batch would be given."""

    files: tuple[str, ...]
    as_of: date
    register: str | None = None
    rates: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    sheets: tuple[str, ...] = ()
    max_bytes: int | None = None
    round_input: str | None = None
    law: Library | None = None
    """The packaged law, if none is given: it says which grants and quantities can be used."""


@dataclass(frozen=True)
class Inspected:
    """A table of a file and what is in it, or a file or sheet that is none, with the error if it should be one."""

    name: str
    kind: str | None = None
    sheet: str | None = None
    described: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
    """What the rows of a table of imports come to."""
    side: Side | None = None
    """What a table beside them says."""
    warnings: Sequence[Warned] = ()
    first_line: str | None = None
    """What a sheet without known headings begins with."""
    error: errors.SubsidyError | None = None


@dataclass(frozen=True)
class Inspection:
    """Everything that was looked into, and what the rows of all tables of imports come to together."""

    as_of: date
    files: Sequence[Inspected]
    total: Outcome | None

    @property
    def unreadable(self) -> int:
        """How many files and sheets could not be read."""
        return sum(inspected.error is not None for inspected in self.files)


def inspect(asked: Asked, progress: Progress = SILENT) -> Inspection:
    """What a batch would find in files.

    Raises `errors.BadValue` and `errors.UnknownSheet` for the call, and what reading its register and rates raises.
    """
    run = prepare(asked.as_of, {}, {}, asked.law)
    with open_engine() as engine, decimal.localcontext(EXACT):
        progress.phase("reading")
        opening = Opening(engine.workspace, asked.mapping, asked.encoding, asked.sheets, asked.max_bytes or MOST_BYTES)
        given = [opening.beside(path, kind) for kind in GIVEN if (path := getattr(asked, kind))]
        sides = [_side(one, run) for one in given]
        opened = [one for one in opened_files(asked.files, opening) if not _is_among(given, one)]
        came_to, total = _outcomes(engine, opened, _knowledge(asked, sides), progress)
        found = [_inspected(one, outcome, asked, run) for one, outcome in zip(opened, came_to, strict=True)]
        return Inspection(asked.as_of, [*found, *map(_beside, given, sides)], total)


def _is_among(given: Sequence[Opened], opened: Opened) -> bool:
    """Whether a table of the files is also named as the register or the rates."""
    return any((os.path.abspath(one.name), one.sheet) == (os.path.abspath(opened.name), opened.sheet) for one in given)


def _side(opened: Opened, run: Run) -> Side:
    """What a table beside the imports says; raises what reading it raises."""
    table = opened.table
    assert table is not None
    records = OpenedSide(opened.name, table.sha256, table.layout, table.records(), table.sheet)
    (side,) = side_tables_of(run, {str(opened.kind): records}).given()
    return side


def _knowledge(asked: Asked, sides: Sequence[Side]) -> Knowledge:
    register = next((side for side in sides if isinstance(side, Register)), None)
    rates = next((side for side in sides if isinstance(side, Rates)), None)
    return Knowledge(Directory.of(register), Scope(asked.as_of, round_input=asked.round_input == "fen"), rates)


def _outcomes(
    engine: Engine, opened: Sequence[Opened], known: Knowledge, progress: Progress
) -> tuple[list[Outcome | errors.SubsidyError | None], Outcome | None]:
    """What the rows of each table of imports come to, or why they cannot be read, and what all of them come to."""
    read, faults = readable(engine, [one.source for one in opened if one.source], known, progress)
    progress.phase("settling")
    found = outcomes(engine, read) if read else None
    sound = iter(found.inputs if found else ())
    numbers = itertools.count()
    each = [(faults.get(next(numbers)) or next(sound)) if one.source else None for one in opened]
    return each, found and found.total


def _inspected(opened: Opened, came_to: Outcome | errors.SubsidyError | None, asked: Asked, run: Run) -> Inspected:
    if opened.source and came_to:
        return _of_imports(opened, opened.source, came_to, asked)
    if opened.table is None:
        return Inspected(opened.name, opened.kind, opened.sheet, first_line=opened.first_line, error=opened.error)
    try:
        return _beside(opened, _side(opened, run))
    except errors.SubsidyError as error:
        return _beside(opened, None, error)


def _of_imports(opened: Opened, source: Input, came_to: Outcome | errors.SubsidyError, asked: Asked) -> Inspected:
    described = of_imports(source)
    if not isinstance(came_to, Outcome):
        return Inspected(opened.name, opened.kind, opened.sheet, described, error=came_to)
    warnings = [
        *of_columns(
            source.layout.columns,
            unit_stated=source.layout.unit_stated,
            has_register=asked.register is not None,
            has_rates=asked.rates is not None,
        ),
        *_of_workbook(opened),
        *of_enterprises(came_to.enterprises),
    ]
    return Inspected(opened.name, opened.kind, opened.sheet, described, came_to, warnings=warnings)


def _beside(opened: Opened, side: Side | None, error: errors.SubsidyError | None = None) -> Inspected:
    described = of_side_table(opened.table, str(opened.kind)) if opened.table else {}
    warnings = [*_of_workbook(opened), *of_enterprises(side.facts if isinstance(side, SideTable) else ())]
    return Inspected(opened.name, opened.kind, opened.sheet, described, side=side, warnings=warnings, error=error)


def _of_workbook(opened: Opened) -> list[Warned]:
    return [("mixed_workbook", {})] if opened.is_mixed else []
