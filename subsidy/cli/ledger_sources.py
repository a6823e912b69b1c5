"""What `subsidy ledger post` is given: claims, grants made before the ledger began, payments and sums taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from subsidy import errors, money
from subsidy.facts import MONEY_FORM
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.law.library import Library
from subsidy.ledger.balances import Filter
from subsidy.ledger.claim import Claim
from subsidy.ledger.data import outcome_data, posted_data
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.manual import MANUAL

EARLIER = "granted"
KINDS = (EARLIER, *MANUAL)


@dataclass(frozen=True)
class Given:
    """The source of a call, and what it says of entries that no assessment asks for."""

    source: str | None
    kind: str | None
    reference: int | None
    amount: str | None
    asked: Filter

    def post(self, ledger: Ledger, law: Library, day: date, lang: str, *, dry_run: bool) -> list[dict[str, Any]]:
        """Posts it and says what became of each; raises `errors.LedgerSource` for a call that names too little or too much."""
        self._refuse_unclear()
        if self.kind in MANUAL:
            return [posted_data(entry, lang) for entry in ledger.refer(self.kind, self._sums(), day, dry_run=dry_run)]
        if self.kind == EARLIER:
            from subsidy.ledger.opening import read_earlier

            lines = [each for each in read_earlier(str(self.source)) if self._holds(each.claim(day))]
            return [outcome_data(outcome, lang) for outcome in ledger.open_with(lines, day, law=law, dry_run=dry_run)]
        claims = filter(self._holds, _claims(str(self.source)))
        return [outcome_data(outcome, lang) for outcome in ledger.post(claims, day, law=law, dry_run=dry_run)]

    def _holds(self, claim: Claim) -> bool:
        return self.asked.holds(claim.uscc, claim.provision, claim.matter)

    def _refuse_unclear(self) -> None:
        """One source or, for a payment or a sum taken back, one reference; a sum only with a reference."""
        by_reference = self.reference is not None
        if by_reference == (self.source is not None) or (self.amount is not None and not by_reference):
            raise errors.LedgerSource()
        if (by_reference and self.kind not in MANUAL) or (not by_reference and self.kind == "clawed_back"):
            raise errors.LedgerSource()
        if self.kind in MANUAL and self.asked != Filter():
            raise errors.PaymentsFiltered()

    def _sums(self) -> dict[int, Decimal | None]:
        """The sums by the grant that each refers to: one, or those of a file of payment lines."""
        if self.reference is not None:
            return {self.reference: _sum(self.amount)}
        from subsidy.ledger.paid import read_paid

        return read_paid(Path(str(self.source)))


def _sum(text: str | None) -> Decimal | None:
    try:
        return None if text is None else money.yuan(text)
    except money.NotMoney:
        raise errors.BadValue(where="--amount", value=text, accepted=MONEY_FORM, accepted_zh=ACCEPTED_ZH[MONEY_FORM]) from None


def _claims(source: str) -> Iterator[Claim]:
    """The claims of an assessment on standard input or in a file, or of the lines of a batch result."""
    from subsidy.ledger.sources import claims_of, claims_of_result, read_assessment

    path = Path(source)
    if source == "-":
        yield from claims_of(read_assessment(sys.stdin.read(), "-"), "enterprise.uscc")
    elif path.is_dir():
        yield from claims_of_result(path)
    else:
        yield from claims_of(read_assessment(_text(path), source), f"{source}: enterprise.uscc")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise errors.MissingFile(path=path) from None
    except OSError as error:
        raise errors.UnreadableFile(path=path, problem=error.strerror) from None
    except UnicodeDecodeError as error:
        raise errors.UnreadableFile(path=path, problem=error) from None
