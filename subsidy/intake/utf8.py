"""Strict UTF-8 at the speed of the disk: validated, and its lines counted, many bytes at a time.

>>> is_utf8("青浦".encode()), is_utf8("青浦".encode("gb18030")), is_utf8(b"\\xed\\xa0\\x80")
(True, False, False)
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pyarrow as pa

from subsidy import errors
from subsidy.intake.scan import Breaks, NulFound, Tally, pieces

_NEWLINE, _RETURN = 10, 13
_ENOUGH = 16
"""So many bytes beyond ASCII are not UTF-8 by chance: of two-byte GB18030 characters hardly one in ten would be."""


def is_utf8(piece: bytes) -> bool:
    """Whether bytes are strict UTF-8."""
    text = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(struct.pack("=ii", 0, len(piece))), pa.py_buffer(piece)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def breaks_in(piece: bytes) -> Breaks:
    """The line breaks of a piece.

    >>> breaks_in(b"a\\r\\nb\\n"), breaks_in(b"a\\rb\\n"), breaks_in(b"a\\r")
    (Breaks(newlines=2, has_lone_returns=False), Breaks(newlines=1, has_lone_returns=True), Breaks(newlines=0, has_lone_returns=True))
    """
    text = np.frombuffer(piece, np.uint8)
    lone = piece.endswith(b"\r") or (b"\r" in piece and bool((text[np.flatnonzero(text == _RETURN) + 1] != _NEWLINE).any()))
    return Breaks(int(np.count_nonzero(text == _NEWLINE)), lone)


def scan(content: Path, name: str) -> Tally:
    """What a UTF-8 text is made of; `name` is what the user calls the file.

    Raises `errors.UnreadableText`, `errors.NulByte` or `errors.LineTooLong`, each with the line.
    """
    tally = Tally()
    for piece in pieces(content, name):
        if not is_utf8(piece):
            raise errors.UnreadableText(path=name, line=tally.newlines + _fault(piece), encoding="utf-8")
        try:
            tally.add(piece, breaks_in(piece))
        except NulFound as error:
            raise errors.NulByte(path=name, line=error.line) from None
    return tally


def _fault(piece: bytes) -> int:
    """The line of a piece that is not UTF-8, counted from 1."""
    try:
        piece.decode()
    except UnicodeDecodeError as error:
        return piece.count(b"\n", 0, error.start) + 1
    raise AssertionError("bytes are refused by one reader and taken by another")


def is_utf8_until(content: Path, name: str, line: int) -> bool:
    """Whether the lines before the one given hold so much UTF-8 that the text is UTF-8, damaged there."""
    found, ahead = 0, line - 1
    for piece in pieces(content, name):
        found += sum(byte >= 0x80 for part in piece.splitlines(keepends=True)[:ahead] if not part.isascii() for byte in part)
        ahead -= piece.count(b"\n")
        if found >= _ENOUGH or ahead <= 0:
            break
    return found >= _ENOUGH
