"""Gzip, unpacked within a limit: a small file may hold a text without end."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from subsidy import errors
from subsidy.intake.scan import BLOCK

MAGIC = b"\x1f\x8b"


def unpack(path: str, target: Path, limit: int) -> None:
    """Write what a gzip file holds; raises `errors.TooLarge` beyond so many bytes, `errors.UnreadableFile` where it is damaged."""
    written = 0
    with gzip.open(path) as source, target.open("wb") as sink:
        while block := _next(source, path):
            written += len(block)
            if written > limit:
                raise errors.TooLarge(path=path, limit=limit)
            sink.write(block)


def _next(source: gzip.GzipFile, path: str) -> bytes:
    try:
        return source.read(BLOCK)
    except EOFError:
        problem, problem_zh = "its gzip data end too early; the file is incomplete", "gzip 数据不完整"
    except (gzip.BadGzipFile, zlib.error):
        problem, problem_zh = "its gzip data are damaged", "gzip 数据已损坏"
    raise errors.UnreadableFile(path=path, problem=problem, problem_zh=problem_zh)
