"""Payments read back: the lines of an export, as a CSV in any of the encodings in which spreadsheets save it, or as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from subsidy import errors, money
from subsidy.facts import MONEY_FORM
from subsidy.intake.asked import MOST_BYTES
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.intake.files import as_utf8, kind_of
from subsidy.intake.text_table import records
from subsidy.ledger.payments import COLUMNS
from subsidy.ledger.tables import LAST_NUMBER

_NEEDED = ("entry", "amount")
Line = tuple[int, Sequence[str]]


class _Paid(NamedTuple):
    """A line of payments: where it stands, the grant that it pays, and the sum."""

    path: Path
    line: int
    entry: str
    amount: str

    def number(self) -> int:
        """Raises `errors.BadValue` for what is the number of no entry."""
        if self.entry.isascii() and self.entry.isdecimal() and 0 < int(self.entry) <= LAST_NUMBER:
            return int(self.entry)
        raise self.bad("entry", self.entry, "the number of an entry, each once", "分录号，每个一次")

    def sum(self) -> Decimal:
        """Yuan; raises `errors.BadValue`."""
        try:
            return money.yuan(self.amount)
        except money.NotMoney:
            raise self.bad("amount", self.amount, MONEY_FORM, ACCEPTED_ZH[MONEY_FORM]) from None

    def bad(self, column: str, value: str, accepted: str, accepted_zh: str) -> errors.BadValue:
        where = {"where": f"{self.path}, line {self.line}, {column}", "where_zh": f"{self.path} 第{self.line}行 {column}"}
        return errors.BadValue(**where, value=value, accepted=accepted, accepted_zh=accepted_zh)


def read_paid(path: Path) -> dict[int, Decimal | None]:
    """The sums paid, in yuan, by the entry that each pays; raises a `errors.SubsidyError` that names line and column."""
    if not path.is_file():
        raise errors.MissingFile(path=path)
    found: dict[int, Decimal | None] = {}
    with TemporaryDirectory() as workspace:
        for line in _payments(path, _lines(path, Path(workspace))):
            if line.number() in found:
                raise line.bad("entry", line.entry, "the number of an entry, each once", "分录号，每个一次")
            found[line.number()] = line.sum()
    return found


def _lines(path: Path, workspace: Path) -> Iterator[Line]:
    """The cells of each line, of the first sheet where there are several."""
    if kind_of(path) != "workbook":
        yield from ((record.line, record.cells) for record in records(as_utf8(str(path), None, workspace), ","))
        return
    from subsidy.intake.workbook_cells import text_of  # noqa: PLC0415 - few calls need it
    from subsidy.intake.workbook_xlsx import sheets  # noqa: PLC0415

    for sheet in sheets(str(path), MOST_BYTES):
        yield from ((line, [text_of(cell) for cell in cells]) for line, cells in sheet.rows)
        return


def _payments(path: Path, lines: Iterator[Line]) -> Iterator[_Paid]:
    """The lines below the heading that are not empty."""
    first, headings = next(lines, (1, ()))
    places = _places(path, first, [heading.strip().casefold() for heading in headings])
    for line, cells in lines:
        if any(cell.strip() for cell in cells):
            entry, amount = (cells[place].strip() if place < len(cells) else "" for place in places)
            yield _Paid(path, line, entry, amount)


def _places(path: Path, line: int, headings: Sequence[str]) -> list[int]:
    """Where entry and amount stand; raises `errors.MissingHeading`, `errors.RepeatedHeading`."""
    for name in _NEEDED:
        if headings.count(name) > 1:
            raise errors.RepeatedHeading(path=path, line=line, field=name, called=name, found=", ".join(headings))
        if name not in headings:
            found, accepted = ", ".join(headings), ", ".join(COLUMNS)
            raise errors.MissingHeading(path=path, line=line, field=", ".join(_NEEDED), found=found, accepted=accepted)
    return [headings.index(name) for name in _NEEDED]
