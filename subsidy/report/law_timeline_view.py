"""The documents over the years, drawn for the terminal: a bar for the days in force of each, as wide as the terminal allows.

A bar begins with `[` and ends with `]` where the text states the day, with `(` and `)` where it is assumed, and with `>` where no
end is stated. A digit stands where a document comes to be cited, or behind its end where it is repealed; the events tell by which.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from subsidy.law.library import Library, library
from subsidy.law.model import Document
from subsidy.law.timeline import Event, timeline
from subsidy.report.labels import label
from subsidy.report.law_tables import STATES, unreviewed_note
from subsidy.report.law_timeline import event_text

_GAP, _LEAST = 2, 20
_SIGNS = "123456789abcdefghijklmnopqrstuvwxyz"
Mark = tuple[int, str, str]


class Axis(NamedTuple):
    """The days from the first to the last, on so many columns."""

    first: date
    last: date
    width: int

    def column(self, day: date) -> int:
        """The column in which a day falls; a day outside at the nearer end."""
        place = (day - self.first).days * self.width // ((self.last - self.first).days + 1)
        return min(max(place, 0), self.width - 1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def years(self) -> Iterator[tuple[int, int]]:
        """Every year with its first column."""
        for year in range(self.first.year, self.last.year + 1):
            yield year, self.column(date(year, 1, 1))


def axis(width: int, law: Library | None = None) -> Axis:
    """From the year of the first event to the one after the last, so that what has no end is seen to go on."""
    days = [event.day for event in timeline(law)]
    return Axis(date(min(days).year, 1, 1), date(max(days).year + 1, 12, 31), width)


def sign(event: Event) -> str:
    """How the drawing names an event between two documents."""
    return _SIGNS[(event.number - 1) % len(_SIGNS)] if event.number else ""


class Chart:
    """A row for every document, under the years."""

    def __init__(self, as_of: date, lang: str, law: Library) -> None:
        self.as_of, self.lang, self.law = as_of, lang, law

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        names = max(len(document.id) for document in self.law.documents) + _GAP
        scale = axis(max(options.max_width - names - 1, _LEAST), self.law)
        yield Text(" " * names + _year_line(scale), "cyan")
        for document in _in_order(self.law):
            yield Text.assemble((document.id.ljust(names), "bold"), self._row(document, scale), overflow="crop", no_wrap=True)

    def _row(self, document: Document, scale: Axis) -> Text:
        if document.in_force_from is None:
            return Text(label("timeline.unknown", self.lang), STATES["unknown"])
        cells = [(" ", "")] * scale.width
        for column, mark, style in (*self._background(scale), *self._bar(document, scale), *_numbers(document, scale, self.law)):
            cells[column] = (mark, style)
        runs = groupby(cells, key=lambda cell: cell[1])
        return Text.assemble(*(("".join(mark for mark, _ in run), style) for style, run in runs))

    def _background(self, scale: Axis) -> Iterator[Mark]:
        """A dot where a year begins, a line at the day."""
        yield from ((column, "·", "dim") for _, column in scale.years)
        if scale.holds(self.as_of):
            yield scale.column(self.as_of), "│", "cyan"

    def _bar(self, document: Document, scale: Axis) -> Iterator[Mark]:
        style = STATES[document.state_on(self.as_of)]
        first, last = scale.column(document.in_force_from or scale.first), scale.column(document.last_day or scale.last)
        yield from ((column, "━", style) for column in range(first, last))
        if scale.holds(self.as_of) and first < scale.column(self.as_of) < last:
            yield scale.column(self.as_of), "┿", style
        yield first, "[("["in_force_from" in document.assumed], style
        yield last, "])"["last_day" in document.assumed] if document.last_day else ">", style


def _in_order(law: Library) -> list[Document]:
    """The documents by their first day, those without one last."""
    return sorted(law.documents, key=lambda document: document.in_force_from or date.max)


def _numbers(document: Document, scale: Axis, law: Library) -> Iterator[Mark]:
    """Where the document comes to be cited, and behind its end where it is repealed."""
    for event in timeline(law):
        if event.other is document:
            behind = min(scale.column(document.last_day or event.day) + 1, scale.width - 1)
            yield behind if event.kind == "repeals" else scale.column(event.day), sign(event), "bold"


def _year_line(scale: Axis) -> str:
    """The years above their columns, as many as there is room for."""
    line = ""
    for year, column in scale.years:
        if column >= len(line) + bool(line) and column + 4 <= scale.width:
            line = line.ljust(column) + str(year)
    return line


def timeline_view(as_of: date, lang: str, law: Library | None = None) -> RenderableType:
    """The drawing, what its signs mean, and every event with its day."""
    held = law or library()
    title = Text(label("timeline.title", lang, day=as_of), "bold")
    parts: list[RenderableType] = [
        title,
        Text(),
        Chart(as_of, lang, held),
        Text(),
        _legend(as_of, lang, held),
        Text(),
        _events(as_of, lang, held),
    ]
    return Group(*parts, *unreviewed_note(as_of, lang, held))


def _legend(as_of: date, lang: str, law: Library) -> Text:
    word = "marker" if axis(1, law).holds(as_of) else "outside"
    return Text(f"{label('timeline.legend', lang)}\n{label(f'timeline.{word}', lang, day=as_of)}", "dim")


def _events(as_of: date, lang: str, law: Library) -> Table:
    """What has happened by the day plainly, what is still to come dimly."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", min_width=1)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for event in timeline(law):
        table.add_row(sign(event), event.day.isoformat(), Text(event_text(event, lang), "dim" if event.day > as_of else ""))
    return table
