"""Workbooks for tests, sound and spoilt."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from subsidy.intake.asked import Asked, How
from subsidy.intake.workbook import Workbook, open_workbook

HEADINGS = ["统一社会信用代码", "进口日期", "人民币"]
A = "913101180000000004"


def written(path: Path, write: Callable[[Any], None], **options: bool) -> Path:
    with xlsxwriter.Workbook(path, options) as book:
        write(book)
    return path


def sheets(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    def write(book: Any) -> None:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    return written(path, write)


def opened(path: Path, *names: str, table: str = "imports", max_bytes: int = 1 << 30) -> Workbook:
    workspace = path.parent / "workspace"
    workspace.mkdir(exist_ok=True)
    return open_workbook(str(path), Asked(table, {}, names), How(workspace, max_bytes=max_bytes))


def spoilt(tmp_path: Path, change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> Path:
    """A workbook of which one part has been changed."""
    sound = sheets(tmp_path / "sound.xlsx", {"一": [HEADINGS, [A, "2024-05-01", 1]]})
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return tmp_path / "a.xlsx"
