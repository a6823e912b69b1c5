"""Tables beside the imports: the register of enterprises, firsts, warehousing fees, prior grants.

Few rows, so they are read in plain Python. A row that cannot be read is an `Issue`, and what it would have said is
unknown for its enterprise: `unreadable` names the enterprises of such rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from subsidy import errors
from subsidy.errors import Issue
from subsidy.facts import BusinessFirst, Grant, WarehouseFee
from subsidy.intake import values
from subsidy.intake.asked import MOST_BYTES, Asked, How
from subsidy.intake.headings import Layout, key
from subsidy.intake.opening import open_one
from subsidy.intake.values import Parsed

Fact = TypeVar("Fact")


@dataclass(frozen=True)
class Firm:
    """What the register says of one enterprise."""

    uscc: str
    customs_code: str | None = None
    name: str | None = None
    zone: str | None = None
    settled_on: date | None = None
    foreign_trade: bool | None = None
    qualified: bool | None = None


@dataclass
class SideTable(Generic[Fact]):
    """The facts of a side table by enterprise in the order of the file, and what could not be read."""

    facts: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    unreadable: set[str] = field(default_factory=set)
    unusable: list[Mapping[str, Any]] = field(default_factory=list)
    """What can be read, by field, of each row that cannot be used."""
    issues: list[Issue] = field(default_factory=list)
    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    name: str = ""
    sha256: str | None = None
    rows: int = 0

    def describe(self) -> dict[str, object]:
        """What was read, for the reconciliation."""
        return {"name": self.name, "sha256": self.sha256, "rows": self.rows, "rejected": len(self.issues)}


@dataclass
class Register(SideTable[Firm]):
    """The register of enterprises."""

    @property
    def firms(self) -> Mapping[str, Firm]:
        return {code: firms[-1] for code, firms in self.facts.items() if code not in self.unreadable}


_PARSERS: Mapping[str, Callable[[str | None], Parsed]] = {
    "uscc": values.uscc,
    "customs_code": values.identifier,
    "name": values.text_value,
    "zone": values.zone,
    "foreign_trade": values.yes_no,
    "qualified": values.yes_no,
    "business": values.text_value,
    "kind": values.first_kind,
    "provision": values.text_value,
    "period": values.grant_period,
}
_DAYS = ("settled_on", "recognised_on", "achieved_on", "from", "to", "granted_on")
_NEEDED_CELLS = {"firsts": ("business", "kind"), "warehousing": ("from", "to", "amount"), "prior": ("provision", "period", "amount")}


@dataclass(frozen=True)
class Opened:
    """A side table that has been opened: what it is called, its layout, its records with their lines."""

    name: str
    sha256: str | None
    layout: Layout
    records: Iterable[tuple[int, Sequence[str]]]
    sheet: str | None = None

    def issue(self, line: int, cells: Sequence[str], number: int | None, code: str) -> Issue:
        """What is wrong with a cell, or with the whole row where none is to blame."""
        column = None if number is None else self.layout.shown(number)
        return Issue(self.name, self.sheet, line, column, None if number is None else cells[number], code)

    def data_rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The records that are neither empty nor totals nor the heading come again."""
        for line, cells in self.records:
            leading = values.leading_text(cells)
            if leading and not values.is_total(leading) and not self._is_heading(cells):
                yield line, cells

    def _is_heading(self, cells: Sequence[str]) -> bool:
        columns = self.layout.columns.values()
        return all(number < len(cells) and key(cells[number]) == key(self.layout.written[number]) for number in columns)


def open_file(path: str, table: str, workspace: Path, max_bytes: int = MOST_BYTES) -> Opened:
    """A side table from a file of any kind; raises `errors.MissingFile` and what opening a table raises."""
    if not Path(path).exists() or Path(path).is_dir():
        raise errors.MissingFile(path=path)
    if not Path(path).is_file():
        raise errors.NotAFile(path=path)
    opened = open_one(path, Asked(table, {}), How(workspace, max_bytes=max_bytes))
    return Opened(path, opened.sha256, opened.layout, opened.records(), opened.sheet)


