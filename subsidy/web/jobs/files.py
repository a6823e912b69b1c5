"""The files of a job: what lies where in its folder, and in which media types a result is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

RESULT, UPLOADS, STATE = "result", "uploads", "job.json"
REPORT, ZIP, ANSWER, CONTROLS = "report.html", "result.zip", "answer.json", "controls.json"
MEDIA: Mapping[str, str] = {
    "entitlements.csv": "text/csv; charset=utf-8",
    "rejects.csv": "text/csv; charset=utf-8",
    "reconciliation.json": "application/json",
    "summary.json": "application/json",
    "result.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "entitlements.parquet": "application/vnd.apache.parquet",
    REPORT: "text/html; charset=utf-8",
    ZIP: "application/zip",
}
"""What may be fetched of a job: these names, and no others, are ever looked for."""
RESULT_FILES = tuple(name for name in MEDIA if name != ZIP)


def path_of(folder: Path, name: str) -> Path:
    """Where a file of `MEDIA` lies."""
    return folder / ZIP if name == ZIP else folder / RESULT / name


def sizes(folder: Path) -> Iterator[tuple[str, int]]:
    """The files that a job has, with their bytes."""
    for name in MEDIA:
        path = path_of(folder, name)
        if path.is_file():
            yield name, path.stat().st_size
