"""What a request asks: facts, a day, readings and decisions, under the keys that scenario files have."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from subsidy import errors
from subsidy.deadlines import MOST_DAYS, WITHIN
from subsidy.facts import Case, Day
from subsidy.intake.case_faults import fault, plainly, shown
from subsidy.intake.case_text import json_data
from subsidy.intake.scenario_model import Decision
from subsidy.web.answers import JSON
from subsidy.web.language import of_request

BODY = "body"
"""What a request carries is called so in faults."""
LONGEST_NAME = 500
"""Characters."""

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


async def text_of(request: Request) -> str:
    """The body of a request; raises `errors.MediaRefused` or `errors.UnreadableText`."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != JSON:
        raise errors.MediaRefused(value=media[:100], accepted=JSON)
    try:
        return (await request.body()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise errors.UnreadableText(path=BODY, line=1, encoding=f"UTF-8 (byte {error.start + 1})") from None


def read(request: Request, text: str, model: type[Asked], where: str = BODY) -> Asked:
    """The text of a body, or of a part of one, as a model."""
    return understood(request, json_data(text, where), model, where)


def understood(request: Request, data: object, model: type[Asked], where: str = BODY) -> Asked:
    """Plain data as a model; from then on the request is answered in the language that it names."""
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        raise fault(error, model, lambda keys: plainly(where, keys)) from None
    request.state.lang = getattr(found, "lang", None) or of_request(request)
    return found


def refuse_long(case: Case | None, rivals: tuple[Case, ...]) -> None:
    """Raises `errors.BadValue` for the name of a business or an item that is longer than any is, and takes long to compare."""
    named = {("rivals", number): rival for number, rival in enumerate(rivals)} | ({("case",): case} if case else {})
    for place, each in named.items():
        for key, name in (("firsts", "business"), ("prior", "period"), ("items", "name")):
            for number, fact in enumerate(getattr(each, key) or ()):
                _refuse_long_name(getattr(fact, name), (*place, key, number, name))


def _refuse_long_name(name: str, keys: tuple[str | int, ...]) -> None:
    if len(name) > LONGEST_NAME:
        accepted = {"accepted": f"at most {LONGEST_NAME} characters", "accepted_zh": f"最多{LONGEST_NAME}个字符"}
        at = plainly(BODY, keys)
        raise errors.BadValue(where=at.en, where_zh=at.zh, value=shown(name), **accepted)


def refuse_many_years(case: Case, most: int) -> None:
    """Raises `errors.TooManyFacts` where a case tells of the imports of more years."""
    years = {each.period[:4] for each in case.imports or ()} | {str(month // 12) for each in case.coverage or () for month in each.months()}
    if len(years) > most:
        at = plainly(BODY, ("case", "imports"))
        raise errors.TooManyFacts(where=at.en, where_zh=at.zh, value=len(years), accepted=most)


def refuse_many(case: Case | None, rivals: tuple[Case, ...], most: int, *, names: tuple[str, ...] = ()) -> None:
    """Raises `errors.TooManyFacts` where a case has more facts of one kind, of those named or any, or more rivals."""
    counts = {f"case.{name}": value for name, value in case or () if isinstance(value, (tuple, dict)) and (not names or name in names)}
    counts["rivals"] = (*rivals, *(each for rival in rivals for each in rival.firsts or ()))
    for name, value in counts.items():
        if len(value) > most:
            raise errors.TooManyFacts(where=f"{BODY}: {name}", where_zh=f"{BODY}：{name}", value=len(value), accepted=most)
