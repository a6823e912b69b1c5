"""Measures as plain data, for JSON and CSV, and what to try where none matches.

>>> row = measure_rows(select(Filters(words="1210"), date(2026, 3, 1)).entries, date(2026, 3, 1), "en")[0]
>>> row["document"], row["article"], row["quantities"][0]["value"]
('qingpu-2024-1', '2', '1210')
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from subsidy.law.checks import authorities_of
from subsidy.law.library import Library
from subsidy.law.measure import Contents, Measure, Quantity, Remark, Span
from subsidy.law.measures import is_monetary, provisions_at, zones_of
from subsidy.law.model import Document
from subsidy.law.selection import Entry, Filters, Selection, nearest_topics, select, without_each
from subsidy.report.law_rows import cell, document_row
from subsidy.report.law_words import amount_text

MEASURE_COLUMNS = (
    "document", "number", "article", "title", "summary", "authorities", "authority_ids", "and_others", "zones", "zones_inferred", "topics",
    "monetary", "provisions", "quantities", "in_force_from", "last_day", "assumed", "state", "reviewed",
)  # fmt: skip
_OF_DOCUMENT = ("number", "in_force_from", "last_day", "assumed", "state", "reviewed_until", "reviewed")


def measure_data(document: Document, found: Contents, measure: Measure, lang: str) -> dict[str, Any]:
    """All of one measure."""
    known = authorities_of(found)
    return {
        "article": measure.article,
        "section": found.sections[measure.section - 1].title.text(lang) if measure.section else None,
        "title": measure.title.text(lang),
        "summary": measure.summary.text(lang),
        "authorities": [known[name].text(lang) for name in measure.authorities],
        "authority_ids": list(measure.authorities),
        "and_others": measure.and_others,
        "zones": list(zones_of(document, measure)),
        "zones_inferred": measure.zones_inferred,
        "topics": list(measure.topics),
        "monetary": is_monetary(document, measure),
        "provisions": [f"{document.id}/{provision.id}" for provision in provisions_at(document, measure)],
        "quantities": [quantity_data(document, quantity, lang) for quantity in measure.quantities],
    }


def quantity_data(document: Document, quantity: Quantity, lang: str) -> dict[str, Any]:
    """A figure: its value as text where it is exact to the digit, a whole number where it counts."""
    linked = f"{document.id}/{quantity.provision}" if quantity.provision else None
    return {
        "kind": quantity.kind,
        "value": _value(quantity.value),
        "unit": quantity.unit,
        "bound": quantity.bound,
        "text": amount_text(quantity, lang),
        "about": quantity.about.text(lang),
        "provision": linked,
        "parameter": quantity.parameter,
    }


def _value(value: Decimal | int | date | Span | str) -> Any:
    if isinstance(value, Span):
        return {"from": value.first.isoformat(), "to": value.last.isoformat()}
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value


def remark_data(document: Document, remark: Remark, lang: str) -> dict[str, Any]:
    """What stands outside the measures."""
    quantities = [quantity_data(document, quantity, lang) for quantity in remark.quantities]
    return {"place": remark.place, "summary": remark.summary.text(lang), "quantities": quantities}


def measure_rows(entries: Iterable[Entry], as_of: date, lang: str) -> list[dict[str, Any]]:
    """Measures, each with its document and the days of that."""
    rows = []
    for entry in entries:
        about = document_row(entry.document, as_of, lang)
        measure = measure_data(entry.document, entry.contents, entry.measure, lang)
        rows.append({"document": entry.document.id, **measure, **{key: about[key] for key in _OF_DOCUMENT}})
    return rows


def measures_data(filters: Filters, as_of: date, lang: str, law: Library | None = None) -> dict[str, Any]:
    """What matches, how many more would on another day, and, where nothing matches, what else to try."""
    chosen: Selection = select(filters, as_of, law)
    asked = {name: value for name, value in filters._asdict().items() if value}
    hints = {"without": without_each(filters, as_of, law), "nearest_topics": nearest_topics(filters, as_of, law)}
    return {
        "as_of": as_of.isoformat(),
        "filters": asked,
        "measures": measure_rows(chosen.entries, as_of, lang),
        "other_days": len(chosen.other_days),
        **({} if chosen.entries else {"hints": hints}),
    }


def measure_cells(row: dict[str, Any]) -> dict[str, str]:
    """A measure as text for CSV: lists joined by `;`, figures with what they are about."""
    figures = [f"{quantity['text']} ({quantity['about']})" for quantity in row["quantities"]]
    return {column: cell({**row, "quantities": figures}[column]) for column in MEASURE_COLUMNS}
