"""The law as it is held: policies, measures, readings, windows, and the schemas of cases and results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from subsidy import errors
from subsidy.dated import WatchList
from subsidy.deadlines import MOST_DAYS, WITHIN, watch_list
from subsidy.law.library import Library
from subsidy.report.law_document import document_data
from subsidy.report.law_filters import ASKED, filters_of
from subsidy.report.law_measures import measures_data
from subsidy.report.law_rows import document_rows, question_data
from subsidy.report.schemas import MODELS, schema_of
from subsidy.web.answers import plain, written
from subsidy.web.asked.query import AsOf, Flag, Id, Lang, Whole, Word, known
from subsidy.web.door.access import needs
from subsidy.web.server import server_of

router = APIRouter(tags=["law"], dependencies=[needs(), known])
Chosen = Annotated[Word, Query(description="An id, or a name in Chinese or English.")]


@dataclass(frozen=True)
class _Asked:
    """Which measures are asked for."""

    zone: Chosen = None
    topic: Chosen = None
    authority: Chosen = None
    document: Chosen = None
    text: Annotated[Word, Query(description="Words that must all occur, in either language.")] = None
    every_day: Annotated[Flag, Query(alias="all", description="Also those not yet or no longer in force.")] = False


async def _shown(request: Request, data: Callable[[Library], Any]) -> Response:
    """What follows from the law, beside the loop that serves requests."""
    server = server_of(request)
    return await server.work.done(lambda: plain(data(server.law)))


@router.get("/v1/policies", summary="All documents", response_model=dict[str, Any])
async def get_policies(request: Request, as_of: AsOf, lang: Lang) -> Response:
    """Every document with its number, its days in force and its state on a day."""
    return await _shown(request, lambda law: {"as_of": as_of.isoformat(), "documents": document_rows(as_of, lang, law)})


@router.get("/v1/policies/{document}", summary="One document", response_model=dict[str, Any])
async def get_policy(request: Request, document: Id, as_of: AsOf, lang: Lang) -> Response:
    """All of one document: its days in force, what repeals and cites it, its figures and its measures."""
    return await _shown(request, lambda law: document_data(document, as_of, lang, law))


@router.get("/v1/measures", summary="Measures that apply", response_model=dict[str, Any])
async def get_measures(request: Request, asked: Annotated[_Asked, Depends()], as_of: AsOf, lang: Lang) -> Response:
    """The measures of all documents that apply on a day, monetary or not: those that match every filter given."""

    def found(law: Library) -> Any:
        chosen = {name: getattr(asked, name) for name in ASKED}
        try:
            filters = filters_of(law, chosen, asked.text or None, every_day=asked.every_day, named="{}")
        except errors.UnknownDocument as fault:
            raise errors.BadValue(where="document", value=asked.document, accepted=fault.facts["accepted"]) from None
        return measures_data(filters, as_of, lang, law)

    return await _shown(request, found)


@router.get("/v1/readings", summary="Readings and decisions", response_model=dict[str, Any])
async def get_readings(request: Request, lang: Lang) -> Response:
    """The readings with their options and why each is open, and the decisions that an authority has to take."""
    return await _shown(request, lambda law: question_data(lang, law))


@router.get("/v1/deadlines", summary="What anyone can claim until when", response_model=WatchList)
async def get_deadlines(
    request: Request,
    as_of: AsOf,
    lang: Lang,
    within: Annotated[int, Field(ge=0, le=MOST_DAYS), Whole, Query(description="So many days ahead are soon.")] = WITHIN,
) -> Response:
    """What anyone can claim under the law until when, and what opens next."""
    server = server_of(request)
    return await server.work.done(lambda: written(watch_list(None, as_of=as_of, within=within, lang=lang, law=server.law)))


@router.get("/v1/schemas/{name}", summary="A JSON Schema", response_model=dict[str, Any])
async def get_schema(name: Annotated[str, Path(json_schema_extra={"enum": [*MODELS]})]) -> Response:
    """The JSON Schema of a case, of an assessment or of a range, as `subsidy schema` gives it."""
    if name not in MODELS:
        raise errors.NoSuchPath(value=f"/v1/schemas/{name[:100]}")
    return plain(schema_of(name))
