"""A file as the user has it: what kind it is by its content, its digest, and its text as UTF-8.

A text is UTF-8 or UTF-16 by its byte-order mark, else strict UTF-8, else strict GB18030; never a guess that cannot
fail. What is not plain UTF-8 is rewritten as such for the engines, in a folder of their own.
"""

from __future__ import annotations

import codecs
import errno
import hashlib
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from subsidy import errors
from subsidy.intake import gunzip, utf8
from subsidy.intake.asked import MOST_BYTES
from subsidy.intake.paths import TABLE_SUFFIXES, expand
from subsidy.intake.scan import Tally
from subsidy.intake.transcode import write_utf8

__all__ = ["MOST_BYTES", "TABLE_SUFFIXES", "TextFile", "as_utf8", "digesting", "expand", "faults_named", "fresh_file", "kind_of"]

_DIGESTED = 1 << 24
"""Bytes at a time: after each, the digest waits for its turn beside a decoder that does not let go."""
_MAGIC = (
    (b"PK\x03\x04", "workbook"),
    (b"PK\x05\x06", "workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
    (b"PAR1", "parquet"),
    (gunzip.MAGIC, "gzip"),
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class TextFile:
    """A file as the user has it, and the same text as UTF-8."""

    path: str
    encoding: str
    sha256: str
    utf8: Path
    size: int
    """Bytes of the file as the user has it."""
    tally: Tally
    not_utf8: int | None = None
    """The line that is not UTF-8, where the text was therefore taken for GB18030."""


def kind_of(path: str | Path) -> str:
    """What a file is by its first bytes, whatever it is called: `text` unless they say otherwise."""
    with open(path, "rb") as source:
        head = source.read(8)
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "text")


def fresh_file(workspace: Path, suffix: str) -> Path:
    """A new empty file in a folder."""
    with tempfile.NamedTemporaryFile(dir=workspace, suffix=suffix, delete=False) as made:
        return Path(made.name)


@contextmanager
def digesting(path: str) -> Iterator[Callable[[], str]]:
    """The sha256 of a file's bytes, computed beside whatever else is done with it."""
    left = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        digest = pool.submit(_digest, path, left)
        try:
            yield digest.result
        except BaseException:
            left.set()
            raise


def _digest(path: str, left: threading.Event) -> str:
    digest, block = hashlib.sha256(), memoryview(bytearray(_DIGESTED))
    with open(path, "rb", buffering=0) as source:
        while not left.is_set() and (size := source.readinto(block)):
            digest.update(block[:size])
    return digest.hexdigest()


@contextmanager
def faults_named(path: str, workspace: Path) -> Iterator[None]:
    """What the system refuses, as an error that names the file, or the folder that is full."""
    try:
        yield
    except OSError as error:
        problem = error.strerror or str(error)
        if error.errno in _NO_ROOM:
            raise errors.NoRoom(path=path, folder=workspace, problem=problem) from None
        raise errors.UnreadableFile(path=path, problem=problem) from None


def as_utf8(path: str, encoding: str | None, workspace: Path, max_bytes: int = MOST_BYTES) -> TextFile:
    """A text file, or the gzip of one, with its text as UTF-8; `encoding` overrides what would be found.

    Raises `errors.EmptyFile`, `errors.UnreadableText`, `errors.NulByte`, `errors.LineTooLong`, `errors.TooLarge` and what
    `faults_named` raises.
    """
    asked = _known(encoding) if encoding else None
    with faults_named(path, workspace), digesting(path) as sha256:
        content = _unpacked(path, workspace, max_bytes)
        found = _decoded(content, path, asked or _marked(content), workspace)
        return replace(found, sha256=sha256(), size=Path(path).stat().st_size)


def _known(encoding: str) -> str:
    """Python's name of an encoding of text."""
    try:
        with suppress(UnicodeError):
            b"a".decode(encoding)  # refuses what is no encoding of text
        codecs.getincrementaldecoder(encoding)
    except (LookupError, ValueError):
        raise errors.BadValue(where="--encoding", value=encoding, accepted="utf-8, gb18030, utf-16") from None
    return codecs.lookup(encoding).name.removesuffix("-sig")


def _unpacked(path: str, workspace: Path, max_bytes: int) -> Path:
    """The file whose bytes are the text."""
    content = Path(path)
    if kind_of(content) == "gzip":
        content = fresh_file(workspace, ".txt")
        gunzip.unpack(path, content, max_bytes)
        if kind_of(content) != "text":
            raise errors.UnsupportedFile(path=path, accepted="gzip of .csv, .tsv, .txt")
    if not content.stat().st_size:
        raise errors.EmptyFile(path=path)
    return content


def _marked(content: Path) -> str | None:
    """The encoding that a byte-order mark names."""
    with content.open("rb") as source:
        head = source.read(4)
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def _decoded(content: Path, path: str, encoding: str | None, workspace: Path) -> TextFile:
    """A text in the encoding given, or in the first that fits."""
    if encoding == "utf-8":
        return TextFile(path, encoding, "", content, 0, utf8.scan(content, path))
    if encoding:
        return _rewritten(content, path, encoding, workspace)
    try:
        return TextFile(path, "utf-8", "", content, 0, utf8.scan(content, path))
    except errors.UnreadableText as fault:
        return _as_gb18030(content, path, fault, workspace)


def _as_gb18030(content: Path, path: str, fault: errors.UnreadableText, workspace: Path) -> TextFile:
    """A text that is not UTF-8; raises the fault of the encoding that it is nearer to where it is not GB18030 either."""
    line = fault.facts["line"]
    if utf8.is_utf8_until(content, path, line):
        raise fault
    try:
        return replace(_rewritten(content, path, "gb18030", workspace), not_utf8=line)
    except errors.UnreadableText as other:
        raise max(fault, other, key=lambda error: error.facts["line"]) from None


def _rewritten(content: Path, path: str, encoding: str, workspace: Path) -> TextFile:
    target = fresh_file(workspace, ".csv")
    tally = write_utf8(content, path, encoding, target) or utf8.scan(target, path)
    if content != Path(path):
        content.unlink()  # unpacked, and now in two encodings
    return TextFile(path, encoding, "", target, 0, tally)
