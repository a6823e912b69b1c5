"""One enterprise under all readings: least, most, what each reading moves, and what would close the gap.

>>> from datetime import date
>>> case = Case(enterprise={"zone": "qingpu"}, imports=[{"period": "2024", "value": "0.00"}, {"period": "2025", "value": 80000000}])
>>> result = assess_range(case, as_of=date(2026, 3, 1))
>>> result.combinations, result.total.least, result.total.most, result.total.most_at["growth.new_importer"]
(768, Decimal('0.00'), Decimal('2000000.00'), 'zero_base')
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from subsidy.assess import assess
from subsidy.entitlement import CLAIMS, Assessment, Entitlement
from subsidy.explain import citation
from subsidy.facts import Case
from subsidy.law.library import Library
from subsidy.law.model import Reading
from subsidy.law.run import Run, prepare
from subsidy.money import EXACT
from subsidy.ranging.closing import Open, closing_of, closing_of_all, open_ones
from subsidy.ranging.extremes import Scope, counting, effects_of, extremes_of
from subsidy.ranging.models import AssessedRange, Claims, Extent, Move, RangedEntitlement
from subsidy.ranging.moves import moves_of
from subsidy.ranging.outcomes import Bounds, Clause, Key, numbered, total_of


def assess_range(
    case: Case,
    *,
    as_of: date,
    readings: Mapping[str, str] | None = None,
    decisions: Mapping[str, object] | None = None,
    lang: str = "en",
    rivals: Sequence[Case] = (),
    law: Library | None = None,
) -> AssessedRange:
    """Least and most over all combinations of definite readings, and what each reading moves.

    The arguments are those of `subsidy.assess`, and so are the errors. An entitlement that exists only under some
    readings counts as nothing under the others.
    """
    own = assess(case, as_of=as_of, readings=readings, decisions=decisions, lang=lang, rivals=rivals, law=law)
    run = prepare(as_of, readings, decisions, law)
    clauses = [Clause(*clause, run.law.questions.readings, case, rivals) for clause in run.provisions]
    with decimal.localcontext(EXACT):
        return _Survey(run, own, lang, clauses).result()


EVERYTHING = Scope()


@dataclass(frozen=True)
class _Survey:
    """One enterprise, its assessment under the run's readings, and every provision under every choice."""

    run: Run
    own: Assessment
    lang: str
    clauses: Sequence[Clause]

    @property
    def _asked(self) -> Sequence[Reading]:
        return self.run.law.questions.readings

    def result(self) -> AssessedRange:
        found = sorted([(key, clause) for clause in self.clauses for key in clause.keys], key=itemgetter(0))
        given = numbered(self.own.entitlements, lambda e: (e.provision, e.period))
        still_open = open_ones(given, {key: one for clause in self.clauses for key, one in clause.judged.items()})
        return AssessedRange(
            as_of=self.own.as_of,
            enterprise=self.own.enterprise,
            readings=dict(self.run.readings),
            combinations=math.prod(len(reading.definite) for reading in self._asked),
            total=self._extent(self.clauses, EVERYTHING),
            claims=Claims(**{claim: self._extent(self.clauses, Scope(claim=claim)) for claim in CLAIMS}),
            moves=self._moves([clause for clause in self.clauses if clause.keys], EVERYTHING),
            closing=closing_of_all([*still_open.values()]),
            entitlements=tuple([self._entitlement(key, clause, given.get(key), still_open.get(key)) for key, clause in found]),
            receipt=self.own.receipt,
        )

    def _entitlement(self, key: Key, clause: Clause, own: Entitlement | None, still_open: Open | None) -> RangedEntitlement:
        scope = Scope(key)
        return RangedEntitlement(
            **dict(self._extent([clause], scope)),
            provision=key.provision,
            citation=citation(clause.document, clause.provision, self.lang),
            period=key.period,
            status=own.status if own else None,
            claim=own.claim if own else None,
            moves=self._moves([clause], scope),
            closing=closing_of(still_open) if still_open else (),
        )

    def _extent(self, clauses: Sequence[Clause], scope: Scope) -> Extent:
        """What counts of the clauses under the run's readings, and at least and at most under any."""
        extremes = extremes_of([effects_of(clause.table, scope) for clause in clauses], self._asked)
        return Extent(**bounds_of(clauses, scope, {})._asdict(), **extremes._asdict())

    def _moves(self, clauses: Sequence[Clause], scope: Scope) -> tuple[Move, ...]:
        """What each reading on which one of the clauses depends makes of the sum of what counts."""
        names = {reading.name for clause in clauses for reading in clause.readings}
        readings = [reading for reading in self._asked if reading.name in names]
        return moves_of(readings, self.run.readings, lambda changed: bounds_of(clauses, scope, changed), self.lang)


def bounds_of(clauses: Sequence[Clause], scope: Scope, changed: Mapping[str, str]) -> Bounds:
    """What counts of the clauses where some readings are others than the run's."""
    return total_of([bounds for clause in clauses for bounds in counting(clause.under(changed), scope).values()])
