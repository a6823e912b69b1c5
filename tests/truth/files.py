"""Writing a seed's tables as files, and where each drawn row then stands."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from tests.truth import csv_file
from tests.truth.grid import Grid, Line, draw_grid
from tests.truth.model import Plan, Row
from tests.truth.parquet_file import write_parquet
from tests.truth.pen import Pen
from tests.truth.workbook import write_workbook

MEDIA = ("csv", "csv", "csv", "csv", "xlsx", "parquet")


@dataclass(frozen=True)
class Place:
    """Where a line of drawn rows stands; `sheet` is empty in a file without sheets."""

    file: str
    sheet: str
    line: int


@dataclass
class Written:
    """A file as written: its tables by sheet, with the place of each of their lines."""

    path: Path
    medium: str
    encoding: str
    grids: dict[str, Grid]
    places: dict[str, dict[int, int]]

    @property
    def lines(self) -> list[tuple[Place, Grid, Line]]:
        """Every line that holds drawn rows."""
        return [
            (Place(self.path.name, sheet, self.places[sheet][number]), grid, line)
            for sheet, grid in self.grids.items()
            for number, line in enumerate(grid.lines)
            if line.rows
        ]

    @property
    def rows(self) -> list[Row]:
        """Every drawn row in it."""
        return [row for _, _, line in self.lines for row in line.rows]


def parts_of(rng: random.Random, plan: Plan) -> list[list[Row]]:
    """The rows of a plan as one or two files have them; lines and identical rows stay together."""
    if rng.random() < 0.75:
        return [plan.rows] if plan.rows else []
    sides: dict[object, int] = {}
    parts: list[list[Row]] = [[], []]
    for row in plan.rows:
        together = row.group if row.group is not None else id(row.twin_of or row)
        parts[sides.setdefault(together, rng.randrange(2))].append(row)
    return [part for part in parts if part]


def write_all(rng: random.Random, folder: Path, plans: list[Plan], encoding: str | None) -> list[Written]:
    """Every plan's rows in files of any kind."""
    written: list[Written] = []
    for plan in plans:
        for part in parts_of(rng, plan):
            medium = rng.choice(MEDIA) if any(row.fate == "counted" for row in part) else "csv"
            rows = [row for row in part if fits(medium, row)]
            written.append(_write(rng, folder / f"f{len(written):02d}", medium, plan, rows, encoding))
    return written


def fits(medium: str, row: Row) -> bool:
    """Whether a file of that kind can hold the row: only a text file has lines of another width."""
    return medium == "csv" or (row.fate != "columns" and (medium == "xlsx" or row.fate != "heading_row"))


def _write(rng: random.Random, stem: Path, medium: str, plan: Plan, rows: list[Row], encoding: str | None) -> Written:
    pen = Pen(rng, medium, neat=rng.random() < (0.6 if medium == "parquet" else 0.3))
    if medium == "parquet":
        return _parquet(rng, stem, draw_grid(pen, plan, rows, titled=False))
    if medium == "xlsx":
        half = len(rows) // 2 if plan.kind != "wide" and rng.random() < 0.3 and not any(row.twin_of for row in rows) else 0
        named = {"Sheet1": rows[:half], "数据 2": rows[half:]}
        return _workbook(rng, stem, {name: draw_grid(pen, plan, part, titled=True) for name, part in named.items() if part})
    return _text(rng, stem, draw_grid(pen, plan, rows, titled=rng.random() < 0.5), encoding)


def _text(rng: random.Random, stem: Path, grid: Grid, encoding: str | None) -> Written:
    style = csv_file.draw_style(rng, encoding)
    path = stem.with_name(stem.name + style.suffix + (".gz" if style.zipped else ""))
    body, places = csv_file.render(rng, grid, style)
    path.write_bytes(body)
    return Written(path, "gz" if style.zipped else "csv", style.encoding, {"": grid}, {"": places})


def _workbook(rng: random.Random, stem: Path, grids: dict[str, Grid]) -> Written:
    path = stem.with_suffix(".xlsx")
    return Written(path, "xlsx", "", grids, write_workbook(rng, path, grids))


def _parquet(rng: random.Random, stem: Path, grid: Grid) -> Written:
    path = stem.with_suffix(".parquet")
    return Written(path, "parquet", "", {"": grid}, {"": write_parquet(rng, path, grid)})
