"""A request with files, received: its body goes to the disk as it comes, beside the loop that serves requests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from anyio import to_thread
from fastapi import Request
from python_multipart.multipart import parse_options_header

from subsidy import errors
from subsidy.web.door.access import holder_of
from subsidy.web.door.receiving import UPLOAD
from subsidy.web.jobs.child import room_needed
from subsidy.web.server import server_of
from subsidy.web.uploads.pace import Pace
from subsidy.web.uploads.parts import Parts, Received

_BLOCK = 1 << 18
"""So much is handed over to be written at a time."""


def owner_of(request: Request) -> str:
    """Whose an upload is: that of the holder of the key; nobody's, where there are no keys."""
    return "" if server_of(request).settings.keys is None else holder_of(request).name


async def received(request: Request, folder: Path) -> Received:
    """The files of a request, written into a new folder, and its terms.

    Raises `errors.TooManyUploads`, `errors.UploadTooSlow`,
    `errors.MediaRefused`, `errors.TooManyFiles`, `errors.UnknownKey`, `errors.PartTwice`, `errors.BrokenForm`,
    `errors.MissingKey`, `errors.ServerFull`, and what receiving a body raises.
    """
    server, boundary = server_of(request), _boundary(request)
    with server.arriving.taken(owner_of(request)):
        await to_thread.run_sync(_made, folder)
        return await _written(request, Parts(boundary, folder, server.settings.limits))


def _made(folder: Path) -> None:
    with room_needed():
        folder.mkdir()


async def _written(request: Request, parts: Parts) -> Received:
    try:
        async for block in _blocks(request):
            await to_thread.run_sync(parts.feed, block)
        return await to_thread.run_sync(parts.finished)
    finally:
        parts.close()


def _boundary(request: Request) -> bytes:
    media, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if media != UPLOAD.encode() or not boundary:
        raise errors.MediaRefused(value=media.decode("latin-1")[:100], accepted=UPLOAD)
    return boundary


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    """The body in pieces worth a change of thread."""
    held = bytearray()
    async for piece in Pace().kept(request.stream()):
        held += piece
        if len(held) >= _BLOCK:
            yield bytes(held)
            held.clear()
    yield bytes(held)
