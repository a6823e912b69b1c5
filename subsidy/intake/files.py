"""Which files a call names, and their text: globs and folders expanded, encodings found, bytes decoded strictly.

A text is UTF-8 or UTF-16 by its byte-order mark, else strict UTF-8, else strict GB18030; never a guess that cannot
fail. What is not UTF-8 is rewritten as UTF-8 for the engines, in a folder of their own.
"""

from __future__ import annotations

import codecs
import glob
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from subsidy import errors

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
_BLOCK = 1 << 22
_TRIED = ("utf-8", "gb18030")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class TextFile:
    """A file as the user has it, and the same text as UTF-8."""

    path: str
    encoding: str
    sha256: str
    utf8: Path


def expand(patterns: Iterable[str]) -> list[str]:
    """The files that paths, folders and globs name, in path order, each once.

    Raises `errors.MissingFile` for what is not there, `errors.NoTables` for a folder without tables.
    """
    found: dict[str, None] = {}
    for pattern in patterns:
        for path in _expand_one(pattern):
            found[path] = None
    return sorted(found)


def _expand_one(pattern: str) -> list[str]:
    if Path(pattern).is_dir():
        inside = [str(p) for p in Path(pattern).rglob("*") if p.is_file() and p.suffix.lower() in TABLE_SUFFIXES]
        if not inside:
            raise errors.NoTables(path=pattern, accepted=", ".join(TABLE_SUFFIXES))
        return inside
    if Path(pattern).exists():
        return [pattern]
    matches = glob.glob(pattern, recursive=True)
    if not matches:
        raise errors.MissingFile(path=pattern)
    return [path for match in matches for path in _expand_one(match)]


def digest(path: str) -> str:
    """The sha256 of a file's bytes."""
    with open(path, "rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def find_encoding(path: str) -> str:
    """The encoding of a text file; raises `errors.UnreadableText` with the line where none fits."""
    with open(path, "rb") as source:
        head = source.read(4)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked:
        return marked
    for encoding in _TRIED:
        if _decodes(path, encoding):
            return encoding
    line, encoding = max((_bad_line(path, tried), tried) for tried in _TRIED)
    raise errors.UnreadableText(path=path, line=line, encoding=encoding)


def _decodes(path: str, encoding: str) -> bool:
    try:
        for _ in _blocks(path, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _blocks(path: str, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with open(path, "rb") as source:
        while block := source.read(_BLOCK):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _bad_line(path: str, encoding: str) -> int:
    """The first line that is not valid in an encoding; beyond the last where all are."""
    number = 0
    with open(path, "rb") as source:
        for number, line in enumerate(source, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return number + 1


def as_utf8(path: str, encoding: str | None, workspace: Path) -> TextFile:
    """The file with its text as UTF-8; `encoding` overrides what would be found."""
    if not Path(path).stat().st_size:
        raise errors.EmptyFile(path=path)
    used = encoding or find_encoding(path)
    _refuse_unknown(used)
    name = "utf-8" if used == "utf-8-sig" else used
    if not _decodes(path, used):
        raise errors.UnreadableText(path=path, line=_bad_line(path, used.removesuffix("-sig")), encoding=name)
    if codecs.lookup(name).name == "utf-8":
        return TextFile(path, name, digest(path), Path(path))
    target = workspace / f"{digest(path)}.csv"
    with target.open("w", encoding="utf-8", newline="") as sink:
        sink.writelines(_blocks(path, used))
    return TextFile(path, name, digest(path), target)


def _refuse_unknown(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise errors.BadValue(where="--encoding", value=encoding, accepted="utf-8, gb18030, utf-16") from None
