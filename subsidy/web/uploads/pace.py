"""How fast an upload must come: whoever brings next to nothing holds a connection, a place and room on the disk for nothing.

>>> pace = Pace()
>>> pace.came(LEAST, 40), pace.came(1, 30)
(None, None)
>>> pace.came(LEAST - 1, 60)
Traceback (most recent call last):
subsidy.errors.web.UploadTooSlow: the files arrive too slowly; accepted: at least 61440 bytes in 60 seconds
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from subsidy import errors

SECONDS = 60
LEAST = SECONDS * 1024
"""Bytes that must come in that time."""


class Pace:
    """What has come of a body, and for how long it was waited for, since this was last looked at."""

    def __init__(self) -> None:
        self._bytes, self._seconds = 0, 0.0

    def came(self, size: int, seconds: float) -> None:
        """A piece has come after it was waited for so long; raises `errors.UploadTooSlow`."""
        self._bytes += size
        self._seconds += seconds
        if self._seconds >= SECONDS:
            if self._bytes < LEAST:
                raise errors.UploadTooSlow(accepted=LEAST, seconds=SECONDS)
            self._bytes, self._seconds = 0, 0.0

    async def kept(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The pieces of a body; the time that we take to write them is not held against who sends them."""
        began = time.monotonic()
        async for piece in body:
            self.came(len(piece), time.monotonic() - began)
            yield piece
            began = time.monotonic()
