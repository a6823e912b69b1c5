"""The options about many enterprises and the files that tell of them, the same wherever a command takes such files."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from click import Choice, IntRange

from subsidy.batch.request import ENGINES
from subsidy.cli.common import Function, day, option, span, zone_of
from subsidy.cli.file_options import Intake, reading_files

_AS_GIVEN = ("register", "firsts", "warehousing", "prior", "quantities", "year", "engine", "master")
_TABLES = ("register", "firsts", "warehousing", "prior", "quantities", "rates")


def about_many_firms(function: Function) -> Function:
    """The options of `batch.request.Sources`, but for the files; the command gets them as `sources`."""

    @functools.wraps(function)
    def called(*, intake: Intake, zone: str | None, coverage: tuple[str, ...], fees_through: str | None, **rest: Any) -> Any:
        sources: dict[str, Any] = {
            "zone": zone_of(zone),
            **vars(intake),
            "coverage": tuple(_months(text) for text in coverage),
            "fees_through": day(fees_through, "--fees-through"),
            **{name: rest.pop(name) for name in _AS_GIVEN},
        }
        return function(sources=sources, **_without_tables(rest, sources))

    decorated: Function = reading_files(called)
    for add in reversed(_options()):
        decorated = add(decorated)
    return decorated


def _options() -> list[Callable[[Function], Function]]:
    return [
        option("--register", metavar="FILE", help="Register of enterprises.", zh="企业名册。"),
        option("--firsts", metavar="FILE", help="Business firsts.", zh="首创业务表。"),
        option("--warehousing", metavar="FILE", help="Warehousing fees.", zh="仓储费表。"),
        option("--prior", metavar="FILE", help="Earlier grants.", zh="以往发放表。"),
        option("--quantities", metavar="FILE", help="What firms did and are, as policy files count it.",
               zh="政策文件所用的数量和企业情形表。"),
        option("--zone", metavar="ZONE", help="The zone of all firms, where there is no register.",
               zh="没有名册时，所有企业所在的综保区。"),
        option("--year", type=IntRange(1990, 2199), metavar="YEAR", help="Only this statistics year.", zh="只算这一统计年度。"),
        option("--coverage", multiple=True, metavar="FROM..TO", help="Months that the files cover.", zh="数据所涵盖的月份。"),
        option("--fees-through", metavar="DATE", help="Last day to which the warehousing fees are known.", zh="仓储费已知至哪一天。"),
        option("--engine", type=Choice(ENGINES), default="duckdb", help="What computes; duckdb by default.", zh="计算引擎，默认 duckdb。"),
        option("--master", default="local[2]", metavar="URL", help="Where Spark runs; local[2] by default.",
               zh="Spark 的地址，默认 local[2]。"),
    ]  # fmt: skip


def _without_tables(options: dict[str, Any], sources: dict[str, Any]) -> dict[str, Any]:
    """The options, with `files` but for those of folders that are named as side tables."""
    named = [path for name in _TABLES if (path := sources[name])]
    if not named or not options.get("files"):
        return options
    from subsidy.batch.inspection.beside import without_tables

    return {**options, "files": without_tables(options["files"], named)}


def _months(text: str) -> tuple[str, str]:
    """The months of `--coverage`, checked as those of a case are."""
    from subsidy.intake.case_faults import Place
    from subsidy.intake.case_file import case_at

    first, last = span(text)
    where = f"--coverage {text}"
    case_at({"enterprise": {}, "coverage": [{"from": first, "to": last}]}, lambda _: Place(where, where))
    return first, last
