"""`subsidy scenario new`: a commented scenario file to start a what-if from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from subsidy import errors
from subsidy.cli.command import Command
from subsidy.cli.common import answering, dated, law_with, option, policy_files
from subsidy.cli.output import Output, write_whole
from subsidy.report.starting_file import starting_file


@click.command(
    cls=Command,
    help="A scenario file to start from: every figure, day in force, reading and decision as a comment, and a sample case that runs.\n"
    "Without FILE it is printed.",
    zh="一份供改写的情景文件：所有数字、有效期、解读和决定都以注释列出，并附一个可运行的示例。\n不给 FILE 时打印出来。",
    example="subsidy scenario new what-if.toml --as-of 2026-03-01",
)
@click.argument("place", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@option("--force", is_flag=True, help="Replace a file that is there.", zh="替换已有的文件。")
@dated
@policy_files
@answering(forms=("toml",), file=False)
def command(*, output: Output, place: Path | None, force: bool, as_of: date, policies: tuple[str, ...]) -> None:
    named = _from_folder_of(place, policies)
    text = starting_file(law_with(policies), as_of, output.lang, named)
    if place is None:
        output.text(text)
        return
    if place.exists() and not force:
        raise errors.FileExists(path=place)
    write_whole(place, text.encode())


def _from_folder_of(file: Path | None, policies: Sequence[str]) -> list[str]:
    """Policy files as the new file has to name them, with forward slashes on every system."""
    folder = file.parent if file else Path()
    return [_relative(Path(policy), folder).as_posix() for policy in policies]


def _relative(path: Path, folder: Path) -> Path:
    try:
        return Path(os.path.relpath(path, folder))
    except ValueError:  # on another drive
        return path.resolve()
