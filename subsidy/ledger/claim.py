"""One entitlement as it comes to the ledger: from an assessment, or from a line of a batch result.

What an assessment comes to in all is what is to have been granted once it is posted: its sum and what it already takes off.

>>> claim = Claim("9131…", "p", "2025", "payable", "open", Decimal("20.00"), (), {"already_granted": Decimal("100.00")}, {}, None)
>>> claim.total
Decimal('120.00')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from subsidy.entitlement import Claim as ClaimState
from subsidy.entitlement import Status
from subsidy.formula import rounded
from subsidy.money import ZERO
from subsidy.provisions.contest import business_key

GRANTED = "already_granted"
"""The step, and the reason, that say what was granted before."""


@dataclass(frozen=True)
class Claim:
    """What is asked of the ledger for one provision and period; `receipt` and `assessment` are canonical JSON."""

    uscc: str
    provision: str
    period: str
    status: Status
    claim: ClaimState | None
    amount: Decimal | None
    reasons: tuple[str, ...]
    steps: Mapping[str, Decimal | None]
    readings: Mapping[str, str]
    valid_from: date | None
    as_of: date = date.min
    receipt: str = "{}"
    assessment: str = field(default="{}", repr=False)

    @property
    def matter(self) -> str:
        """The period as it is compared: of a first, the business."""
        return business_key(self.period)

    @property
    def granted_before(self) -> Decimal | None:
        """What the assessment takes off as granted before; None where it takes off nothing."""
        return self.steps.get(GRANTED)

    @property
    def total(self) -> Decimal | None:
        """What is to have been granted in all; None where that is not settled."""
        if self.status == "payable":
            return None if self.amount is None else self.amount + (self.granted_before or ZERO)
        if self.status == "undetermined":
            return None
        return self._of_what_was_granted() if GRANTED in self.reasons else ZERO

    def _of_what_was_granted(self) -> Decimal | None:
        """Of what was granted before as much as the award now comes to; None where the assessment does not tell."""
        before, award = self.granted_before, self._award()
        if before is None or award is None:
            return None
        if self.reasons != (GRANTED,):
            return ZERO
        paid_out: Decimal = rounded(award, self.readings["payout.rounding"])
        return min(before, paid_out)

    def _award(self) -> Decimal | None:
        """The award before rounding, as the steps have it."""
        if "award" in self.steps:
            return self.steps["award"]
        supported, cap = self.steps.get("supported"), self.steps.get("annual_cap")
        return supported if cap is None or supported is None else min(supported, cap)
