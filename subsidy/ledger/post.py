"""Claims posted: the difference between what is to have been granted and what has been, once for each assessment.

nothing granted         a payable sum that is open to claim is granted; what was reversed is as if it had not been granted
granted before          more is granted or some clawed back, so that the ledger comes to the assessment's total; but no more
                        where something was taken back by hand
posted before           nothing, by the receipt of the assessment
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from subsidy import errors, money
from subsidy.ledger.claim import Claim
from subsidy.ledger.entry import UNLIMITED, Draft, Entry, Kind
from subsidy.ledger.limits import limits_of
from subsidy.ledger.store import Writer
from subsidy.money import ZERO
from subsidy.provisions.terms import Terms

POSTED = "posted"
REFUSED_OUTSIDE = "prior_differs"
"""The assessment counts other earlier grants than the ledger has, so that the sum left over is not the ledger's."""
REFUSED_AHEAD = "as_of_ahead"
"""The assessment is as of a day after that of the posting, and would outdate those made in between."""
REFUSED_AGAIN = "taken_back"
"""Somebody took back by hand what the assessment would have granted again."""
SKIPPED = ("already_posted", "unchanged", "superseded", "already_granted", "undetermined", "ineligible", "upcoming", "lapsed", "no_window")
"""Why nothing is to be posted for a claim."""


@dataclass(frozen=True)
class Outcome:
    """What became of one claim: `posted` with its entry, one of `SKIPPED`, or the limit that refused it."""

    uscc: str
    provision: str
    period: str
    code: str
    total: Decimal | None = None
    """What is to have been granted in all."""
    before: Decimal = ZERO
    """What the ledger had granted."""
    entry: Entry | None = None

    @property
    def refused(self) -> bool:
        return self.code not in (POSTED, *SKIPPED)

    @property
    def difference(self) -> Decimal:
        """What was posted, below zero where it was clawed back."""
        if self.entry is None or self.code != POSTED:
            return ZERO
        return -self.entry.sum if self.entry.kind == "clawed_back" else self.entry.sum


def post_claims(writer: Writer, claims: Iterable[Claim], day: date, provisions: Mapping[str, Terms]) -> list[Outcome]:
    """Posts claims in their order, but those first that take back, so that what they free can be granted to others."""
    waiting, done = dict(enumerate(claims)), {}
    for only_reductions in (True, False):
        for number, claim in list(waiting.items()):
            if not only_reductions or _takes_back(writer, claim):
                done[number] = _posted(writer, claim, provisions, day)
                del waiting[number]
    return [done[number] for number in sorted(done)]


def _takes_back(writer: Writer, claim: Claim) -> bool:
    total, granted = claim.total, writer.granted(claim.uscc, claim.provision, claim.matter)
    return total is not None and granted is not None and money.to_fen(total) < granted


def _posted(writer: Writer, claim: Claim, provisions: Mapping[str, Terms], day: date) -> Outcome:
    of = (claim.uscc, claim.provision, claim.matter)
    granted = writer.granted(*of)
    found = Outcome(claim.uscc, claim.provision, claim.period, POSTED, claim.total, money.from_fen(granted or 0))
    known, entry = writer.posted(claim.receipt, *of)
    if known:
        return replace(found, code="already_posted", entry=None if entry is None else writer.entry(entry))
    if code := _nothing_to_post(writer, claim, day, granted):
        return replace(found, code=code)
    difference = money.to_fen(claim.total or ZERO) - (granted or 0)
    if difference > 0 and writer.has_taken_back(*of):
        return replace(found, code=REFUSED_AGAIN)
    try:
        made = _entry(writer, claim, provisions, day, difference)
    except errors.LimitReached as refused:
        return replace(found, code=refused.facts["limit"])
    writer.note(claim.receipt, of, claim.as_of, made.id if made else None)
    return replace(found, entry=made) if made else replace(found, code="unchanged")


def _entry(writer: Writer, claim: Claim, provisions: Mapping[str, Terms], day: date, difference: int) -> Entry | None:
    """The entry of a difference in fen; none where there is no difference."""
    if not difference:
        return None
    kind: Kind = "granted" if difference > 0 else "clawed_back"
    held_to = limits_of(claim, provisions) if difference > 0 else UNLIMITED
    own = (claim.uscc, claim.provision, claim.period)
    return writer.add(Draft(*own, kind, abs(difference), day, None, claim.receipt, claim.assessment, held_to))


def _nothing_to_post(writer: Writer, claim: Claim, day: date, granted: int | None) -> str | None:
    """Why a claim is not posted on a day, if it is not."""
    if claim.status == "undetermined":
        return "undetermined"
    if granted is None and (claim.status == "ineligible" or claim.claim != "open"):
        return "ineligible" if claim.status == "ineligible" else claim.claim or "no_window"
    if granted is not None and _is_superseded(writer, claim):
        return "superseded"
    return _out_of_step(claim, day, granted or 0)


def _out_of_step(claim: Claim, day: date, granted: int) -> str | None:
    """Why what a claim comes to cannot be set against what is granted, in fen, if it cannot."""
    if claim.as_of > day:
        return REFUSED_AHEAD
    if claim.granted_before is not None and money.to_fen(claim.granted_before) != granted:
        return REFUSED_OUTSIDE
    return "already_granted" if claim.total is None else None


def _is_superseded(writer: Writer, claim: Claim) -> bool:
    latest = writer.last_as_of(claim.uscc, claim.provision, claim.matter)
    return latest is not None and claim.as_of < latest
