"""A batch result read back: the claims that its `entitlements.csv` holds, and what its `summary.json` says they rest on.

The file is read as it was written: cells that were defused are as before, null is empty, sums are exact.
"""

from __future__ import annotations

import csv
import functools
import json
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar, cast, get_args

from subsidy import errors, facts, money
from subsidy.batch.cells import ENTITLEMENT_COLUMNS, columns_of, defused
from subsidy.batch.result_forms import Basis
from subsidy.dated import Claimed
from subsidy.deadlines import Entry
from subsidy.entitlement import Missing, Receipt, Status
from subsidy.intake.cell import admit
from subsidy.law.wording import sentence

ENTITLEMENTS, SUMMARY = "entitlements.csv", "summary.json"
LONGEST_CELL = (1 << 31) - 1
_STATES = get_args(Status)
Value = TypeVar("Value")
Row = Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """A result folder: the day as of which it was judged, under which readings and decisions, and its receipt."""

    folder: Path
    as_of: date
    readings: Mapping[str, str]
    decisions: Mapping[str, str]
    receipt: Receipt

    def lines(self) -> Iterator[tuple[int, Row]]:
        """Every line as its cells by column, with its number; raises `errors.NoResult` or `errors.UnreadableFile`."""
        return _rows(self.folder / ENTITLEMENTS)

    def entries(self, provisions: Container[str], lang: str) -> Iterator[Entry]:
        """Every entitlement; raises a `errors.SubsidyError` that names file, line and column where one cannot be read."""
        path = self.folder / ENTITLEMENTS
        for line, row in _rows(path):
            try:
                yield _entry(row, provisions, lang)
            except _Unusable as found:
                where = {"where": f"{path}, line {line}, {found.column}", "where_zh": f"{path} 第{line}行 {found.column}"}
                raise errors.BadValue(**where, value=row[found.column], accepted=found.accepted) from None


def read_result(folder: Path) -> Result:
    """The result in a folder; raises `errors.NoResult` where there is none, or its summary is none."""
    if not all((folder / name).is_file() for name in (ENTITLEMENTS, SUMMARY)):
        raise errors.NoResult(path=folder, accepted=f"{ENTITLEMENTS}, {SUMMARY}")
    path = folder / SUMMARY
    try:
        said = Basis.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise errors.UnreadableFile(path=path, problem=error.strerror) from None
    except ValueError:
        raise errors.NoResult(path=path, accepted="as_of, readings, decisions, receipt") from None
    return Result(folder, said.as_of, said.readings, said.decisions, said.receipt)


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Every line below the heading, with its number, as cells by column."""
    admit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.reader(source, strict=True)
        try:
            columns = tuple(next(reader, ()))
            if columns != columns_of(columns):
                raise errors.NoResult(path=path, accepted=",".join(ENTITLEMENT_COLUMNS))
            for cells in reader:
                if len(cells) != len(columns):
                    raise errors.NoResult(path=f"{path}:{reader.line_num}", accepted=",".join(ENTITLEMENT_COLUMNS))
                yield reader.line_num, dict(zip(columns, cells, strict=True))
        except (csv.Error, UnicodeDecodeError) as error:
            raise errors.UnreadableFile(path=f"{path}:{reader.line_num + 1}", problem=error) from None


class _Unusable(Exception):
    def __init__(self, column: str, accepted: str) -> None:
        self.column, self.accepted = column, accepted


def _entry(row: Row, provisions: Container[str], lang: str) -> Entry:
    if row["provision"] not in provisions:
        raise _Unusable("provision", "a provision of the documents held, or of a file given with --policy")
    if row["status"] not in _STATES:
        raise _Unusable("status", ", ".join(_STATES))
    low = _read(row, "low", money.yuan, facts.MONEY_FORM)
    if low is None:
        raise _Unusable("low", facts.MONEY_FORM)
    claimed = Claimed(
        uscc=row["uscc"] or None,
        name=restored(row["name"]) or None,
        status=cast("Status", row["status"]),
        amount=_read(row, "amount", money.yuan, facts.MONEY_FORM),
        low=low,
        high=_read(row, "high", money.yuan, facts.MONEY_FORM),
        missing=tuple(_missing(item, lang) for item in row["missing"].split(";") if item),
    )
    first, last = (_read(row, name, date.fromisoformat, facts.DAY_FORM) for name in ("valid_from", "valid_until"))
    return Entry(row["provision"], restored(row["period"]), first, last, claimed)


def _read(row: Row, column: str, parse: Callable[[str], Value], accepted: str) -> Value | None:
    """What a cell says; None where it is empty."""
    try:
        return parse(row[column]) if row[column] else None
    except ValueError:
        raise _Unusable(column, accepted) from None


def restored(text: str) -> str:
    """A cell as it was before it was defused.

    >>> restored("'=1+1"), restored("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith("'") and defused(text[1:]) == text else text


@functools.lru_cache(maxsize=1024)
def _missing(item: str, lang: str) -> Missing:
    """A missing item written `code` or `code:detail`, with its sentence."""
    code, _, detail = item.partition(":")
    try:
        message = sentence("missing", code, lang).format(detail=detail).strip()
    except KeyError:
        raise _Unusable("missing", "the codes of `subsidy batch`") from None
    return Missing(code=code, detail=detail or None, message=message)
