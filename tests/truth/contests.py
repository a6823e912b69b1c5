"""Rows that speak of the same thing: repeated, contradicted, or given at two granularities."""

from __future__ import annotations

import copy

from tests.truth.codes import ABROAD, COUNTED_MODES, COUNTED_TRANSPORT, STANDING
from tests.truth.model import NOTHING, Amount, Cell, Firm, Period, Plan, Row
from tests.truth.rows import nameable, row_of
from tests.truth.world import World


def draw_contests(world: World, plans: list[Plan]) -> None:
    """Some conflicts, then some repetitions (of rows in conflict too), then a year given twice over."""
    for plan in plans:
        for row in [row for row in plan.rows if row.fate == "counted" and row.group is None]:
            luck = world.rng.random()
            if luck < 0.08:
                contradict(world, plan, row)
            if luck < 0.04 or luck > 0.93:
                repeat(world, plan, row)
            if 0.5 < luck < 0.55:
                leave_alone(world, plan, row)
    overlap(world, plans)


def insert(world: World, plan: Plan, row: Row) -> None:
    plan.rows.insert(world.rng.randrange(len(plan.rows) + 1), row)


def is_compared(plan: Plan, row: Row) -> bool:
    """Whether rows of the plan are compared cell by cell: by declaration and line, or by enterprise and period."""
    return plan.kind != "declaration" or {"declaration", "line"} <= set(plan.fields)


def repeat(world: World, plan: Plan, row: Row) -> None:
    """The row again, written differently; where only wholly identical rows repeat, written the same."""
    twin = copy.copy(row)
    twin.cells = dict(row.cells)
    if not is_compared(plan, row):
        twin.twin_of = row
    has_number = plan.kind != "declaration" or "declaration" in plan.fields
    twin.fate = "conflict" if row.fate == "conflict" else "duplicate" if has_number else "counted"
    insert(world, plan, twin)


def leave_alone(world: World, plan: Plan, row: Row) -> None:
    """The same declaration and line among rows that are out: neither is compared with the other."""
    if "direction" not in plan.fields:
        return
    other = row_of(world, plan, row.firm or world.firms[0], row.period or world.period(plan.kind))
    other.cells |= {name: row.cells[name] for name in ("declaration", "line") if name in row.cells}
    other.cells["direction"], other.fate = Cell("text", "出口"), "export"
    insert(world, plan, other)


def contradict(world: World, plan: Plan, row: Row) -> None:
    """The same line or period again with one decisive thing changed; without a line column that is just another row."""
    other = copy.copy(row)
    other.cells = dict(row.cells)
    if not _changed(world, plan, other):
        return
    if is_compared(plan, row):
        row.fate = other.fate = "conflict"
    insert(world, plan, other)


def _changed(world: World, plan: Plan, row: Row) -> bool:
    """Change the value or, where declarations are compared, perhaps another decisive cell."""
    if plan.kind == "declaration" and world.rng.random() < 0.6:
        return _changed_code(world, plan, row)
    if plan.value not in ("rmb", "both"):
        return False
    row.stands += world.rng.choice((1, -1, 100))
    row.cells["rmb"] = Cell("amount", amount=Amount(row.stands))
    return True


def _changed_code(world: World, plan: Plan, row: Row) -> bool:
    choices = {
        "mode": ("mode", tuple(COUNTED_MODES)),
        "transport": ("transport", tuple(COUNTED_TRANSPORT)),
        "country": ("text", ABROAD),
        "state": ("text", STANDING),
    }
    present = [name for name in choices if name in plan.fields]
    if not present:
        return False
    name = world.rng.choice(present)
    kind, words = choices[name]
    others = [Cell(kind, word) for word in words if word != row.cells[name].text]
    row.cells[name] = world.rng.choice(others if row.cells[name] == NOTHING else [*others, NOTHING])
    return True


def overlap(world: World, plans: list[Plan]) -> None:
    """An enterprise's year in tables of two granularities: none of its rows counts."""
    able = [plan for plan in plans if plan.kind != "wide" and plan.value in ("rmb", "both")]
    kinds = sorted({plan.kind for plan in able})
    if len(kinds) < 2 or world.rng.random() < 0.3:
        return
    pair = [world.rng.choice([plan for plan in able if plan.kind == kind]) for kind in world.rng.sample(kinds, k=2)]
    firm = world.rng.choice([firm for firm in world.firms if all(firm in nameable(world, plan) for plan in pair)] or [None])
    if firm is None:
        return
    year = world.rng.randrange(2022, world.as_of.year)
    if (firm.uscc, year) in world.granularity:
        return
    world.granularity[firm.uscc, year] = "overlap"
    for plan in pair:
        for _ in range(world.rng.choice((1, 1, 2))):
            insert(world, plan, _of_year(world, plan, firm, year))


def _of_year(world: World, plan: Plan, firm: Firm, year: int) -> Row:
    """A row of the enterprise dated in a year that is over."""
    day = world.rng.randrange(1, 29) if plan.kind == "declaration" else 0
    month = world.rng.randrange(1, 13) if plan.kind != "year" else 0
    row = row_of(world, plan, firm, Period(year, month, day))
    row.fate = "overlap"
    return row
