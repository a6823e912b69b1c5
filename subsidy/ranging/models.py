"""What a range over readings says, as frozen outputs.

`low` and `high` are what the run's own readings give, as in an assessment: they leave room for unknown facts. `least` and
`most` are the least `low` and the most `high` over all combinations of definite readings. A `most` of null has no bound.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from subsidy import money
from subsidy.entitlement import Assessed, Citation, Claim, Missing, Output, Receipt, Status, Sum

_CHANGE = {"type": "string", "pattern": r"^-?\d+\.\d{2}$"}
Change = Annotated[Decimal, PlainSerializer(money.text, return_type=str), WithJsonSchema(_CHANGE)]
Choice = dict[str, str]
"""Options by reading, in the order in which the law lists the readings."""


class Extent(Output):
    """How far a sum reaches over all combinations of definite readings.

    `least_at` and `most_at` are the first combinations, in the order of readings and options, that come to least and most;
    only readings are named that can move the low or the high of this sum at all.
    """

    low: Sum
    high: Sum | None
    least: Sum
    least_at: Choice
    most: Sum | None
    most_at: Choice


class Moved(Output):
    """What another option of one reading makes of the sum; a change to or from a sum without a bound is null."""

    option: str
    low: Sum
    high: Sum | None
    low_change: Change
    high_change: Change | None


class Move(Output):
    """One reading changed alone: the option that the run has, and what each other definite option would give."""

    reading: str
    option: str
    why: str
    others: tuple[Moved, ...]


class Closing(Missing):
    """A missing fact or decision, and what settling it would do to the distance from low to high.

    `closes` is how much of the distance goes, null where a sum without a bound gets one; `leaves` is how much may stay,
    null where there still is no bound.
    """

    closes: Sum | None
    leaves: Sum | None


class Part(Output):
    """Which entitlement."""

    provision: str
    period: str


class ClosingTotal(Closing):
    """The same for the enterprise as a whole, with the entitlements that wait for it."""

    entitlements: tuple[Part, ...]


class Standing(Output):
    """An entitlement as the run has it; `status` and `claim` are null where its own readings give no such entitlement."""

    provision: str
    citation: Citation
    period: str
    status: Status | None
    claim: Claim | None


class RangedEntitlement(Extent, Standing):
    """One provision and period under all readings."""

    moves: tuple[Move, ...]
    closing: tuple[Closing, ...]


class Claims(Output):
    """The sums by claim state on the as-of day."""

    open: Extent
    upcoming: Extent
    lapsed: Extent


class AssessedRange(Output):
    """Least and most over all readings, of one enterprise as of one day: in total, by claim state and item by item."""

    as_of: date
    enterprise: Assessed
    readings: dict[str, str]
    combinations: int
    total: Extent
    claims: Claims
    moves: tuple[Move, ...]
    closing: tuple[ClosingTotal, ...]
    entitlements: tuple[RangedEntitlement, ...]
    receipt: Receipt

    def to_json(self) -> str:
        """The range as indented JSON, ending in a newline; the same bytes for the same input."""
        return self.model_dump_json(indent=2) + "\n"
