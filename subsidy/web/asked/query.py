"""What the query of a request may say: days, languages, whole numbers, words; each name known, and given once.

A name that is not known is refused: a filter with a slip of the pen in it would show what was not asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from subsidy import errors
from subsidy.assess import LANGUAGES
from subsidy.fields import DAY_FORM, day
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.web.language import of_request

LONGEST = 200
"""So many characters may a word of a query have."""
_WHOLE = re.compile(r"\d{1,18}", re.ASCII)


def whole(value: object) -> object:
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise PydanticCustomError("int_parsing", "a whole number")
    return value


def _flag(value: object) -> object:
    if isinstance(value, str) and value not in ("true", "false"):
        raise PydanticCustomError("bool_parsing", "true or false")
    return value


def _word(value: object) -> object:
    if isinstance(value, str) and (len(value) > LONGEST or min(value, default=" ") < " "):
        raise PydanticCustomError("word", f"at most {LONGEST} characters, none of them a control character")
    return value


Whole = BeforeValidator(whole)
"""Digits and nothing else, after the bounds that a number has."""
Flag = Annotated[bool, BeforeValidator(_flag)]
Word = Annotated[str | None, BeforeValidator(_word), WithJsonSchema({"type": "string", "maxLength": LONGEST})]
Id = Annotated[str, BeforeValidator(_word)]
_Day = Annotated[str | None, WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-01"]})]
_Language = Annotated[str | None, WithJsonSchema({"type": "string", "enum": [*LANGUAGES]})]


def _day(as_of: Annotated[_Day, Query(description="The day; today, if not given.")] = None) -> date:
    return _up_to(as_of) or date.today()


def _up_to(as_of: Annotated[_Day, Query(description="Only what was entered up to this day.")] = None) -> date | None:
    """The day that a query gives, if it does; raises `errors.BadValue`."""
    if as_of is None:
        return None
    try:
        return day(as_of)
    except PydanticCustomError:
        raise errors.BadValue(where="as_of", value=as_of[:LONGEST], accepted=DAY_FORM, accepted_zh=ACCEPTED_ZH[DAY_FORM]) from None


def _lang(
    request: Request, lang: Annotated[_Language, Query(description="Of the sentences; else that of `Accept-Language`.")] = None
) -> str:
    """The language of the answer; raises `errors.BadValue`."""
    if lang is not None and lang not in LANGUAGES:
        raise errors.BadValue(where="lang", value=lang[:LONGEST], accepted=", ".join(LANGUAGES))
    return of_request(request)


AsOf = Annotated[date, Depends(_day)]
UpTo = Annotated[date | None, Depends(_up_to)]
Lang = Annotated[str, Depends(_lang)]


async def _known(request: Request) -> None:
    """Raises `errors.UnknownKey` or `errors.BadValue` for a name of the query that the route does not have, or that is given twice."""
    _lang(request, request.query_params.get("lang"))
    given = Counter(name for name, _ in request.query_params.multi_items())
    names = names_of(request)
    for name, times in given.items():
        if name not in names:
            raise errors.UnknownKey(where="query", value=name[:LONGEST], accepted=", ".join(names))
        if times > 1:
            raise errors.BadValue(where=name, value=request.query_params[name][:LONGEST], accepted="given once", accepted_zh="只给一次")


def names_of(request: Request) -> tuple[str, ...]:
    """The names that the query of a route may have, as the OpenAPI document lists them; everywhere the language of the answer."""
    described: dict[str, Any] = request.app.openapi()["paths"].get(request.scope["route"].path, {}).get(request.method.lower(), {})
    return (*dict.fromkeys([*(found["name"] for found in described.get("parameters", ()) if found["in"] == "query"), "lang"]),)


known = Depends(_known)
"""Guards a route against names that it does not have."""
