"""The body of a request as it arrives: counted, and waited for only so long."""

from __future__ import annotations

import asyncio
from typing import Self

from fastapi import Request
from starlette.types import Message, Receive

from subsidy import errors
from subsidy.web.settings import Limits

UPLOAD = "multipart/form-data"
PLAIN = "identity"
"""The coding of a body that is sent as it is."""


class Receiving:
    """Receives a body of at most so many bytes, each piece and all of it within so many seconds."""

    def __init__(self, receive: Receive, most: int, seconds: float, piece_seconds: float) -> None:
        self._receive, self._most, self._seconds, self._piece_seconds = receive, most, seconds, piece_seconds
        self._taken, self._complete = 0, False
        self._end: float | None = None

    @classmethod
    def of(cls, request: Request, receive: Receive, limits: Limits) -> Self:
        """Raises `errors.BodyTooLarge` or `errors.MediaRefused` where the request says so itself."""
        refuse_packed(request)
        is_upload = request.headers.get("content-type", "").partition(";")[0].strip().lower() == UPLOAD
        most, seconds = (limits.upload, limits.upload_seconds) if is_upload else (limits.body, limits.receive_seconds)
        length = request.headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal() and len(length) < 20 and int(length) <= most):
            raise errors.BodyTooLarge(accepted=most)
        return cls(receive, most, seconds, min(seconds, limits.receive_seconds))

    async def __call__(self) -> Message:
        """The next piece; raises `errors.BodyTooLarge` or `errors.BodyTooSlow`. After the last it waits for the client to leave."""
        if self._complete:
            return await self._receive()
        message = await self._in_time()
        self._taken += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        if self._taken > self._most:
            raise errors.BodyTooLarge(accepted=self._most)
        return message

    async def _in_time(self) -> Message:
        now = asyncio.get_running_loop().time()
        self._end = self._end or now + self._seconds
        try:
            async with asyncio.timeout_at(min(self._end, now + self._piece_seconds)):
                return await self._receive()
        except TimeoutError:
            raise errors.BodyTooSlow(seconds=self._piece_seconds) from None


def refuse_packed(request: Request) -> None:
    """Raises `errors.MediaRefused` for a body that would have to be unpacked first."""
    has_body = "transfer-encoding" in request.headers or request.headers.get("content-length", "0") != "0"
    coding = ", ".join(request.headers.getlist("content-encoding")).strip().lower()
    if has_body and coding not in ("", PLAIN):
        raise errors.MediaRefused(value=coding[:100], accepted=PLAIN)
