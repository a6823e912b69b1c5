"""Wide tables: a line for each enterprise, a column for each month or year, a row for each filled cell."""

from __future__ import annotations

from tests.truth.codes import LOST_AMOUNTS, TOTALS
from tests.truth.faults import FAULTS
from tests.truth.model import Amount, Cell, Firm, Period, Plan, Row
from tests.truth.rows import draw_amount, identity, nameable
from tests.truth.world import FIRST_YEAR, World

NO_SUMS = ("abc", "1.2.3", "待定")
"""What is neither a sum nor one of the signs for nothing, which in a wide table are no row."""


def wide_periods(world: World) -> tuple[Period, ...]:
    """The columns of a wide table: years or months, none of which the as-of day cuts."""
    now = world.as_of
    if world.rng.random() < 0.5:
        return tuple(Period(year) for year in range(FIRST_YEAR, now.year + 2) if year != now.year)
    first = world.rng.randrange(FIRST_YEAR * 12, now.year * 12 + 8)
    months = [Period(number // 12, number % 12 + 1) for number in range(first, first + world.rng.randrange(3, 15))]
    return tuple(period for period in months if (period.year, period.month) != (now.year, now.month))


def draw_wide(world: World, plan: Plan, lines: int) -> None:
    """Fill a wide plan with lines of enterprises and totals."""
    first = 1 + max((row.group or 0 for row in plan.rows), default=0)
    for group in range(first, first + lines):
        draw_line = _total if world.rng.random() < 0.15 else _line
        plan.rows += draw_line(world, plan, group)


def _some(world: World, plan: Plan) -> list[Period]:
    return [period for period in plan.periods if world.rng.random() < 0.75]


def _total(world: World, plan: Plan, group: int) -> list[Row]:
    label = Cell("text", world.rng.choice(TOTALS))
    drawn = [(period, draw_amount(world)) for period in _some(world, plan)]
    return [
        Row({"label": label, "cell": Cell("amount", amount=amount)}, "total_row", amount.fen, period=period, group=group)
        for period, amount in drawn
    ]


def _line(world: World, plan: Plan, group: int) -> list[Row]:
    firm = world.rng.choice(nameable(world, plan))
    named = identity(world, plan, firm)
    if world.rng.random() < 0.15:
        return _nobodys_line(world, plan, Row(named, "", 0, firm), group)
    drawn = [_cell(world, firm, period) for period in _some(world, plan)]
    for row in drawn:
        row.group, row.cells = group, {**named, **row.cells}
    return [row for row in drawn if row.fate]


def _nobodys_line(world: World, plan: Plan, line: Row, group: int) -> list[Row]:
    """The same fate for every filled cell of a line whose enterprise cannot be read."""
    codes = ("no_enterprise", "uscc") if "uscc" in plan.fields else ("no_enterprise",)
    code = world.rng.choice(codes)
    blamed = next(fault for fault in FAULTS if fault.code == code).change(world, plan, line)
    drawn = [(period, draw_amount(world)) for period in _some(world, plan)]
    return [
        Row({**line.cells, "cell": Cell("amount", amount=amount)}, code, amount.fen, None, period, blamed, group)
        for period, amount in drawn
    ]


def _cell(world: World, firm: Firm, period: Period) -> Row:
    """One filled cell; without a fate where the year is promised to rows of another kind, and then left out."""
    amount = draw_amount(world)
    row = Row({"cell": Cell("amount", amount=amount)}, "counted", amount.fen, firm, period)
    if (period.year, period.month) > (world.as_of.year, world.as_of.month if period.month else 0):
        row.fate = "after_as_of"
    elif world.rng.random() < 0.15 and not world.rounds:
        _spoil(world, row)
    elif (firm.uscc, period) in world.taken or not world.claim(firm, period.year, period.granularity):
        row.fate = ""
    else:
        world.taken.add((firm.uscc, period))
    return row


def _spoil(world: World, row: Row) -> None:
    """A cell that is no sum, has lost its digits or is too fine."""
    row.fate, row.blamed = world.rng.choice(("amount", "lost_digits", "precision")), ("cell",)
    if row.fate == "precision":
        amount = Amount(draw_amount(world).units * 10 + 5, 3)
        row.cells, row.stands = {"cell": Cell("amount", amount=amount)}, amount.fen
    else:
        row.cells, row.stands = {"cell": Cell("raw", world.rng.choice(NO_SUMS if row.fate == "amount" else LOST_AMOUNTS))}, 0
