"""Opening a file of any kind as tables: what a file is its content says, not its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from subsidy import errors
from subsidy.intake.asked import MOST_COLUMNS, Asked, How
from subsidy.intake.bodies import Body
from subsidy.intake.files import as_utf8, faults_named, kind_of
from subsidy.intake.headings import Layout
from subsidy.intake.text_table import open_table
from subsidy.intake.workbook import open_workbook


class TableFile(Protocol):
    """A table in a file, wherever in it and of whatever kind."""

    @property
    def path(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int:
        """Bytes of the file as the user has it."""
        ...

    @property
    def sheet(self) -> str | None: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def layout(self) -> Layout: ...
    @property
    def heading_line(self) -> int | None: ...

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The records below the heading, each with its line in the file as the user has it."""
        ...

    def body(self, workspace: Path) -> Body:
        """The same records as an engine can read them."""
        ...


class Found(NamedTuple):
    """The tables of a file, and the sheets that it has."""

    tables: list[TableFile]
    sheets: list[str]


def open_tables(path: str, asked: Asked, how: How) -> Found:
    """The tables of a file; raises `errors.TooManyColumns` and the errors of whatever kind it is of."""
    with faults_named(path, how.workspace):
        found = _opened(path, asked, how)
    for table in found.tables:
        columns, line = len(table.layout.headings), table.heading_line or 1
        if columns > MOST_COLUMNS:
            raise errors.TooManyColumns(path=path, line=line, found=columns, limit=MOST_COLUMNS)
    return found


def _opened(path: str, asked: Asked, how: How) -> Found:
    kind = kind_of(path)
    if kind == "parquet":
        from subsidy.intake.parquet_file import open_parquet  # noqa: PLC0415 - few calls need it

        return Found([open_parquet(path, asked, how.max_bytes)], [])
    if kind in ("workbook", "old workbook"):
        book = open_workbook(path, asked, how)
        return Found([*book.tables], book.sheets)
    text = as_utf8(path, how.encoding, how.workspace, how.max_bytes)
    return Found([open_table(text, asked.table, asked.mapping)], [])


def open_one(path: str, asked: Asked, how: How) -> TableFile:
    """The one table of a file; raises `errors.SeveralSheets` where there are more."""
    tables = open_tables(path, asked, how).tables
    if len(tables) > 1:
        raise errors.SeveralSheets(path=path, found=", ".join(str(table.sheet) for table in tables))
    return tables[0]
