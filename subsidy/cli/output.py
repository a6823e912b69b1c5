"""Where results go: standard output in UTF-8, or a file that is put in place whole or not at all."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from subsidy import errors

if TYPE_CHECKING:
    from rich.console import RenderableType

FILE_WIDTH = 100
FORMATS = ("table", "json", "csv")


@dataclass(frozen=True)
class Output:
    """How and where a command answers."""

    lang: str
    form: str
    file: Path | None = None

    def text(self, text: str) -> None:
        """Writes text as it is; a CSV file begins with a byte-order mark, so that a spreadsheet reads it rightly."""
        if self.file is None:
            click.echo(text.encode(), nl=False)
        else:
            write_whole(self.file, text.encode("utf-8-sig" if self.form == "csv" else "utf-8"))

    def data(self, data: Any) -> None:
        self.text(json.dumps(data, ensure_ascii=False, indent=2) + "\n")

    def view(self, view: RenderableType) -> None:
        """Prints a table as wide as the terminal, or writes it plainly."""
        from rich.console import Console

        if self.file is None:
            Console(highlight=False, markup=False, emoji=False).print(view)
        else:
            plain = io.StringIO()
            Console(file=plain, width=FILE_WIDTH, highlight=False, markup=False, emoji=False).print(view)
            self.text(plain.getvalue())

    def give(self, *, data: Callable[[], Any], csv: Callable[[], str], view: Callable[[], RenderableType]) -> None:
        """Answers in the form asked for; only that one is made."""
        if self.form == "json":
            self.data(data())
        elif self.form == "csv":
            self.text(csv())
        else:
            self.view(view())


def form_of(asked: str | None, file: Path | None, forms: Sequence[str] = FORMATS) -> str:
    """The form asked for, else the one of those given that the name of the file says, else a table.

    >>> form_of(None, Path("result.csv")), form_of("json", Path("result.csv")), form_of(None, None)
    ('csv', 'json', 'table')
    """
    named = file.suffix.lower().removeprefix(".") if file else ""
    return asked or (named if named in forms else "table")


def write_whole(file: Path, content: bytes) -> None:
    """Puts a file in place whole; raises `errors.OutputBusy` and leaves what was there where that cannot be done."""
    place = Path(os.path.realpath(file))
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        if place.exists() and not place.is_file():
            place.write_bytes(content)
            return
        beside.write_bytes(content)
        os.replace(beside, place)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise errors.OutputBusy(path=file, problem=error.strerror) from None
