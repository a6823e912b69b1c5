"""What comes out: entitlements with their steps, the assessment of one enterprise, totals and receipt.

All outputs are frozen. `Assessment.to_json` writes the one form that every way of use gives: sums as text with two
decimals, steps as exact plain figures, days in ISO 8601.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer, SerializerFunctionWrapHandler, WithJsonSchema, model_serializer

from subsidy import money

Status = Literal["payable", "undetermined", "ineligible"]
Claim = Literal["upcoming", "open", "lapsed"]
CLAIMS: tuple[Claim, ...] = ("open", "upcoming", "lapsed")

_SUM = {"type": "string", "pattern": r"^\d+\.\d{2}$"}
_FIGURE = {"type": "string", "pattern": r"^-?\d+\.\d{2,}$"}
Sum = Annotated[Decimal, PlainSerializer(money.text, return_type=str), WithJsonSchema(_SUM)]
Figure = Annotated[Decimal, PlainSerializer(money.plain, return_type=str), WithJsonSchema(_FIGURE)]


class Output(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Citation(Output):
    """Where the law says it: document number, article, what the provision is."""

    document: str
    article: str
    title: str


class Note(Output):
    """A reason, assumption or warning: a stable code and a sentence."""

    code: str
    message: str


class Missing(Output):
    """A fact or decision that is needed and not known; `detail` says which part of it."""

    code: str
    detail: str | None = None
    message: str

    @model_serializer(mode="wrap")
    def _without_empty_detail(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if key != "detail" or value is not None}

    @property
    def item(self) -> str:
        """`code`, or `code:detail`."""
        return self.code if self.detail is None else f"{self.code}:{self.detail}"


class Step(Output):
    """One intermediate figure, exact; null where nothing of it is known."""

    name: str
    value: Figure | None
    explain: str


class Entitlement(Output):
    """What one provision gives for one period; `low` and `high` bound it until all unknowns are settled (RMB)."""

    provision: str
    citation: Citation
    period: str
    status: Status
    amount: Sum | None
    low: Sum
    high: Sum | None
    currency: Literal["CNY"] = "CNY"
    valid_from: date | None
    valid_until: date | None
    claim: Claim | None
    reasons: tuple[Note, ...]
    missing: tuple[Missing, ...]
    assumptions: tuple[Note, ...]
    warnings: tuple[Note, ...]
    readings: dict[str, str]
    steps: tuple[Step, ...]


class Total(Output):
    low: Sum
    high: Sum | None


class Totals(Output):
    """Sums of `low` and `high` by claim state; `high` is null where any part of it is."""

    open: Total
    upcoming: Total
    lapsed: Total


class Assessed(Output):
    """The enterprise as the assessment names it."""

    uscc: str | None
    name: str | None
    zone: str | None


class Receipt(Output):
    """What the result rests on: the engine, the law's figures and the inputs, the latter two as digests."""

    engine: str
    law: str
    inputs: str


class Assessment(Output):
    """Everything that one enterprise is entitled to, as of one day."""

    as_of: date
    enterprise: Assessed
    entitlements: tuple[Entitlement, ...]
    totals: Totals
    receipt: Receipt

    def to_json(self) -> str:
        """The assessment as indented JSON, ending in a newline; the same bytes for the same input."""
        return self.model_dump_json(indent=2) + "\n"
