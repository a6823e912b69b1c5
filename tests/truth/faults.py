"""What can be wrong with a row or keep it out: each fault changes one thing, and the first in order is the fate.

A fault takes hold of one slot of the row; two faults of one row never share a slot, so that both are really there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.truth import codes
from tests.truth.model import NOTHING, Amount, Cell, Plan, Row
from tests.truth.rows import convertible, draw_amount, money
from tests.truth.world import World

Change = Callable[[World, Plan, Row], tuple[str, ...]]


@dataclass(frozen=True)
class Fault:
    """A code, the slots that it takes, the fields of which one is needed, and the change that makes it true."""

    code: str
    slots: tuple[str, ...]
    needs: tuple[str, ...]
    change: Change


def value_field(plan: Plan) -> str:
    """The field of the value that decides."""
    return {"both": "rmb", "currency": "amount"}.get(plan.value, plan.value)


def _put(field: str, kind: str, words: tuple[str, ...]) -> Change:
    def change(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
        row.cells[field] = Cell(kind, world.rng.choice(words))
        return (field,)

    return change


def _lost_code(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    row.cells["declaration"] = Cell("raw", world.rng.choice(codes.LOST_CODES))
    return ("declaration",)


def _lost_identity(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    field = "uscc" if "uscc" in plan.fields else "customs_code"
    for name in {"uscc", "customs_code", "name"} & row.cells.keys():
        row.cells[name] = NOTHING  # else whose the row is would be in doubt
    row.cells[field] = Cell("raw", world.rng.choice(codes.LOST_CODES))
    row.firm = None
    return (field,)


def _lost_amount(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    row.cells[value_field(plan)] = Cell("raw", world.rng.choice(codes.LOST_AMOUNTS))
    row.stands = 0
    return (value_field(plan),)


def _nobody(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    """No identification at all, or one that the register does not have."""
    present = [field for field in ("uscc", "customs_code", "name") if field in plan.fields]
    row.cells |= dict.fromkeys(present, NOTHING)
    row.firm = None
    if "customs_code" in present and world.rng.random() < 0.5:
        row.cells["customs_code"] = Cell("code", "3118969999")
    elif "name" in present and world.rng.random() < 0.7:
        row.cells["name"] = Cell("text", world.rng.choice(("查无此公司", "重名公司")))
    return tuple(present)


def _bad_uscc(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    row.cells["uscc"] = Cell("raw", world.rng.choice(codes.NO_USCC))
    row.firm = None
    return ("uscc",)


def _bad_date(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    words = {"declaration": codes.NO_DAYS, "month": codes.NO_MONTHS, "year": codes.NO_YEARS}[plan.kind]
    row.cells["date"] = Cell("raw", world.rng.choice(words))
    row.period = None
    if plan.value == "usd" or (plan.value == "currency" and row.cells["currency"].text != "CNY"):
        row.stands = 0
    return ("date",)


def _bad_amount(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    row.cells[value_field(plan)] = Cell("raw", world.rng.choice(codes.NO_AMOUNTS))
    row.stands = 0
    if plan.value == "both":
        row.cells["usd"] = NOTHING  # else there would be a value
    return (value_field(plan),)


def _too_fine(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    """A sum with decimals beyond the fen, often halfway between two."""
    places = world.rng.choice((3, 3, 4, 5))
    beyond = 10 ** (places - 2)
    tail = world.rng.choice((beyond // 2, beyond // 2, 1, beyond - 1))
    size = abs(draw_amount(world).units) * beyond + tail
    amount = Amount(size if world.rng.random() < 0.7 else -size, places)
    row.cells["rmb"] = Cell("amount", amount=amount)
    row.stands = amount.fen
    return ("rmb",)


def _no_rate(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    """A month without a rate, or a year in a currency, for which there can be none."""
    if plan.kind == "year":
        return _foreign(world, plan, row)
    for _ in range(200):
        period = world.period(plan.kind)
        for currency in ("USD", "EUR", "HKD") if plan.value == "currency" else ("USD",):
            if (period.year, period.month, currency) not in world.rates:
                row.cells["date"], row.period = Cell("date", period=period), period
                return _foreign(world, plan, row, currency)
    raise AssertionError("every month has a rate")


def _foreign(world: World, plan: Plan, row: Row, currency: str = "USD") -> tuple[str, ...]:
    if plan.value == "currency":
        row.cells["currency"] = Cell("currency", currency)
    row.stands = 0
    return (value_field(plan), "currency", "date")


def _later(world: World, plan: Plan, row: Row) -> tuple[str, ...]:
    """A period after the as-of day, in which the value can still be converted."""
    for _ in range(200):
        period = world.period(plan.kind, later=True)
        if convertible(world, plan, period):
            row.cells["date"], row.period = Cell("date", period=period), period
            value, row.stands = money(world, plan, period)
            row.cells |= value
            return ()
    raise AssertionError("no later month has a rate")


FAULTS = (
    Fault("withdrawn", ("state",), ("state",), _put("state", "text", codes.WITHDRAWN)),
    Fault("export", ("direction",), ("direction",), _put("direction", "text", codes.OUT)),
    Fault("not_in_statistics", ("mode",), ("mode",), _put("mode", "mode", tuple(codes.OTHER_MODES))),
    Fault("domestic_leg", ("transport",), ("transport",), _put("transport", "transport", tuple(codes.DOMESTIC_TRANSPORT))),
    Fault("domestic_leg", ("country",), ("country",), _put("country", "text", codes.CHINA)),
    Fault("lost_digits", ("declaration",), ("declaration",), _lost_code),
    Fault("lost_digits", ("identity",), ("uscc", "customs_code"), _lost_identity),
    Fault("lost_digits", ("value",), ("rmb", "usd", "amount"), _lost_amount),
    Fault("no_enterprise", ("identity",), ("uscc", "customs_code", "name"), _nobody),
    Fault("uscc", ("identity",), ("uscc",), _bad_uscc),
    Fault("date", ("date",), ("date",), _bad_date),
    Fault("direction", ("direction",), ("direction",), _put("direction", "raw", ("", *codes.NO_DIRECTION))),
    Fault("mode", ("mode",), ("mode",), _put("mode", "raw", codes.NO_MODES)),
    Fault("transport", ("transport",), ("transport",), _put("transport", "raw", codes.NO_TRANSPORT)),
    Fault("amount", ("value",), ("rmb", "usd", "amount"), _bad_amount),
    Fault("precision", ("value",), ("rmb",), _too_fine),
    Fault("no_rate", ("value", "date"), ("usd", "currency"), _no_rate),
    Fault("after_as_of", ("date", "value"), ("date",), _later),
)
ORDER = ("columns", "total_row", "heading_row", *dict.fromkeys(fault.code for fault in FAULTS))
