"""Grids as sheets of a workbook."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.truth.grid import Grid
from tests.truth.pen import Value


def write_workbook(rng: random.Random, path: Path, sheets: dict[str, Grid]) -> dict[str, dict[int, int]]:
    """Write the sheets, with others about them that hold no table; the row of each grid line, by sheet."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    places: dict[str, dict[int, int]] = {}
    for name, grid in sheets.items():
        if rng.random() < 0.3:
            _add_notes(rng, book.create_sheet(f"说明{len(places)}"))
        places[name] = _fill(rng, book.create_sheet(name), grid)
    if rng.random() < 0.2:
        book.create_sheet("Sheet9")
    book.save(path)
    return places


def _add_notes(rng: random.Random, sheet: Worksheet) -> None:
    for text in rng.sample(("填表说明", "一、数据口径为放行日期", "二、单位：元", "联系人"), k=2):
        sheet.append([text])


def _fill(rng: random.Random, sheet: Worksheet, grid: Grid) -> dict[int, int]:
    places, row = {}, 0
    for number, line in enumerate(grid.lines):
        row += 2 if rng.random() < 0.06 else 1
        places[number] = row
        for column, value in enumerate(line.values, start=1):
            _put(sheet, row, column, value)
    return places


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # what looks like a formula is a text
    elif isinstance(value, date):
        cell.number_format = "yyyy/m/d"
