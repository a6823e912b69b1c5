"""`subsidy policy check`: whether policy files can be used, and what was understood of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from subsidy import errors
from subsidy.cli.command import Command
from subsidy.cli.common import answering
from subsidy.cli.output import Output
from subsidy.intake.paths import expand
from subsidy.law.library import library
from subsidy.law.source import read_source
from subsidy.report.csv_text import csv_text
from subsidy.report.policy_check import COLUMNS, document_data, figure_rows

if TYPE_CHECKING:
    from rich.console import RenderableType


def _policy_files(files: Sequence[str]) -> list[str]:
    """The files that are named; of a folder the TOML files that lie in it."""
    found = [[str(path) for path in sorted(Path(name).glob("*.toml"))] if Path(name).is_dir() else expand([name]) for name in files]
    for name, paths in zip(files, found, strict=True):
        if not paths:
            raise errors.MissingFile(path=f"{name}/*.toml")
    return [path for paths in found for path in paths]


@click.command(
    cls=Command,
    help="Checks policy files: an error names file, line and key; else what was understood is shown, and what is left open.",
    zh="检查政策文件：出错时指出文件、行和键；否则列出读到的内容和未定之处。",
    example="subsidy policy check scenarios/policies/xiamen-2011-172.toml",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@answering()
def command(*, output: Output, files: tuple[str, ...]) -> None:
    named = _policy_files(files)
    law = library().with_files(named)
    documents = [(path, law.document(read_source(Path(path)).table["id"])) for path in named]

    def view() -> RenderableType:
        from subsidy.report.policy_check_view import policy_view

        return policy_view(documents, output.lang)

    output.give(
        data=lambda: {"documents": [document_data(document, path, output.lang) for path, document in documents]},
        csv=lambda: csv_text(COLUMNS, figure_rows(documents, output.lang)),
        view=view,
    )
