"""What is asked of the ledger, and, for the OpenAPI document, the form of what it answers (`subsidy.ledger.data`)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from subsidy.entitlement import Assessment, Sum
from subsidy.fields import Day, Payment, refuse
from subsidy.ledger.entry import Kind
from subsidy.ledger.sources import read_assessment
from subsidy.web.asked.question import BODY


def _above_zero(value: Decimal) -> Decimal:
    if value <= 0:
        raise refuse("a sum above zero")
    return value


AboveZero = Annotated[Payment, AfterValidator(_above_zero)]


class Manual(BaseModel):
    """On which day to enter it; in which language to answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Annotated[Day | None, Field(description="The day of the entry; today, if not given.")] = None
    dry_run: Annotated[bool, Field(strict=True, description="Say what would be entered; enter nothing.")] = False
    lang: Annotated[Literal["en", "zh"] | None, Field(description="Language of sentences; else that of `Accept-Language`.")] = None


class ManualSum(Manual):
    """The same with a sum."""

    amount: Annotated[AboveZero | None, Field(description="The sum; all that is unpaid or granted, if not given.")] = None


class Posting(Manual):
    """An assessment to post."""

    assessment: Annotated[dict[str, Any], WithJsonSchema({"allOf": [{"$ref": "#/components/schemas/Assessment"}]})]


def assessment_in(asked: Posting) -> Assessment:
    """The assessment to be posted, read strictly; raises `errors.NotAnAssessment` or `errors.FloatMoney`."""
    return read_assessment(json.dumps(asked.assessment), f"{BODY}: assessment")


Signed = Annotated[str, Field(pattern=r"^-?\d+\.\d{2}$")]


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class HeadShown(_Shown):
    """The end of the ledger."""

    count: int
    hash: str


class BalanceShown(_Shown):
    """What an enterprise has of a provision and period: `balance` is granted less clawed back, `unpaid` that less paid."""

    uscc: str
    provision: str
    period: str
    granted: Signed
    clawed_back: Signed
    balance: Signed
    paid: Signed
    unpaid: Signed
    last_day: date
    entry: int | None


class Balances(_Shown):
    balances: list[BalanceShown]


class LimitsShown(_Shown):
    """The law's limits that a grant is held to."""

    cap: Sum | None
    exclusive: bool
    once: bool
    support_year: int | None
    support_years: int | None


class EntryShown(_Shown):
    """An entry: what it enters, the receipt and the assessment behind it, its place in the chain."""

    id: int
    uscc: str
    provision: str
    period: str
    kind: Kind
    reference: int | None
    amount: Sum
    day: date
    receipt: dict[str, Any]
    assessment: dict[str, Any]
    limits: LimitsShown
    previous: str
    hash: str


class EntryPage(_Shown):
    """Some entries; `next` is what to give as `after` for those that follow."""

    entries: list[EntryShown]
    next: int | None


class PaymentShown(_Shown):
    """A sum that is granted and not yet paid; `entry` is the grant to which the payment is to refer."""

    entry: int
    uscc: str
    name: str | None
    provision: str
    document: str | None
    article: str | None
    period: str
    amount: Sum
    currency: Literal["CNY"]
    granted_on: date


class Payments(_Shown):
    as_of: date
    payments: list[PaymentShown]


class FaultShown(_Shown):
    code: str
    entry: int | None
    message: str


class Verification(_Shown):
    """What verifying came to; `anchored` is the entry whose hash was given."""

    sound: bool
    count: int
    hash: str
    anchored: int | None
    faults: list[FaultShown]


class OutcomeShown(_Shown):
    """What became of one claim, or of an entry that no assessment asked for."""

    uscc: str
    provision: str
    period: str
    result: Literal["posted", "skipped", "refused"]
    code: str
    kind: Kind | None
    amount: Sum | None
    before: Sum | None
    after: Sum | None
    entry: int | None
    message: str


class Posted(_Shown):
    """What posting came to, by result, and the end of the ledger afterwards."""

    day: date
    dry_run: bool
    posted: list[OutcomeShown]
    skipped: list[OutcomeShown]
    refused: list[OutcomeShown]
    head: HeadShown
