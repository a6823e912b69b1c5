"""`POST /v1/assessments`, `/v1/range`, `/v1/deadlines`: one enterprise, judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response

from subsidy.assess import assess
from subsidy.dated import WatchList
from subsidy.deadlines import watch_list
from subsidy.entitlement import Assessment
from subsidy.facts import Case
from subsidy.ledger.grants import with_grants
from subsidy.ranging.models import AssessedRange
from subsidy.ranging.overall import assess_range
from subsidy.web.answers import Written, written
from subsidy.web.asked.placed import placed
from subsidy.web.asked.query import known
from subsidy.web.asked.question import BODY, Question, Terms, Watched, read, refuse_long, refuse_many, refuse_many_years, text_of
from subsidy.web.door.access import needs
from subsidy.web.openapi.document import body_of
from subsidy.web.server import Server, server_of

router = APIRouter(tags=["judging"], dependencies=[needs("assess"), known])
Asks = TypeVar("Asks", Question, Watched)


@router.post(
    "/v1/assessments", summary="What one enterprise is entitled to", response_model=Assessment,
    openapi_extra=body_of(Question),
)  # fmt: skip
async def post_assessment(request: Request) -> Response:
    """Every entitlement of one enterprise with its sum, its window, its citation and its steps: the bytes of
    `subsidy estimate --format json`."""
    return await _judged(request, Question, lambda _, case, terms: assess(case, **terms))


@router.post(
    "/v1/range", summary="Least and most of one enterprise over all readings", response_model=AssessedRange,
    openapi_extra=body_of(Question),
)  # fmt: skip
async def post_range(request: Request) -> Response:
    """The least and the most over every combination of readings, and what each reading and each missing fact moves: the
    bytes of `subsidy range --format json`."""
    limits = server_of(request).settings.limits

    def ranged(question: Question, case: Case, terms: dict[str, Any]) -> AssessedRange:
        refuse_many(case, question.rivals, limits.ranged, names=("firsts", "items"))
        refuse_many_years(case, limits.years)
        return assess_range(case, **terms)

    return await _judged(request, Question, ranged)


@router.post(
    "/v1/deadlines", summary="What one enterprise can claim until when", response_model=WatchList,
    openapi_extra=body_of(Watched),
)  # fmt: skip
async def post_deadlines(request: Request) -> Response:
    """What can be claimed until when, what opens next and what lapses soon: the bytes of `subsidy deadlines --format json`.
    Without a case: for anyone under the law."""
    return await _judged(request, Watched, lambda question, case, terms: watch_list(case, within=question.within, **terms))


async def _judged(request: Request, model: type[Asks], judge: Callable[[Asks, Any, dict[str, Any]], Written]) -> Response:
    """Reads, judges and writes beside the loop that serves requests: each of these may take long."""
    text, server = await text_of(request), server_of(request)

    def done() -> Response:
        question = read(request, text, model)
        refuse_many(question.case, question.rivals, server.settings.limits.facts)
        refuse_long(question.case, question.rivals)
        with placed(BODY):
            return written(judge(question, _case(question, server), _terms(question, request, server)))

    return await server.work.done(done)


def _case(question: Question | Watched, server: Server) -> Case | None:
    """The case, with the earlier grants of the ledger where these are asked for."""
    if question.case is None or not question.ledger:
        return question.case
    return with_grants(question.case, server.ledger, day_of(question), server.law, where="body: case.enterprise.uscc")


def day_of(terms: Terms) -> date:
    return terms.as_of or date.today()


def _terms(question: Question | Watched, request: Request, server: Server) -> dict[str, Any]:
    return {
        "as_of": day_of(question),
        "readings": question.readings,
        "decisions": question.decisions,
        "lang": request.state.lang,
        "rivals": question.rivals,
        "law": server.law,
    }
