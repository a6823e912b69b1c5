"""A scheme reckoned at its corners: as read, at the least, and at the most that the unknowns can still make of it.

At the least, what is not known of a quantity is nothing, and of its base it is without bound; at the most it is the
other way round. A value without bound is unknown here too, and every step says what becomes of it: a cap bounds it, the
highest step is reached, a threshold is passed. As read, whatever rests on an unknown is unknown. Where a cap depends on
a quantity that is not known, one more corner is the most that comes out below the figure from which the cap holds.

Each figure of each corner is one named value of the record, so that in columns each is computed once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from subsidy import formula
from subsidy.formula import Value
from subsidy.money import ZERO
from subsidy.provisions.outcome import SUM, Record
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.scheme_shape import UNDECIDED, Award, Basis, OnlyUnder, Part, Reaching
from subsidy.provisions.terms import Terms

ONE = Decimal(1)


class End(Enum):
    READ = "read"
    LOW = "low"
    HIGH = "high"


class Corner(NamedTuple):
    """One of the ends, and which limit, if any, is taken not to be reached by the quantities on which it depends."""

    end: End
    below: int | None = None

    def named(self, figure: str) -> str:
        """What a figure of this corner is called in the record."""
        return f"{SUM}{figure}_{self.end.value}" + ("" if self.below is None else f"_below_{self.below}")


READ, LOW, HIGH = Corner(End.READ), Corner(End.LOW), Corner(End.HIGH)


def plan_of(terms: Terms) -> Plan:
    plan = terms.plan
    if not isinstance(plan, Plan):
        raise TypeError(terms.kind)
    return plan


def law_day(record: Record, terms: Terms) -> Value:
    """The day whose figures of law count: the first on which it can be claimed, else the first in force."""
    first = plan_of(terms).first
    return record.valid_from if first is None else formula.known_or(record.valid_from, first)


def figure(name: str, record: Record, terms: Terms) -> Value:
    return terms.figures[name].on(law_day(record, terms))


def option_holds(under: OnlyUnder, terms: Terms) -> bool | None:
    """Whether an option is the one chosen; unknown where the reading leaves the question open."""
    chosen = terms.reading(under.reading)
    return None if chosen == UNDECIDED else chosen == under.option


def total(values: Iterable[Value]) -> Value:
    return functools.reduce(formula.plus, values)


def _least_of(values: Sequence[Value]) -> Value:
    """The least of values of which some are without bound."""

    def lower(a: Value, b: Value) -> Value:
        return formula.known_or(formula.least(a, b), formula.known_or(a, b))

    return functools.reduce(lower, values)


def level_of(name: str, record: Record, end: End) -> Value:
    """A quantity of the year."""
    read = getattr(record, name)
    if end is End.READ:
        return read
    return formula.known_or(read, ZERO) if end is End.LOW else formula.where(getattr(record, f"{name}_whole"), read, None)


def _clipped(name: str, record: Record, terms: Terms, corner: Corner) -> Value:
    """The same, no more than the figure from which a limit holds, where the corner is below it."""
    level = level_of(name, record, corner.end)
    limit = plan_of(terms).shape.limits[corner.below] if corner.below is not None else None
    if limit is None or limit.when is None or name not in limit.when.quantities:
        return level
    return _least_of([level, figure(limit.when.figure, record, terms)])


def base_of(name: str, record: Record, end: End) -> Value:
    """A quantity of the year before, at least nothing; at the least end it may be without bound."""
    read = getattr(record, f"{name}_base")
    if end is End.READ:
        return formula.greatest(read, ZERO)
    if end is End.HIGH:
        return formula.greatest(formula.known_or(read, ZERO), ZERO)
    return formula.where(getattr(record, f"{name}_base_whole"), formula.greatest(read, ZERO), None)


def _of_part(part: Part, quantity: Callable[[str], Value], *, bounded: bool) -> Value:
    values = [quantity(name) for name in part.names]
    return formula.least(*values) if bounded and len(values) > 1 else _least_of(values)


def _level(part: Part, record: Record, terms: Terms, corner: Corner) -> Value:
    return _of_part(part, lambda name: _clipped(name, record, terms, corner), bounded=corner.end is not End.HIGH)


def _growth(basis: Basis, record: Record, terms: Terms, end: End) -> Value:
    """One and the rate by which last year's quantity is raised first; unknown where it is not decided."""
    if basis.growth is None:
        return ONE
    if basis.growth in terms.figures:
        return formula.plus(ONE, figure(basis.growth, record, terms))
    plan = plan_of(terms)
    decided = plan.decided[basis.growth]
    if decided is None:
        return ONE + plan.least[basis.growth] if end is End.HIGH else None
    return ONE + decided


def _grown(part: Part, basis: Basis, record: Record, terms: Terms, corner: Corner) -> Value:
    """What a part has over the year before; at the least end unknown where that is without bound."""
    end = corner.end
    before = _of_part(part, lambda name: base_of(name, record, end), bounded=end is End.READ)
    raised = before if basis.growth is None else formula.times(before, _growth(basis, record, terms, end))
    return formula.minus(_level(part, record, terms, corner), raised)


def _not_below_zero(value: Value, end: End) -> Value:
    floored = formula.greatest(value, ZERO)
    return formula.known_or(floored, ZERO) if end is End.LOW else floored


def corners(terms: Terms) -> list[Corner]:
    below = [Corner(End.HIGH, place) for place, limit in enumerate(plan_of(terms).shape.limits) if limit.when]
    return [READ, LOW, HIGH, *below]


def bases(terms: Terms) -> list[Basis]:
    """Those that the readings leave: one, or several while a reading leaves it open which."""
    shape = plan_of(terms).shape
    return [basis for basis in shape.basis if basis.only_under is None or option_holds(basis.only_under, terms) is not False]


