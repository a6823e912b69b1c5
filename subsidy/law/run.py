"""A run: the as-of day, readings and decisions, and the terms on which each provision is judged under them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from subsidy import errors
from subsidy.facts import DAY_FORM, YEARS, canonical
from subsidy.law.choices import Decisions, settle_decisions, settle_readings
from subsidy.law.library import Library, library
from subsidy.law.model import Document, Provision
from subsidy.law.scheme_terms import plan_for, with_mates
from subsidy.periods import Window
from subsidy.provisions.terms import Terms

ROUNDING = "payout.rounding"
"""The reading that holds for every provision, of whatever policy."""


@dataclass(frozen=True)
class Run:
    """Everything that is the same for every enterprise judged together."""

    as_of: date
    readings: Mapping[str, str]
    decisions: Decisions
    law: Library
    provisions: tuple[tuple[Document, Provision, Terms], ...]

    def digest(self, facts: str) -> str:
        """The digest of normalised facts, in canonical JSON, with the as-of day, readings and decisions: what a result rests on."""
        before, after = self._canonical_choices
        return "sha256:" + hashlib.sha256(f'{before}"facts":{facts},{after}'.encode()).hexdigest()

    @functools.cached_property
    def _canonical_choices(self) -> tuple[str, str]:
        """The parts of the canonical inputs that stand before and after the facts, keys in order."""
        before = f'{{"as_of":{canonical(self.as_of.isoformat())},"decisions":{canonical(self.decisions.canonical)},'
        return before, f'"readings":{canonical(self.readings)}}}'


def _terms(law: Library, clause: tuple[Document, Provision], as_of: date, readings: Mapping[str, str], decisions: Decisions) -> Terms:
    document, provision = clause
    return Terms(
        provision=f"{document.id}/{provision.id}",
        kind=provision.kind,
        in_force=document.in_force or Window(document.in_force_from or date.min, document.last_day or date.max),
        zones=tuple(document.zones),
        figures={parameter.name: parameter.figure() for parameter in provision.parameters},
        readings=_readings_of(provision, law, readings),
        decisions=decisions.values,
        conflicts=decisions.conflicts,
        as_of=as_of,
        repealed_bases=tuple(basis.number or basis.id for basis in law.repealed_bases(document, as_of)),
        plan=plan_for(document, provision, decisions.values),
    )


def _readings_of(provision: Provision, law: Library, readings: Mapping[str, str]) -> dict[str, str]:
    """The readings that decide anything for a provision: those of its kind, or those that a scheme names, and rounding."""
    if provision.scheme is not None:
        return {name: readings[name] for name in (*provision.scheme.readings(), ROUNDING)}
    return {reading.name: readings[reading.name] for reading in law.questions.readings if provision.kind in reading.kinds}


@functools.lru_cache(maxsize=64)
def _prepared(law: Library, as_of: date, readings: tuple[tuple[str, str], ...], decisions: tuple[tuple[str, str], ...]) -> Run:
    chosen, decided = settle_readings(dict(readings), law), settle_decisions(dict(decisions), law)
    clauses = list(law.provisions())
    found = with_mates([_terms(law, clause, as_of, chosen, decided) for clause in clauses])
    return Run(as_of, chosen, decided, law, tuple((*clause, terms) for clause, terms in zip(clauses, found, strict=True)))


def prepare(as_of: date, readings: Mapping[str, str] | None, decisions: Mapping[str, object] | None, law: Library | None = None) -> Run:
    """The run of a day, readings and decisions under a law, the packaged one if none is given.

    Raises the errors of `subsidy.law.choices`, or `errors.BadValue` for the day.
    """
    if type(as_of) is not date or as_of.year not in YEARS:
        raise errors.BadValue(where="as_of", value=as_of, accepted=DAY_FORM)
    held = law or library()
    chosen = tuple(settle_readings(readings, held).items()) if readings else ()
    decided = tuple(settle_decisions(decisions, held).canonical.items()) if decisions else ()
    return _prepared(held, as_of, chosen, decided)
