"""Whole cases: every entitlement of each enterprise, contests between them settled first."""

from collections.abc import Sequence
from datetime import date

from .contest import Verdicts, judge_contests
from .entitlement import Entitlement, Findings, conclude
from .facts import Facts, Json, Run, read_case, read_run
from .first import contestants, first_findings
from .growth import growth_findings
from .warehousing import warehousing_findings


def assess(
    case: Json,
    as_of: str | date,
    readings: Json | None = None,
    decisions: Json | None = None,
) -> list[Entitlement]:
    """The entitlements of one enterprise, judged alone."""
    return assess_many([case], as_of, readings, decisions)[0]


def assess_many(
    cases: Sequence[Json],
    as_of: str | date,
    readings: Json | None = None,
    decisions: Json | None = None,
) -> list[list[Entitlement]]:
    """The entitlements of each enterprise of a batch, in the order of the cases."""
    run = read_run(as_of, readings, decisions)
    batch = [read_case(case) for case in cases]
    claims = [claim for number, facts in enumerate(batch) for claim in contestants(facts, run, number)]
    verdicts = judge_contests(claims, run.first_conflicts)
    return [_assessed(facts, run, number, verdicts) for number, facts in enumerate(batch)]


def _assessed(facts: Facts, run: Run, number: int, verdicts: Verdicts) -> list[Entitlement]:
    """One enterprise's entitlements by provision and period; ties keep the order of the input."""
    findings: list[Findings] = [
        *growth_findings(facts, run),
        *first_findings(facts, run, number, verdicts),
        *warehousing_findings(facts, run),
    ]
    findings.sort(key=lambda found: (found.provision, found.period))
    return [conclude(found, run.as_of) for found in findings]
