"""What a result folder says beside its entitlements: totals and assumptions, the account of the rows, the rejected rows.

The files must be those of one run: a folder in which they contradict each other was edited, or mixes two.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from subsidy import errors
from subsidy.batch.cells import defused
from subsidy.batch.read_back import SUMMARY
from subsidy.batch.read_rejects import REJECTS, Rejected, read_rejects
from subsidy.batch.result_forms import Fates, Reconciliation, SumFates, Summary, Total
from subsidy.intake.case_faults import fault, plainly
from subsidy.money import EXACT

RECONCILIATION = "reconciliation.json"
Form = TypeVar("Form", bound=BaseModel)


@dataclass(frozen=True)
class Fate:
    """The rows, or the RMB, that were read, and where each went."""

    read: Decimal
    counted: Decimal
    excluded: Mapping[str, Decimal]
    rejected: Mapping[str, Decimal]

    @property
    def balanced(self) -> bool:
        return self.read == _sum([self.counted, *self.excluded.values(), *self.rejected.values()])


@dataclass(frozen=True)
class Account:
    """The summary and the account of the rows, as they were written."""

    folder: Path
    totals: Sequence[Total]
    readings: Mapping[str, str]
    assumptions: Sequence[str]
    rows: Fate
    amount: Fate
    balanced: bool
    said: Mapping[str, Any]
    """The other parts of `reconciliation.json`: files, side tables, imports by year, months covered, warnings, controls."""
    rejects: Rejected
    """The rejected rows of imports."""
    side_rejects: Rejected
    """The rejected rows of side tables, which stand in no account."""


def read_account(folder: Path) -> Account:
    """The account of a result folder.

    Raises `errors.NoResult` where it is none, `errors.UnreadableFile`, what `subsidy.intake.case_faults.fault` gives for a part
    that is none, and `errors.ResultMixed` where two parts contradict each other.
    """
    if not all((folder / name).is_file() for name in (RECONCILIATION, REJECTS, SUMMARY)):
        raise errors.NoResult(path=folder, accepted=f"{RECONCILIATION}, {REJECTS}, {SUMMARY}")
    summary, account = read_form(folder / SUMMARY, Summary), read_form(folder / RECONCILIATION, Reconciliation)
    rejects, side_rejects = read_rejects(folder, sum(account.rows.rejected.values()))
    _refuse_mixed(folder, summary, account)
    _refuse_other_rejects(folder, account, rejects, side_rejects)
    return Account(
        folder,
        totals=summary.totals,
        readings=summary.readings,
        assumptions=summary.assumptions,
        rows=_fate(account.rows),
        amount=_fate(account.amount),
        balanced=account.balanced,
        said=account.said(),
        rejects=rejects,
        side_rejects=side_rejects,
    )


def read_form(path: Path, form: type[Form]) -> Form:
    """A JSON file of a result; raises `errors.UnreadableFile`, or what `case_faults.fault` gives for a part that is none."""
    try:
        return form.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise errors.UnreadableFile(path=path, problem=error.strerror) from None
    except ValidationError as error:
        raise fault(error, form, lambda keys: plainly(str(path), keys)) from None
    except ValueError as error:
        raise errors.UnreadableFile(path=path, problem=error) from None


def _fate(said: Fates | SumFates) -> Fate:
    excluded, rejected = ({code: Decimal(value) for code, value in side.items()} for side in (said.excluded, said.rejected))
    return Fate(Decimal(said.read), Decimal(said.counted), excluded, rejected)


def _sum(parts: Sequence[Decimal]) -> Decimal:
    """The exact sum, whatever the caller's own context is."""
    total = Decimal(0)
    for part in parts:
        total = EXACT.add(total, part)
    return total


def _refuse_mixed(folder: Path, summary: Summary, account: Reconciliation) -> None:
    """Both files tell the as-of day; what counts is the imports of all years."""
    _same(folder, (SUMMARY, summary.as_of), (RECONCILIATION, account.as_of), "as_of")
    counted, imports = account.amount.counted, _sum(list(account.imports.values()))
    _same(folder / RECONCILIATION, ("amount.counted", counted), ("imports", imports), "RMB")


def _refuse_other_rejects(folder: Path, account: Reconciliation, rejects: Rejected, side_rejects: Rejected) -> None:
    """Each rejected row stands in `rejects.csv` once: those of imports by code, then those of side tables by file."""
    said, found = Counter(account.rows.rejected), rejects.rows
    for code in sorted({*said, *found}):
        _same(folder, (RECONCILIATION, said[code]), (REJECTS, found[code]), code)
    of_sides: Counter[str] = Counter()
    for side in account.side_tables:
        of_sides[defused(side.name)] += side.rejected
    files = Counter({defused(name): rows for name, rows in side_rejects.files.items()})
    for name in sorted({*of_sides, *files}):
        _same(folder, (RECONCILIATION, of_sides[name]), (REJECTS, files[name]), name)


def _same(path: Path, one: tuple[str, object], other: tuple[str, object], what: str) -> None:
    if one[1] != other[1]:
        raise errors.ResultMixed(path=path, one=one[0], other=other[0], what=f"{what}: {one[1]}, {other[1]}")
