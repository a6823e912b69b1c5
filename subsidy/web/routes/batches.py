"""`/v1/batches`: many enterprises out of files, computed beside the server; what is asked for is a job, to be looked at again."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel

from subsidy import errors
from subsidy.law.run import prepare
from subsidy.web.answers import Whole, plain
from subsidy.web.asked.placed import placed
from subsidy.web.asked.query import known
from subsidy.web.door.access import needs
from subsidy.web.jobs import child
from subsidy.web.jobs import files as job_files
from subsidy.web.jobs.job import Job, JobView
from subsidy.web.language import of_request
from subsidy.web.problems import problem
from subsidy.web.routes.judging import day_of
from subsidy.web.server import Server, server_of
from subsidy.web.uploads.parts import FILES, TERMS, Received
from subsidy.web.uploads.receive import owner_of, received
from subsidy.web.uploads.terms import BatchTerms, form_of, terms_of

router = APIRouter(tags=["batches"], dependencies=[needs("assess"), known])
_HOME = "/v1/batches"
_EXAMPLE = {"as_of": "2026-03-01", "zone": "qingpu", "controls": {"2025": "3845000000.00"}, "to": ["xlsx"], "report": True}
_AS_GIVEN = ("readings", "decisions", "encoding", "mapping", "sheets", "round_input", "zone", "year", "to")


_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {"schema": {"type": "string", "format": "binary"}} for media in sorted({*job_files.MEDIA.values()})}}
}


class BatchList(BaseModel):
    """Somebody's batches, the newest first."""

    batches: list[JobView]


@router.post(_HOME, summary="Ask for a batch", status_code=202, response_model=JobView, openapi_extra=form_of(BatchTerms, _EXAMPLE))
async def post_batch(request: Request) -> Response:
    """Have many enterprises judged: the answer is a job, which `Location` names."""
    server = server_of(request)
    folder = await to_thread.run_sync(server.jobs.begun)
    try:
        sent = await _received(request, folder)
        terms = await server.work.done(lambda: _terms(request, server, sent))
        job = await to_thread.run_sync(lambda: _submitted(request, server, folder, sent, terms))
    finally:
        await asyncio.shield(to_thread.run_sync(server.jobs.dropped, folder))
    answer = plain(await to_thread.run_sync(_view, request, job))
    answer.status_code, answer.headers["Location"] = 202, f"{_HOME}/{job.id}"
    return answer


@router.get(_HOME, summary="Own batches", response_model=BatchList)
async def get_batches(request: Request) -> Response:
    """The batches that the holder of the key has asked for and that are kept still."""
    jobs = server_of(request).jobs.owned_by(owner_of(request))
    return plain({"batches": await to_thread.run_sync(lambda: [_view(request, job) for job in jobs])})


@router.get(_HOME + "/{name}", summary="How far a batch has come", response_model=JobView)
async def get_batch(request: Request, name: str) -> Response:
    """How far a batch has come, and the files of its result once it is done."""
    job = server_of(request).jobs.find(name, owner_of(request))
    return plain(await to_thread.run_sync(_view, request, job))


@router.get(_HOME + "/{name}/files/{file}", summary="A file of a result", response_class=FileResponse, responses=_FILE)
async def get_file(request: Request, name: str, file: str) -> Response:
    """A file of the result of a batch that is done."""
    job = server_of(request).jobs.find(name, owner_of(request))
    if file not in job_files.MEDIA or job.state != "done":
        raise errors.NoSuchPath(value=f"{_HOME}/{job.id}/files/{file[:100]}")
    path = job_files.path_of(job.folder, file)
    if not await to_thread.run_sync(path.is_file):
        raise errors.NoSuchPath(value=f"{_HOME}/{job.id}/files/{file}")
    return Whole(path, media_type=job_files.MEDIA[file], filename=file)


@router.delete(_HOME + "/{name}", summary="Cancel and delete a batch", status_code=204)
async def delete_batch(request: Request, name: str) -> Response:
    """Cancel a batch, if it has not ended, and delete all of it."""
    owner = owner_of(request)
    await to_thread.run_sync(server_of(request).jobs.delete, name, owner)
    return Response(status_code=204)


async def _received(request: Request, folder: Path) -> Received:
    sent = await received(request, folder / job_files.UPLOADS)
    if not sent.files:
        raise errors.MissingKey(where=FILES)
    return sent


def _terms(request: Request, server: Server, sent: Received) -> BatchTerms:
    """What is asked; what can be refused at once is."""
    terms = terms_of(request, sent.terms, BatchTerms)
    with placed(TERMS):
        prepare(day_of(terms), terms.readings, terms.decisions, server.law)
    if terms.ledger and server.ledger and "prior" in sent.tables:
        raise errors.PriorTwice(other="prior")
    return terms


def _submitted(request: Request, server: Server, folder: Path, sent: Received, terms: BatchTerms) -> Job:
    with child.room_needed():
        child.put(folder / child.REQUEST, _request(request, server, sent, terms))
    return server.jobs.submit(folder, owner_of(request), from_ledger=terms.ledger)


def _request(request: Request, server: Server, sent: Received, terms: BatchTerms) -> dict[str, Any]:
    """What the process of the batch is told: the fields of `BatchRequest`, and what the server adds."""
    limits, plainly = server.settings.limits, terms.model_dump(mode="json")
    asked = {
        **{name: plainly[name] for name in _AS_GIVEN},
        "as_of": day_of(terms).isoformat(),
        "fees_through": plainly["fees_through"],
        "files": sent.files,
        **sent.tables,
        "coverage": [(span.first, span.last) for span in terms.coverage],
        "controls": plainly["controls"],
        "ranged": terms.range,
        "policies": server.settings.policies,
        "lang": request.state.lang,
        "max_bytes": limits.unpacked,
    }
    added = {"report": terms.report, "from_ledger": terms.ledger, "names": sent.names, "memory": limits.job_memory}
    return {"kind": "batch", "request": asked, **added}


def _view(request: Request, job: Job) -> dict[str, Any]:
    """A job as its owner sees it, its problem in the language of the request."""
    keep, lang = server_of(request).jobs.keep, of_request(request)
    found = [{"name": name, "bytes": size, "href": f"{_HOME}/{job.id}/files/{name}"} for name, size in job_files.sizes(job.folder)]
    return {
        "id": job.id,
        "state": job.state,
        **job.progress(),
        "created": _moment(job.created),
        "expires": _moment(job.expires(keep)),
        "files": found if job.state == "done" else [],
        "controls_match": job.controls_match(),
        "problem": None if job.fault is None else json.loads(bytes(problem(job.fault, lang).body)),
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
