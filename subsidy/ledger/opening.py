"""Grants that were made before the ledger began, out of a table of earlier grants: each line posted once, within the limits.

Their receipt is what the line says, and which it is of the equal lines of its table, so that a table may be saved anew, grow and be
posted again. Where it stood is kept beside it. Of an assessment nothing is known.
"""

from __future__ import annotations

import json
from collections import Counter
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
from subsidy.ledger.entry import Draft, Entry
from subsidy.ledger.limits import limits_of
from subsidy.ledger.post import POSTED, Outcome
from subsidy.ledger.sources import LONGEST_NAME, LONGEST_SHOWN, is_name
from subsidy.ledger.store import Writer
from subsidy.money import ZERO
from subsidy.provisions.contest import business_key
from subsidy.provisions.terms import Terms


@dataclass(frozen=True)
class Earlier:
    """A line of the table: whose grant, which, where it stands, and which it is of the lines there that say the same."""

    uscc: str
    grant: Grant
    file: str
    sha256: str | None
    line: int
    nth: int = 1

    @property
    def said(self) -> dict[str, str | None]:
        """What the line says, in one form however it is written."""
        return _said(self.uscc, self.grant)

    def claim(self, day: date) -> Claim:
        """The grant as a claim of its whole sum on the day on which it was made, or else on the day given."""
        made = self.grant.granted_on or day
        source = {"file": self.file, "sha256": self.sha256, "line": self.line}
        known = {"enterprise": {"uscc": self.uscc}, "grant": self.grant.model_dump(mode="json"), "source": source}
        of = (self.uscc, self.grant.provision, self.grant.period)
        rests_on = (made, canonical({**self.said, "nth": self.nth}), canonical(known))
        return Claim(*of, "payable", "open", self.grant.amount, (), {}, {}, None, *rests_on)


def _said(uscc: str, grant: Grant) -> dict[str, str | None]:
    made = grant.granted_on
    of = {"uscc": uscc, "provision": grant.provision, "matter": business_key(grant.period)}
    return {**of, "amount": money.text(grant.amount), "granted_on": made.isoformat() if made else None}


def read_earlier(path: str) -> list[Earlier]:
    """The lines of a file in order of their days; raises `errors.BadValue` for the first that cannot be read."""
    with TemporaryDirectory() as folder:
        table = read_prior(open_file(path, "prior", Path(folder)), lambda _provision, _period: None)
    for issue in table.issues:
        at = {"where": f"{issue.file}, line {issue.line}, ", "where_zh": f"{issue.file} 第{issue.line}行 "}
        where = {name: f"{text}{issue.column or ''}".rstrip(", ") for name, text in at.items()}
        accepted, accepted_zh = (sentence("rejects", issue.code, lang) for lang in ("en", "zh"))
        raise errors.BadValue(**where, value=issue.value, accepted=accepted, accepted_zh=accepted_zh)
    return sorted(_lines(table), key=lambda each: (each.grant.granted_on or date.max, each.line))


def _lines(table: SideTable[Grant]) -> Iterable[Earlier]:
    for code, grants in table.facts.items():
        equal: Counter[str] = Counter()
        for grant, line in zip(grants, table.lines[code], strict=True):
            _refuse_name(table.name, line, grant)
            said = canonical(_said(code, grant))
            equal[said] += 1
            yield Earlier(code, grant, table.name, table.sha256, line, equal[said])


def _refuse_name(file: str, line: int, grant: Grant) -> None:
    """Raise `errors.BadValue` for a name that no index of a ledger takes."""
    for column, name in (("provision", grant.provision), ("period", grant.period)):
        if not is_name(name):
            at = {"where": f"{file}, line {line}, {column}", "where_zh": f"{file} 第{line}行 {column}"}
            accepted = {"accepted": f"a name of at most {LONGEST_NAME} bytes", "accepted_zh": f"不超过 {LONGEST_NAME} 字节的名称"}
            raise errors.BadValue(**at, value=name[:LONGEST_SHOWN], **accepted)


def post_earlier(writer: Writer, lines: Iterable[Earlier], day: date, provisions: Mapping[str, Terms]) -> list[Outcome]:
    """Posts each line that has a sum and has not been posted before."""
    return [_posted(writer, each, each.claim(day), provisions) for each in lines if each.grant.amount]


def _posted(writer: Writer, line: Earlier, claim: Claim, provisions: Mapping[str, Terms]) -> Outcome:
    of = (claim.uscc, claim.provision, claim.matter)
    before = money.from_fen(writer.granted(*of) or 0)
    if known := _entry_of(writer, line, claim.receipt, of):
        return Outcome(claim.uscc, claim.provision, claim.period, "already_posted", None, before, known)
    fen = money.to_fen(claim.amount or ZERO)
    draft = Draft(claim.uscc, claim.provision, claim.period, "granted", fen, claim.as_of, None, claim.receipt, claim.assessment)
    try:
        entry = writer.add(draft.held_to(limits_of(claim, provisions)))
    except errors.LimitReached as refused:
        return Outcome(claim.uscc, claim.provision, claim.period, refused.facts["limit"], None, before)
    writer.note(claim.receipt, of, claim.as_of, entry.id)
    return Outcome(claim.uscc, claim.provision, claim.period, POSTED, None, before, entry)


def _entry_of(writer: Writer, line: Earlier, receipt: str, of: tuple[str, str, str]) -> Entry | None:
    """The entry that a line was posted as, by its receipt, or by what it says where the receipt was the file and the line."""
    known, number = writer.posted(receipt, *of)
    if known:
        return writer.entry(number or 0)
    same = [entry for entry in writer.known_by_line(*of) if _said_in(entry) == line.said]
    return same[line.nth - 1] if line.nth <= len(same) else None


def _said_in(entry: Entry) -> dict[str, str | None]:
    """What the line behind an entry says."""
    return _said(entry.uscc, Grant.model_validate(json.loads(entry.assessment)["grant"]))
