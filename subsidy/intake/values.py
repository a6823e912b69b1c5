"""One cell at a time: what a text in a customs file means, or why it cannot be used.

Every parser takes the text as it stands in the file and returns `Parsed`: a value, or the code of what is wrong with
it, or neither where the cell tells nothing. Engines call them on the distinct texts of a column.

>>> amount("1,234.50"), amount("（12.3）").value, amount("1.23E+08").code, amount("0.125").code
(Parsed(value=Decimal('1234.50'), code=None), Decimal('-12.30'), 'lost_digits', 'precision')
>>> moment("2025年3月1日").value, moment("202503").value, moment("01/02/2025").code
(Moment(first=datetime.date(2025, 3, 1), unit='day'), Moment(first=datetime.date(2025, 3, 1), unit='month'), 'date')
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from subsidy import money
from subsidy.facts import YEARS, ZONES
from subsidy.facts import uscc as normal_uscc
from subsidy.intake.tables import modes, words
from subsidy.money import EXACT, FEN


class Parsed(NamedTuple):
    """What a cell says: a value, or the code of what is wrong, or neither where it tells nothing."""

    value: Any = None
    code: str | None = None


class Moment(NamedTuple):
    """A day, or the first day of a month or year."""

    first: date
    unit: str


NOTHING = Parsed()
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d+)?E[+-]?\d+", re.IGNORECASE | re.ASCII)
_SCIENTIFIC_CODE = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE | re.ASCII)
"""As spreadsheets write a long code that they took for a number; a capital E alone may be part of the code."""
_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+", re.ASCII)
_NO_VALUE = frozenset({"-", "—", "–", "?", "--"})
_SIGNS = "¥￥$元"
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})|(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{4})(\d{2})|(\d{4})年(\d{1,2})月", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$", re.ASCII)


def clean(text: str | None) -> str:
    """The text of a cell: NFKC, no control characters, trimmed, without a leading apostrophe or `="…"`.

    >>> clean("\\t'0110 "), clean('="0102"'), clean("ＡＢ")
    ('0110', '0102', 'AB')
    """
    plain = unicodedata.normalize("NFKC", text or "")
    plain = "".join(" " if c in "\n\r\t" else c for c in plain if c in "\n\r\t" or unicodedata.category(c) not in ("Cc", "Cf")).strip()
    quoted = _FORMULA_TEXT.fullmatch(plain)
    plain = quoted[1] if quoted else plain
    return plain.removeprefix("'").strip()


def is_total(leading: str) -> bool:
    """Whether the first filled cell of a record marks a row of totals.

    >>> is_total("合　计："), is_total("合计有限公司")
    (True, False)
    """
    return "".join(clean(leading).split()).rstrip(":").upper() in words("total_row")


def amount(text: str | None, unit: int = 1) -> Parsed:
    """A sum in yuan from a cell in `unit` yuan; a cell without a value is `amount`.

    Beside the code `precision` the value is the sum rounded half up, as the account takes it.
    """
    plain = clean(text).replace(" ", "")
    if _SCIENTIFIC.fullmatch(plain):
        return Parsed(code="lost_digits")
    digits, negative = _unsigned(plain)
    if digits in _NO_VALUE or not _NUMBER.fullmatch(digits):
        return Parsed(code="amount")
    exact = EXACT.multiply(Decimal(digits.replace(",", "")), -unit if negative else unit)
    try:
        return Parsed(money.whole_fen(exact))
    except money.NotMoney as error:
        if error.reason != "precision":
            return Parsed(code="amount")
        return Parsed(exact.quantize(FEN, ROUND_HALF_UP, context=EXACT), "precision")


def _unsigned(plain: str) -> tuple[str, bool]:
    """The digits of a sum and whether it is negative, without currency signs."""
    if plain.startswith("(") and plain.endswith(")"):
        digits, negative = _unsigned(plain[1:-1])
        return digits, not negative
    stripped = plain.strip(_SIGNS)
    if stripped != plain:
        return _unsigned(stripped)
    if len(plain) > 1 and plain[-1] in "-−":
        return plain[:-1].strip(_SIGNS), True
    if len(plain) > 1 and plain[0] in "-−+":
        return plain[1:].strip(_SIGNS), plain[0] != "+"
    return plain, False


def moment(text: str | None) -> Parsed:
    """A day, month or year; what is impossible or can be read in two ways is `date`."""
    plain = _TIME.sub("", clean(text))
    if not plain:
        return NOTHING
    for pattern, unit in ((_DAY, "day"), (_MONTH, "month"), (_YEAR, "year")):
        match = pattern.fullmatch(plain)
        if match:
            parts = [int(g) for g in match.groups() if g and g.isdigit()]
            return _moment(unit, *parts)
    return Parsed(code="date")


def _moment(unit: str, year: int, month: int = 1, day: int = 1) -> Parsed:
    try:
        first = date(year, month, day)
    except ValueError:
        return Parsed(code="date")
    return Parsed(Moment(first, unit)) if year in YEARS else Parsed(code="date")


def day(text: str | None) -> Parsed:
    """A day; a month or year alone is `date`."""
    parsed = moment(text)
    if parsed.value is None:
        return parsed
    return Parsed(parsed.value.first) if parsed.value.unit == "day" else Parsed(code="date")


def identifier(text: str | None) -> Parsed:
    """A declaration number or other code as text; in scientific notation it has lost digits."""
    plain = clean(text).upper()
    if _SCIENTIFIC_CODE.fullmatch(plain):
        return Parsed(code="lost_digits")
    return Parsed(plain.removesuffix(".0") or None)


def line_number(text: str | None) -> Parsed:
    """The number of a line within its declaration, without leading zeros."""
    parsed = identifier(text)
    return Parsed(parsed.value.lstrip("0") or "0") if parsed.value and parsed.value.isdigit() else parsed


def uscc(text: str | None) -> Parsed:
    """A unified social credit code; wrong length or alphabet is `uscc`.

    >>> uscc("91310118000000E127").value, uscc("9.13E+17").code
    ('91310118000000E127', 'lost_digits')
    """
    plain = clean(text)
    if not plain:
        return NOTHING
    code = normal_uscc(plain)
    if code:
        return Parsed(code)
    return Parsed(code="lost_digits" if _SCIENTIFIC.fullmatch(plain) else "uscc")


def _word(field: str, text: str | None) -> str | None:
    return words(field).get(clean(text).upper())


def direction(text: str | None) -> Parsed:
    """`I` or `E`; anything else that is filled in is `direction`."""
    if not clean(text):
        return NOTHING
    found = _word("direction", text)
    return Parsed(found) if found else Parsed(code="direction")


def _code_of(text: str | None) -> str:
    """The code of a cell that holds a code, or a code and its name: `5015 | 区内进料加工货物`."""
    return re.split(r"[|\s]", clean(text).upper(), maxsplit=1)[0]


def supervision_mode(text: str | None) -> Parsed:
    """The four digits of a supervision mode, leading zeros restored; what is in no table is `mode`."""
    if not clean(text):
        return NOTHING
    code = _code_of(text)
    padded = code.zfill(4) if code.isdigit() else code
    return Parsed(padded) if padded in modes("supervision") else Parsed(code="mode")


def transport_mode(text: str | None) -> Parsed:
    """The code of a mode of transport from its code or name; what is in no table is `transport`."""
    if not clean(text):
        return NOTHING
    known = modes("transport")
    code = _code_of(text)
    by_name = {name: code for code, (name, _) in known.items()}
    found = code if code in known else by_name.get(clean(text))
    return Parsed(found) if found else Parsed(code="transport")


def country(text: str | None) -> Parsed:
    """`CHN` for China; any other country as it stands."""
    plain = clean(text).upper()
    code = _code_of(plain)
    is_code = code.isdigit() or len(code) == 3
    return Parsed(words("country").get(plain) or words("country").get(code if is_code else plain) or plain or None)


def state(text: str | None) -> Parsed:
    """`withdrawn` for a declaration that is; any other state as it stands."""
    return Parsed(_word("state", text) or clean(text) or None)


def text_value(text: str | None) -> Parsed:
    return Parsed(clean(text) or None)


def yes_no(text: str | None) -> Parsed:
    """True or False; anything else that is filled in is `yes_no`."""
    if not clean(text):
        return NOTHING
    found = _word("yes_no", text)
    return Parsed(found == "yes") if found else Parsed(code="yes_no")


def zone(text: str | None) -> Parsed:
    """A zone's id from its id or name; what is in no table is `zone`."""
    plain = clean(text)
    if not plain:
        return NOTHING
    if plain.lower() in ZONES:
        return Parsed(plain.lower())
    short = plain.removeprefix("上海").removesuffix("区").removesuffix("综合保税").removesuffix("综保").removesuffix("保税")
    found = words("zone").get(short.upper()) or words("zone").get(plain.upper())
    return Parsed(found) if found else Parsed(code="zone")


def first_kind(text: str | None) -> Parsed:
    """`first` or `breakthrough`; anything else is `kind`."""
    found = _word("kind", text)
    return Parsed(found) if found else Parsed(code="kind")


def grant_period(text: str | None) -> Parsed:
    """The period of a grant: a year in any of its forms as four digits, anything else as it stands.

    >>> grant_period("2025年").value, grant_period("year 1").value
    ('2025', 'year 1')
    """
    plain = clean(text)
    match = _YEAR.fullmatch(plain)
    return Parsed(match[1] if match else plain or None)
