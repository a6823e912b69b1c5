"""How a server writes its log: one JSON object a line, on standard error.

>>> line = Lines().format(logging.makeLogRecord({"msg": {"status": 200}, "created": 0.0, "levelname": "INFO"}))
>>> line
'{"time": "1970-01-01T00:00:00.000Z", "level": "info", "status": 200}'
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_HOME = Path(__file__).parents[2]


class Lines(logging.Formatter):
    """A record as one line; of an exception its kind and places, not its message."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.msg if isinstance(record.msg, dict) else {"message": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            said = {**said, **places(record.exc_info[1])}
        return json.dumps({"time": _moment(record.created), "level": record.levelname.lower(), **said}, ensure_ascii=True)


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def places(fault: BaseException) -> dict[str, Any]:
    """The kind of a fault, the places that it passed, and what it came from: none of it repeats what a request held."""
    found = {"fault": type(fault).__name__, "places": [_place(frame) for frame in traceback.extract_tb(fault.__traceback__)]}
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return found if before is None else {**found, "after": places(before)}


def _place(frame: traceback.FrameSummary) -> str:
    file = Path(frame.filename)
    name = file.relative_to(_HOME) if file.is_relative_to(_HOME) else Path(*file.parts[-2:])
    return f"{name.as_posix()}:{frame.lineno} {frame.name}"


def write_lines() -> None:
    """Sends what this process logs to standard error, a line each; the answers of the server from `info` on, else warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("subsidy.web").setLevel(logging.INFO)
