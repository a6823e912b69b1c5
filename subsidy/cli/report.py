"""`subsidy report`: a batch result as a page with charts, and as a sheet for each enterprise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from subsidy import errors
from subsidy.cli.command import Command
from subsidy.cli.common import answering, option, under_law
from subsidy.cli.output import Output, write_whole

if TYPE_CHECKING:
    from subsidy.law.library import Library


@click.command(
    cls=Command,
    help="A batch result to be read and printed: a page with totals, charts, the account of the rows and what all of it rests on, "
    "and one sheet for each enterprise, both as HTML that stands alone.",
    zh="把批量结果写成可读、可打印的报告：一页总报告（合计、图表、数据核对和全部依据），以及每家企业一页测算单，均为独立的 HTML 文件。",
    example="subsidy report demo-result --html report.html\nsubsidy report demo-result --sheets sheets --lang zh",
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@option("--html", "page_file", type=click.Path(path_type=Path), metavar="FILE", help="Write the page here.", zh="总报告写到这个文件。")
@option("--sheets", "sheets_folder", type=click.Path(path_type=Path), metavar="DIR", help="Write a sheet for each enterprise here.",
        zh="每家企业的测算单写到这个文件夹。")  # fmt: skip
@option("--force", is_flag=True, help="Replace a folder of sheets that is not empty.", zh="替换不为空的测算单文件夹。")
@under_law
@answering(forms=("table", "json"), file=False)
def command(*, output: Output, law: Library, folder: Path, page_file: Path | None, sheets_folder: Path | None, force: bool) -> None:
    if page_file is None and sheets_folder is None:
        raise errors.NowhereToWrite()
    from subsidy.batch.read_back import read_result
    from subsidy.cli.report_places import refuse_places
    from subsidy.report.html.page import page
    from subsidy.report.html.sheets import refuse_folder, write_sheets

    result, written = read_result(folder), dict[str, Any]()
    refuse_places(folder, page_file, sheets_folder)
    if sheets_folder:
        refuse_folder(sheets_folder, force=force)
    text = page(result, law, output.lang) if page_file else ""

    def write_page() -> None:
        if page_file:
            _make_parent(page_file)
            write_whole(page_file, text.encode())
            written["page"] = str(page_file)

    if sheets_folder:
        count = write_sheets(result, law, output.lang, sheets_folder, force=force, first=write_page)
        written["sheets"] = {"path": str(sheets_folder), "count": count}
    else:
        write_page()
    _say(written, output)


def _make_parent(file: Path) -> None:
    """The folder in which a file is to stand; raises `errors.OutputBusy`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise errors.OutputBusy(path=file, problem=error.strerror) from None


def _say(written: dict[str, Any], output: Output) -> None:
    """What was written, and where."""
    from subsidy.report.labels import label

    if output.form == "json":
        output.data(written)
        return
    if "page" in written:
        click.echo(label("report.page", output.lang, path=written["page"]))
    if "sheets" in written:
        click.echo(label("report.sheets", output.lang, **written["sheets"]))
