"""Which of several provisions supports a matter that is supported only once.

Whether theirs is one matter, a reading says: `separate` (each is paid), `highest` (the one that gives most), or it is
left open.

>>> standing(Claim(ZERO, Decimal(5)), [Rival(Claim(Decimal(9), Decimal(9)), earlier=False)], "highest")
Standing(lost=True, contested=False)
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from subsidy.money import ZERO
from subsidy.provisions.scheme_shape import UNDECIDED

SEPARATE, HIGHEST = "separate", "highest"


class Claim(NamedTuple):
    """The least and the most of a sum; nothing bounds it where the most is None."""

    low: Decimal
    high: Decimal | None

    @property
    def may_pay(self) -> bool:
        return self.high is None or self.high > 0


class Rival(NamedTuple):
    """What another provision gives, whether it stands before in the document, and whether it was granted already."""

    claim: Claim
    earlier: bool
    granted: bool = False

    def surely_beats(self, own: Claim) -> bool:
        if own.high is None:
            return False
        return self.claim.low > own.high or (self.earlier and self.claim.low == own.high > ZERO)

    def may_beat(self, own: Claim) -> bool:
        most = self.claim.high
        return most is None or most > own.low or (self.earlier and self.claim.may_pay and most == own.low)


class Standing(NamedTuple):
    lost: bool
    contested: bool


def standing(own: Claim, rivals: Sequence[Rival], option: str) -> Standing:
    """Whether another provision has the matter instead, and whether that is still open."""
    if option == SEPARATE or not own.may_pay:
        return Standing(lost=False, contested=False)
    if option == UNDECIDED:
        return Standing(lost=False, contested=any(rival.granted or rival.claim.may_pay for rival in rivals))
    lost = any(rival.granted or rival.surely_beats(own) for rival in rivals)
    return Standing(lost, contested=not lost and any(rival.may_beat(own) for rival in rivals))
