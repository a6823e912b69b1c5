"""What was understood of policy files, as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from subsidy.law.model import Document
from subsidy.report.labels import figure_unit, label, label_or
from subsidy.report.law_tables import fields, heading
from subsidy.report.law_words import NOT_STATED
from subsidy.report.policy_check import figure_rows, replaces_packaged

_FIGURES = ("provision", "figure", "schedule", "quantity")


def policy_view(documents: Sequence[tuple[str, Document]], lang: str) -> RenderableType:
    """Each file with its document: figures first, then what is open."""
    return Group(*(part for number, pair in enumerate(documents) for part in _document(pair, lang, first=number == 0)))


def _document(pair: tuple[str, Document], lang: str, *, first: bool) -> Iterator[RenderableType]:
    file, document = pair
    rows = list(figure_rows([pair], lang))
    yield from () if first else (Text(),)
    yield heading(label("check.understood", lang, file=file))
    yield fields(_head(document, lang))
    if replaces_packaged(document):
        yield Text(label("check.replaces", lang, document=document.id), "yellow")
    yield Text()
    yield _figures([row for row in rows if row["what"] in _FIGURES], lang)
    asked = [row for row in rows if row["what"] not in _FIGURES]
    if asked:
        yield Text()
        yield heading(label("check.open", lang))
        yield fields((row["name"] or label("check.left_open", lang), _question(row)) for row in asked)


def _head(document: Document, lang: str) -> Iterator[tuple[str, str]]:
    yield label("policy.id", lang), document.id
    yield label("policy.number", lang), document.number or label("policy.none", lang)
    yield label("policy.title", lang), document.title.text(lang)
    for name in ("in_force_from", "last_day"):
        day = getattr(document, name)
        assumed = label("policy.assumed", lang) if name in document.assumed else ""
        yield label(f"policy.{name}", lang), f"{day}{assumed}" if day else label("policy.none", lang)
    yield label("policy.zones", lang), ", ".join(document.zones)


def _figures(rows: Sequence[Mapping[str, str]], lang: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    for name in ("what", "name", "value", "unit", "article"):
        table.add_column(label(f"check.{name}", lang), overflow="fold")
    for row in rows:
        is_clause = row["what"] == "provision"
        shown = row["says"] if row["what"] in ("provision", "quantity") else _value(row, rows)
        style = "bold" if is_clause else ""
        unit = label_or(f"kind.{row['unit']}", lang, row["unit"]) if is_clause else figure_unit(row["unit"], lang)
        article = label("policy.article_not_stated", lang) if row["article"] == NOT_STATED else row["article"]
        table.add_row(Text(label(f"check.{row['what']}", lang), style), Text(row["name"], style), shown, unit, article)
    return table


def _value(row: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> str:
    """A figure or its steps; of one that changes, the days of each version too."""
    value = row["value"].replace("; ", "\n")
    return f"{value}\n{row['from']}..{row['to']}" if _changes(row, rows) else value


def _changes(row: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> bool:
    """Whether a version ends, or another of the same figure comes before or after it."""
    place = next(n for n, other in enumerate(rows) if other is row)
    beside = [rows[n] for n in (place - 1, place + 1) if 0 <= n < len(rows)]
    return bool(row["to"]) or any((other["what"], other["name"]) == (row["what"], row["name"]) for other in beside)


def _question(row: Mapping[str, str]) -> str:
    said = f"{row['value']}\n" if row["value"] else ""
    return f"{said}{row['says']}"
