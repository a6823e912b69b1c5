"""How many records a text has below its heading line, counted with the csv module of the standard library alone."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import unicodedata
from dataclasses import dataclass

csv.field_size_limit(10**9)
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class Count:
    """At least so many records say something; so many more hold nothing but spaces or signs that are cleaned away."""

    filled: int
    doubtful: int

    def allows(self, rows: int) -> bool:
        """Whether so many rows can have been read."""
        return self.filled <= rows <= self.filled + self.doubtful


def decoded(body: bytes) -> str | None:
    """The text: by its byte-order mark, else as strict UTF-8, else as strict GB18030; None where it is none of them."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return _strict(body.removeprefix(mark), encoding)
    return _strict(body, "utf-8") or _strict(body, "gb18030")


def _strict(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


def unzipped(body: bytes) -> bytes | None:
    """What a gzip file holds, where it is sound."""
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, gzip.zlib.error):  # type: ignore[attr-defined]
        return None


def counts(text: str, heading_line: int) -> list[Count]:
    """The counts under each delimiter that the file may have; none where a bare carriage return leaves the lines in doubt."""
    if "\r" in text.replace("\r\n", ""):
        return []
    return [_count(text, heading_line, delimiter) for delimiter in ",;\t"]


def _count(text: str, heading_line: int, delimiter: str) -> Count:
    filled = doubtful = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for cells in reader:
        if begins > heading_line:
            said = "".join(cells)
            filled += _says_something(said)
            doubtful += bool(said) and not _says_something(said)
        begins = reader.line_num + 1
    return Count(filled, doubtful)


def _says_something(text: str) -> bool:
    return any(unicodedata.category(char)[0] not in "ZC" and char not in "'=\"" for char in text)
