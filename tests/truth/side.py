"""The side tables of a seed: the register of the enterprises and the rates of the months, dressed like any other file."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.truth import csv_file
from tests.truth.grid import Grid, Line
from tests.truth.layout import Column
from tests.truth.model import Firm
from tests.truth.pen import Pen, Value
from tests.truth.workbook import write_workbook
from tests.truth.world import World, draw_firm

REGISTER = {
    "uscc": ("统一社会信用代码", "uscc"),
    "customs_code": ("海关注册编码", "海关备案编码", "customs_code"),
    "name": ("企业名称", "name"),
    "zone": ("所在综保区", "zone"),
    "settled_on": ("落户日期", "settled_on"),
    "qualified": ("符合条件", "qualified"),
}
ZONES = {"qingpu": ("青浦", "青浦综合保税区", "qingpu"), "songjiang": ("松江", "songjiang")}
YES_NO = {True: "是", False: "否", None: ""}


@dataclass
class Entry:
    """What the register says of an enterprise."""

    firm: Firm
    zone: str
    settled_on: str
    qualified: bool | None


@dataclass
class Side:
    """A side table as written: where it is, what it says, and which of its cells are refused, by line."""

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    rejects: list[tuple[int, str, str, str]] = field(default_factory=list)
    zipped: bool = False


def draw_register(world: World, folder: Path) -> Side:
    """A register of the enterprises that are in it, of two that share a name, and perhaps of one that cannot be read."""
    rng = world.rng
    twins = [draw_firm(rng, number, "重名公司", registered=True) for number in (70, 71)]
    entries = [_entry(rng, firm) for firm in [*(f for f in world.firms if f.registered), *twins]]
    bad = _entry(rng, Firm(rng.choice(("91310118", "9131011800000000I4")), "", "写错公司", right_check_digit=True, registered=True))
    listed = [*entries, bad] if rng.random() < 0.3 else entries
    rng.shuffle(listed)
    pen = Pen(rng, "csv", neat=rng.random() < 0.4)
    grid = _grid([rng.choice(names) for names in REGISTER.values()], [_values(pen, entry, neat=entry is bad) for entry in listed])
    path, places = _write(rng, folder / "register", grid)
    heading = grid.columns[0].heading
    rejects = [(places[n + 1], heading, bad.firm.uscc, "uscc") for n, entry in enumerate(listed) if entry is bad]
    return Side(path, {entry.firm.uscc: entry for entry in entries}, rejects)


def _entry(rng: random.Random, firm: Firm) -> Entry:
    settled = f"{rng.randrange(2021, 2026)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}" if rng.random() < 0.6 else ""
    return Entry(firm, rng.choice(("qingpu", "qingpu", "qingpu", "songjiang")), settled, rng.choice((None, True, True, False)))


def _values(pen: Pen, entry: Entry, *, neat: bool) -> list[Value]:
    zone = pen.rng.choice(ZONES[entry.zone])
    texts = [entry.firm.uscc, entry.firm.customs_code, entry.firm.name, zone, entry.settled_on, YES_NO[entry.qualified]]
    return [text if neat or not text else pen.noisy(text) for text in texts]


def draw_rates(world: World, folder: Path) -> Side:
    """The rates that the world has, in one file."""
    rng = world.rng
    rows: list[list[Value]] = []
    for (year, month, currency), (units, places) in world.rates.items():
        digits = f"{units:0{places + 1}d}"
        when = rng.choice((f"{year}-{month:02d}", f"{year}{month:02d}", f"{year}年{month}月"))
        rows.append([when, currency, f"{digits[:-places]}.{digits[-places:]}"])
    rng.shuffle(rows)
    path, _ = _write(rng, folder / "rates", _grid(["month", "currency", "rate"], rows))
    return Side(path)


def _grid(headings: list[str], rows: list[list[Value]]) -> Grid:
    columns = [Column(heading, heading, lambda row: None) for heading in headings]
    return Grid(columns, [], Line(list(headings)), [Line(row) for row in rows])


def _write(rng: random.Random, stem: Path, grid: Grid) -> tuple[Path, dict[int, int]]:
    if rng.random() < 0.2:
        path = stem.with_suffix(".xlsx")
        _strip_controls(grid)
        return path, write_workbook(rng, path, {"Sheet1": grid})["Sheet1"]
    style = csv_file.draw_style(rng)
    path = stem.with_suffix(style.suffix + (".gz" if style.zipped else ""))
    body, places = csv_file.render(rng, grid, style)
    path.write_bytes(body)
    return path, places


def _strip_controls(grid: Grid) -> None:
    """A workbook cannot hold control characters."""
    for line in grid.body:
        line.values = [
            value.translate(dict.fromkeys(range(32))).replace("\x7f", "") if isinstance(value, str) else value for value in line.values
        ]


__all__ = ["Entry", "Side", "draw_rates", "draw_register"]
