"""One reading changed at a time, all others as the run has them: which moves the sum, and by how much?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from subsidy.law.model import Reading
from subsidy.money import ZERO
from subsidy.ranging.models import Move, Moved
from subsidy.ranging.outcomes import Bounds

Under = Callable[[Mapping[str, str]], Bounds]
"""What a sum comes to where some readings are others than the run's."""


def moves_of(readings: Iterable[Reading], own: Mapping[str, str], under: Under, lang: str) -> tuple[Move, ...]:
    """Every reading that applies, the one that moves the sum most first; those that move it alike in the order of the law."""
    now = under({})
    moves = [_move(reading, own[reading.name], now, under, lang) for reading in readings]
    return tuple(sorted(moves, key=lambda move: _size(move, now), reverse=True))


def _move(reading: Reading, option: str, now: Bounds, under: Under, lang: str) -> Move:
    others = tuple(_moved(other, now, under({reading.name: other})) for other in reading.definite if other != option)
    return Move(reading=reading.name, option=option, why=reading.why.text(lang), others=others)


def _moved(option: str, now: Bounds, then: Bounds) -> Moved:
    change = None if now.high is None or then.high is None else then.high - now.high
    return Moved(option=option, low=then.low, high=then.high, low_change=then.low - now.low, high_change=change)


def _size(move: Move, now: Bounds) -> tuple[bool, Decimal]:
    """How far the reading moves the sum at most; a bound that comes or goes is farther than any figure."""
    changes = [abs(change) for one in move.others for change in (one.low_change, one.high_change) if change is not None]
    return any(bound_changes(one, now.high) for one in move.others), max(changes, default=ZERO)


def bound_changes(one: Moved, high: Decimal | None) -> bool:
    """Whether a sum whose `high` this is gets or loses its bound."""
    return (one.high is None) != (high is None)


def makes_a_difference(move: Move, high: Decimal | None) -> bool:
    """Whether any other option of the reading changes a sum whose `high` this is."""
    return any(one.low_change or one.high_change or bound_changes(one, high) for one in move.others)
