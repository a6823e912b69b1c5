"""The options of how import files are read, the same wherever a command takes such files."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from subsidy import errors
from subsidy.cli.common import option, pairs

Function = Callable[..., Any]

_SIZE = re.compile(r"([0-9]{1,15})\s*(?:([KMGT])(?:I?B)?|B)?", re.IGNORECASE)
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


@dataclass(frozen=True)
class Intake:
    """How to read import files; the fields are those of `BatchRequest` and of `Files`."""

    mapping: dict[str, str]
    encoding: str | None
    round_input: str | None
    sheets: tuple[str, ...]
    rates: str | None
    max_bytes: int | None


def reading_files(function: Function) -> Function:
    """The options of reading; the command gets them as `intake`."""

    @functools.wraps(function)
    def called(mapping: tuple[str, ...], max_bytes: str | None, **rest: Any) -> Any:
        read = {name: rest.pop(name) for name in ("encoding", "round_input", "sheets", "rates")}
        intake = Intake(mapping=pairs(mapping, "--map", "FIELD=HEADING"), max_bytes=_size(max_bytes), **read)
        return function(intake=intake, **rest)

    decorated: Function = called
    for add in reversed(_options()):
        decorated = add(decorated)
    return decorated


def _options() -> list[Callable[[Function], Function]]:
    return [
        option("--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="Which heading holds a field.", zh="指定某项对应的标题。"),
        option("--encoding", metavar="NAME", help="Encoding of the files.", zh="文件编码。"),
        option("--sheet", "sheets", multiple=True, metavar="NAME", help="Only this sheet of workbooks.", zh="只读工作簿中的这张表。"),
        option("--rates", metavar="FILE", help="Exchange rates by month: month,currency,rate.", zh="各月汇率表：month,currency,rate。"),
        option("--round-input", type=click.Choice(["fen"]), help="Round amounts with more than two decimals.",
               zh="把超过两位小数的金额取整到分。"),
        option("--max-bytes", metavar="SIZE", help="Refuse a file that is larger when unpacked, e.g. 500M or 10G.",
               zh="解压后大于此值的文件不予读取，如 500M、10G。"),
    ]  # fmt: skip


def _size(text: str | None) -> int | None:
    """A number of bytes, or of so many times 1024; raises `errors.BadValue`.

    >>> _size("500"), _size("10G"), _size("2 MiB"), _size(None)
    (500, 10737418240, 2097152, None)
    """
    if text is None:
        return None
    found = _SIZE.fullmatch(text.strip())
    if found is None or not int(found[1]):
        raise errors.BadValue(where="--max-bytes", value=text, accepted="1000000, 500M, 10G")
    return int(found[1]) * _UNITS[(found[2] or "").upper()]
