"""Grants that were made before the ledger began, out of a table of earlier grants: each line posted once, within the limits.

Their receipt is the file and the line; of an assessment nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from subsidy import errors, money
from subsidy.facts import Grant, canonical
from subsidy.intake.side_tables import SideTable, open_file, read_prior
from subsidy.law.wording import sentence
from subsidy.ledger.claim import Claim
from subsidy.ledger.entry import Draft
from subsidy.ledger.limits import limits_of
from subsidy.ledger.post import POSTED, Outcome
from subsidy.ledger.store import Writer
from subsidy.money import ZERO
from subsidy.provisions.terms import Terms


@dataclass(frozen=True)
class Earlier:
    """A line of the table: whose grant, which, and where it stands."""

    uscc: str
    grant: Grant
    file: str
    sha256: str | None
    line: int

    def claim(self, day: date) -> Claim:
        """The grant as a claim of its whole sum on the day on which it was made, or else on the day given."""
        made = self.grant.granted_on or day
        place = {"sha256": self.sha256, "line": self.line}
        known = {"enterprise": {"uscc": self.uscc}, "grant": self.grant.model_dump(mode="json"), "source": {"file": self.file, **place}}
        of = (self.uscc, self.grant.provision, self.grant.period)
        rests_on = (made, canonical(place), canonical(known))
        return Claim(*of, "payable", "open", self.grant.amount, (), {}, {}, None, *rests_on)


def read_earlier(path: str) -> list[Earlier]:
    """The lines of a file in order of their days; raises `errors.BadValue` for the first that cannot be read."""
    with TemporaryDirectory() as folder:
        table = read_prior(open_file(path, "prior", Path(folder)), lambda _provision, _period: None)
    for issue in table.issues:
        where = f"{issue.file}, line {issue.line}, {issue.column or ''}".rstrip(", ")
        accepted, accepted_zh = (sentence("rejects", issue.code, lang) for lang in ("en", "zh"))
        raise errors.BadValue(where=where, value=issue.value, accepted=accepted, accepted_zh=accepted_zh)
    return sorted(_lines(table), key=lambda each: (each.grant.granted_on or date.max, each.line))


def _lines(table: SideTable[Grant]) -> Iterable[Earlier]:
    for code, grants in table.facts.items():
        for grant, line in zip(grants, table.lines[code], strict=True):
            yield Earlier(code, grant, table.name, table.sha256, line)


def post_earlier(writer: Writer, lines: Iterable[Earlier], day: date, provisions: Mapping[str, Terms]) -> list[Outcome]:
    """Posts each line that has a sum and has not been posted before."""
    return [_posted(writer, each.claim(day), provisions) for each in lines if each.grant.amount]


def _posted(writer: Writer, claim: Claim, provisions: Mapping[str, Terms]) -> Outcome:
    of = (claim.uscc, claim.provision, claim.matter)
    before = money.from_fen(writer.granted(*of) or 0)
    known, number = writer.posted(claim.receipt, *of)
    if known:
        return Outcome(claim.uscc, claim.provision, claim.period, "already_posted", None, before, writer.entry(number or 0))
    fen = money.to_fen(claim.amount or ZERO)
    draft = Draft(claim.uscc, claim.provision, claim.period, "granted", fen, claim.as_of, None, claim.receipt, claim.assessment)
    try:
        entry = writer.add(draft.held_to(limits_of(claim, provisions)))
    except errors.LimitReached as refused:
        return Outcome(claim.uscc, claim.provision, claim.period, refused.facts["limit"], None, before)
    writer.note(claim.receipt, of, claim.as_of, entry.id)
    return Outcome(claim.uscc, claim.provision, claim.period, POSTED, None, before, entry)
