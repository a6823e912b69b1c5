"""What a watch list holds: windows of claiming, documents and sums, as they stand on one day.

All of it is frozen, as in `subsidy.entitlement`. Windows are inclusive, and days are counted from the as-of day: `days_left`
is 0 on the last day and below zero afterwards, `opens_in` is 0 on the first.
"""

from datetime import date

from subsidy.entitlement import Assessed, Citation, Claim, Missing, Note, Output, Receipt, Status, Sum, Total, Totals
from subsidy.law.model import State


class Dated(Output):
    """A window of claiming as it stands on the as-of day.

    `soon`: it is open and lapses, is upcoming and opens, or has lapsed, within the days asked for. `reviewed`: the documents
    have been reviewed for all of its days.
    """

    provision: str
    citation: Citation
    period: str | None
    valid_from: date
    valid_until: date | None
    claim: Claim
    opens_in: int
    days_left: int | None
    soon: bool
    reviewed: bool


class Claimed(Output):
    """What one enterprise can claim in a window."""

    uscc: str | None
    name: str | None
    status: Status
    amount: Sum | None
    low: Sum
    high: Sum | None
    missing: tuple[Missing, ...]


class Deadline(Dated):
    """What can be claimed in one window: the sums of all claims, and each of them."""

    low: Sum
    high: Sum | None
    enterprises: int
    claims: tuple[Claimed, ...]


class Possible(Dated):
    """A window of the law without a claim: which fact it needs, and on which days that has to fall."""

    needs: Note
    needs_from: date | None
    needs_until: date | None


class WatchTotals(Totals):
    """Sums by claim state, and of what is open and lapses soon."""

    lapsing: Total


class RepealedBasis(Output):
    """A document that is cited as a basis, what repeals it and since when; `repealed` says whether that has come."""

    basis: str
    by: str
    since: date
    repealed: bool


class DocumentDays(Output):
    """How long a document that names sums lasts; days are counted as for windows."""

    id: str
    number: str | None
    title: str
    state: State
    in_force_from: date | None
    last_day: date | None
    opens_in: int | None
    days_left: int | None
    reviewed_until: date
    reviewed: bool
    repealed_bases: tuple[RepealedBasis, ...]


class LeftOut(Output):
    """Entitlements that stand in no window to watch: those that are ineligible, and those without a window."""

    ineligible: int
    no_window: int


class WatchList(Output):
    """Everything to be watched as of one day.

    `judged_on` is the day as of which the sums were judged, null without claims; `law_changed` says that they were judged by
    other law than is held now.
    """

    as_of: date
    within: int
    judged_on: date | None
    law_changed: bool
    enterprise: Assessed | None
    deadlines: tuple[Deadline, ...]
    windows: tuple[Possible, ...]
    totals: WatchTotals
    left_out: LeftOut
    documents: tuple[DocumentDays, ...]
    assumptions: tuple[Note, ...]
    readings: dict[str, str]
    receipt: Receipt | None

    def to_json(self) -> str:
        """The list as indented JSON, ending in a newline; the same bytes for the same input."""
        return self.model_dump_json(indent=2) + "\n"
