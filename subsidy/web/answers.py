"""Answers: the very bytes that library and command line give."""

from __future__ import annotations

import json
from typing import Any, Protocol

from fastapi import Response

JSON = "application/json"


class Written(Protocol):
    """A result that writes itself as JSON."""

    def to_json(self) -> str: ...


def written(result: Written) -> Response:
    """A result that knows its own form."""
    return Response(result.to_json(), media_type=JSON)


def plain(data: Any) -> Response:
    """Plain data, as commands write it."""
    return Response(json.dumps(data, ensure_ascii=False, indent=2) + "\n", media_type=JSON)
