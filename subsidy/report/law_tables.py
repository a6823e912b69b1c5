"""Documents, readings and decisions as tables for the terminal, from the plain data of `law_rows`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from subsidy.law.effects import is_unreviewed
from subsidy.law.library import Library, library
from subsidy.report.labels import label, listed
from subsidy.report.law_rows import DATES, document_rows, question_data
from subsidy.report.law_words import article_text

STATES = {"in_force": "green", "not_yet": "yellow", "ended": "red", "unknown": "yellow"}
_ABSENT = {"issued": "none", "in_force_from": "none", "last_day": "open_ended"}
Row = Mapping[str, Any]


def state_text(row: Row, lang: str) -> Text:
    return Text(label(f"state.{row['state']}", lang), STATES[row["state"]])


def heading(words: str) -> Text:
    return Text(words, "bold")


def day_text(row: Row, name: str, lang: str, mark: str) -> str:
    """A day with a mark where it is assumed; what is open or not given in words."""
    absent = "none" if row["in_force_from"] is None else _ABSENT[name]
    return f"{row[name]}{mark if name in row['assumed'] else ''}" if row[name] else label(f"policy.{absent}", lang)


def documents_table(as_of: date, lang: str, law: Library | None = None) -> RenderableType:
    """Every document with its days in force and its state on a day."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    for name in ("id", "issued", "from", "until_day", "state"):
        table.add_column(label(f"policy.{name}", lang), no_wrap=True)
    rows = document_rows(as_of, lang, law)
    for row in rows:
        table.add_row(Text(row["id"], "bold"), *(day_text(row, name, lang, "*") for name in DATES), state_text(row, lang))
    titles = fields((row["id"], f"{row['number'] or ''}  {row['title']}".strip()) for row in rows)
    title = heading(label("policy.list", lang, day=as_of))
    notes = [Text(label("policy.assumed_note", lang), "dim"), *unreviewed_note(as_of, lang, law)]
    return Group(title, Text(), table, Text(), titles, Text(), *notes)


def unreviewed_note(as_of: date, lang: str, law: Library | None = None) -> list[Text]:
    """That the day is later than the documents have been reviewed for, where it is."""
    reviewed = [document.reviewed_until for document in (law or library()).documents if is_unreviewed(document, as_of)]
    return [Text(label("policy.unreviewed", lang, day=min(reviewed)), "yellow")] if reviewed else []


def fields(pairs: Iterable[tuple[str, RenderableType]]) -> Table:
    """Names on the left, what is said of them on the right."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(name, Text(value) if isinstance(value, str) else value)
    return table


def questions_view(lang: str, law: Library | None = None) -> RenderableType:
    """Every reading with its options and why it is open, every decision with what is accepted."""
    data = question_data(lang, law)
    readings = [part for reading in data["readings"] for part in (Text(), _reading(reading, lang))]
    decisions = fields((decision["name"], decision["accepted"]) for decision in data["decisions"])
    return Group(
        heading(label("readings.readings", lang)), *readings, Text(), heading(label("readings.decisions", lang)), Text(), decisions
    )


def _reading(reading: Row, lang: str) -> RenderableType:
    options = "  ".join(f"{option}*" if option == reading["default"] else option for option in reading["options"])
    kinds = listed((label(f"kind.{kind}", lang) for kind in reading["kinds"]), lang)
    said = {"options": options, "kinds": f"{kinds}  {article_text(reading['article'], lang)}".strip(), "why": reading["why"]}
    return Group(Text(reading["name"], "bold"), Padding(fields((label(f"readings.{k}", lang), v) for k, v in said.items()), (0, 0, 0, 2)))
