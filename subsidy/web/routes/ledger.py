"""The ledger of the server: what was granted and paid, and what is to be entered, as `subsidy ledger` shows and posts it.

>>> entry_number("7"), MOST_ENTRIES
(7, 500)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field, WithJsonSchema

from subsidy import errors
from subsidy.ledger.balances import Filter
from subsidy.ledger.data import balance_data, entry_data, head_data, outcome_data, payment_data, posted_data, posting_data, verified_data
from subsidy.ledger.entry import Entry
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.manual import Manual as Kind
from subsidy.ledger.payments import payment_lines
from subsidy.ledger.store import unknown_entry
from subsidy.web.answers import plain
from subsidy.web.asked.ledger import (
    Balances,
    EntryPage,
    EntryShown,
    HeadShown,
    Manual,
    ManualSum,
    Payments,
    Posted,
    Posting,
    Verification,
    assessment_in,
)
from subsidy.web.asked.query import AsOf, Lang, UpTo, Whole, Word, known
from subsidy.web.asked.question import read, text_of
from subsidy.web.door.access import needs
from subsidy.web.openapi.document import body_of
from subsidy.web.server import server_of

MOST_ENTRIES = 500
MOST_NUMBER = 10**18 - 1
_LAST = 2**63 - 1
_NUMBER = re.compile("[1-9][0-9]{0,18}")
_HASH = re.compile("[0-9a-f]{64}")
_HASH_FORM = ("64 digits and letters a to f", "64位数字或字母 a 至 f")

views = APIRouter(prefix="/v1/ledger", tags=["ledger"], dependencies=[needs("read"), known])
postings = APIRouter(prefix="/v1/ledger", tags=["ledger"], dependencies=[needs("post"), known])
Asked = TypeVar("Asked", bound=Manual)


def _asked(
    uscc: Annotated[Word, Query(description="Only of this enterprise.")] = None,
    provision: Annotated[Word, Query(description="Only of this provision.")] = None,
    period: Annotated[Word, Query(description="Only of this year, support year or business.")] = None,
) -> Filter:
    """Which enterprise, provision and period; raises `errors.BadValue`."""
    return Filter.asked("uscc", uscc, provision, period)


def _through(asked: Annotated[Filter, Depends(_asked)], as_of: UpTo) -> Filter:
    """The same, up to a day."""
    return Filter(asked.uscc, asked.provision, asked.period, as_of)


Chosen = Annotated[Filter, Depends(_asked)]
Through = Annotated[Filter, Depends(_through)]
Hash = Annotated[str | None, WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})]
Number = Annotated[str, Path(description="The number of an entry.", json_schema_extra={"pattern": "^[1-9][0-9]{0,18}$"}, examples=["1"])]


def entry_number(text: str) -> int:
    """The number of an entry; raises `errors.UnknownEntry` for what cannot be one."""
    if not _NUMBER.fullmatch(text) or int(text) > _LAST:
        raise unknown_entry("entry", text[:40])
    return int(text)


async def _shown(request: Request, data: Callable[[Ledger], Any]) -> Response:
    """What a ledger says, beside the loop that serves requests."""
    server = server_of(request)
    return await server.bookkeeping.done(lambda: plain(data(server.ledger)))


@views.get("/head", summary="The end of the ledger", response_model=HeadShown)
async def get_ledger_head(request: Request) -> Response:
    """How many entries there are, and the hash of the last: to be noted elsewhere, for a later verification."""
    return await _shown(request, lambda ledger: head_data(ledger.head()))


@views.get("/balances", summary="Balances", response_model=Balances)
async def get_ledger_balances(request: Request, asked: Through) -> Response:
    """What each enterprise has been granted and paid of each provision and period."""
    return await _shown(request, lambda ledger: {"balances": [balance_data(balance) for balance in ledger.balances(asked)]})


@views.get("/entries", summary="Entries, page by page", response_model=EntryPage)
async def get_ledger_entries(
    request: Request,
    asked: Through,
    after: Annotated[
        int, Field(ge=0, le=MOST_NUMBER), Whole, Query(description="Only those after this number: `next` of the page before.")
    ] = 0,
    limit: Annotated[int, Field(ge=1, le=MOST_ENTRIES), Whole, Query(description="At most so many.")] = MOST_ENTRIES,
) -> Response:
    """The entries in their order. `next` is what to give as `after` for those that follow; null where none do."""

    def page(ledger: Ledger) -> Any:
        found = ledger.entries(asked, after=after, limit=limit + 1)
        return {"entries": [entry_data(entry) for entry in found[:limit]], "next": found[limit - 1].id if len(found) > limit else None}

    return await _shown(request, page)


@views.get("/entries/{number}", summary="One entry", response_model=EntryShown)
async def get_ledger_entry(request: Request, number: Number) -> Response:
    """All of one entry, with the assessment behind it."""
    return await _shown(request, lambda ledger: entry_data(_entry(ledger, number)))


@views.get("/payments", summary="What is to be paid", response_model=Payments)
async def get_ledger_payments(request: Request, asked: Chosen, as_of: AsOf) -> Response:
    """One line for each sum that is granted and not yet paid, with the entry to which the payment is to refer."""
    through = Filter(asked.uscc, asked.provision, asked.period, as_of)

    def lines(ledger: Ledger) -> Any:
        return {"as_of": as_of.isoformat(), "payments": [payment_data(line) for line in payment_lines(ledger, through)]}

    return await _shown(request, lines)


@views.get("/verification", summary="Whether the ledger is as it was written", response_model=Verification)
async def get_ledger_verification(
    request: Request,
    lang: Lang,
    head: Annotated[Hash, Query(description="A hash that `/v1/ledger/head` once gave.")] = None,
) -> Response:
    """Reads the whole ledger and names every entry that was altered, is missing or out of order."""
    if head is not None and not _HASH.fullmatch(head):
        raise errors.BadValue(where="head", value=head[:100], accepted=_HASH_FORM[0], accepted_zh=_HASH_FORM[1])
    return await _shown(request, lambda ledger: verified_data(ledger.verify(head), lang))


@postings.post("/postings", summary="Post an assessment", response_model=Posted, openapi_extra=body_of(Posting))
async def post_ledger_posting(request: Request) -> Response:
    """Posts an assessment as `/v1/assessments` gave it: what is payable and open is granted; where something was granted before,
    the difference is granted or clawed back. What was posted before is skipped, what a limit of the law refuses is listed as refused.
    The same assessment may be posted any number of times: it counts once."""

    def post(ledger: Ledger, asked: Posting, day: date) -> list[dict[str, Any]]:
        law = server_of(request).law
        outcomes = ledger.post(assessment_in(asked), day, law=law, dry_run=asked.dry_run)
        return [outcome_data(outcome, request.state.lang) for outcome in outcomes]

    return await _posted(request, Posting, post)


@postings.post("/entries/{number}/reversal", summary="Reverse an entry", response_model=Posted, openapi_extra=body_of(Manual))
async def post_ledger_reversal(request: Request, number: Number) -> Response:
    """Undoes an entry by another, whole and once; the entry itself stays."""

    def reverse(ledger: Ledger, asked: Manual, day: date) -> list[dict[str, Any]]:
        made = ledger.reverse(_entry(ledger, number).id, day, dry_run=asked.dry_run)
        return [posted_data(made, request.state.lang)]

    return await _posted(request, Manual, reverse)


@postings.post("/entries/{number}/payments", summary="Enter a payment", response_model=Posted, openapi_extra=body_of(ManualSum))
async def post_ledger_payment(request: Request, number: Number) -> Response:
    """Enters a payment of a grant; without a sum, of all that is unpaid."""
    return await _referred(request, number, "paid")


@postings.post("/entries/{number}/clawbacks", summary="Take a sum back", response_model=Posted, openapi_extra=body_of(ManualSum))
async def post_ledger_clawback(request: Request, number: Number) -> Response:
    """Takes back a sum of a grant; without a sum, all that is granted."""
    return await _referred(request, number, "clawed_back")


async def _referred(request: Request, number: str, kind: Kind) -> Response:
    def refer(ledger: Ledger, asked: ManualSum, day: date) -> list[dict[str, Any]]:
        sums = {_entry(ledger, number).id: asked.amount}
        return [posted_data(made, request.state.lang) for made in ledger.refer(kind, sums, day, dry_run=asked.dry_run)]

    return await _posted(request, ManualSum, refer)


async def _posted(request: Request, model: type[Asked], post: Callable[[Ledger, Asked, date], list[dict[str, Any]]]) -> Response:
    """What posting came to, and the end of the ledger afterwards. However long it takes: once begun it may have been entered."""
    text, server = await text_of(request), server_of(request)

    def done() -> Response:
        asked = read(request, text, model)
        day = asked.day or date.today()
        rows = post(server.ledger, asked, day)
        return plain({**posting_data(rows, day, dry_run=asked.dry_run), "head": head_data(server.ledger.head())})

    return await server.bookkeeping.done(done, to_the_end=True)


def _entry(ledger: Ledger, number: str) -> Entry:
    """The entry of a number; raises `errors.UnknownEntry`."""
    found = ledger.entry(entry_number(number))
    if found is None:
        raise unknown_entry("entry", number)
    return found
