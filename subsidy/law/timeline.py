"""What happened to the documents, and what will, in order of days.

>>> [f"{event.day} {event.kind}" for event in timeline()][-3:]
['2026-05-28 repeals', '2027-02-05 last_day', '2027-12-31 last_day']
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from subsidy.law.effects import cited_by, repealed_by
from subsidy.law.library import Library, library
from subsidy.law.model import DateName, Document

Happening = Literal["issued", "in_force_from", "last_day", "cites", "repeals"]
_DATES: tuple[DateName, ...] = ("issued", "in_force_from", "last_day")
_ORDER: tuple[Happening, ...] = ("last_day", "issued", "cites", "in_force_from", "repeals")


class Event(NamedTuple):
    """A day on which something happened to a document; `other` is the one that it cites or repeals, and `number` counts these."""

    day: date
    kind: Happening
    document: Document
    other: Document | None
    assumed: bool
    number: int | None = None


def timeline(law: Library | None = None) -> list[Event]:
    """Every dated event of the documents held; those between two documents are numbered."""
    held = law or library()
    found = [event for document in held.documents for event in _events(document, held)]
    in_order = sorted(found, key=lambda event: (event.day, _ORDER.index(event.kind), event.document.id))
    number = itertools.count(1)
    return [event._replace(number=next(number)) if event.other else event for event in in_order]


def _events(document: Document, law: Library) -> Iterator[Event]:
    for name in _DATES:
        day = getattr(document, name)
        if day is not None:
            yield Event(day, name, document, None, name in document.assumed)
    said = document.issued or document.in_force_from
    if said is not None:
        yield from (Event(said, "cites", document, other, not document.issued) for other in cited_by(document, law))
    if document.in_force_from is not None:
        assumed = "in_force_from" in document.assumed
        yield from (Event(document.in_force_from, "repeals", document, other, assumed) for other in repealed_by(document, law))
