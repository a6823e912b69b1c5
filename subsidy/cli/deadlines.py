"""`subsidy deadlines`: what can be claimed until when, what opens next and what lapses soon, for a firm, a park, or anyone."""

from __future__ import annotations

from pathlib import Path

import click

from subsidy import errors
from subsidy.cli.command import Command
from subsidy.cli.common import Terms, option
from subsidy.cli.firm_options import Firm, about_one_firm
from subsidy.cli.output import FORMATS, Output
from subsidy.dated import WatchList
from subsidy.deadlines import MOST_DAYS, WITHIN, Source, watch_list, watch_list_of
from subsidy.law.run import prepare


@click.command(
    cls=Command,
    help="What can be claimed now and until when, what opens next, what lapses soon or has lapsed, and when the document ends.\n"
    "For one enterprise, for a whole batch result, or, without either, for anyone under the law.",
    zh="现在可申报什么、到哪天为止，接下来开放什么，什么即将截止或已经截止，文件何时到期。\n"
    "可针对一家企业、一次批量结果；两者都不给时按条文列出。",
    example="subsidy deadlines --case case.json --as-of 2026-03-01\n"
    "subsidy deadlines --result demo-result --within 365 --as-of 2026-03-01\n"
    "subsidy deadlines --case case.json --as-of 2026-03-01 --format ics -o deadlines.ics",
)
@option("--result", type=click.Path(path_type=Path), metavar="DIR", help="The result folder of a batch, instead of one enterprise.",
        zh="批量计算的结果文件夹，代替单个企业。")  # fmt: skip
@option("--within", type=click.IntRange(0, MOST_DAYS), default=WITHIN, metavar="DAYS",
        help=f"How many days ahead are soon, and how many back recent; {WITHIN} by default.",
        zh=f"多少天内算即将，多少天内算最近；默认 {WITHIN}。")  # fmt: skip
@about_one_firm(forms=(*FORMATS, "ics"), needed=False)
def command(*, firm: Firm | None, terms: Terms, output: Output, result: Path | None, within: int) -> None:
    watched = _of_firm(firm, terms, within, output.lang) if result is None else _of_park(result, firm, terms, within, output.lang)
    _answer(watched, output)


def _of_firm(firm: Firm | None, terms: Terms, within: int, lang: str) -> WatchList:
    """The list of an enterprise, or, without one, of the law."""
    return watch_list(
        firm.case if firm else None,
        as_of=terms.as_of,
        within=within,
        readings=terms.readings,
        decisions=terms.decisions,
        lang=lang,
        rivals=firm.rivals if firm else (),
        law=terms.law,
    )


def _of_park(folder: Path, firm: Firm | None, terms: Terms, within: int, lang: str) -> WatchList:
    """The list of a batch result, under the readings and decisions by which it was judged."""
    if firm is not None:
        raise errors.ResultAndFirm(value=folder)
    for name, given in (("--reading", terms.readings), ("--decide", terms.decisions)):
        if given:
            raise errors.ResultJudged(value=folder, option=name)
    from subsidy.batch.read_back import read_result

    result = read_result(folder)
    run = prepare(terms.as_of, result.readings, result.decisions, terms.law)
    entries = result.entries({each.provision for _, _, each in run.provisions}, lang)
    return watch_list_of(entries, run, within, lang, Source(None, result.as_of, result.receipt))


def _answer(watched: WatchList, output: Output) -> None:
    """In the form asked for; only what that form needs is loaded."""
    if output.form == "json":
        output.text(watched.to_json())
    elif output.form == "csv":
        from subsidy.report.deadlines_csv import deadlines_csv

        output.text(deadlines_csv(watched))
    elif output.form == "ics":
        from subsidy.report.deadlines_ics import deadlines_ics

        output.text(deadlines_ics(watched, output.lang))
    else:
        from subsidy.report.deadlines_table import deadlines_table

        output.view(deadlines_table(watched, output.lang))
