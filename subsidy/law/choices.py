"""Readings and decisions as a run gives them, checked and completed with the defaults.

>>> settle_readings({"growth.years": "earned_in_force"})["growth.years"]
'earned_in_force'
>>> settle_decisions({"warehousing.ratio": "1,0.8,0.5"}).values["warehousing.ratio"]
(Decimal('1'), Decimal('0.8'), Decimal('0.5'))
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from subsidy import errors, facts, money
from subsidy.formula import FACTOR_PLACES
from subsidy.law.library import Library, library
from subsidy.law.model import Decision
from subsidy.provisions.contest import business_key

CONFLICT = "first.conflict."
_RATIO = re.compile(rf"\d+(\.\d{{1,{FACTOR_PLACES}}})?", re.ASCII)


class Decisions(NamedTuple):
    """What the authority has decided: values by name, and the enterprise named for each contested business."""

    values: dict[str, Any]
    conflicts: dict[str, str]
    canonical: dict[str, str]


def settle_readings(given: Mapping[str, str] | None, law: Library | None = None) -> dict[str, str]:
    """Every reading of the law (the packaged one, if none is given) with its option.

    Raises `errors.UnknownReading` or `errors.UnknownReadingOption`.
    """
    known = {reading.name: reading for reading in (law or library()).questions.readings}
    for name, option in (given or {}).items():
        if name not in known:
            raise errors.UnknownReading(name=name, accepted=", ".join(known))
        if option not in known[name].options:
            raise errors.UnknownReadingOption(name=name, value=option, accepted=", ".join(known[name].options))
    return {name: (given or {}).get(name, reading.default) for name, reading in known.items()}


def settle_decisions(given: Mapping[str, object] | None, law: Library | None = None) -> Decisions:
    """The decisions in exact form; raises `errors.UnknownDecision` or `errors.BadDecision`."""
    held = law or library()
    values: dict[str, Any] = {}
    conflicts: dict[str, str] = {}
    canonical: dict[str, str] = {}
    for name, value in (given or {}).items():
        if name == "warehousing.ratio":
            values[name] = _ratios(name, value, held.support_years())
            canonical[name] = ",".join(money.plain(ratio) for ratio in values[name])
        elif name == "warehousing.annual_cap":
            values[name] = _cap(name, value)
            canonical[name] = money.text(values[name])
        elif key := _contested(name):
            enterprise = _enterprise(name, value)
            if conflicts.setdefault(key, enterprise) != enterprise:
                raise _bad(name, value)
            canonical[CONFLICT + key] = enterprise
        elif (decision := held.figure_to_decide(name)) is not None:
            values[name] = _decided_figure(decision, value)
            canonical[name] = money.plain(values[name])
        else:
            known = ", ".join(decision.name for decision in held.questions.decisions)
            raise errors.UnknownDecision(name=name, accepted=known)
    return Decisions(values, conflicts, canonical)


def _decided_figure(decision: Decision, value: object) -> Decimal:
    """A figure of a policy file that is left to the authority."""
    usable = isinstance(value, (str, int, Decimal)) and not isinstance(value, bool) and money.is_plain(value)
    exact = Decimal(str(value)) if usable else None
    if exact is None or exact < decision.least or exact >= money.LIMIT or exact != round(exact, decision.places):
        raise errors.BadDecision(name=decision.name, value=value, accepted=decision.accepted.en, accepted_zh=decision.accepted.zh)
    return exact


def _contested(name: str) -> str:
    """The business whose conflict a decision settles, as it is compared; nothing where the name is of another form."""
    return business_key(name.removeprefix(CONFLICT)) if name.startswith(CONFLICT) else ""


def _bad(name: str, value: object) -> errors.BadDecision:
    pattern = "first.conflict.BUSINESS" if name.startswith(CONFLICT) else name
    accepted = next(d.accepted for d in library().questions.decisions if d.name == pattern)
    return errors.BadDecision(name=name, value=value, accepted=accepted.en, accepted_zh=accepted.zh)


def _ratios(name: str, value: object, years: int) -> tuple[Decimal, ...]:
    """One ratio for every support year, or one for each of them."""
    given = value if isinstance(value, (list, tuple)) else [value] if not isinstance(value, str) else value.replace("，", ",").split(",")
    parts = [str(part).strip() for part in given if isinstance(part, (str, int, Decimal)) and not isinstance(part, bool)]
    if len(parts) != len(given) or not all(_RATIO.fullmatch(part) for part in parts):
        raise _bad(name, value)
    ratios = tuple(Decimal(part) for part in parts)
    if len(ratios) not in (1, years) or any(ratio > 1 for ratio in ratios):
        raise _bad(name, value)
    return ratios * years if len(ratios) == 1 else ratios


def _cap(name: str, value: object) -> Decimal:
    try:
        cap = money.yuan(value)
    except money.NotMoney:
        raise _bad(name, value) from None
    if cap < 0:
        raise _bad(name, value)
    return cap


def _enterprise(name: str, value: object) -> str:
    code = facts.uscc(str(value))
    if code is None:
        raise _bad(name, value)
    return code
