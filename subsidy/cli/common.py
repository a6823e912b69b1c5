"""The options that commands share: language and form of the answer, the as-of day, readings and decisions."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from subsidy import errors
from subsidy.cli.command import Option, spoken
from subsidy.cli.output import FORMATS, Output, form_of

if TYPE_CHECKING:
    from subsidy.law.library import Library

Function = Callable[..., Any]


@dataclass(frozen=True)
class Terms:
    """On which day, and under which readings and decisions, a command judges."""

    as_of: date
    readings: dict[str, str]
    decisions: dict[str, object]
    policies: tuple[str, ...] = ()

    @functools.cached_property
    def law(self) -> Library:
        """The packaged law and the policies that the call names."""
        return law_with(self.policies)


def option(*names: str, zh: str, **attributes: Any) -> Callable[[Function], Function]:
    """An option with help in both languages."""
    return click.option(*names, cls=Option, zh=zh, **attributes)


def answering(*, forms: Sequence[str] = FORMATS, file: bool = True) -> Callable[[Function], Function]:
    """The options of how to answer; the command gets them as `output`."""

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def called(form: str | None, file: Path | None = None, *, debug: bool, **rest: Any) -> Any:
            del debug  # read where faults are handled, which is before and after any command
            return function(output=Output(spoken(click.get_current_context()), form_of(form, file, forms), file), **rest)

        return _answer_options(called, forms, file=file)

    return decorate


def _answer_options(function: Function, forms: Sequence[str], *, file: bool) -> Function:
    options = [
        option("--format", "form", type=click.Choice(forms), help="Form of the answer; a table by default.", zh="输出形式，默认为表格。"),
        option("--debug", is_flag=True, help="Show where a fault arose.", zh="出错时显示详情。"),
    ]
    if file:
        written = {"type": click.Path(path_type=Path), "metavar": "FILE"}
        options.insert(1, option("-o", "--output", "file", **written, help="Write the answer to a file.", zh="把结果写入文件。"))
    for add in reversed(options):
        function = add(function)
    return function


def dated(function: Function) -> Function:
    """The as-of day; the command gets it as a day."""

    @functools.wraps(function)
    def called(as_of: str | None, **rest: Any) -> Any:
        return function(as_of=day(as_of, "--as-of") or date.today(), **rest)

    return option("--as-of", metavar="DATE", help="The day on which to judge; today, if not given.", zh="判定日，默认为今天。")(called)


def law_with(policies: Sequence[str]) -> Library:
    """The packaged law and the policies of some files; raises `errors.LawError` or `errors.MissingFile`."""
    from subsidy.law.library import library

    return library().with_files(policies)


policy_files = option("--policy", "policies", multiple=True, metavar="FILE", help="A policy file to judge by, beside those known.",
                 zh="除已收录的文件外，再按此政策文件判定。")  # fmt: skip


def under_law(function: Function) -> Function:
    """The policy files of the user's own; the command gets the law with them as `law`."""

    @functools.wraps(function)
    def called(policies: tuple[str, ...], **rest: Any) -> Any:
        return function(law=law_with(policies), **rest)

    return policy_files(called)


def judging(function: Function) -> Function:
    """The as-of day, readings, decisions and policy files; the command gets them as `terms`."""

    @functools.wraps(function)
    def called(as_of: date, reading: tuple[str, ...], decide: tuple[str, ...], policies: tuple[str, ...], **rest: Any) -> Any:
        decisions: dict[str, object] = {**pairs(decide, "--decide", "NAME=VALUE")}
        return function(terms=Terms(as_of, pairs(reading, "--reading", "NAME=OPTION"), decisions, policies), **rest)

    said = option("--reading", multiple=True, metavar="NAME=OPTION", help="How to read an open question; see `subsidy readings`.",
                  zh="对存疑之处的解读，见 `subsidy readings`。")  # fmt: skip
    decided = option("--decide", multiple=True, metavar="NAME=VALUE", help="What the authority has decided.", zh="主管部门已作的决定。")
    return dated(said(decided(policy_files(called))))


def pairs(given: Sequence[str], name: str, form: str) -> dict[str, str]:
    """`NAME=VALUE` texts as a mapping; raises `errors.BadValue` for one that is none, or a name given twice.

    >>> pairs(["growth.years=earned_in_force"], "--reading", "NAME=OPTION")
    {'growth.years': 'earned_in_force'}
    """
    found: dict[str, str] = {}
    for text in given:
        key, sign, value = (part.strip() for part in text.partition("="))
        if not (key and sign and value) or key in found:
            raise errors.BadValue(where=name, value=text, accepted=f"{form}, each name once", accepted_zh=f"{form}，每个名称一次")
        found[key] = value
    return found


def day(text: str | None, name: str) -> date | None:
    """The day that an option gives; raises `errors.BadValue` that names the option."""
    if text is None:
        return None
    from pydantic_core import PydanticCustomError

    from subsidy import facts
    from subsidy.intake.case_faults import ACCEPTED_ZH

    try:
        return facts.day(text)
    except PydanticCustomError:
        raise errors.BadValue(where=name, value=text, accepted=facts.DAY_FORM, accepted_zh=ACCEPTED_ZH[facts.DAY_FORM]) from None


def zone_of(text: str | None) -> str | None:
    """The zone that `--zone` names, by its id or by a name as registers give it; raises `errors.BadValue`.

    >>> zone_of("qingpu"), zone_of("青浦综合保税区"), zone_of("other:xiamen"), zone_of(None)
    ('qingpu', 'qingpu', 'other:xiamen', None)
    """
    if text is None:
        return None
    from subsidy.facts import ZONE_FORM
    from subsidy.intake.case_faults import ACCEPTED_ZH
    from subsidy.intake.values import zone

    if (found := zone(text).value) is None:
        raise errors.BadValue(where="--zone", value=text, accepted=ZONE_FORM, accepted_zh=ACCEPTED_ZH[ZONE_FORM])
    return str(found)


def span(text: str) -> tuple[str, str]:
    """First and last month of `--coverage`; raises `errors.BadValue`.

    >>> span("2023-01..2025-12")
    ('2023-01', '2025-12')
    """
    first, dots, last = text.partition("..")
    if not dots:
        raise errors.BadValue(where="--coverage", value=text, accepted="2023-01..2025-12")
    return first, last
