"""The text of a case file as plain data: JSON or TOML, with the line on which each key of a JSON text stands.

>>> text = '{"enterprise": {},\\n "imports": [{"period": "2024"}]}'
>>> json_data(text, "case.json")
{'enterprise': {}, 'imports': [{'period': '2024'}]}
>>> json_line(text, ("imports", 0, "value"))
2
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, NoReturn

from subsidy import errors
from subsidy.intake.json_bounds import refuse_deep, refuse_halves

Path = tuple[str | int, ...]
"""Where a value stands in the data: keys and numbers of elements, from the outside in."""

_BLANK = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^\s,\]}]+")
_TOML_PLACE = re.compile(r"(?P<problem>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_DIGITS_OF_AN_INTEGER = 4000
_DEEP = "nested too deeply"


class _RepeatedKey(ValueError):
    """An object of the JSON text names a key twice."""


class _NotANumber(ValueError):
    """The JSON text holds NaN or Infinity, which no JSON reader has to accept."""


def _syntax(path: str, form: str, line: int, column: int, problem: str) -> errors.BadSyntax:
    return errors.BadSyntax(path=path, format=form, line=line, column=column, problem=problem)


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKey
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise _NotANumber(name)


def _integer(digits: str) -> int | str:
    """An integer; one too long to be meant stays text, so that whatever asks for a number refuses it."""
    return int(digits) if len(digits) < _DIGITS_OF_AN_INTEGER else digits


def json_data(text: str, path: str) -> Any:
    """The data of a JSON text; raises `errors.BadSyntax`, also for what `json_bounds` refuses, a key given twice, NaN and Infinity."""
    refuse_deep(text, path)
    data = _loaded(text, path)
    refuse_halves(text, data, path)
    return data


def _loaded(text: str, path: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unrepeated, parse_constant=_refuse_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise _syntax(path, "JSON", error.lineno, error.colno, error.msg) from None
    except _RepeatedKey:
        key, offset = _first_repeated(text)
        raise _syntax(path, "JSON", *_place(text, offset), f"the key {key!r} is given twice") from None
    except _NotANumber as error:
        raise _syntax(path, "JSON", *_place(text, _outside_strings(text, str(error))), f"{error} is no number") from None


def _exact(written: str) -> Decimal | str:
    """A plain decimal as it is written; in any other form, such as 8e7, it stays text, which is no money."""
    digits = written.replace("_", "")
    return Decimal(digits) if digits.replace(".", "", 1).lstrip("+-").isdigit() else written


def toml_data(text: str, path: str) -> dict[str, Any]:
    """The data of a TOML text with exact decimals; raises `errors.BadSyntax`."""
    try:
        return tomllib.loads(text, parse_float=_exact)
    except RecursionError:
        raise _syntax(path, "TOML", 1, 1, _DEEP) from None
    except ValueError as error:
        match = _TOML_PLACE.fullmatch(str(error))
        problem = match["problem"] if match else str(error)
        end = _place(text, len(text))
        line, column = (int(match["line"]), int(match["column"])) if match and match["line"] else end
        raise _syntax(path, "TOML", line, column, problem) from None


def json_line(text: str, path: Sequence[str | int]) -> int:
    """The line on which the value of a path begins in a valid JSON text, or the nearest thing around it that is there."""
    found = dict(_positions(text))
    known = next((tuple(path[:n]) for n in range(len(path), 0, -1) if tuple(path[:n]) in found), ())
    return _place(text, found.get(known, 0))[0]


def _positions(text: str) -> list[tuple[Path, int]]:
    """Every key and every element of a JSON text with its offset, in the order of the text."""
    found: list[tuple[Path, int]] = []
    _walk(text, _past_blank(text, 0), (), found)
    return found


def _past_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _walk(text: str, at: int, path: Path, found: list[tuple[Path, int]]) -> int:
    """Notes everything inside the value that begins at an offset; returns where the value ends."""
    if text[at] in "{[":
        return _walk_inside(text, at, path, found)
    if text[at] == '"':
        return int(scanstring(text, at + 1)[1])
    match = _SCALAR.match(text, at)
    return match.end() if match else len(text)


def _walk_inside(text: str, at: int, path: Path, found: list[tuple[Path, int]]) -> int:
    """The members of an object or the elements of an array."""
    opening, number = text[at], 0
    at = _past_blank(text, at + 1)
    while text[at] not in "}]":
        begin, key = at, number
        if opening == "{":
            key, at = scanstring(text, at + 1)
            at = _past_blank(text, _past_blank(text, at) + 1)
        found.append(((*path, key), begin))
        at = _past_blank(text, _walk(text, at, (*path, key), found))
        if text[at] == ",":
            at = _past_blank(text, at + 1)
        number += 1
    return at + 1


def _first_repeated(text: str) -> tuple[str | int, int]:
    seen: set[Path] = set()
    for path, offset in _positions(text):
        if path in seen:
            return path[-1], offset
        seen.add(path)
    return "", 0


def _outside_strings(text: str, word: str) -> int:
    """The offset of the first occurrence of a word that is not inside a string."""
    for match in re.finditer(rf'"(?:[^"\\]|\\.)*"|{re.escape(word)}', text, re.DOTALL):
        if match[0] == word:
            return match.start()
    return 0
