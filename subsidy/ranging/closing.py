"""Which one missing fact or decision would bring low and high closest together, under the run's own readings?

What is said holds as far as it can be known now: everything else that is missing stays missing, and a fact that raises a new
question once it is known (a base that turns out to be nothing, a settling day without fees) is not foreseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from subsidy.entitlement import Entitlement, Missing
from subsidy.formula import SEPARATOR
from subsidy.money import ZERO
from subsidy.periods import months_of
from subsidy.provisions.outcome import Findings
from subsidy.ranging.models import Closing, ClosingTotal, Part
from subsidy.ranging.outcomes import Bounds, Key
from subsidy.records import Judged

OF_ITS_PERIOD = frozenset({"rejected_rows", "recognised_on", "achieved_on", "item_day", "decision:first.conflict", "same_matter"})
"""Items that say the same of several entitlements and mean another thing in each: its own day, its own conflict, its own rows."""
OF_ITS_DOCUMENT = frozenset({"in_force"})
"""Items that mean the document of an entitlement; all others are about the enterprise, wherever they are missing."""


class Open(NamedTuple):
    """An undetermined entitlement: what is missing, and its bounds now."""

    part: Part
    missing: Sequence[Missing]
    bounds: Bounds
    loose: frozenset[str]
    """The items that may turn out to leave nothing; whatever the others turn out to be, the sum is at least `firm_low`."""
    firm_low: Decimal


class Effect(NamedTuple):
    """How far low and high are apart now, and may be afterwards; None without a bound."""

    now: Decimal | None
    then: Decimal | None

    @property
    def bounds_it(self) -> bool:
        return self.now is None and self.then is not None

    @property
    def closed(self) -> Decimal:
        return ZERO if self.now is None or self.then is None else self.now - self.then


def open_ones(entitlements: Mapping[Key, Entitlement], judged: Mapping[Key, Judged]) -> dict[Key, Open]:
    """The undetermined ones, with what their rules know of what is missing."""
    return {key: _open(one, judged[key]) for key, one in entitlements.items() if one.status == "undetermined"}


def _open(entitlement: Entitlement, judged: Judged) -> Open:
    findings: Findings = judged.rule.findings(judged.record, judged.terms)
    holding = [lack for lack in findings.missing if lack.holds is True]
    loose = frozenset(item for lack in holding if not lack.bounded for item in str(lack.item).split(SEPARATOR))
    part = Part(provision=entitlement.provision, period=entitlement.period)
    return Open(part, entitlement.missing, Bounds(entitlement.low, entitlement.high), loose, judged.record.low)


class Fact(NamedTuple):
    """A missing fact or decision, and an entitlement that waits for it."""

    missing: Missing
    part: Part

    def settles(self, item: Missing, part: Part) -> bool:
        """Whether knowing it is knowing an item that an entitlement lacks."""
        if self.missing.code == item.code == "imports":
            return _months(item) <= _months(self.missing)
        return self.missing.item == item.item and _whose(item, self.part) == _whose(item, part)


def _whose(item: Missing, part: Part) -> tuple[str, ...]:
    """What an item is about, as far as it is not the enterprise."""
    if not OF_ITS_PERIOD.isdisjoint((item.code, item.item)):
        return (part.provision, part.period)
    return (part.provision.partition("/")[0],) if item.code in OF_ITS_DOCUMENT else ()


def _months(item: Missing) -> set[int]:
    first, _, last = (item.detail or "").partition("..")
    return set(range(months_of(first).start, months_of(last).stop))


def closing_of(one: Open) -> tuple[Closing, ...]:
    """What is missing for one entitlement, that which closes most first."""
    return tuple(Closing(**_said(fact, effects)) for fact, effects in _ranked([one]))


def closing_of_all(ones: Sequence[Open]) -> tuple[ClosingTotal, ...]:
    """The same for all entitlements together: a fact may be missing for several of them."""
    return tuple(ClosingTotal(**_said(fact, effects), entitlements=_waiting(fact, ones)) for fact, effects in _ranked(ones))


def _ranked(ones: Sequence[Open]) -> list[tuple[Fact, list[Effect]]]:
    """Every fact once, with what it does to each entitlement: bounds that are won come first, then what is closed of distances."""

    def worth(found: tuple[Fact, list[Effect]]) -> tuple[int, Decimal]:
        return sum(effect.bounds_it for effect in found[1]), sum([effect.closed for effect in found[1]], ZERO)

    return sorted([(fact, [_effect(fact, one) for one in ones]) for fact in _facts(ones)], key=worth, reverse=True)


def _facts(ones: Sequence[Open]) -> list[Fact]:
    """What is missing of all entitlements; where several wait for the same fact, as the first of them says it."""
    facts: list[Fact] = []
    for one in ones:
        for item in one.missing:
            if not any(fact.missing.item == item.item and fact.settles(item, one.part) for fact in facts):
                facts.append(Fact(item, one.part))
    return facts


def _effect(fact: Fact, one: Open) -> Effect:
    """What settling a fact does to an entitlement: what else is missing there may leave nothing, or only what is bounded."""
    others = [item for item in one.missing if not fact.settles(item, one.part)]
    if len(others) == len(one.missing):
        return Effect(one.bounds.gap, one.bounds.gap)
    low = one.firm_low if one.loose.isdisjoint(item.item for item in others) else ZERO
    return Effect(one.bounds.gap, one.bounds._replace(low=low).gap if others else ZERO)


def _waiting(fact: Fact, ones: Sequence[Open]) -> tuple[Part, ...]:
    return tuple(one.part for one in ones if any(fact.settles(item, one.part) for item in one.missing))


def _said(fact: Fact, effects: Sequence[Effect]) -> dict[str, Any]:
    closed = sum([effect.closed for effect in effects], ZERO)
    then = [effect.then for effect in effects if effect.then is not None]
    return {
        **fact.missing.model_dump(),
        "closes": None if any(effect.bounds_it for effect in effects) else closed,
        "leaves": sum(then, ZERO) if len(then) == len(effects) else None,
    }
