"""Drawing the rows of one table: most of them count, the others have one fault or several, and the first is their fate."""

from __future__ import annotations

from tests.truth.codes import TOTALS
from tests.truth.faults import FAULTS, ORDER, Fault
from tests.truth.model import Cell, Plan, Row
from tests.truth.rows import convertible, draw_amount, good_row, nameable, row_of
from tests.truth.world import World

STANDS_IN_DOUBT = "precision"
"""A row that is too fine and something else besides: only on its own is it said what it stands for."""


def draw_rows(world: World, plan: Plan, number: int) -> None:
    """Fill a plan with rows of every kind."""
    for _ in range(number):
        drawn = _one(world, plan)
        if drawn is not None and (drawn.fate != "precision" or not world.rounds or _counts_rounded(world, plan, drawn)):
            plan.rows.append(drawn)


def _counts_rounded(world: World, plan: Plan, row: Row) -> bool:
    """Where sums are rounded the row counts, if its enterprise's year is free for rows of this kind."""
    firm, period = row.firm, row.period
    if firm is None or period is None or (plan.kind != "declaration" and (firm.uscc, period) in world.taken):
        return False
    world.taken.add((firm.uscc, period))
    row.fate, row.blamed = "counted", ()
    return world.claim(firm, period.year, plan.kind)


def _one(world: World, plan: Plan) -> Row | None:
    luck = world.rng.random()
    if luck < 0.45:
        return good_row(world, plan)
    if luck < 0.50:
        return total_row(world, plan)
    if luck < 0.53:
        return Row({}, "heading_row", 0)
    if luck < 0.57:
        return columns_row(world, plan)
    return faulty_row(world, plan)


def total_row(world: World, plan: Plan) -> Row:
    """A line that says it is a total; its sum is in the account as it stands."""
    amount = draw_amount(world)
    cells = {"label": Cell("text", world.rng.choice(TOTALS))}
    if plan.value in ("rmb", "both"):
        cells["rmb"] = Cell("amount", amount=amount)
    return Row(cells, "total_row", amount.fen if "rmb" in cells else 0)


def columns_row(world: World, plan: Plan) -> Row:
    """A line with fewer or more cells than the heading; a total among them is no total."""
    base = total_row(world, plan) if world.rng.random() < 0.15 else _any_row(world, plan)
    return Row(base.cells, "columns", 0, cells_more=world.rng.choice((-3, -2, 1, 2)))


def faulty_row(world: World, plan: Plan) -> Row:
    """A row with one fault or more, by the first of which it goes."""
    able = [fault for fault in FAULTS if set(fault.needs) & set(plan.fields) and (fault.code != "no_rate" or plan.value != "both")]
    code = world.rng.choice(sorted({fault.code for fault in able}))
    first = world.rng.choice([fault for fault in able if fault.code == code])
    row = _any_row(world, plan)
    row.blamed = first.change(world, plan, row)
    row.fate = first.code
    for fault in _further(world, able, first):
        fault.change(world, plan, row)
    if first.code in ("lost_digits", "no_rate", "amount"):
        row.stands = 0
    return row


def _further(world: World, able: list[Fault], first: Fault) -> list[Fault]:
    """Faults that come later in the order than the first and touch nothing that an earlier one took."""
    taken, chosen = set(first.slots), []
    for fault in world.rng.sample(able, k=len(able)):
        later = ORDER.index(fault.code) > ORDER.index(first.code) and fault.code not in ("after_as_of", STANDS_IN_DOUBT)
        if later and not taken & set(fault.slots) and world.rng.random() < 0.12:
            taken |= set(fault.slots)
            chosen.append(fault)
    return chosen


def _any_row(world: World, plan: Plan) -> Row:
    """A row like one that counts, of any enterprise and period: it will not count."""
    firm = world.rng.choice(nameable(world, plan))
    while True:
        period = world.period(plan.kind)
        if convertible(world, plan, period):
            return row_of(world, plan, firm, period)
