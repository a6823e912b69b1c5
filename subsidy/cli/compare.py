"""`subsidy compare`: two what-if files over the same enterprises; who gains, what it costs, which rate a budget allows."""

from __future__ import annotations

import gc
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from subsidy import errors, money
from subsidy.cli.command import Command
from subsidy.cli.common import answering, option, under_law
from subsidy.cli.output import Output
from subsidy.cli.park_options import about_many_firms
from subsidy.cli.progress import shown
from subsidy.facts import MONEY_FORM, Case
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.intake.scenario_file import ScenarioFile, read_scenario_file
from subsidy.law.library import Library
from subsidy.law.run import Run

if TYPE_CHECKING:
    from subsidy.batch.compare_run import Answer, Question

_NEEDS_FILES = ("register", "firsts", "warehousing", "prior", "quantities", "zone", "year", "coverage", "fees_through", "mapping",
                "encoding", "sheets", "rates", "round_input", "max_bytes")  # fmt: skip


@click.command(
    cls=Command,
    help="What if: judges the same enterprises under two scenario files with other figures, days in force, readings or decisions, "
    "and tells who gains and loses, what each costs by year, and where the cap binds.\n"
    "The enterprises are those of the import files; without any, that of [case].",
    zh="假设比较：同一批企业按两份情景文件（不同的比例、上限、有效期、解读或决定）各算一遍，"
    "列出谁增加谁减少、各年度费用，以及何处达到上限。\n"
    "企业取自进口数据文件；没有给文件时取情景文件中的 [case]。",
    example="subsidy compare base.toml other.toml imports/ --register register.csv\n"
    "subsidy compare base.toml other.toml 2024.csv 2025.csv --zone qingpu --budget 20000000.00 --for 2025",
)
@click.argument("base")
@click.argument("other")
@click.argument("files", nargs=-1)
@option("--budget", metavar="RMB", help="Find the largest rate, to 0.01 percentage points, whose payable sums stay within this, "
        "under the other terms of OTHER.", zh="在 OTHER 的其他条件下，可兑付金额不超过此数的最高比例（精确到0.01个百分点）。")  # fmt: skip
@option("--for", "year_asked", type=click.IntRange(1990, 2199), metavar="YEAR",
        help="Statistics year of the budget (all, if not given) and of the margins (the last, if not given).",
        zh="预算所指的统计年度（默认为全部），也是边际数字所按的年度（默认为最后一年）。")  # fmt: skip
@option("--provision", metavar="ID", help="The provision whose rate is meant; the only one with a rate, if not given.",
        zh="指哪一条的比例；默认为唯一有比例的一条。")  # fmt: skip
@about_many_firms
@under_law
@answering()
def command(
    *, output: Output, law: Library, base: str, other: str, files: tuple[str, ...], sources: dict[str, Any], **asked: Any
) -> None:  # fmt: skip
    from subsidy.batch.compare_run import compare_case, compare_files
    from subsidy.batch.request import Sources

    gc.enable()  # what a command does without at its start, a long run needs
    pair = (read_scenario_file(base), read_scenario_file(other))
    runs = (pair[0].run(law), pair[1].run(law))
    question = _question(**asked)
    if not files:
        _refuse_sources(sources)
        answer = compare_case(*runs, _case(pair), question)
    else:
        with shown(output.lang, output.form) as progress:
            answer = compare_files(*runs, Sources(files=files, as_of=runs[0].as_of, **sources), question, progress)
    _give(answer, pair, runs, output)


def _question(budget: str | None, year_asked: int | None, provision: str | None) -> Question:
    from subsidy.batch.compare_run import Question

    return Question(None if budget is None else _budget(budget), provision, year_asked)


def _budget(text: str) -> Decimal:
    """The sum that `--budget` names; raises `errors.BadValue`."""
    try:
        amount = money.yuan(text)
    except money.NotMoney:
        amount = Decimal(-1)
    if amount < 0:
        raise errors.BadValue(where="--budget", value=text, accepted=MONEY_FORM, accepted_zh=ACCEPTED_ZH[MONEY_FORM])
    return amount


def _refuse_sources(sources: dict[str, Any]) -> None:
    """Options that are about import files say nothing of a case."""
    for name in _NEEDS_FILES:
        if sources[name]:
            written = {"mapping": "map", "sheets": "sheet"}.get(name, name).replace("_", "-")
            raise errors.FilesNeeded(option=f"--{written}")


def _case(pair: tuple[ScenarioFile, ScenarioFile]) -> Case:
    """The one enterprise that the two files describe."""
    base, other = pair
    cases = [file.scenario.case for file in pair if file.scenario.case is not None]
    if not cases:
        raise errors.NothingToCompare(base=base.path)
    if cases[0] != cases[-1]:
        raise errors.TwoCases(base=base.path, other=other.path)
    return cases[0]


def _give(answer: Answer, pair: tuple[ScenarioFile, ScenarioFile], runs: tuple[Run, Run], output: Output) -> None:
    from subsidy.report.compare_data import Judged, compare_csv, compare_data
    from subsidy.report.compare_table import budget_sentence, compare_table

    sides = [Judged(file.path, file.scenario.called(output.lang), run) for file, run in zip(pair, runs, strict=True)]
    judged = (sides[0], sides[1])
    if output.form == "csv" and answer.found is not None:
        click.echo(budget_sentence(answer.question, answer.found, output.lang), err=True)
    output.give(
        data=lambda: compare_data(answer, judged),
        csv=lambda: compare_csv(answer.comparison),
        view=lambda: compare_table(answer, judged, output.lang),
    )
