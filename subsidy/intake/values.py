"""One cell at a time: what a text in a customs file means, or why it cannot be used.

Every parser takes the text as it stands in the file and returns `Parsed`: a value, or the code of what is wrong with
it, or neither where the cell tells nothing. Engines call them on the distinct texts of a column. Sums are read in
`subsidy.intake.sums`, days and months in `subsidy.intake.moments`; here are codes and words.

>>> supervision_mode("5015 | 区内进料加工货物").value, transport_mode("水路运输").value, currency("502").value
('5015', '2', 'USD')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from subsidy.facts import is_zone
from subsidy.facts import uscc as normal_uscc
from subsidy.intake.cell import NOTHING, Parsed, clean, is_total, leading_text
from subsidy.intake.moments import Moment, day, grant_period, in_column_of_months, moment, month, month_of_year
from subsidy.intake.sums import amount, foreign, is_no_value
from subsidy.intake.tables import currencies, mode_names, modes, words

__all__ = [
    "NOTHING", "Moment", "Parsed", "amount", "clean", "country", "currency", "day", "direction", "first_kind", "foreign", "grant_period",
    "identifier", "in_column_of_months", "is_no_value", "is_total", "leading_text", "line_number", "moment", "month", "month_of_year",
    "state", "supervision_mode", "text_value", "transport_mode", "uscc", "yes_no", "zone",
]  # fmt: skip

_SCIENTIFIC = re.compile(r"\d+(\.\d*)?E[+-]\d+|\d+\.\d*E\d+", re.ASCII)
"""As spreadsheets write a long code that they took for a number; a capital E between digits may be part of a code."""
_SEPARATED = r"[\s|\-—–:/、_,(\[【.]"
_CODE_FIRST = re.compile(
    rf"[(\[【]?(?P<code>[0-9A-Z]+)[)\]】]?(?:{_SEPARATED}+|(?=[^\x00-\x7f]))(?P<name>(?:[^\x00-\x7f]|[A-Z]{{2}}).*?)[)\]】]?", re.DOTALL
)
_CODE_LAST = re.compile(rf"(?P<name>[^\x00-\x7f][^0-9]*?){_SEPARATED}+(?P<code>[0-9A-Z]+)[)\]】]?")
_CHINA_CODES = ("142", "156", "CHN")
_LONGEST = 200
"""No code with its name is longer; what is longer is not searched for one."""


def identifier(text: str | None) -> Parsed:
    """A declaration number or other code as text; in scientific notation it has lost digits. A dash is none."""
    plain = clean(text).upper()
    if _SCIENTIFIC.fullmatch(plain):
        return Parsed(code="lost_digits")
    return NOTHING if is_no_value(plain) else Parsed(plain.removesuffix(".0"))


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
    return Parsed(code="lost_digits" if _SCIENTIFIC.fullmatch(plain.upper()) else "uscc")


def _coded(text: str | None, of_code: Callable[[str], str | None], of_name: Mapping[str, str], wrong: str) -> Parsed:
    """What a cell stands for that holds a code, its name, or both: `5015 | 区内进料加工货物`; else the code of what is wrong.

    A code beside the name of another is wrong too.
    """
    plain = clean(text).upper()
    if not plain:
        return NOTHING
    both = _code_and_name(plain)
    found = of_name.get(plain) or of_code(both["code"] if both else plain)
    is_contradicted = both is not None and of_name.get(both["name"].strip(), found) != found
    return Parsed(found) if found and not is_contradicted else Parsed(code=wrong)


def _code_and_name(plain: str) -> re.Match[str] | None:
    return (_CODE_FIRST.fullmatch(plain) or _CODE_LAST.fullmatch(plain)) if len(plain) <= _LONGEST else None


def direction(text: str | None) -> Parsed:
    """`I` or `E`; anything else that is filled in is `direction`."""
    known = words("direction")
    return _coded(text, known.get, known, "direction")


def supervision_mode(text: str | None) -> Parsed:
    """The four digits of a supervision mode, leading zeros restored; what is in no table is `mode`.

    >>> supervision_mode("110").value, supervision_mode("一般贸易").value, supervision_mode("8888").code
    ('0110', '0110', 'mode')
    """

    def of_code(code: str) -> str | None:
        number = code.removesuffix(".0")
        padded = number.zfill(4) if number.isdigit() else number
        return padded if padded in modes("supervision") else None

    return _coded(text, of_code, mode_names("supervision"), "mode")


def transport_mode(text: str | None) -> Parsed:
    """The code of a mode of transport from its code or name; what is in no table is `transport`."""

    def of_code(code: str) -> str | None:
        plain = code.removesuffix(".0")
        return plain if plain in modes("transport") else None

    return _coded(text, of_code, mode_names("transport"), "transport")


def currency(text: str | None) -> Parsed:
    """The letters of a currency from them, from its number at customs or its name; for what is in no table there is `no_rate`.

    >>> currency("人民币").value, currency("USD|美元").value, currency("999").code
    ('CNY', 'USD', 'no_rate')
    """
    known = currencies()
    return _coded(text, known.get, known, "no_rate")


def country(text: str | None) -> Parsed:
    """`CHN` for China; any other country as it stands.

    >>> country("142 中国").value, country("中国 香港").value
    ('CHN', '中国 香港')
    """
    plain = clean(text).upper()
    both = _code_and_name(plain)
    is_china = plain in words("country") or (both is not None and both["code"] in _CHINA_CODES)
    return Parsed("CHN") if is_china else Parsed(plain or None)


def state(text: str | None) -> Parsed:
    """`withdrawn` for a declaration that is; any other state as it stands."""
    plain = clean(text)
    return Parsed(words("state").get(plain) or plain or None)


def text_value(text: str | None) -> Parsed:
    return Parsed(clean(text) or None)


def yes_no(text: str | None) -> Parsed:
    """True or False; anything else that is filled in is `yes_no`."""
    plain = clean(text).upper()
    if not plain:
        return NOTHING
    found = words("yes_no").get(plain)
    return Parsed(found == "yes") if found else Parsed(code="yes_no")


def zone(text: str | None) -> Parsed:
    """A zone's id from its id or name; what is in no table is `zone`.

    >>> [zone(text).value for text in ("qingpu", "上海青浦综合保税区", "外高桥港综保区", "Pudong Airport", "other:xiamen")]
    ['qingpu', 'qingpu', 'waigaoqiao-port', 'pudong-airport', 'other:xiamen']
    """
    plain = "".join(clean(text).split())
    if not plain:
        return NOTHING
    if is_zone(joined := "-".join(clean(text).lower().split())):
        return Parsed(joined)
    short = plain.removeprefix("上海市").removeprefix("上海")
    for ending in ("区", "综合保税", "综保", "保税"):
        short = short.removesuffix(ending)
    found = words("zone").get(short.upper()) or words("zone").get(plain.upper())
    return Parsed(found) if found else Parsed(code="zone")


def first_kind(text: str | None) -> Parsed:
    """`first` or `breakthrough`; anything else is `kind`."""
    found = words("kind").get(clean(text).upper())
    return Parsed(found) if found else Parsed(code="kind")
