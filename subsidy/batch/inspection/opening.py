"""One table at a time, opened as a batch would open it, or the error in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from subsidy import errors
from subsidy.batch.inputs import Input, file_inputs
from subsidy.intake.asked import MOST_BYTES, Asked, How, same_name
from subsidy.intake.opening import TableFile, open_one


@dataclass(frozen=True)
class Opened:
    """A table of imports or beside them; what cannot be read, with its error; or a sheet without known headings."""

    name: str
    kind: str | None = None
    sheet: str | None = None
    source: Input | None = None
    """A table of imports."""
    table: TableFile | None = None
    """A table beside them."""
    error: errors.SubsidyError | None = None
    first_line: str | None = None
    """What a sheet without known headings begins with."""
    is_mixed: bool = False
    """Whether its workbook holds tables of imports and others beside each other."""


@dataclass(frozen=True)
class Opening:
    """How the call wants files read; its headings, sheets and encoding are those of imports."""

    workspace: Path
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    sheets: Sequence[str] = ()
    max_bytes: int = MOST_BYTES

    @property
    def how(self) -> How:
        return How(self.workspace, self.encoding, self.max_bytes)

    def wants(self, sheet: str) -> bool:
        return not self.sheets or same_name(sheet) in map(same_name, self.sheets)

    def inputs(self, path: str, sheets: Sequence[str] = ()) -> list[Input]:
        """The tables of imports of one file; raises what opening them raises."""
        return file_inputs(self.workspace, [path], self.mapping, self.encoding, sheets, self.max_bytes)

    def imports(self, path: str, sheets: Sequence[str] = ()) -> list[Opened]:
        """The same, as what has been opened."""
        return [Opened(path, "imports", source.sheet, source) for source in self.inputs(path, sheets)]

    def beside(self, path: str, kind: str, sheet: str | None = None) -> Opened:
        """A table beside the imports; raises `errors.MissingFile` and what opening it raises."""
        if not Path(path).is_file():
            raise errors.MissingFile(path=path)
        asked = Asked(kind, {}, (sheet,) if sheet else ())
        table = open_one(path, asked, How(self.workspace, max_bytes=self.max_bytes))
        return Opened(path, kind, table.sheet, table=table)

    def beside_or_error(self, path: str, kind: str, sheet: str | None = None) -> Opened:
        try:
            return self.beside(path, kind, sheet)
        except errors.SubsidyError as error:
            return Opened(path, kind, sheet, error=error)
