"""What was understood of a policy file: its days, what it gives under which figures, what it counts, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from subsidy.law.library import library
from subsidy.law.model import Document, Provision
from subsidy.report.law_rows import provision_data

COLUMNS = ("file", "document", "what", "name", "unit", "value", "article", "from", "to", "says")


def replaces_packaged(document: Document) -> bool:
    """Whether a policy has the id of a packaged document, in whose place it then stands."""
    return any(document.id == held.id for held in library().documents)


def document_data(document: Document, file: str, lang: str) -> dict[str, Any]:
    """A document with all that a run can rest on."""
    return {
        "file": file,
        "id": document.id,
        "replaces": replaces_packaged(document),
        "number": document.number,
        "title": document.title.text(lang),
        "in_force_from": _day(document.in_force_from),
        "last_day": _day(document.last_day),
        "assumed": list(document.assumed),
        "not_stated": list(document.not_stated),
        "zones": list(document.zones),
        "provisions": [_provision(document, provision, lang) for provision in document.provisions],
        "quantities": [{"name": q.name, "unit": q.unit, "title": q.title.text(lang)} for q in document.quantities],
        "readings": [{"name": r.name, "options": list(r.options), "why": r.why.text(lang)} for r in document.readings],
        "decisions": [{"name": d.name, "accepted": d.accepted.text(lang)} for d in document.decisions],
        "left_open": [{"article": one.article, "what": one.what.text(lang)} for one in document.left_open],
    }


def _provision(document: Document, provision: Provision, lang: str) -> dict[str, Any]:
    asks = {} if provision.scheme is None else _asks(provision)
    return {**provision_data(document, provision, lang), **asks}


def _asks(provision: Provision) -> dict[str, Any]:
    scheme = provision.scheme
    if scheme is None:
        return {}
    items = [scheme.item] if scheme.item else []
    items += [scheme.award.support_years.starts_with] if scheme.award.support_years else []
    return {"quantities": list(scheme.quantities), "attributes": list(scheme.conditions.attributes), "items": items}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day and day != date.min else None


def figure_rows(documents: Sequence[tuple[str, Document]], lang: str) -> Iterator[dict[str, str]]:
    """One line for each figure, step, quantity, reading and decision, and for what is left open."""
    for file, document in documents:
        held = {"file": file, "document": document.id}
        for provision in document.provisions:
            yield from ({**row, **held} for row in _of_provision(provision, lang))
        for quantity in document.quantities:
            yield _row(held, "quantity", quantity.name, unit=quantity.unit, says=quantity.title.text(lang))
        for reading in document.readings:
            options = " | ".join(reading.options)
            yield _row(held, "reading", reading.name, value=options, article=reading.article, says=reading.why.text(lang))
        for decision in document.decisions:
            yield _row(held, "decision", decision.name, says=decision.accepted.text(lang))
        for one in document.left_open:
            yield _row(held, "left_open", "", article=one.article, says=one.what.text(lang))


def _row(held: dict[str, str], what: str, name: str, **cells: str) -> dict[str, str]:
    return {**dict.fromkeys(COLUMNS, ""), **held, "what": what, "name": name, **cells}


def _of_provision(provision: Provision, lang: str) -> Iterator[dict[str, str]]:
    yield _row({}, "provision", provision.id, article=provision.article, says=provision.title.text(lang), unit=provision.kind)
    for figure in provision.parameters:
        for version in figure.versions:
            days = {"from": _day(version.first) or "", "to": _day(version.last) or ""}
            yield _row({}, "figure", figure.name, unit=figure.unit, value=_figure(version.value), article=figure.article, **days)
    for schedule in provision.schedules:
        for dated in schedule.versions:
            days = {"from": _day(dated.first) or "", "to": _day(dated.last) or ""}
            steps = "; ".join(f"{_figure(step.begins)}: {_figure(step.value)}" for step in dated.steps)
            unit = f"{schedule.unit} / {schedule.of}"
            yield _row({}, "schedule", schedule.name, unit=unit, value=steps, article=schedule.article, **days)


def _figure(value: Any) -> str:
    """A figure as it is read: no more decimals than it has."""
    return f"{Decimal(value).normalize():f}"
