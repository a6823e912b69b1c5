"""A run: the as-of day, readings and decisions, and the terms on which each provision is judged under them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from subsidy import errors
from subsidy.facts import DAY_FORM, YEARS, canonical
from subsidy.law.choices import Decisions, settle_decisions, settle_readings
from subsidy.law.library import Library, library
from subsidy.law.model import Document, Provision
from subsidy.periods import Window
from subsidy.provisions.terms import Terms


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


def _terms(document: Document, provision: Provision, as_of: date, readings: Mapping[str, str], decisions: Decisions) -> Terms:
    kinds = {reading.name: reading.kinds for reading in library().questions.readings}
    return Terms(
        provision=f"{document.id}/{provision.id}",
        kind=provision.kind,
        in_force=cast("Window", document.in_force),
        zones=tuple(document.zones),
        figures={parameter.name: parameter.figure() for parameter in provision.parameters},
        readings={name: option for name, option in readings.items() if provision.kind in kinds[name]},
        decisions=decisions.values,
        conflicts=decisions.conflicts,
        as_of=as_of,
        basis_repealed=bool(library().repealed_bases(document, as_of)),
    )


@functools.lru_cache(maxsize=64)
def _prepared(as_of: date, readings: tuple[tuple[str, str], ...], decisions: tuple[tuple[str, str], ...]) -> Run:
    chosen, decided = settle_readings(dict(readings)), settle_decisions(dict(decisions))
    held = library()
    provisions = tuple((d, p, _terms(d, p, as_of, chosen, decided)) for d, p in held.provisions())
    return Run(as_of, chosen, decided, held, provisions)


def prepare(as_of: date, readings: Mapping[str, str] | None, decisions: Mapping[str, object] | None) -> Run:
    """The run of a day, readings and decisions; raises the errors of `subsidy.law.choices`, or `errors.BadValue` for the day."""
    if type(as_of) is not date or as_of.year not in YEARS:
        raise errors.BadValue(where="as_of", value=as_of, accepted=DAY_FORM)
    chosen = tuple(settle_readings(readings).items()) if readings else ()
    decided = tuple(settle_decisions(decisions).canonical.items()) if decisions else ()
    return _prepared(as_of, chosen, decided)
