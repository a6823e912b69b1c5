"""`subsidy estimate`: what one enterprise is entitled to, itemised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from subsidy import errors
from subsidy.assess import assess
from subsidy.cli.command import Command
from subsidy.cli.common import Terms, answering, judging, option, zone_of
from subsidy.cli.estimate_facts import Given, case_of
from subsidy.cli.faults import AMISS
from subsidy.cli.file_options import Intake, reading_files
from subsidy.cli.output import Output
from subsidy.entitlement import Assessment
from subsidy.errors import Issue
from subsidy.facts import Case

_SIDE_TABLES = ("register", "firsts", "warehousing", "prior")


@click.command(
    cls=Command,
    help="What one enterprise is entitled to: every entitlement with its sum, window, citation and steps.",
    zh="一家企业可得的扶持：逐项列出金额、有效期、依据和计算步骤。",
    example="subsidy estimate --case case.json --as-of 2026-03-01\n"
    "subsidy estimate --zone qingpu --imports 2024=80000000.00 --imports 2025=120000000.40 --as-of 2026-03-01",
)
@click.argument("files", nargs=-1)
@option("--case", metavar="CASE", help="A case file, JSON or TOML.", zh="企业资料文件，JSON 或 TOML。")
@option("--uscc", metavar="CODE", help="Unified social credit code.", zh="统一社会信用代码。")
@option("--name", metavar="NAME", help="Name of the enterprise.", zh="企业名称。")
@option("--zone", metavar="ZONE", help="The zone, where the case names none.", zh="所在综保区，资料没有写明时用。")
@option("--settled-on", metavar="DATE", help="Day of settling in the zone.", zh="落户日期。")
@option("--foreign-trade/--not-foreign-trade", default=None, help="Whether it is a foreign-trade enterprise.", zh="是否外贸企业。")
@option("--qualified/--not-qualified", default=None, help="Whether it is qualified.", zh="是否符合条件。")
@option(
    "--imports",
    multiple=True,
    metavar="PERIOD=RMB",
    help="Imports of a year or month; replace those of the case.",
    zh="某年或某月进口额（元），替换资料中的。",
)
@option("--coverage", multiple=True, metavar="FROM..TO", help="Months of which the imports are known.", zh="进口数据所涵盖的月份。")
@option("--fees-through", metavar="DATE", help="Last day to which the warehousing fees are known.", zh="仓储费已知至哪一天。")
@option("--register", metavar="FILE", help="Register of enterprises.", zh="企业名册。")
@option("--firsts", metavar="FILE", help="Business firsts.", zh="首创业务表。")
@option("--warehousing", metavar="FILE", help="Warehousing fees.", zh="仓储费表。")
@option("--prior", metavar="FILE", help="Earlier grants.", zh="以往发放表。")
@reading_files
@option("--strict", is_flag=True, help="Exit status 3 where any row was rejected.", zh="有拒收行时退出状态为3。")
@judging
@answering()
@click.pass_context
def command(context: click.Context, /, *, output: Output, terms: Terms, strict: bool, **options: Any) -> None:
    case, rivals, rejects = _facts(output, terms, **options)
    result = assess(case, as_of=terms.as_of, readings=terms.readings, decisions=terms.decisions, lang=output.lang, rivals=rivals)
    if output.form == "json":
        output.text(result.to_json())
    elif output.form == "csv":
        output.text(_csv(result))
    else:
        _show(result, output)
    if strict and rejects:
        context.exit(AMISS)


def _facts(
    output: Output, terms: Terms, *, files: tuple[str, ...], intake: Intake, **options: Any
) -> tuple[Case, Sequence[Case], Sequence[Issue]]:
    """The case of the options, completed from files where there are any, who else claims its firsts, and rejected rows."""
    side_tables = {name: path for name in _SIDE_TABLES if (path := options.pop(name))}
    given = Given(**options)
    zone_of(given.zone)
    from_files = bool(files or side_tables)
    if given.says_nothing and not from_files:
        raise errors.NothingGiven()
    if files and given.imports:
        raise errors.ImportsTwice(value=given.imports[0])
    case = case_of(given, zone_asserted="register" not in side_tables, from_files=bool(files))
    if not from_files:
        return case, (), ()
    from subsidy.cli.estimate_files import completed, say_rejected

    found = completed(case, terms, intake, files=files, **side_tables)
    say_rejected(found.rejects, output.lang)
    return found.case, found.rivals, found.rejects


def _csv(result: Assessment) -> str:
    from subsidy.report.assessment_csv import assessment_csv

    return assessment_csv(result)


def _show(result: Assessment, output: Output) -> None:
    from subsidy.report.assessment_table import assessment_table

    output.view(assessment_table(result, output.lang))
