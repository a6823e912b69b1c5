"""Drawing a row that counts: who, when, how much, and codes that are in the tables."""

from __future__ import annotations

from tests.truth.codes import ABROAD, COUNTED_MODES, COUNTED_TRANSPORT, IN, STANDING
from tests.truth.model import NOTHING, Amount, Cell, Firm, Period, Plan, Row, half_up
from tests.truth.world import World

CURRENCY_PLACES = 2
TRIES = 60


def good_row(world: World, plan: Plan, firm: Firm | None = None, period: Period | None = None) -> Row | None:
    """A row that counts, or None where every year is promised to rows of another kind."""
    if period is None:
        found = promised(world, plan)
        if found is None:
            return None
        firm, period = found
    return row_of(world, plan, firm or world.rng.choice(nameable(world, plan)), period)


def promised(world: World, plan: Plan) -> tuple[Firm, Period] | None:
    """An enterprise and a period in which a row of this plan counts, and no other has the period where that matters."""
    for _ in range(TRIES):
        firm, period = world.rng.choice(nameable(world, plan)), world.period(plan.kind)
        repeats = plan.kind != "declaration" and (firm.uscc, period) in world.taken
        if not repeats and convertible(world, plan, period) and world.claim(firm, period.year, plan.kind):
            world.taken.add((firm.uscc, period))
            return firm, period
    return None


def nameable(world: World, plan: Plan) -> list[Firm]:
    """The enterprises that the plan's columns can name."""
    known = [firm for firm in world.firms if firm.registered]
    return world.firms if plan.identity in ("uscc", "any") else known


def convertible(world: World, plan: Plan, period: Period) -> bool:
    """Whether a value of that period has a rate in every currency of the plan."""
    wanted = {"usd": ("USD",), "currency": ("USD", "EUR", "HKD")}.get(plan.value, ()) if period.month else ()
    return all((period.year, period.month, currency) in world.rates for currency in wanted)


def row_of(world: World, plan: Plan, firm: Firm, period: Period) -> Row:
    """The row of that enterprise and period, with everything else at random."""
    cells = {**codes(world, plan), **identity(world, plan, firm), **dates(world, plan, period)}
    value, stands = money(world, plan, period)
    cells |= value
    if "declaration" in plan.fields:
        cells["declaration"] = Cell("code", world.declaration())
    if "line" in plan.fields:
        cells["line"] = Cell("line", str(world.rng.randrange(1, 40)))
    return Row(cells, "counted", stands, firm, period)


def codes(world: World, plan: Plan) -> dict[str, Cell]:
    """Direction, mode, transport, country and state, some of them empty."""
    rng = world.rng
    drawn = {
        "direction": Cell("text", rng.choice(IN)),
        "mode": sometimes(world, Cell("mode", rng.choice(list(COUNTED_MODES)))),
        "transport": sometimes(world, Cell("transport", rng.choice(list(COUNTED_TRANSPORT)))),
        "country": sometimes(world, Cell("text", rng.choice(ABROAD))),
        "state": sometimes(world, Cell("text", rng.choice(STANDING))),
    }
    return {name: cell for name, cell in drawn.items() if name in plan.fields}


def sometimes(world: World, cell: Cell) -> Cell:
    """The cell, or now and then nothing."""
    return cell if world.rng.random() < 0.85 else NOTHING


def identity(world: World, plan: Plan, firm: Firm) -> dict[str, Cell]:
    """Cells that name the enterprise by one of the plan's ways, and sometimes by more."""
    full = {"uscc": Cell("uscc", firm.uscc), "customs_code": Cell("code", firm.customs_code), "name": Cell("text", firm.name)}
    kept: dict[str, Cell] = {name: full[name] for name in ("uscc", "customs_code", "name") if name in plan.fields}
    if plan.identity == "any" and firm.registered:
        leading = world.rng.choice(list(kept))
        before = list(kept)[: list(kept).index(leading)]
        kept |= dict.fromkeys(before, NOTHING)
    return kept


def dates(world: World, plan: Plan, period: Period) -> dict[str, Cell]:
    """The date that decides and, where the plan has one, a later kind of date that does not."""
    cells = {"date": Cell("date", period=period)}
    if "other_date" in plan.fields:
        cells["other_date"] = Cell("date", period=world.period(plan.kind))
    return cells


def money(world: World, plan: Plan, period: Period) -> tuple[dict[str, Cell], int]:
    """The cells of the value, and what they stand for in fen."""
    amount = draw_amount(world)
    if plan.value == "rmb":
        return {"rmb": Cell("amount", amount=amount)}, amount.fen
    if plan.value == "both":
        return {"rmb": Cell("amount", amount=amount), "usd": Cell("dollars", amount=draw_amount(world))}, amount.fen
    if plan.value == "usd":
        amount = unambiguous(world, amount, period, "USD")
        return {"usd": Cell("dollars", amount=amount)}, converted(world, amount, period, "USD")
    currency = world.rng.choice(("CNY", "USD", "EUR", "HKD") if period.month else ("CNY",))
    amount = unambiguous(world, amount, period, currency)
    return {"amount": Cell("amount", amount=amount), "currency": Cell("currency", currency)}, converted(world, amount, period, currency)


def draw_amount(world: World) -> Amount:
    """Small, large, negative and nought, in fen."""
    rng = world.rng
    size = rng.choice((0, rng.randrange(100), rng.randrange(10**6), rng.randrange(10**9), rng.randrange(10**12), 10**9 * rng.randrange(99)))
    return Amount(-size if rng.random() < 0.12 else size)


def converted(world: World, amount: Amount, period: Period, currency: str) -> int:
    """The fen that an amount of a currency comes to in a month; RMB as it is."""
    if currency == "CNY":
        return amount.fen
    rate, places = world.rates.get((period.year, period.month, currency), (0, 0))
    return half_up(amount.units * rate, 10**places)


def unambiguous(world: World, amount: Amount, period: Period, currency: str) -> Amount:
    """The amount, without a sign where half a fen of a negative sum would have to be rounded."""
    rate, places = world.rates.get((period.year, period.month, currency), (0, 0))
    tie = amount.units < 0 and 2 * (amount.units * rate % 10**places) == 10**places
    return Amount(-amount.units) if tie else amount
