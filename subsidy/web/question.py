"""What a request asks: facts, a day, readings and decisions, under the keys that scenario files have."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from subsidy import errors
from subsidy.deadlines import MOST_DAYS, WITHIN
from subsidy.facts import Case, Day
from subsidy.intake.case_faults import fault, plainly
from subsidy.intake.case_text import json_data
from subsidy.intake.scenario_model import Decision
from subsidy.web.language import of_request

JSON = "application/json"
BODY = "body"
"""What a request carries is called so in faults."""

Asked = TypeVar("Asked", bound=BaseModel)


class Terms(BaseModel):
    """On which day, and under which readings and decisions; in which language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: Annotated[Day | None, Field(description="The day on which to judge; today, if not given.")] = None
    readings: dict[str, str] = {}
    decisions: dict[str, Decision] = {}
    lang: Annotated[Literal["en", "zh"] | None, Field(description="Language of sentences; else that of `Accept-Language`.")] = None


class Question(Terms):
    """One enterprise, judged."""

    case: Case
    rivals: Annotated[tuple[Case, ...], Field(description="Other enterprises whose firsts may be the same.")] = ()
    ledger: Annotated[bool, Field(strict=True, description="Earlier grants come from the ledger of the server.")] = False


class Watched(Terms):
    """What to watch: for one enterprise, or, without a case, for anyone under the law."""

    case: Case | None = None
    rivals: tuple[Case, ...] = ()
    ledger: Annotated[bool, Field(strict=True)] = False
    within: Annotated[int, Field(strict=True, ge=0, le=MOST_DAYS)] = WITHIN


async def asked(request: Request, model: type[Asked]) -> Asked:
    """The body of a request as a model; raises `errors.MediaRefused`, or what is wrong with the body and where."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != JSON:
        raise errors.MediaRefused(value=media, accepted=JSON)
    try:
        text = (await request.body()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise errors.UnreadableText(path=BODY, line=1, encoding=f"UTF-8 (byte {error.start + 1})") from None
    return understood(request, json_data(text, BODY), model)


def understood(request: Request, data: object, model: type[Asked]) -> Asked:
    """Plain data as a model; from then on the request is answered in the language that it names."""
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        raise fault(error, model, lambda keys: plainly(BODY, keys)) from None
    request.state.lang = getattr(found, "lang", None) or of_request(request)
    return found
