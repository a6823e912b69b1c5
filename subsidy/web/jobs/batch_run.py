"""A batch in its own process: the very call that `subsidy batch` makes, with what a server adds to its result."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from subsidy.batch.read_back import read_result
from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch
from subsidy.facts import Grant
from subsidy.intake.side_tables import SideTable
from subsidy.law.library import library
from subsidy.ledger.grants import table_of_grants
from subsidy.ledger.ledger import Ledger
from subsidy.web.jobs.child import put
from subsidy.web.jobs.files import CONTROLS, REPORT, RESULT, RESULT_FILES, ZIP
from subsidy.web.jobs.progress import Noted


def run(folder: Path, asked: dict[str, Any]) -> None:
    """Computes the batch and puts its result into the folder."""
    request = request_of(folder, asked)
    result = run_batch(request, Noted(folder / "progress.json"))
    if controls := result.reconciliation["controls"]:
        put(folder / CONTROLS, all(control["matches"] for control in controls.values()))
    if asked["report"]:
        _report(folder / RESULT, request)
    pack(folder / RESULT, folder / ZIP, request.as_of)


def request_of(folder: Path, asked: dict[str, Any]) -> BatchRequest:
    """What is asked, as the batch takes it."""
    given = dict(asked["request"])
    given |= {name: date.fromisoformat(given[name]) for name in ("as_of", "fees_through") if given[name] is not None}
    given |= {name: tuple(given[name]) for name in ("files", "sheets", "to", "policies")}
    given["coverage"] = tuple((first, last) for first, last in given["coverage"])
    given["controls"] = {int(year): Decimal(amount) for year, amount in given["controls"].items()}
    grants = _grants(asked["ledger"], given["as_of"], given["policies"]) if asked["from_ledger"] else None
    return BatchRequest(**given, names=asked["names"], out=folder / RESULT, grants=grants)


def _grants(ledger: str, as_of: date, policies: tuple[str, ...]) -> SideTable[Grant]:
    """Earlier grants of the ledger, whose address is nobody's business."""
    with Ledger.open(ledger) as opened:
        table = table_of_grants(opened, as_of, library().with_files(policies))
    table.name = "ledger"
    return table


def _report(folder: Path, request: BatchRequest) -> None:
    from subsidy.report.html.page import page  # noqa: PLC0415 - needs an extra

    text = page(read_result(folder), library().with_files(request.policies), request.lang)
    (folder / REPORT).write_text(text, encoding="utf-8", newline="\n")


def pack(folder: Path, target: Path, as_of: date) -> None:
    """All files of a result in one; the same result makes the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as sink:
        for name in RESULT_FILES:
            if (folder / name).is_file():
                entry = zipfile.ZipInfo(name, (max(as_of.year, 1980), as_of.month, as_of.day, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                with (folder / name).open("rb") as source, sink.open(entry, "w", force_zip64=True) as part:
                    while block := source.read(1 << 20):
                        part.write(block)
