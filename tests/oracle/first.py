"""Article 1 of 青商规〔2024〕1号: 300,000 yuan once for a business first or a breakthrough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .contest import Contestant, Verdict, Verdicts
from .days import Window, within
from .entitlement import Findings, begin, in_yuan
from .facts import BusinessClaim, Facts, Run, business_key
from .law import FIRST, FIRST_FEN, IN_FORCE


@dataclass(frozen=True)
class DatedClaim:
    """A claim with the day that decides under the chosen reading, and its place in the input."""

    claim: BusinessClaim
    day: date | None
    place: int

    @property
    def business(self) -> str:
        """The name in the form in which names are compared."""
        return business_key(self.claim.business)

    @property
    def seniority(self) -> tuple[date, int]:
        """Earlier days first, claims without a day last, then the order of the input."""
        return self.day or date.max, self.place


def dated_claims(facts: Facts, run: Run) -> list[DatedClaim]:
    """The claims of an enterprise, each with its deciding day."""
    recognised = run.readings["first.day"] == "recognised"
    return [DatedClaim(claim, claim.recognised_on if recognised else claim.achieved_on, place) for place, claim in enumerate(facts.firsts)]


def contestants(facts: Facts, run: Run, enterprise: int) -> Iterable[Contestant]:
    """An enterprise's claims as they enter the contests of a batch."""
    for dated in dated_claims(facts, run):
        yield Contestant(enterprise, facts.uscc, dated.business, dated.claim.kind, dated.day)


def first_findings(facts: Facts, run: Run, enterprise: int, verdicts: Verdicts) -> list[Findings]:
    """One entitlement for each claim, in the order of the input."""
    claims = dated_claims(facts, run)
    findings = [_claim_findings(facts, run, claim) for claim in claims]
    for claim, found in zip(claims, findings, strict=True):
        _apply_verdict(found, verdicts[enterprise, claim.business, claim.claim.kind])
        if facts.first_was_granted(claim.business, run.as_of) or _claimed_earlier(claim, claims):
            found.reasons.add("already_granted")
    if run.readings["first.once_per"] == "enterprise":
        _keep_one(claims, findings, was_granted=bool(facts.grants(FIRST, run.as_of)))
    return findings


def _claim_findings(facts: Facts, run: Run, dated: DatedClaim) -> Findings:
    found = begin(facts, run, FIRST, dated.claim.business, _window(dated.day))
    found.assumptions |= {"zone_of_first", "first_in_city"}
    if dated.day is None:
        found.missing.append(f"{run.readings['first.day']}_on")
    found.low, found.high = (0 if found.missing else FIRST_FEN), FIRST_FEN
    found.steps = {"award": in_yuan(FIRST_FEN)}
    return found


def _window(day: date | None) -> Window | None:
    """From the deciding day on; all the days in force where that day is unknown."""
    if day is None:
        return IN_FORCE
    return (day, IN_FORCE[1]) if within(day, IN_FORCE) else None


def _apply_verdict(found: Findings, verdict: Verdict) -> None:
    if verdict is Verdict.LOST:
        found.reasons.add("not_first")
    if verdict is Verdict.OPEN:
        found.missing.append("decision:first.conflict")
        found.low = 0


def _claimed_earlier(claim: DatedClaim, claims: list[DatedClaim]) -> bool:
    """Whether the enterprise has a senior claim of the same business, of either kind."""
    return any(other.business == claim.business and other.seniority < claim.seniority for other in claims)


def _keep_one(claims: list[DatedClaim], findings: list[Findings], *, was_granted: bool) -> None:
    """Once for an enterprise: its most senior claim that nothing else rules out."""
    eligible = [pair for pair in zip(claims, findings, strict=True) if not pair[1].reasons]
    kept = min(eligible, key=lambda pair: pair[0].seniority)[1] if eligible else None
    for found in findings:
        if was_granted or (kept is not None and found is not kept):
            found.reasons.add("already_granted")
