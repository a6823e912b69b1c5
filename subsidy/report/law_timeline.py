"""The documents over the years as plain data: their days in force, and what happened on which day.

>>> event_rows()[0]["day"], event_rows()[0]["event"]
('2021-01-06', 'issued')
"""

from __future__ import annotations

from datetime import date
from typing import Any

from subsidy.law.library import Library
from subsidy.law.timeline import Event, timeline
from subsidy.report.labels import label
from subsidy.report.law_rows import document_rows

EVENT_COLUMNS = ("day", "event", "document", "number", "other", "other_number", "assumed")


def event_rows(law: Library | None = None) -> list[dict[str, Any]]:
    """Every dated event in order."""
    return [_row(event) for event in timeline(law)]


def _row(event: Event) -> dict[str, Any]:
    other = event.other
    return {
        "day": event.day.isoformat(),
        "event": event.kind,
        "document": event.document.id,
        "number": event.document.number,
        "other": other.id if other else None,
        "other_number": other.number if other else None,
        "assumed": event.assumed,
    }


def event_text(event: Event, lang: str) -> str:
    """What happened, in words."""
    said = label(f"event.{event.kind}", lang, document=event.document.id, other=event.other.id if event.other else "")
    return f"{said}{label('policy.assumed', lang)}" if event.assumed else said


def timeline_data(as_of: date, lang: str, law: Library | None = None) -> dict[str, Any]:
    """The documents with their days in force and their state on a day, and every dated event."""
    return {"as_of": as_of.isoformat(), "documents": document_rows(as_of, lang, law), "events": event_rows(law)}
