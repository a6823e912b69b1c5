"""`POST /v1/cases`: the case of one enterprise out of its files, ready to be judged."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from subsidy import errors
from subsidy.facts import Case
from subsidy.law.run import prepare
from subsidy.web.answers import JSON
from subsidy.web.asked.placed import placed
from subsidy.web.asked.query import known
from subsidy.web.asked.question import refuse_many
from subsidy.web.door.access import needs
from subsidy.web.jobs import child
from subsidy.web.jobs import files as job_files
from subsidy.web.jobs.child import Child
from subsidy.web.jobs.queue import outcome
from subsidy.web.routes.judging import day_of
from subsidy.web.server import Server, server_of
from subsidy.web.settings import Limits
from subsidy.web.uploads.parts import TERMS, Received
from subsidy.web.uploads.receive import received
from subsidy.web.uploads.terms import CaseTerms, form_of, terms_of

router = APIRouter(tags=["judging"], dependencies=[needs("assess"), known])
_LOOKED_EVERY = 0.05


class Reject(BaseModel):
    """A row that was rejected, where its sender finds it."""

    file: str
    sheet: str | None
    line: int | None
    column: str | None
    value: str | None
    code: str
    message: str


class CaseOfFiles(BaseModel):
    """What files say of one enterprise."""

    case: Case
    rivals: list[Case]
    rejects: list[Reject]
    rejected: int


@router.post(
    "/v1/cases",
    summary="What files say of one enterprise",
    response_model=CaseOfFiles,
    openapi_extra=form_of(CaseTerms, {"as_of": "2026-03-01"}),
)
async def post_case(request: Request) -> Response:
    """What files say of one enterprise: a case and its rivals for `/v1/assessments`, and the rows that were rejected."""
    server = server_of(request)
    server.reading.refuse_more()
    folder = await to_thread.run_sync(server.folder.new_case)
    try:
        await _asked(request, server, folder)
        with server.reading.taken():
            return Response(await _answer(request, server, folder), media_type=JSON)
    finally:
        await asyncio.shield(to_thread.run_sync(lambda: shutil.rmtree(folder, ignore_errors=True)))


async def _asked(request: Request, server: Server, folder: Path) -> None:
    """The files and what is asked of them, in the folder."""
    sent = await received(request, folder / job_files.UPLOADS)
    terms = await server.work.done(lambda: _terms(request, server, sent))
    await to_thread.run_sync(lambda: _put(folder, _request(request, server, sent, terms)))


def _put(folder: Path, asked: dict[str, Any]) -> None:
    with child.room_needed():
        child.put(folder / child.REQUEST, asked)


def _started(folder: Path) -> Child:
    with child.room_needed():
        return Child(folder)


def _terms(request: Request, server: Server, sent: Received) -> CaseTerms:
    terms = terms_of(request, sent.terms, CaseTerms)
    refuse_many(terms.case, (), server.settings.limits.facts)
    with placed(TERMS):
        prepare(day_of(terms), terms.readings, terms.decisions, server.law)
    return terms


def _request(request: Request, server: Server, sent: Received, terms: CaseTerms) -> dict[str, Any]:
    limits = server.settings.limits
    reading = {name: getattr(terms, name) for name in ("encoding", "mapping", "sheets", "round_input")}
    return {
        "kind": "case",
        "judged": {"as_of": day_of(terms).isoformat(), "readings": terms.readings, "decisions": terms.decisions},
        "policies": server.settings.policies,
        "case": _known(terms),
        "files": {"imports": sent.files, **sent.tables, **reading, "max_bytes": limits.unpacked},
        "names": sent.names,
        "lang": request.state.lang,
        "memory": limits.job_memory,
    }


def _known(terms: CaseTerms) -> dict[str, Any]:
    """What is known already, with the enterprise that is asked for; raises `errors.BadValue` where that is another one."""
    case: dict[str, Any] = terms.case.model_dump(mode="json", by_alias=True, exclude_none=True) if terms.case else {"enterprise": {}}
    code = case["enterprise"].get("uscc")
    if terms.uscc and code and terms.uscc != code:
        raise errors.BadValue(where="terms: uscc", value=terms.uscc, accepted=code)
    if terms.uscc:
        case["enterprise"]["uscc"] = terms.uscc
    return case


async def _answer(request: Request, server: Server, folder: Path) -> bytes:
    """What the files say; the process that reads them ends with the request, however that ends."""
    limits = server.settings.limits
    running = await to_thread.run_sync(_started, folder)
    try:
        await _ended(request, running, limits, folder)
    finally:
        running.kill()
    fault = await to_thread.run_sync(outcome, folder, running.status, limits.job_memory)
    if fault:
        raise fault
    return await to_thread.run_sync((folder / job_files.ANSWER).read_bytes)


async def _ended(request: Request, running: Child, limits: Limits, folder: Path) -> None:
    """Waits for a process; raises `errors.TookTooLong`, `errors.JobTooLarge`, or `ClientDisconnect` where nobody waits for it."""
    while not running.has_ended():
        if running.seconds > limits.case_seconds:
            raise errors.TookTooLong(seconds=limits.case_seconds)
        if await request.is_disconnected():
            raise ClientDisconnect()
        if await to_thread.run_sync(child.size_of, folder / child.WORK) > limits.job_disk:
            raise errors.JobTooLarge(accepted=limits.job_disk)
        await asyncio.sleep(_LOOKED_EVERY)
