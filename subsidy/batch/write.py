"""The result in its place: written beside it and moved there whole, or not at all."""

from __future__ import annotations

import csv
import json
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from subsidy import errors, money
from subsidy.batch.cells import ENTITLEMENT_COLUMNS, REJECT_COLUMNS, defused
from subsidy.batch.result import Computed
from subsidy.errors import Issue
from subsidy.law.wording import sentence

_SUMS = ("amount", "low", "high")
_FREE_TEXT = ("name", "period")


RESULT_FILES = ("entitlements.csv", "rejects.csv", "reconciliation.json", "summary.json")


def refuse_existing(out: Path, *, force: bool) -> None:
    """Raise `errors.OutputExists` for a folder that is not empty, unless it holds a result that may be replaced.

    Raises `errors.OutputForeign` for a file, or a folder that holds anything else: that is never replaced.
    """
    if not out.exists():
        return
    foreign = [out.name] if not out.is_dir() else sorted({path.name for path in out.iterdir()} - set(RESULT_FILES))
    if out.is_dir() and not any(out.iterdir()):
        return
    if not force and out.is_dir():
        raise errors.OutputExists(path=out)
    if foreign:
        raise errors.OutputForeign(path=out, found=foreign[0])


def entitlement_rows(table: pa.Table) -> Iterator[list[str]]:
    """The cells of `entitlements.csv`: sums with two decimals, null empty, formulas defused."""
    columns = [_texts(name, table[name].to_pylist()) for name in ENTITLEMENT_COLUMNS]
    return map(list, zip(*columns, strict=True))


def _texts(name: str, values: Sequence[Any]) -> list[str]:
    if name in _SUMS:
        return ["" if value is None else money.text(value) for value in values]
    texts = ["" if value is None else str(value) for value in values]
    return [defused(text) for text in texts] if name in _FREE_TEXT else texts


def reject_rows(issues: Iterable[Issue], lang: str) -> Iterator[list[str]]:
    for issue in issues:
        cells = [*issue, sentence("rejects", issue.code, lang)]
        yield ["" if cell is None else defused(str(cell)) if isinstance(cell, str) else str(cell) for cell in cells]


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(columns)
        writer.writerows(rows)


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def write_result(computed: Computed, out: Path, lang: str) -> None:
    """Write all files of a result; raises `errors.OutputBusy` where the place cannot be written."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = out.with_name(f".{out.name}-{secrets.token_hex(4)}")
        beside.mkdir()
    except OSError as error:
        raise errors.OutputBusy(path=out, problem=error.strerror) from None
    try:
        _write_csv(beside / "entitlements.csv", ENTITLEMENT_COLUMNS, entitlement_rows(computed.entitlements))
        _write_csv(beside / "rejects.csv", REJECT_COLUMNS, reject_rows(computed.rejects, lang))
        _write_json(beside / "reconciliation.json", computed.reconciliation)
        _write_json(beside / "summary.json", computed.summary)
        _move(beside, out)
    except OSError as error:
        raise errors.OutputBusy(path=out, problem=error.strerror) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move(beside: Path, out: Path) -> None:
    """Put the new folder in the place of the old one."""
    if not out.exists():
        beside.rename(out)
        return
    old = out.with_name(f"{beside.name}-old")
    out.rename(old)
    try:
        beside.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
