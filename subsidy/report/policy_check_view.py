"""What was understood of policy files, as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from subsidy.law.model import Document
from subsidy.report.labels import label
from subsidy.report.law_tables import fields, heading
from subsidy.report.policy_check import figure_rows

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
        shown = row["says"] if row["what"] in ("provision", "quantity") else row["value"].replace("; ", "\n")
        style = "bold" if is_clause else ""
        table.add_row(Text(label(f"check.{row['what']}", lang), style), Text(row["name"], style), shown, row["unit"], row["article"])
    return table


def _question(row: Mapping[str, str]) -> str:
    said = f"{row['value']}\n" if row["value"] else ""
    return f"{said}{row['says']}"
