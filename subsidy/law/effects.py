"""What the state of a document on a day means: for itself, for what it repeals or rests on, and for entitlements.

>>> [effect.code for effect in effects(library().document("qingpu-2024-1"), date(2026, 6, 1))]
['runs_until', 'basis_repealed', 'pays']
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from subsidy.law.library import Library, library
from subsidy.law.model import Document

OUTLASTING = ("growth.years=earned_in_force", "warehousing.after_expiry=run_off")
"""Readings under which a claim may still be open after the last day of the document."""


class Effect(NamedTuple):
    """A consequence by code, with the documents, days and words that its sentence names."""

    code: str
    facts: dict[str, Document | date | int | str]


def effects(document: Document, as_of: date, law: Library | None = None) -> list[Effect]:
    """Everything that follows from a document on a day, its own state first.

    The other documents are those of a law, the packaged one if none is given.
    """
    held = law or library()
    found = [_state(document, as_of), *_relations(document, held), *_bases(document, as_of, held), *_basis_of(document, as_of, held)]
    found += [*_repealed_bases_of_others(document, held), _money(document, as_of)]
    if is_unreviewed(document, as_of):
        found.append(Effect("unreviewed", {"day": document.reviewed_until}))
    return found


def is_unreviewed(document: Document, as_of: date) -> bool:
    """Whether a day is later than the documents have been reviewed for."""
    return as_of > document.reviewed_until


def _state(document: Document, as_of: date) -> Effect:
    state = document.state_on(as_of)
    if state == "not_yet" and document.in_force_from:
        return Effect("not_yet", {"day": document.in_force_from, "days": (document.in_force_from - as_of).days})
    if document.last_day and state == "in_force":
        return Effect("runs_until", {"day": document.last_day, "days": (document.last_day - as_of).days})
    if document.last_day and state == "ended":
        return Effect("ended", {"day": document.last_day})
    return Effect("runs_open" if state == "in_force" else "days_unknown", {})


def _relations(document: Document, law: Library) -> Iterator[Effect]:
    for other in law.repealing(document):
        yield Effect("repealed", {"other": other, **_from(other)})
    for other in repealed_by(document, law):
        yield Effect("repeals", {"other": other, **_from(document)})


def _bases(document: Document, as_of: date, law: Library) -> Iterator[Effect]:
    """The bases of a document that names sums, where something repeals them."""
    repealed = law.repealed_bases(document, as_of)
    for basis in cited_by(document, law) if document.provisions else ():
        for other in law.repealing(basis):
            code = "basis_repealed" if basis in repealed else "basis_to_be_repealed"
            yield Effect(code, {"basis": basis, "other": other, **_from(other)})


def _basis_of(document: Document, as_of: date, law: Library) -> Iterator[Effect]:
    """The documents that name sums and rest on this one."""
    for other in law.citing(document):
        if other.provisions:
            repealed = document in law.repealed_bases(other, as_of)
            yield Effect("repealed_basis_of" if repealed else "basis_of", {"other": other})


def _repealed_bases_of_others(document: Document, law: Library) -> Iterator[Effect]:
    """The documents that name sums and rest on what this one repeals."""
    for basis in repealed_by(document, law):
        for other in law.citing(basis):
            if other.provisions:
                yield Effect("repeals_basis_of", {"basis": basis, "other": other, **_from(document)})


def _money(document: Document, as_of: date) -> Effect:
    if not document.provisions:
        return Effect("names_no_sums", {})
    ids = ", ".join(f"{document.id}/{provision.id}" for provision in document.provisions)
    code = {"not_yet": "pays_not_yet", "ended": "pays_no_longer"}.get(document.state_on(as_of), "pays")
    return Effect(code, {"provisions": ids, "readings": ", ".join(OUTLASTING)})


def _from(document: Document) -> dict[str, Document | date | int | str]:
    return {"day": document.in_force_from or ""}


def repealed_by(document: Document, law: Library) -> list[Document]:
    """The documents held here that this one repeals."""
    return [law.document(reference.document) for reference in document.repeals if reference.document]


def cited_by(document: Document, law: Library) -> list[Document]:
    """The documents held here that this one cites."""
    return [law.document(reference.document) for reference in document.cites if reference.document]
