"""Chinese prose in a column: no line begins with a closing mark or ends with an opening one, and no number or name is broken.

>>> wrapped("每家每年以300万元为限，一次给清。", 22)
['每家每年以300万元为', '限，一次给清。']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_PIECE = re.compile(r"\s+|[（“《〔「]*(?:[!-~]+(?:万元|亿元|[万亿元年月日家个条次])?|[^\s])[，。；：、！？）”》〕」]*")


class Prose:
    """A paragraph that wraps as its script asks for; paragraphs are separated by line breaks."""

    def __init__(self, text: str, style: str = "") -> None:
        self.text, self.style = text, style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for paragraph in self.text.split("\n"):
            for line in wrapped(paragraph, options.max_width):
                yield Text(line, self.style, no_wrap=True)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widest = max(cell_len(paragraph) for paragraph in self.text.split("\n"))
        return Measurement(1, max(1, min(widest, options.max_width)))


def wrapped(paragraph: str, width: int) -> list[str]:
    """The lines of a paragraph, none wider than the width unless a single piece is."""
    lines = [""]
    for piece in _pieces(paragraph, width):
        if cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(paragraph: str, width: int) -> Iterator[str]:
    """What is not broken; a piece too wide for any line is broken all the same."""
    for piece in _PIECE.findall(paragraph):
        if cell_len(piece) <= width:
            yield piece
        else:
            yield from piece