def _parse_row(opened: Opened, table: str, line: int, cells: Sequence[str]) -> tuple[dict[str, Any], Issue | None]:
    """The values of a row by field, and the first thing that is wrong with it."""
    if not opened.layout.fits(cells):
        return {}, opened.issue(line, cells, None, "columns")
    found: dict[str, Any] = {}
    issue = None
    for name, number in opened.layout.columns.items():
        parsed = _parse_cell(opened, name, cells[number])
        found[name] = parsed.value
        lacking = parsed.value is None and name in ("uscc", *_NEEDED_CELLS.get(table, ()))
        code = parsed.code or (_code_of_empty(name) if lacking else None)
        if code and issue is None:
            issue = opened.issue(line, cells, number, code)
    return found, issue


def _parse_cell(opened: Opened, name: str, text: str) -> Parsed:
    if name == "amount":
        return values.amount(text, opened.layout.units.get(name, 1))
    return values.day(text) if name in _DAYS else _PARSERS[name](text)


def _code_of_empty(name: str) -> str:
    return {"uscc": "no_enterprise", "from": "date", "to": "date", "amount": "amount"}.get(name, name)


def _read(
    into: SideTable[Fact],
    opened: Opened,
    table: str,
    fact: Callable[[dict[str, Any]], Fact],
    fault: Callable[[dict[str, Any]], str | None] | None = None,
) -> SideTable[Fact]:
    """Read a table row by row; `fault` gives the field, which is also the code, that values good in themselves make unusable."""
    into.name, into.sha256 = opened.name, opened.sha256
    for line, cells in opened.data_rows():
        into.rows += 1
        found, issue = _parse_row(opened, table, line, cells)
        owner = found.pop("uscc", None)
        if issue is None and fault and (code := fault(found)):
            issue = opened.issue(line, cells, opened.layout.columns[code], code)
        if issue is None:
            try:
                made = fact({"uscc": owner, **found})
                into.facts[owner].append(made)
                into.lines[owner].append(line)
            except ValidationError as error:
                issue = _issue_of(error, opened, line, cells)
        if issue is not None:
            into.issues.append(issue)
            into.unusable.append({"uscc": owner, **found})
            into.unreadable.update({owner} if owner else ())
    return into


def _issue_of(error: ValidationError, opened: Opened, line: int, cells: Sequence[str]) -> Issue:
    """What the facts themselves refuse: a fee below zero, an end before its beginning."""
    name = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else "to"
    code = "amount" if name == "amount" else "date" if name in _DAYS else name
    return opened.issue(line, cells, opened.layout.columns.get(name, 0), code)


def _made(model: type[BaseModel]) -> Callable[[dict[str, Any]], Any]:
    def make(found: dict[str, Any]) -> Any:
        return model.model_validate({name: value for name, value in found.items() if value is not None and name not in ("uscc", "name")})

    return make


def read_register(opened: Opened) -> Register:
    """The register of enterprises, its unreadable rows as issues."""
    register = Register()
    _read(register, opened, "register", lambda found: Firm(**found))
    for code, firms in register.facts.items():
        if len(set(firms)) > 1:
            register.unreadable.add(code)
            heading = opened.layout.heading("uscc")
            register.issues += [Issue(opened.name, opened.sheet, line, heading, code, "conflict") for line in register.lines[code]]
    register.issues.sort(key=lambda issue: issue.line or 0)
    return register


def read_firsts(opened: Opened) -> SideTable[BusinessFirst]:
    return _read(SideTable(), opened, "firsts", _made(BusinessFirst))


def read_warehousing(opened: Opened) -> SideTable[WarehouseFee]:
    return _read(SideTable(), opened, "warehousing", _made(WarehouseFee))


def read_prior(opened: Opened, usable: Callable[[str, str], str | None]) -> SideTable[Grant]:
    """Prior grants; `usable` gives the code of what is wrong with a provision and its period, if anything."""
    return _read(SideTable(), opened, "prior", _made(Grant), lambda found: usable(found["provision"], found["period"]))
