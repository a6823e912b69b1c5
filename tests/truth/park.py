"""One seed: its tables drawn, dressed and written, with everything that a batch is to be asked and expected to answer."""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.truth.contests import draw_contests
from tests.truth.draw import draw_rows
from tests.truth.files import Written, write_all
from tests.truth.model import Firm, Kind, Plan, Row
from tests.truth.side import Side, draw_rates, draw_register
from tests.truth.wide import draw_wide, wide_periods
from tests.truth.world import World, draw_world

TRIES = 5
OPTIONAL = ("direction", "mode", "transport", "country", "state")
MAPPED = "到岸总额"
"""A heading that is not in the table of aliases."""
IN_DOUBT_TWICE = ("precision", "lost_digits", "columns")
"""What such rows stand for is not said where their whole file is left out."""


@dataclass
class Park:
    """A seed's files, the options of its batch, and the rows as drawn."""

    seed: int
    world: World
    files: list[Written]
    arguments: list[str]
    register: Side | None
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        """Every row of every file."""
        return [row for written in self.files for row in written.rows]

    @property
    def firms(self) -> dict[str, Firm]:
        """The enterprises that have a row that counts."""
        return {row.firm.uscc: row.firm for row in self.rows if row.fate == "counted" and row.firm}


def draw_park(seed: int, folder: Path) -> Park:
    """Draw and write a seed."""
    rng = random.Random(seed)
    world = draw_world(rng)
    world.rounds = rng.random() < 0.08
    plans = [draw_plan(world) for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))]
    if rng.random() < 0.06 and all("rmb" in plan.fields for plan in plans):
        for plan in plans:
            plan.mapped = {"rmb": MAPPED}
    for plan in plans:
        draw_plan_rows(world, plan, 1 + 2 // len(plans))
    draw_contests(world, plans)
    inputs, beside = folder / "imports", folder / "side"
    inputs.mkdir(parents=True)
    beside.mkdir()
    encoding = rng.choice(("utf-8", "gb18030")) if rng.random() < 0.06 else None
    files = write_all(rng, inputs, plans, encoding)
    _give_twice(world, files, inputs)
    return _asked(world, seed, plans, files, inputs, beside, encoding)


def draw_plan_rows(world: World, plan: Plan, share: int) -> None:
    """Rows for a table, some of which count where any can."""
    for _ in range(TRIES):
        if any(row.fate == "counted" for row in plan.rows):
            return
        if plan.kind == "wide":
            draw_wide(world, plan, world.rng.randrange(1, 5))
        else:
            draw_rows(world, plan, world.rng.randrange(3, 12) * share)


def draw_plan(world: World) -> Plan:
    """A kind of table."""
    rng = world.rng
    kind: Kind = rng.choice(("declaration", "declaration", "declaration", "month", "year", "wide"))
    identity = rng.choice(("uscc", "uscc", "customs_code", "name", "any"))
    names = {"uscc": ("uscc",), "customs_code": ("customs_code",), "name": ("name",), "any": ("uscc", "customs_code", "name")}[identity]
    if identity in ("uscc", "customs_code") and rng.random() < 0.4:
        names = (*names, "name")
    if not any(firm.registered for firm in world.firms) and identity != "uscc":
        identity, names = "uscc", ("uscc",)
    if kind == "wide":
        return Plan("wide", names, identity, "rmb", periods=wide_periods(world))
    value = rng.choice(("rmb", "rmb", "rmb", "both", "usd", "currency")) if kind != "year" else rng.choice(("rmb", "both"))
    values = {"both": ("rmb", "usd"), "currency": ("amount", "currency")}.get(value, (value,))
    return Plan(kind, (*names, "date", *values, *_optional(world, kind)), identity, value)


def _optional(world: World, kind: str) -> tuple[str, ...]:
    rng = world.rng
    if kind != "declaration":
        return tuple(name for name in OPTIONAL if rng.random() < 0.25)
    numbers = rng.choice((("declaration", "line"), ("declaration", "line"), ("declaration", "line"), ("declaration",), ()))
    dates = ("other_date",) if rng.random() < 0.25 else ()
    return (*numbers, *dates, *(name for name in OPTIONAL if rng.random() < 0.7))


def _give_twice(world: World, files: list[Written], folder: Path) -> None:
    """Perhaps one file again under a later name: all of it is left out."""
    able = [written for written in files if not any(row.fate in IN_DOUBT_TWICE for row in written.rows)]
    if not able or world.rng.random() > 0.3:
        return
    first = world.rng.choice(able)
    again = copy.deepcopy(first)
    again.path = folder / f"g-again{''.join(first.path.suffixes)}"
    again.path.write_bytes(first.path.read_bytes())
    for row in again.rows:
        row.fate = "duplicate_file"
    if _told_months(again.rows) <= _told_months([row for written in files for row in written.rows if is_told(row)]):
        files.append(again)
    else:
        again.path.unlink()


def _told_months(rows: list[Row]) -> set[tuple[int, int]]:
    return {month for row in rows if row.period for month in row.period.months}


def is_told(row: Row) -> bool:
    """Whether a row's months are covered by it: it counts or is left out for another reason than being too late."""
    return row.fate in ("counted", "withdrawn", "export", "not_in_statistics", "domestic_leg", "duplicate", "duplicate_file", "total_row")


def _asked(world: World, seed: int, plans: list[Plan], files: list[Written], inputs: Path, beside: Path, encoding: str | None) -> Park:
    rng = world.rng
    needs_register = any(plan.identity != "uscc" for plan in plans)
    register = draw_register(world, beside) if needs_register or rng.random() < 0.2 else None
    options: dict[str, Any] = {"as_of": world.as_of}
    if register is not None:
        options["register"] = str(register.path)
    elif rng.random() < 0.5:
        options["zone"] = "qingpu"
    if any(plan.value in ("usd", "currency") for plan in plans):
        options["rates"] = str(draw_rates(world, beside).path)
    if rng.random() < 0.3:
        options["coverage"] = (("2023-01", f"{world.as_of.year - 1}-12"),)
    if plans[0].mapped:
        options["mapping"] = dict(plans[0].mapped)
    if world.rounds:
        options["round_input"] = "fen"
    if encoding and register is None and "rates" not in options:
        options["encoding"] = encoding
    return Park(seed, world, files, _arguments(rng, files, inputs), register, options)


def _arguments(rng: random.Random, files: list[Written], inputs: Path) -> list[str]:
    """The files one by one in any order, their folder, or globs that find them all."""
    shape = rng.randrange(3)
    if shape == 0:
        return [str(written.path) for written in rng.sample(files, k=len(files))]
    if shape == 1:
        (inputs / "readme.md").write_text("no table", encoding="utf-8")
        return [str(inputs)]
    return [str(inputs / "f*"), *([str(inputs / "g-*")] if any(w.path.name.startswith("g-") for w in files) else [])]
