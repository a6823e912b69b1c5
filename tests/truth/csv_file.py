"""A grid as the bytes of a text file, and the physical line at which each of its records begins."""

from __future__ import annotations

import codecs
import gzip
import random
from dataclasses import dataclass

from tests.truth.grid import Grid, Line
from tests.truth.pen import Value

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "gb18030")
MARKS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
SUFFIXES = {",": (".csv", ".txt"), ";": (".csv", ".txt"), "\t": (".tsv", ".txt", ".csv")}


@dataclass
class Style:
    """How a text file is written."""

    encoding: str
    delimiter: str
    quoting: str
    newline: str
    trailing: bool
    zipped: bool
    suffix: str


def draw_style(rng: random.Random, encoding: str | None = None) -> Style:
    """A way of writing text files."""
    delimiter = rng.choice((",", ",", ",", "\t", ";"))
    return Style(
        encoding or rng.choice(ENCODINGS),
        delimiter,
        rng.choice(("needed", "needed", "all", "texts")),
        rng.choice(("\n", "\r\n")),
        trailing=rng.random() < 0.2,
        zipped=rng.random() < 0.15,
        suffix=rng.choice(SUFFIXES[delimiter]),
    )


def render(rng: random.Random, grid: Grid, style: Style) -> tuple[bytes, dict[int, int]]:
    """The bytes of the file, and the line of each grid line, counted from one, by its place in the grid."""
    text, places = "", {}
    for number, line in enumerate(grid.lines):
        text += _gap(rng, grid, line, style)
        places[number] = text.count("\n") + 1
        text += record(rng, line, style) + style.newline
    if rng.random() < 0.2:
        text = text.removesuffix(style.newline)
    plain = MARKS.get(style.encoding, b"") + text.encode(style.encoding.removesuffix("-sig"))
    return (gzip.compress(plain, mtime=0) if style.zipped else plain), places


def _gap(rng: random.Random, grid: Grid, line: Line, style: Style) -> str:
    """Now and then an empty line, or one of nothing but delimiters."""
    if rng.random() > 0.06:
        return ""
    width = len(grid.columns) + style.trailing
    return rng.choice(("", style.delimiter * (width - 1))) + style.newline


def record(rng: random.Random, line: Line, style: Style) -> str:
    """One record, without its end."""
    cells = [quoted(rng, value, style) for value in line.values]
    return style.delimiter.join([*cells, ""] if style.trailing else cells)


def quoted(rng: random.Random, value: Value, style: Style) -> str:
    """A cell in quotes where it must have them, or where the style says so."""
    text = "" if value is None else str(value)
    if style.quoting == "needed" and _is_bare_formula(text, style) and rng.random() < 0.5:
        return text
    must = any(char in text for char in f'"\r\n{style.delimiter}')
    if must or style.quoting == "all" or (style.quoting == "texts" and not text.replace(".", "").isdigit()):
        return '"' + text.replace('"', '""') + '"'
    return text


def _is_bare_formula(text: str, style: Style) -> bool:
    """Whether a cell is ="…" and can stand without quotes of its own, as exports for spreadsheets write it."""
    inner = text[2:-1]
    return text.startswith('="') and text.endswith('"') and not any(char in inner for char in f'"\r\n{style.delimiter}')
