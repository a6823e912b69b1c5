"""The law as it is held: policies, measures, readings, windows, and the schemas of cases and results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from subsidy import errors
from subsidy.assess import LANGUAGES
from subsidy.dated import WatchList
from subsidy.deadlines import MOST_DAYS, WITHIN, watch_list
from subsidy.fields import DAY_FORM, day
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.report.law_document import document_data
from subsidy.report.law_filters import ASKED, filters_of
from subsidy.report.law_measures import measures_data
from subsidy.report.law_rows import document_rows, question_data
from subsidy.report.schemas import MODELS, schema_of
from subsidy.web.access import needs
from subsidy.web.answers import plain, written
from subsidy.web.language import of_request
from subsidy.web.server import server_of

router = APIRouter(tags=["law"], dependencies=[needs()])


def _day(
    as_of: Annotated[str | None, Query(description="The day; today, if not given.", examples=["2026-03-01"])] = None,
) -> date:
    """The day that a query gives; raises `errors.BadValue`."""
    if as_of is None:
        return date.today()
    try:
        return day(as_of)
    except ValueError:
        raise errors.BadValue(where="as_of", value=as_of, accepted=DAY_FORM, accepted_zh=ACCEPTED_ZH[DAY_FORM]) from None


def _lang(
    request: Request, lang: Annotated[str | None, Query(description="en or zh; else that of `Accept-Language`.", examples=["zh"])] = None
) -> str:
    """The language of the answer; raises `errors.BadValue`."""
    if lang is not None and lang not in LANGUAGES:
        raise errors.BadValue(where="lang", value=lang, accepted=", ".join(LANGUAGES))
    return of_request(request)


AsOf = Annotated[date, Depends(_day)]
Lang = Annotated[str, Depends(_lang)]
Chosen = Annotated[str | None, Query(description="An id, or a name in Chinese or English.")]


@dataclass(frozen=True)
class _Asked:
    """Which measures are asked for."""

    zone: Chosen = None
    topic: Chosen = None
    authority: Chosen = None
    document: Chosen = None
    text: Annotated[str | None, Query(description="Words that must all occur, in either language.")] = None
    every_day: Annotated[bool, Query(alias="all", description="Also those not yet or no longer in force.")] = False


@router.get("/v1/policies", response_model=dict[str, Any])
async def get_policies(request: Request, as_of: AsOf, lang: Lang) -> Response:
    """Every document with its number, days in force and state on a day."""
    return plain({"as_of": as_of.isoformat(), "documents": document_rows(as_of, lang, server_of(request).law)})


@router.get("/v1/policies/{document}", response_model=dict[str, Any])
async def get_policy(request: Request, document: str, as_of: AsOf, lang: Lang) -> Response:
    """All of one document: days in force, what repeals and cites it, figures and measures."""
    return plain(document_data(document, as_of, lang, server_of(request).law))


@router.get("/v1/measures", response_model=dict[str, Any])
async def get_measures(request: Request, asked: Annotated[_Asked, Depends()], as_of: AsOf, lang: Lang) -> Response:
    """The measures of all documents that apply on a day, monetary or not: those that match every filter given."""
    law = server_of(request).law
    filters = filters_of(law, {name: getattr(asked, name) for name in ASKED}, asked.text or None, every_day=asked.every_day, named="{}")
    return plain(measures_data(filters, as_of, lang, law))


@router.get("/v1/readings", response_model=dict[str, Any])
async def get_readings(request: Request, lang: Lang) -> Response:
    """The readings with their options, and the decisions that an authority has to take."""
    return plain(question_data(lang, server_of(request).law))


@router.get("/v1/deadlines", response_model=WatchList)
async def get_deadlines(
    request: Request,
    as_of: AsOf,
    lang: Lang,
    within: Annotated[int, Query(ge=0, le=MOST_DAYS, description="So many days ahead are soon.")] = WITHIN,
) -> Response:
    """What anyone can claim under the law until when, and what opens next."""
    return written(watch_list(None, as_of=as_of, within=within, lang=lang, law=server_of(request).law))


@router.get("/v1/schemas/{name}", response_model=dict[str, Any])
async def get_schema(name: str) -> Response:
    """The JSON Schema of a case, of an assessment or of a range."""
    if name not in MODELS:
        raise errors.NoSuchPath(value=f"/v1/schemas/{name[:100]}")
    return plain(schema_of(name))
