"""`subsidy batch`: files of many enterprises in, a result folder out."""

from __future__ import annotations

import gc
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from subsidy import errors, money
from subsidy.batch.request import ENGINES, FORMS, BatchRequest
from subsidy.cli.command import Command
from subsidy.cli.common import Terms, answering, day, judging, option, pairs, span, zone_of
from subsidy.cli.faults import AMISS
from subsidy.cli.file_options import Intake, reading_files
from subsidy.cli.output import Output
from subsidy.cli.progress import shown
from subsidy.facts import MONEY_FORM
from subsidy.intake.case_faults import ACCEPTED_ZH


@click.command(
    cls=Command,
    help="Many enterprises: reads import files and side tables, writes entitlements, rejects and the account of the rows to a folder.",
    zh="批量计算：读取进口数据和附表，把应得金额、拒收行和核对表写入一个文件夹。",
    example="subsidy batch imports/ --register register.csv --out result --as-of 2026-03-01\n"
    "subsidy batch 2024.csv 2025.csv --out result --zone qingpu --year 2025 --control 2025=3845000000.00",
)
@click.argument("files", nargs=-1, required=True)
@option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The result folder.", zh="结果文件夹。")
@option("--register", metavar="FILE", help="Register of enterprises.", zh="企业名册。")
@option("--firsts", metavar="FILE", help="Business firsts.", zh="首创业务表。")
@option("--warehousing", metavar="FILE", help="Warehousing fees.", zh="仓储费表。")
@option("--prior", metavar="FILE", help="Earlier grants.", zh="以往发放表。")
@option("--zone", metavar="ZONE", help="The zone of all firms, where there is no register.", zh="没有名册时，所有企业所在的综保区。")
@option("--year", type=click.IntRange(1990, 2199), metavar="YEAR", help="Only this statistics year.", zh="只算这一统计年度。")
@reading_files
@option("--coverage", multiple=True, metavar="FROM..TO", help="Months that the files cover.", zh="数据所涵盖的月份。")
@option("--fees-through", metavar="DATE", help="Last day to which the warehousing fees are known.", zh="仓储费已知至哪一天。")
@option("--force", is_flag=True, help="Replace a result folder that is not empty.", zh="替换不为空的结果文件夹。")
@option("--strict", is_flag=True, help="Exit status 3 where any row was rejected.", zh="有拒收行时退出状态为3。")
@option("--control", multiple=True, metavar="YEAR=RMB", help="What the imports of a year must add up to.", zh="某年进口额应有的总额。")
@option("--to", type=click.Choice(FORMS), multiple=True, help="Write the result in this form too.", zh="同时写成这种格式。")
@option("--engine", type=click.Choice(ENGINES), default="duckdb", help="What computes; duckdb by default.", zh="计算引擎，默认 duckdb。")
@option("--master", default="local[2]", metavar="URL", help="Where Spark runs; local[2] by default.", zh="Spark 的地址，默认 local[2]。")
@judging
@answering(forms=("table", "json"), file=False)
@click.pass_context
def command(context: click.Context, /, *, output: Output, terms: Terms, strict: bool, **options: Any) -> None:
    from subsidy.batch.run import run_batch

    gc.enable()  # what a command does without at its start, a long run needs
    request = request_of(terms, output.lang, **options)
    with shown(output.lang, output.form) as progress:
        result = run_batch(request, progress)
    if output.form == "json":
        output.data(result.summary)
    else:
        from subsidy.report.batch_table import batch_table

        output.view(batch_table(str(result.out), result.summary, result.reconciliation, output.lang))
    if result.control_failed or (strict and result.rejected):
        context.exit(AMISS)


def request_of(terms: Terms, lang: str, *, intake: Intake, **options: Any) -> BatchRequest:
    """The options as a request; raises `errors.BadValue` for one that is not usable."""
    checked: dict[str, Any] = {
        "zone": zone_of(options.pop("zone")),
        **vars(intake),
        "coverage": tuple(_months(text) for text in options.pop("coverage")),
        "fees_through": day(options.pop("fees_through"), "--fees-through"),
        "controls": dict(_control(year, amount) for year, amount in pairs(options.pop("control"), "--control", "YEAR=RMB").items()),
    }
    judged: dict[str, Any] = {"as_of": terms.as_of, "readings": terms.readings, "decisions": terms.decisions, "policies": terms.policies}
    return BatchRequest(lang=lang, **judged, **checked, **options)


def _months(text: str) -> tuple[str, str]:
    """The months of `--coverage`, checked as those of a case are."""
    from subsidy.intake.case_faults import Place
    from subsidy.intake.case_file import case_at

    first, last = span(text)
    where = f"--coverage {text}"
    case_at({"enterprise": {}, "coverage": [{"from": first, "to": last}]}, lambda _: Place(where, where))
    return first, last


def _control(year: str, amount: str) -> tuple[int, Decimal]:
    if len(year) != 4 or not year.isdecimal() or int(year) not in range(date.min.year, date.max.year):
        raise errors.BadValue(where="--control", value=year, accepted="2025=3845000000.00")
    try:
        return int(year), money.yuan(amount)
    except money.NotMoney:
        raise errors.BadValue(where=f"--control {year}", value=amount, accepted=MONEY_FORM, accepted_zh=ACCEPTED_ZH[MONEY_FORM]) from None
