"""The options that say who one enterprise is and what it did, the same wherever a command is about one enterprise.

`about_one_firm` brings along everything that such a command takes: the facts (`--case`, files, `--imports` and so on), how
files are read, the terms of judging, `--strict`, and how to answer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import click

from subsidy import errors
from subsidy.assess import assess
from subsidy.cli.common import Function, Terms, answering, judging, option, zone_of
from subsidy.cli.estimate_facts import Given, case_of
from subsidy.cli.faults import AMISS
from subsidy.cli.file_options import Intake, reading_files
from subsidy.cli.output import FORMATS, Output
from subsidy.entitlement import Assessment
from subsidy.errors import Issue
from subsidy.facts import Case

_SIDE_TABLES = ("register", "firsts", "warehousing", "prior", "quantities")


@dataclass(frozen=True)
class Firm:
    """One enterprise as a call describes it: its case, who else claims its firsts, and the rows that were rejected."""

    case: Case
    rivals: Sequence[Case] = ()
    rejects: Sequence[Issue] = ()


def assessed(firm: Firm, terms: Terms, lang: str) -> Assessment:
    """The assessment of the firm on the terms of the call."""
    chosen: dict[str, Any] = {"readings": terms.readings, "decisions": terms.decisions}
    return assess(firm.case, as_of=terms.as_of, **chosen, lang=lang, rivals=firm.rivals, law=terms.law)


def about_one_firm(*, forms: Sequence[str] = FORMATS, needed: bool = True) -> Callable[[Function], Function]:
    """A command about one enterprise; it gets `firm`, `terms` and `output` (and after it `--strict` looks at the rejected rows).

    Where the enterprise is not `needed`, `firm` is None in a call that says nothing of one.
    """

    def decorate(function: Function) -> Function:
        @click.pass_context
        @functools.wraps(function)
        def called(context: click.Context, /, *, output: Output, terms: Terms, strict: bool, **options: Any) -> None:
            given, options = _split(options)
            firm = _with_ledger(output, terms, **given) if needed or _says_something(given) else None
            function(firm=firm, terms=terms, output=output, **options)
            if strict and firm and firm.rejects:
                context.exit(AMISS)

        strictly = option("--strict", is_flag=True, help="Exit status 3 where any row was rejected.", zh="有拒收行时退出状态为3。")
        return _facts_options(reading_files(strictly(judging(answering(forms=forms)(called)))))

    return decorate


def _facts_options(function: Function) -> Function:
    for add in reversed(_options()):
        function = add(function)
    return function


def _options() -> list[Callable[[Function], Function]]:
    return [
        click.argument("files", nargs=-1),
        option("--case", metavar="CASE", help="A case file, JSON or TOML.", zh="企业资料文件，JSON 或 TOML。"),
        option("--uscc", metavar="CODE", help="Unified social credit code.", zh="统一社会信用代码。"),
        option("--name", metavar="NAME", help="Name of the enterprise.", zh="企业名称。"),
        option("--zone", metavar="ZONE", help="The zone, where the case names none.", zh="所在综保区，资料没有写明时用。"),
        option("--settled-on", metavar="DATE", help="Day of settling in the zone.", zh="落户日期。"),
        option("--foreign-trade/--not-foreign-trade", default=None, help="Whether it is a foreign-trade enterprise.", zh="是否外贸企业。"),
        option("--qualified/--not-qualified", default=None, help="Whether it is qualified.", zh="是否符合条件。"),
        option("--imports", multiple=True, metavar="PERIOD=RMB", help="Imports of a year or month; replace those of the case.",
               zh="某年或某月进口额（元），替换资料中的。"),
        option("--coverage", multiple=True, metavar="FROM..TO", help="Months of which the imports are known.",
               zh="进口数据所涵盖的月份。"),
        option("--fees-through", metavar="DATE", help="Last day to which the warehousing fees are known.", zh="仓储费已知至哪一天。"),
        option("--register", metavar="FILE", help="Register of enterprises.", zh="企业名册。"),
        option("--firsts", metavar="FILE", help="Business firsts.", zh="首创业务表。"),
        option("--warehousing", metavar="FILE", help="Warehousing fees.", zh="仓储费表。"),
        option("--prior", metavar="FILE", help="Earlier grants.", zh="以往发放表。"),
        option("--quantities", metavar="FILE", help="What the firm did and is, as policy files count it.",
               zh="政策文件所用的数量和企业情形表。"),
        option("--ledger", metavar="URL", help="The ledger with the earlier grants, instead of --prior.",
               zh="以往发放所在台账，代替 --prior。"),
    ]  # fmt: skip


_NAMES = (*Given.__dataclass_fields__, "files", "intake", "ledger", *_SIDE_TABLES)


def _split(options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options of the enterprise, and those of the command itself."""
    return {name: options[name] for name in _NAMES}, {name: value for name, value in options.items() if name not in _NAMES}


def _says_something(given: dict[str, Any]) -> bool:
    return any(given[name] not in (None, ()) for name in _NAMES if name != "intake")


def _with_ledger(output: Output, terms: Terms, *, ledger: str | None, **given: Any) -> Firm:
    """The enterprise, with the earlier grants of a ledger where one is named."""
    if ledger is None:
        return _firm(output, terms, **given)
    if given["prior"]:
        raise errors.PriorTwice(other="--prior")
    from subsidy.ledger.grants import with_grants
    from subsidy.ledger.ledger import Ledger

    firm = _firm(output, terms, **given)
    with Ledger.open(ledger) as opened:
        return replace(firm, case=with_grants(firm.case, opened, terms.as_of, terms.law))


def _firm(output: Output, terms: Terms, *, files: tuple[str, ...], intake: Intake, **options: Any) -> Firm:
    """The case of the options, completed from files where there are any."""
    side_tables = {name: path for name in _SIDE_TABLES if (path := options.pop(name))}
    given = Given(**{**options, "zone": zone_of(options["zone"])})
    from_files = bool(files or side_tables)
    if given.says_nothing and not from_files:
        raise errors.NothingGiven()
    if files and given.imports:
        raise errors.ImportsTwice(value=given.imports[0])
    case = case_of(given, zone_asserted="register" not in side_tables, from_files=bool(files))
    if not from_files:
        return Firm(case)
    from subsidy.batch.inspection.beside import without_tables
    from subsidy.cli.estimate_files import completed, say_rejected

    named = [*side_tables.values(), *([intake.rates] if intake.rates else [])]
    found = completed(case, terms, intake, files=without_tables(files, named), **side_tables)
    say_rejected(found.rejects, output.lang)
    return Firm(found.case, found.rivals, found.rejects)
