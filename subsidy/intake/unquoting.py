"""Cells taken out of their quotes without reading them one by one.

Where every record is one line and quotes stand only where they belong, what quotes protect can be told from what they
do not by counting them. Such a text becomes one without quotes, whose delimiter no cell holds, and keeps its lines.

>>> unquoted(b'"a,b","say ""x"" again",c\\n', ",")
b'a,b\\x1fsay "x" again\\x1fc\\n'
>>> [unquoted(odd, ",") for odd in (b'a "b"\\n', b'"a" b\\n', b'"a\\nb"\\n', b'"a\\n')]
[None, None, None, None]
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from subsidy.intake.scan import pieces

DELIMITER = "\x1f"
_NEWLINE, _RETURN, _QUOTE = b'\n\r"'
_Places = npt.NDArray[np.intp]


def write_unquoted(text: Path, start: int, delimiter: str, target: Path) -> bool:
    """Write the lines of a text from an offset on without quotes; False where that might change a cell."""
    with target.open("wb") as sink:
        for piece in pieces(text, str(text), start):
            plain = unquoted(piece, delimiter)
            if plain is None:
                sink.truncate(0)
                return False
            sink.write(plain)
    return True


def unquoted(piece: bytes, delimiter: str) -> bytes | None:
    """Whole lines with their cells parted by `DELIMITER` instead of the delimiter and without quotes; None where that might change a cell.

    An odd quote must follow a delimiter or newline, the even one after it stand before one. Two together within a cell
    are a quote of the cell. Between an odd quote and the even one after it there may be no newline.
    """
    if DELIMITER.encode() in piece:
        return None
    text = np.frombuffer(b"\n" + piece + b"\n", np.uint8).copy()
    marks = np.flatnonzero(_border(delimiter, _QUOTE)[text])
    is_quote = text[marks] == _QUOTE
    is_inside = np.cumsum(is_quote) % 2 == 1
    quotes, borders = marks[is_quote], marks[~is_quote]
    if len(quotes) % 2 or not _belong(text, quotes, delimiter):
        return None
    if (text[borders[is_inside[~is_quote]]] != ord(delimiter)).any():
        return None
    outside = borders[~is_inside[~is_quote]]
    text[outside[text[outside] == ord(delimiter)]] = ord(DELIMITER)
    return _without(text, quotes)[1:-1].tobytes()


def _border(delimiter: str, *others: int) -> npt.NDArray[np.bool_]:
    """Which bytes may stand beside a cell."""
    found = np.zeros(256, np.bool_)
    found[[ord(delimiter), _NEWLINE, _RETURN, *others]] = True
    return found


def _belong(text: npt.NDArray[np.uint8], quotes: _Places, delimiter: str) -> bool:
    """Whether each quote opens or closes a cell, or is one of two together within a cell."""
    beside = _border(delimiter, _QUOTE)
    return bool(beside[text[quotes[0::2] - 1]].all() and beside[text[quotes[1::2] + 1]].all())


def _without(text: npt.NDArray[np.uint8], quotes: _Places) -> npt.NDArray[np.uint8]:
    """A text without its quotes, but with one of two that stand together within a cell."""
    opening = quotes[0::2]
    of_cells = opening[text[opening - 1] == _QUOTE]
    kept = np.ones(len(text), np.bool_)
    kept[quotes] = False
    kept[of_cells] = True
    return text[kept]
