"""Documents, readings and decisions as plain data, for JSON and CSV.

>>> [row["state"] for row in document_rows(date(2026, 3, 1), "en")][:2]
['in_force', 'in_force']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from subsidy.law.effects import is_unreviewed
from subsidy.law.library import Library, library
from subsidy.law.model import Document, Parameter, Provision, Reference
from subsidy.law.scheme_model import Schedule

DATES = ("issued", "in_force_from", "last_day")
DOCUMENT_COLUMNS = ("id", "number", "title", *DATES, "assumed", "state", "reviewed_until", "reviewed")
QUESTION_COLUMNS = ("question", "name", "default", "options", "kinds", "article", "accepted", "why")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _since(day: date) -> str | None:
    """The first day of a version; none where it holds from the document's first day, whichever that is."""
    return None if day == date.min else day.isoformat()


def document_row(document: Document, as_of: date, lang: str) -> dict[str, Any]:
    """A document with its days, its state on one of them, and whether it has been reviewed for that day."""
    return {
        "id": document.id,
        "number": document.number,
        "title": document.title.text(lang),
        **{name: _day(getattr(document, name)) for name in DATES},
        "assumed": list(document.assumed),
        "state": document.state_on(as_of),
        "reviewed_until": _day(document.reviewed_until),
        "reviewed": not is_unreviewed(document, as_of),
    }


def document_rows(as_of: date, lang: str, law: Library | None = None) -> list[dict[str, Any]]:
    """Every document that is held, in order of id."""
    return [document_row(document, as_of, lang) for document in (law or library()).documents]


def reference_data(reference: Reference) -> dict[str, Any]:
    return {"number": reference.number, "title": reference.title, "document": reference.document}


def held_data(document: Document, lang: str) -> dict[str, Any]:
    return {"number": document.number, "title": document.title.text(lang), "document": document.id}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    versions = [{"from": _since(v.first), "to": _day(v.last), "value": str(v.value)} for v in parameter.versions]
    return {"name": parameter.name, "unit": parameter.unit, "article": parameter.article, "versions": versions}


def provision_data(document: Document, provision: Provision, lang: str) -> dict[str, Any]:
    return {
        "id": f"{document.id}/{provision.id}",
        "kind": provision.kind,
        "citation": {"document": document.number or document.id, "article": provision.article, "title": provision.title.text(lang)},
        "parameters": [_parameter(parameter) for parameter in provision.parameters],
        **({"schedules": [_schedule(schedule) for schedule in provision.schedules]} if provision.schedules else {}),
    }


def _schedule(schedule: Schedule) -> dict[str, Any]:
    versions = [
        {
            "from": _since(dated.first),
            "to": _day(dated.last),
            "steps": [{"from": str(step.begins), "value": str(step.value)} for step in dated.steps],
        }
        for dated in schedule.versions
    ]
    return {"name": schedule.name, "of": schedule.of, "unit": schedule.unit, "article": schedule.article, "versions": versions}


def question_data(lang: str, law: Library | None = None) -> dict[str, list[dict[str, Any]]]:
    """The readings with their options, and the decisions with what is accepted."""
    questions = (law or library()).questions
    readings = [
        {
            "name": r.name,
            "options": list(r.options),
            "default": r.default,
            "kinds": list(r.kinds),
            "article": r.article,
            "why": r.why.text(lang),
        }
        for r in questions.readings
    ]
    return {"readings": readings, "decisions": [{"name": d.name, "accepted": d.accepted.text(lang)} for d in questions.decisions]}


def question_rows(lang: str, law: Library | None = None) -> list[dict[str, Any]]:
    """Readings and decisions in one table; a decision has neither options nor a default."""
    data = question_data(lang, law)
    blank = dict.fromkeys(QUESTION_COLUMNS)
    groups = (("reading", data["readings"]), ("decision", data["decisions"]))
    return [{**blank, "question": name, **row} for name, rows in groups for row in rows]


def cells(row: Mapping[str, Any]) -> dict[str, str]:
    """A row as text: null empty, lists joined by `;`, yes and no as `true` and `false`."""
    return {key: cell(value) for key, value in row.items()}


def cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else ";".join(value) if isinstance(value, list) else str(value)


def flat(data: Any, key: str = "") -> Iterator[dict[str, str]]:
    """Nested data as lines of key and value.

    >>> list(flat({"a": [{"b": "1"}], "c": None}))
    [{'key': 'a.0.b', 'value': '1'}, {'key': 'c', 'value': ''}]
    """
    if isinstance(data, (dict, list)):
        items = data.items() if isinstance(data, dict) else enumerate(data)
        for name, item in items:
            yield from flat(item, f"{key}.{name}" if key else str(name))
    else:
        yield {"key": key, "value": "" if data is None else str(data)}
