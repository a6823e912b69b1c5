"""`POST /v1/assessments`, `/v1/range`, `/v1/deadlines`: one enterprise, judged."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from subsidy.assess import assess
from subsidy.dated import WatchList
from subsidy.deadlines import watch_list
from subsidy.entitlement import Assessment
from subsidy.facts import Case
from subsidy.ledger.grants import with_grants
from subsidy.ranging.models import AssessedRange
from subsidy.ranging.overall import assess_range
from subsidy.web.access import needs
from subsidy.web.answers import written
from subsidy.web.openapi import body_of
from subsidy.web.question import Question, Terms, Watched, asked
from subsidy.web.server import Server, server_of

router = APIRouter(tags=["judging"], dependencies=[needs("assess")])


@router.post("/v1/assessments", response_model=Assessment, openapi_extra=body_of(Question))
async def post_assessment(request: Request) -> Response:
    """What one enterprise is entitled to, itemised: every entitlement with its sum, window, citation and steps."""
    question, server = await asked(request, Question), server_of(request)
    return written(await server.work.done(lambda: assess(_case(question, server), **_terms(question, request, server))))


@router.post("/v1/range", response_model=AssessedRange, openapi_extra=body_of(Question))
async def post_range(request: Request) -> Response:
    """The least and the most of one enterprise over all readings, and what each reading and each missing fact moves."""
    question, server = await asked(request, Question), server_of(request)
    return written(await server.work.done(lambda: assess_range(_case(question, server), **_terms(question, request, server))))


@router.post("/v1/deadlines", response_model=WatchList, openapi_extra=body_of(Watched))
async def post_deadlines(request: Request) -> Response:
    """What can be claimed until when, what opens next and what lapses soon; without a case, for anyone under the law."""
    question, server = await asked(request, Watched), server_of(request)
    return written(await server.work.done(lambda: _watched(question, request, server)))


def _watched(question: Watched, request: Request, server: Server) -> WatchList:
    case = None if question.case is None else _case(question, server)
    return watch_list(case, within=question.within, **_terms(question, request, server))


def _case(question: Question | Watched, server: Server) -> Case:
    """The case, with the earlier grants of the ledger where these are asked for."""
    assert question.case is not None
    if not question.ledger:
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