def _each_part(terms: Terms) -> Iterator[tuple[str, Part, Basis]]:
    for number, basis in enumerate(bases(terms)):
        yield from ((f"part_{number}_{place}", part, basis) for place, part in enumerate(basis.parts))


def parts_stage(record: Record, terms: Terms) -> dict[str, Value]:
    """What each part of each basis comes to, before it is weighed."""
    return {
        corner.named(name): _level(part, record, terms, corner) if basis.on == "level" else _grown(part, basis, record, terms, corner)
        for corner in corners(terms)
        for name, part, basis in _each_part(terms)
    }


def bases_stage(record: Record, terms: Terms) -> dict[str, Value]:
    """Each basis, at least nothing."""
    return {
        corner.named(f"basis_{number}"): _together(number, basis, record, terms, corner)
        for corner in corners(terms)
        for number, basis in enumerate(bases(terms))
    }


def _together(number: int, basis: Basis, record: Record, terms: Terms, corner: Corner) -> Value:
    """The parts of a basis, weighed and put together."""
    parts = [(part, getattr(record, corner.named(f"part_{number}_{place}"))) for place, part in enumerate(basis.parts)]
    weighed = [value if part.weight is None else formula.times(value, figure(part.weight, record, terms)) for part, value in parts]
    found = total(weighed if basis.netted else [_not_below_zero(value, corner.end) for value in weighed])
    if basis.above is not None:
        found = formula.minus(found, figure(basis.above, record, terms))
    return _not_below_zero(found, corner.end)


def basis_stage(record: Record, terms: Terms) -> dict[str, Value]:
    """What the award is reckoned on: the least or the greatest of those that are open, and as read only where they agree."""
    count = len(bases(terms))
    if not count:
        return {}
    found = {corner: [getattr(record, corner.named(f"basis_{n}")) for n in range(count)] for corner in corners(terms)}
    return {corner.named("basis"): _one_of(values, corner.end) for corner, values in found.items()}


def _one_of(values: Sequence[Value], end: End) -> Value:
    if len(values) == 1:
        return values[0]
    if end is End.LOW:
        return formula.least(*values)
    most = formula.greatest(*values)
    return most if end is End.HIGH else formula.where(formula.same(most, formula.least(*values)), most, None)


def _ratio_at(award: Award, record: Record, terms: Terms, end: End) -> Value:
    """The share that the number of the support year gives; nothing of it known, all or nothing of the sum is possible."""
    if award.support_years is None or award.support_years.ratio is None:
        return None
    schedule = plan_of(terms).schedules[award.support_years.ratio]
    day = law_day(record, terms)
    found = schedule.reached(record.support_year, day)
    if end is End.READ:
        return found
    return formula.known_or(found, schedule.top(day) if end is End.HIGH else ZERO)


def _gross(award: Award, basis: Value, record: Record, terms: Terms, end: End) -> Value:
    plan, day = plan_of(terms), law_day(record, terms)
    if award.kind == "rate":
        return formula.times(basis, figure(str(award.figure), record, terms))
    if award.kind == "lump_sum":
        return figure(str(award.figure), record, terms)
    if award.kind == "basis":
        return basis
    schedule = plan.schedules[str(award.schedule)]
    if award.kind == "slabs":
        return schedule.marginal(basis, day)
    reached = schedule.reached(basis, day)
    return formula.known_or(reached, schedule.top(day)) if end is End.HIGH else reached


def gross_stage(record: Record, terms: Terms) -> dict[str, Value]:
    """The award before its share and before limits."""
    award = plan_of(terms).shape.award
    return {
        corner.named("gross"): _gross(award, getattr(record, corner.named("basis"), None), record, terms, corner.end)
        for corner in corners(terms)
    }


def share_stage(record: Record, terms: Terms) -> dict[str, Value]:
    """The share of the support year, where there is one."""
    award = plan_of(terms).shape.award
    if award.support_years is None or award.support_years.ratio is None:
        return {corner.named("award_0"): getattr(record, corner.named("gross")) for corner in corners(terms)}
    return {
        corner.named("award_0"): formula.times(getattr(record, corner.named("gross")), _ratio_at(award, record, terms, corner.end))
        for corner in corners(terms)
    }


def _level_at(one: Reaching, record: Record, end: End) -> Value:
    return total(level_of(name, record, end) for name in one.quantities)


def _increment_at(one: Reaching, record: Record, end: End) -> Value:
    """The increment of quantities together; at the least end unknown where a base is without bound."""
    return total(formula.minus(level_of(name, record, end), base_of(name, record, end)) for name in one.quantities)


def reaches(one: Reaching, record: Record, terms: Terms) -> Value:
    """Whether quantities reach a figure: yes where the least does, no where the most does not, else unknown."""
    at = _increment_at if one.on == "increment" else _level_at
    needed = figure(one.figure, record, terms)

    def passes(value: Value) -> Value:
        return formula.exceeds(value, needed) if one.more_than else formula.negated(formula.exceeds(needed, value))

    surely_not = formula.definitely(formula.negated(passes(at(one, record, End.HIGH))))
    surely = formula.definitely(passes(at(one, record, End.LOW)))
    return formula.any_of(surely, formula.where(surely_not, False, None))


def reaching_stage(record: Record, terms: Terms) -> dict[str, Value]:
    """Whether the figure of each condition, and that of each limit with one, is reached."""
    shape = plan_of(terms).shape
    found = {f"reached_{place}": reaches(one, record, terms) for place, one in enumerate(shape.conditions.reaching)}
    limits = {f"limit_{place}_reached": reaches(limit.when, record, terms) for place, limit in enumerate(shape.limits) if limit.when}
    return {**found, **limits}
