"""The measures of the documents, read when they are asked for: each from the file beside its document, or from the document itself.

>>> [len(contents(document).measures) for document in library().documents]
[10, 21, 17, 26, 15]
"""

from __future__ import annotations

import functools

from subsidy.facts import ZONES
from subsidy.law.checks import check_contents
from subsidy.law.library import DOCUMENTS, MEASURES, library
from subsidy.law.measure import ALL, OUTSIDE, Contents, Measure
from subsidy.law.model import Document, Provision
from subsidy.law.source import Source, model_from, read_source


def contents(document: Document) -> Contents:
    """What a document says measure by measure; raises `errors.LawError`."""
    if document.measures or document.remarks:
        return document
    packaged = any(document is held for held in library().documents)
    return _packaged(document.id) if packaged else document


@functools.cache
def _packaged(name: str) -> Contents:
    path = DOCUMENTS / f"{name}{MEASURES}"
    document = library().document(name)
    return read_contents(read_source(path), document) if path.exists() else document


def read_contents(source: Source, document: Document) -> Contents:
    """The measures in a file, checked against their document; raises `errors.LawError` that names file, line and key."""
    found = model_from(Contents, source)
    check_contents(found, document, source)
    return found


def provisions_at(document: Document, measure: Measure) -> list[Provision]:
    """The provisions that reckon with what a measure says."""
    return [provision for provision in document.provisions if provision.article == measure.article]


def is_monetary(document: Document, measure: Measure) -> bool:
    """Whether public money is promised or provided for, be a sum named or not."""
    return measure.monetary or bool(provisions_at(document, measure))


def zones_of(document: Document, measure: Measure) -> tuple[str, ...]:
    """The zones that a measure concerns, `all` being every zone that its document is for, in the usual order."""
    named = set(measure.zones)
    if ALL in named:
        named |= set(document.zones or [zone for zone in ZONES if zone != OUTSIDE])
    return tuple([zone for zone in dict.fromkeys((*ZONES, *document.zones)) if zone in named])
