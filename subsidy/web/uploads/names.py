"""What an uploaded file is called: to people as its sender called it, on our disk by a name of our own.

>>> shown_name("2024/01.csv", "files"), shown_name("a\\x00b\\n.csv", "files"), shown_name("", "register")
('2024/01.csv', 'ab.csv', 'register')
>>> stored_suffix("2024/一月.XLSX"), stored_suffix("evil.sh"), stored_suffix("../../etc/passwd")
('.xlsx', '.data', '.data')
>>> apart("a.csv", {"a.csv"}), apart("a.csv", {"a.csv", "a.csv (2)"}), apart("b.csv", {"a.csv"})
('a.csv (2)', 'a.csv (3)', 'b.csv')
"""

from __future__ import annotations

import itertools
import os
import unicodedata
from collections.abc import Collection

from subsidy.intake.paths import TABLE_SUFFIXES

LONGEST = 200
_NEUTRAL = ".data"
_ESCAPED = (("%22", '"'), ("%0D", ""), ("%0A", ""))
"""What browsers write for what may not stand in a header (HTML, multipart/form-data encoding)."""


def decoded(name: bytes) -> str:
    """The name in a header: UTF-8 as browsers send it, else the encoding of older programs of the country."""
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        text = name.decode("gb18030", errors="replace")
    for written, meant in _ESCAPED:
        text = text.replace(written, meant)
    return text


def shown_name(given: str, otherwise: str) -> str:
    """A name as its sender gave it, on one line, not at length; the end tells files of one folder apart, and is kept."""
    plain = "".join(c for c in given if unicodedata.category(c)[0] != "C" and unicodedata.category(c) not in ("Zl", "Zp")).strip()
    return f"…{plain[1 - LONGEST :]}" if len(plain) > LONGEST else plain or otherwise


def apart(name: str, taken: Collection[str]) -> str:
    """The name, numbered where it is taken."""
    if name not in taken:
        return name
    numbered = (f"{name[: LONGEST - len(mark)]}{mark}" for mark in (f" ({number})" for number in itertools.count(2)))
    return next(other for other in numbered if other not in taken)


def stored_suffix(name: str) -> str:
    """The suffix of the stored file: one of those of tables, or one that says nothing."""
    suffix = os.path.splitext(name)[1].lower()
    return suffix if suffix in TABLE_SUFFIXES else _NEUTRAL
