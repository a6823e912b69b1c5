"""Answers: the very bytes that library and command line give."""

from __future__ import annotations

import json
from typing import Any, Protocol

from fastapi import Response
from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send

JSON = "application/json"


class Written(Protocol):
    """A result that writes itself as JSON."""

    def to_json(self) -> str: ...


def written(result: Written) -> Response:
    """A result that knows its own form."""
    return Response(result.to_json(), media_type=JSON)


class Whole(FileResponse):
    """A file, always all of it: none of what is asked for is so large that a part of it would be."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = [(name, value) for name, value in scope["headers"] if name not in (b"range", b"if-range")]
        await super().__call__({**scope, "headers": asked}, receive, send)


def plain(data: Any) -> Response:
    """Plain data, as commands write it."""
    return Response(json.dumps(data, ensure_ascii=False, indent=2) + "\n", media_type=JSON)
