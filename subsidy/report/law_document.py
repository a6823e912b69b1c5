"""All that is held of one document, as plain data.

>>> shown = document_data("qingpu-2024-1", date(2026, 6, 1), "en")
>>> shown["state"], [effect["code"] for effect in shown["effects"]], len(shown["measures"])
('in_force', ['runs_until', 'basis_repealed', 'pays'], 10)
"""

from __future__ import annotations

from datetime import date
from typing import Any

from subsidy.law.effects import effects
from subsidy.law.library import Library, library
from subsidy.law.measures import contents
from subsidy.law.model import Document
from subsidy.report.law_measures import measure_data, remark_data
from subsidy.report.law_rows import document_row, held_data, provision_data, reference_data
from subsidy.report.law_words import effect_text


def document_data(name: str, as_of: date, lang: str, law: Library | None = None) -> dict[str, Any]:
    """All that is held of one document; raises `errors.UnknownDocument`."""
    held = law or library()
    document = held.document(name)
    found = contents(document)
    return {
        "as_of": as_of.isoformat(),
        **document_row(document, as_of, lang),
        "effects": [{"code": effect.code, "message": effect_text(effect, lang)} for effect in effects(document, as_of, held)],
        "issuers": list(document.issuers),
        "dates_note": document.dates_note.text(lang),
        "zones": list(document.zones),
        **_relations(document, lang, held),
        "provisions": [provision_data(document, provision, lang) for provision in document.provisions],
        "measures": [measure_data(document, found, measure, lang) for measure in found.measures],
        "remarks": [remark_data(document, remark, lang) for remark in found.remarks],
    }


def _relations(document: Document, lang: str, law: Library) -> dict[str, list[dict[str, Any]]]:
    """What the document cites and repeals, and what cites and repeals it."""
    return {
        "cites": [reference_data(reference) for reference in document.cites],
        "cited_by": [held_data(other, lang) for other in law.citing(document)],
        "repeals": [reference_data(reference) for reference in document.repeals],
        "repealed_by": [held_data(other, lang) for other in law.repealing(document)],
    }
