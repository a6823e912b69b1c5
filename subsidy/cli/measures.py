"""`subsidy measures`: the measures of all documents, by zone, topic, authority, document, day and words."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from subsidy.cli.command import Command
from subsidy.cli.common import Function, answering, dated, option, under_law
from subsidy.cli.output import Output
from subsidy.law.library import Library
from subsidy.law.selection import Filters
from subsidy.report.csv_text import csv_text
from subsidy.report.law_filters import ASKED, filters_of
from subsidy.report.law_measures import MEASURE_COLUMNS, measure_cells, measures_data

if TYPE_CHECKING:
    from rich.console import RenderableType


_OPTIONS: tuple[Callable[[Function], Function], ...] = (
    click.argument("text", nargs=-1),
    option("--zone", metavar="ZONE", help="Measures that concern this zone.", zh="涉及这个区的措施。"),
    option("--topic", metavar="TOPIC", help="Measures on this topic.", zh="属于这个主题的措施。"),
    option("--authority", metavar="WHO", help="Measures for which this authority answers.", zh="由这个部门负责的措施。"),
    option("--document", metavar="ID", help="Measures of this document.", zh="这份文件的措施。"),
    option(
        "--all", "every_day", is_flag=True, help="Also those not yet in force that day, or no longer.", zh="也列出该日未施行或已失效的。"
    ),
)


def filtering(function: Function) -> Function:
    """The options that choose measures; the command gets them as `filters`."""

    @functools.wraps(function)
    def called(text: tuple[str, ...], *, law: Library, every_day: bool, **given: Any) -> Any:
        asked = {name: given.pop(name) for name in ASKED}
        return function(law=law, filters=filters_of(law, asked, " ".join(text) or None, every_day=every_day), **given)

    decorated: Function = called
    for add in reversed(_OPTIONS):
        decorated = add(decorated)
    return decorated


@click.command(
    cls=Command,
    help="The measures of all documents that apply on a day, monetary or not: those that match every filter given.\n"
    "TEXT is looked for in Chinese and English; all of its words must occur.",
    zh="某日适用的全部措施（不论是否涉及资金），须符合给出的每个条件。\nTEXT 在中英文中查找，各词都须出现。",
    example="subsidy measures --zone qingpu --topic bonded-maintenance --as-of 2026-06-01",
)
@dated
@under_law
@filtering
@answering()
def command(*, output: Output, as_of: date, law: Library, filters: Filters) -> None:
    def view() -> RenderableType:
        from subsidy.report.law_measures_view import measures_view

        return measures_view(data, output.lang)

    data = measures_data(filters, as_of, output.lang, law)
    output.give(data=lambda: data, csv=lambda: csv_text(MEASURE_COLUMNS, map(measure_cells, data["measures"])), view=view)
