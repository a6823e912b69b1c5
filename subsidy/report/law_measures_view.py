"""Measures as a table for the terminal, document by document, from the plain data of `law_measures`."""

from __future__ import annotations

from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from subsidy.law.vocabulary import topics
from subsidy.report.labels import label, listed
from subsidy.report.law_document_view import authorities_text
from subsidy.report.law_tables import Row, heading, state_text
from subsidy.report.law_words import short_article
from subsidy.report.prose import Prose


def measures_view(data: Row, lang: str) -> RenderableType:
    """Every measure that matches with its topics and figures; what else to try where there is none."""
    rows = data["measures"]
    parts: list[RenderableType] = [heading(label("measures.title", lang, count=len(rows), day=data["as_of"]))]
    for _, held in groupby(rows, key=lambda row: row["document"]):
        parts += [Text(), *_document(list(held), lang)]
    return Group(*parts, Text(), *_notes(data, lang))


def _document(rows: list[Row], lang: str) -> list[RenderableType]:
    """The document in a line, and its measures."""
    first = rows[0]
    known = [days_text(first, lang), "  "] if first["in_force_from"] else []
    named = Text.assemble((first["document"], "bold cyan"), f"  {first['number']}" if first["number"] else "")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False, expand=True)
    table.add_column(style="cyan", no_wrap=True, min_width=6)
    table.add_column(ratio=1, overflow="fold")
    for row in rows:
        table.add_row(Text(), Text())
        table.add_row(short_article(row["article"], lang), _measure(row, lang))
    return [named, Text.assemble(*known, state_text(first, lang), style="dim"), table]


def days_text(row: Row, lang: str) -> str:
    """From when to when, or only from when where no end is known."""
    which = "until" if row["last_day"] else "since"
    return label(f"policy.{which}", lang, day=row["in_force_from"], first=row["in_force_from"], last=row["last_day"])


def _measure(row: Row, lang: str) -> RenderableType:
    """Title, what it says, its figures and the rules that reckon with them, topics, and who answers for it."""
    figures = [Prose(f"{quantity['text']}  {quantity['about']}", "yellow") for quantity in row["quantities"]]
    subjects = listed([topics()[topic].text(lang) for topic in row["topics"]], lang)
    authorities = [Prose(authorities_text(row, lang), "dim")] if row["authorities"] else []
    return Group(Text(row["title"], "bold"), Prose(row["summary"]), *figures, *_money(row, lang), Prose(subjects, "green"), *authorities)


def _money(row: Row, lang: str) -> list[RenderableType]:
    if row["provisions"]:
        return [Prose(label("measures.provisions", lang, provisions=listed(row["provisions"], lang)), "magenta")]
    return [Text(label("measures.no_sum", lang), "magenta")] if row["monetary"] else []


def _notes(data: Row, lang: str) -> list[RenderableType]:
    """What was left out, what is uncertain, and what to try instead."""
    notes = [] if data["measures"] else [label("measures.none", lang), *_hints(data, lang)]
    if any(row["state"] == "unknown" for row in data["measures"]):
        notes.append(label("measures.unknown_days", lang))
    if data["other_days"]:
        notes.append(label("measures.other_days", lang, count=data["other_days"]))
    if unreviewed := {row["reviewed_until"] for row in data["measures"] if not row["reviewed"]}:
        notes.append(label("policy.unreviewed", lang, day=min(unreviewed)))
    return [Prose(note, "yellow") for note in notes]


def _hints(data: Row, lang: str) -> list[str]:
    hints = data["hints"]
    without = [label("measures.without", lang, filter=_option(name), count=count) for name, count in hints["without"].items() if count]
    nearest = listed([f"{topics()[topic].text(lang)} ({topic})" for topic in hints["nearest_topics"]], lang)
    return [*without, *([label("measures.nearest", lang, topics=nearest)] if nearest else [])]


def _option(name: str) -> str:
    return "TEXT" if name == "words" else f"--{name}"
