"""Which enterprise has a first: article 1 of 青商规〔2024〕1号, within one batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Verdict(Enum):
    """How a contest stands for one enterprise."""

    HAS_IT = "has it"
    LOST = "lost"
    OPEN = "open"


@dataclass(frozen=True)
class Contestant:
    """One claim, as far as a contest is concerned."""

    enterprise: int
    uscc: str | None
    business: str
    kind: str
    day: date | None


Verdicts = dict[tuple[int, str, str], Verdict]


def judge_contests(claims: Iterable[Contestant], decisions: Mapping[str, str]) -> Verdicts:
    """The verdict for each enterprise, business and kind of claim."""
    by_business: dict[str, list[Contestant]] = defaultdict(list)
    for claim in claims:
        by_business[claim.business].append(claim)
    verdicts: Verdicts = {}
    for business, rivals in by_business.items():
        for kind in {claim.kind for claim in rivals}:
            group = [claim for claim in rivals if claim.kind == kind]
            for enterprise, verdict in _judge(group, rivals, decisions.get(business)).items():
                verdicts[enterprise, business, kind] = verdict
    return verdicts


def _judge(group: list[Contestant], rivals: list[Contestant], named: str | None) -> dict[int, Verdict]:
    """One contest: decided by name where the decision reaches it, else by the earliest day."""
    if named is not None and named in {claim.uscc for claim in group}:
        return {claim.enterprise: _named_verdict(claim, named) for claim in group}
    if named is not None and named not in {claim.uscc for claim in rivals}:
        return {claim.enterprise: _named_verdict(claim, named) for claim in group}
    if group[0].kind == "breakthrough":
        return _undecided_breakthrough({claim.enterprise for claim in group})
    return _undecided_first(group)


def _named_verdict(claim: Contestant, named: str) -> Verdict:
    """Who is named has it; who has no code may be the one named."""
    if claim.uscc is None:
        return Verdict.OPEN
    return Verdict.HAS_IT if claim.uscc == named else Verdict.LOST


def _undecided_breakthrough(enterprises: set[int]) -> dict[int, Verdict]:
    """A breakthrough of several enterprises is open for each of them, whatever the days."""
    verdict = Verdict.OPEN if len(enterprises) > 1 else Verdict.HAS_IT
    return dict.fromkeys(enterprises, verdict)


def _undecided_first(group: list[Contestant]) -> dict[int, Verdict]:
    """The earliest has it; a tie is open; an enterprise without a day stands alone."""
    verdicts = {claim.enterprise: Verdict.HAS_IT for claim in group}
    days: dict[int, date] = {}
    for claim in group:
        if claim.day is not None:
            days[claim.enterprise] = min(claim.day, days.get(claim.enterprise, claim.day))
    earliest = [who for who, day in days.items() if day == min(days.values())]
    for enterprise in days:
        verdicts[enterprise] = Verdict.OPEN if len(earliest) > 1 else Verdict.HAS_IT
        if enterprise not in earliest:
            verdicts[enterprise] = Verdict.LOST
    return verdicts
