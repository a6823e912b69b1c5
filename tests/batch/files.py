"""Small customs files and side tables for tests, written as a clerk's export has them."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch

A = "913101180000000004"
B = "91310118MA1KX1370E"
C = "91310118MA1KX1581X"
AS_OF = date(2026, 3, 1)
WHOLE = (("2024-01", "2025-12"),)
NO_YEAR = 1990
"""A year for which there are no entitlements."""
HEADINGS = (
    "报关单号",
    "商品序号",
    "进口日期",
    "统一社会信用代码",
    "企业名称",
    "进出口标志",
    "监管方式",
    "运输方式",
    "启运国",
    "报关单状态",
    "人民币(元)",
)
GOOD = {"报关单号": "221820240000000001", "商品序号": "1", "进口日期": "2024-03-01", "统一社会信用代码": A, "企业名称": "甲公司",
        "进出口标志": "I", "监管方式": "0110", "运输方式": "2", "启运国": "USA", "报关单状态": "结关", "人民币(元)": "100.00"}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    """A row that counts, with changes by heading."""
    return {**GOOD, **changes}


def write(path: Path, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> str:
    """A CSV of the headings of its first row."""
    with path.open("w", encoding=encoding, newline="") as sink:
        writer = csv.DictWriter(sink, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def numbered(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows, each with a declaration number of its own."""
    return [{**found, "报关单号": f"2218202400{number:08d}"} for number, found in enumerate(rows)]


class Result:
    """A result folder, read back."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.reconciliation: dict[str, Any] = json.loads((out / "reconciliation.json").read_text(encoding="utf-8"))
        self.summary: dict[str, Any] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        self.entitlements = _table(out / "entitlements.csv")
        self.rejects = _table(out / "rejects.csv")

    def one(self, uscc: str, provision: str, period: str) -> dict[str, str]:
        """The one entitlement of an enterprise, provision and period."""
        found = [e for e in self.entitlements if (e["uscc"], e["provision"].partition("/")[2], e["period"]) == (uscc, provision, period)]
        assert len(found) == 1, found
        return found[0]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


class Batch(Protocol):
    """Runs a batch of some files, with options of `BatchRequest`, and reads its result."""

    def __call__(self, tmp: Path, files: Sequence[str], **options: Any) -> Result: ...


def batch(tmp: Path, files: Sequence[str], **options: Any) -> Result:
    """Run a batch and read its result."""
    request = BatchRequest(**{"files": tuple(files), "out": tmp / "result", "as_of": AS_OF, "coverage": WHOLE, "force": True, **options})
    run_batch(request)
    return Result(tmp / "result")
