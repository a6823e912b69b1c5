"""The text of one cell: what is left of it when the dress of spreadsheets and exports is taken off, and what it may parse to.

>>> clean("\\t'0110 "), clean('="0102"'), clean("ＡＢ")
('0110', '0102', 'AB')
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from subsidy.intake.tables import words

_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_IN_BRACKETS = re.compile(r"\([^()]*\)$")
_SPACES = ("\n", "\r", "\t")


class Parsed(NamedTuple):
    """What a cell says: a value, or the code of what is wrong, or neither where it tells nothing."""

    value: Any = None
    code: str | None = None


NOTHING = Parsed()


def admit(longest: int) -> None:
    """Has the standard library's reader take cells of so many characters; what it takes already stays."""
    csv.field_size_limit(max(csv.field_size_limit(), longest))


def clean(text: str | None) -> str:
    """The text of a cell: NFKC, no control characters, trimmed, without a leading apostrophe or `="…"`."""
    plain = unicodedata.normalize("NFKC", text or "")
    if not plain.isprintable():
        plain = "".join(map(_visible, plain))
    plain = plain.strip()
    quoted = _FORMULA_TEXT.fullmatch(plain)
    plain = quoted[1].replace('""', '"') if quoted else plain
    return plain.removeprefix("'").strip()


def _visible(character: str) -> str:
    """A space for what separates, nothing for what only controls."""
    category = unicodedata.category(character)
    if character in _SPACES or category.startswith("Z"):
        return " "
    return "" if category in ("Cc", "Cf") else character


def like(plain: str) -> str:
    """A pattern that finds every text whose letters and digits are those of a plain one, in any case or width, and some others.

    >>> bool(re.search(like("total 1"), "ＴＯＴＡＬ：１")), bool(re.search(like("total 1"), "totals"))
    (True, False)
    """
    return "(?s)" + ".*".join(_any_form(letter) for letter in plain if letter.isalnum())


def _any_form(letter: str) -> str:
    forms = sorted({letter.upper(), letter.lower()})
    return f"[{''.join(forms)}{''.join(chr(ord(form) + 0xFEE0) for form in forms)}]" if letter.isascii() else letter


def legible(text: str) -> str:
    """A text as it stands, but for control characters and the space about it: how a heading is shown.

    >>> legible("\\t进口额（万元）\\n ")
    '进口额（万元）'
    """
    return "".join(c if unicodedata.category(c) == "Zs" else _visible(c) for c in text).strip()


def leading_text(cells: Iterable[str]) -> str:
    """The text of the first filled cell of a record; nothing where none is filled."""
    return next((text for cell in cells if (text := clean(cell))), "")


def is_total(leading: str) -> bool:
    """Whether the first filled cell of a record marks a row of totals.

    >>> is_total("合　计："), is_total("合计（万元）"), is_total("合计有限公司")
    (True, True, False)
    """
    plain = "".join(clean(leading).split()).rstrip(":").upper()
    return _IN_BRACKETS.sub("", plain) in words("total_row")
