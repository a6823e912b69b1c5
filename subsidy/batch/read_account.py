"""What a result folder says beside its entitlements: totals and assumptions, the account of the rows, the rejected rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from subsidy import errors
from subsidy.batch.cells import REJECT_COLUMNS
from subsidy.batch.read_back import SUMMARY, restored

RECONCILIATION, REJECTS = "reconciliation.json", "rejects.csv"
_SIDES = ("excluded", "rejected")
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Fate:
    """The rows, or the RMB, that were read, and where each went."""

    read: Decimal
    counted: Decimal
    excluded: Mapping[str, Decimal]
    rejected: Mapping[str, Decimal]

    @property
    def balanced(self) -> bool:
        return self.read == self.counted + sum(self.excluded.values()) + sum(self.rejected.values())


@dataclass(frozen=True)
class Account:
    """The summary and the account of the rows, as they were written."""

    folder: Path
    totals: Sequence[Mapping[str, Any]]
    assumptions: Sequence[str]
    rows: Fate
    amount: Fate
    balanced: bool
    said: Mapping[str, Any]
    """The whole of `reconciliation.json`: files, side tables, imports by year, months covered, warnings, controls."""

    def rejects(self) -> Iterator[Mapping[str, str]]:
        """Every rejected row; raises `errors.UnreadableFile` or `errors.NoResult`."""
        path = self.folder / REJECTS
        with path.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.reader(source, strict=True)
            try:
                if tuple(next(reader, ())) != REJECT_COLUMNS:
                    raise errors.NoResult(path=path, accepted=",".join(REJECT_COLUMNS))
                for cells in reader:
                    if len(cells) != len(REJECT_COLUMNS):
                        raise errors.NoResult(path=f"{path}:{reader.line_num}", accepted=",".join(REJECT_COLUMNS))
                    yield dict(zip(REJECT_COLUMNS, map(restored, cells), strict=True))
            except (csv.Error, UnicodeDecodeError) as error:
                raise errors.UnreadableFile(path=f"{path}:{reader.line_num + 1}", problem=error) from None


def read_account(folder: Path) -> Account:
    """The account of a result folder; raises `errors.NoResult` where it is none, `errors.UnreadableFile`."""
    if not all((folder / name).is_file() for name in (RECONCILIATION, REJECTS, SUMMARY)):
        raise errors.NoResult(path=folder, accepted=f"{RECONCILIATION}, {REJECTS}, {SUMMARY}")
    summary, account = _json(folder / SUMMARY), _json(folder / RECONCILIATION)
    try:
        return Account(
            folder,
            totals=[_total(line) for line in summary["totals"]],
            assumptions=[str(code) for code in summary["assumptions"]],
            rows=_fate(account["rows"]),
            amount=_fate(account["amount"]),
            balanced=account["balanced"] is True,
            said=_held(account),
        )
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation):
        raise errors.NoResult(path=folder, accepted="totals, assumptions, rows, amount, balanced") from None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise errors.UnreadableFile(path=path, problem=error.strerror) from None
    except ValueError as error:
        raise errors.UnreadableFile(path=path, problem=error) from None


def _total(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """A line of totals with its sums exact."""
    high = line["high"]
    sums = {"low": Decimal(line["low"]), "high": None if high is None else Decimal(high)}
    return {name: line[name] for name in ("provision", "period", "status", "claim", "entitlements")} | sums


def _fate(said: Mapping[str, Any]) -> Fate:
    sides = {side: {str(code): _number(value) for code, value in said[side].items()} for side in _SIDES}
    return Fate(read=_number(said["read"]), counted=_number(said["counted"]), **sides)


def _number(value: object) -> Decimal:
    """A count of rows, or a sum written as text; a number that has been a float is refused."""
    if not isinstance(value, int | str):
        raise TypeError(value)
    return Decimal(value)


def _held(account: Mapping[str, Any]) -> Mapping[str, Any]:
    """The other parts; one that an older result does not have is empty."""
    empty: dict[str, Any] = {
        "files": [],
        "side_tables": [],
        "imports": {},
        "covered": {"months": [], "gaps": []},
        "warnings": [],
        "controls": {},
    }
    return {name: account.get(name, nothing) for name, nothing in empty.items()}
