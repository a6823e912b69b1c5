"""What the JSON files of a result folder must hold to be read back, part by part; what else they hold is not looked at.

>>> Fates.model_validate({"read": 3, "counted": 1, "excluded": {"export": 2}, "rejected": {}}).excluded
{'export': 2}
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator

from subsidy import money
from subsidy.entitlement import Claim, Receipt, Status
from subsidy.facts import MONEY_FORM, Day, refuse

_COUNT_FORM = "0, 1, 2, …"


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise refuse(_COUNT_FORM)
    return value


def _figure(value: object) -> Decimal:
    """A sum written as text, however large: a number may have been a float."""
    if not isinstance(value, str) or not money.is_plain(value):
        raise refuse(MONEY_FORM)
    return Decimal(value)


Count = Annotated[int, PlainValidator(_count)]
Figure = Annotated[Decimal, PlainValidator(_figure)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", defer_build=True)


class Total(Part):
    """How many entitlements of one provision, period, status and claim state, and what they come to in RMB."""

    provision: str
    period: str
    status: Status
    claim: Claim | None
    entitlements: Count
    low: Figure
    high: Figure | None


class Basis(Part):
    """What `summary.json` says that a result rests on."""

    as_of: Day
    readings: dict[str, str]
    decisions: dict[str, str]
    receipt: Receipt


class Summary(Part):
    """The rest of `summary.json`."""

    as_of: Day
    totals: list[Total]
    readings: dict[str, str]
    assumptions: list[str]


class Fates(Part):
    """Rows that were read, and where each went."""

    read: Count
    counted: Count
    excluded: dict[str, Count]
    rejected: dict[str, Count]


class SumFates(Part):
    """RMB that was read, and where it went."""

    read: Figure
    counted: Figure
    excluded: dict[str, Figure]
    rejected: dict[str, Figure]


class Source(Part):
    """What was read; a data frame has no digest."""

    name: str
    sha256: str | None = None


class File(Source):
    sheet: str | None = None
    encoding: str | None = None
    unit: str | None = None


class Side(Source):
    """A side table: its data rows, and how many of them were rejected."""

    rows: Count
    rejected: Count


class Covered(Part):
    months: list[str]
    gaps: list[str]


class Control(Part):
    expected: Figure
    found: Figure
    matches: bool


class Warned(Part):
    """A warning on the data, with the facts that its sentence names."""

    model_config = ConfigDict(extra="allow")

    code: str
    message: str = ""


class Given(Part):
    """What `reconciliation.json` says was read; a part that an older result does not have is empty."""

    files: list[File] = []
    side_tables: list[Side] = []


class Reconciliation(Given):
    """`reconciliation.json`; a part that an older result does not have is empty."""

    as_of: Day
    rows: Fates
    amount: SumFates
    balanced: bool
    imports: dict[str, Figure] = {}
    covered: Covered = Covered(months=[], gaps=[])
    warnings: list[Warned] = []
    controls: dict[str, Control] = {}

    def said(self) -> dict[str, Any]:
        """The parts that are shown as they are."""
        return self.model_dump(include={"files", "side_tables", "imports", "covered", "warnings", "controls"})
