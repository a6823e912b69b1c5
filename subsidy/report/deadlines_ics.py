"""A watch list as iCalendar (RFC 5545): an all-day event for each opening and each last day that is not over, with reminders.

The same list gives the same bytes: the time stamp is the as-of day, and an event is known by who claims what, and on which day.
What has lapsed is not in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from subsidy import errors
from subsidy.dated import Dated, DocumentDays, WatchList
from subsidy.facts import canonical
from subsidy.periods import ONE_DAY
from subsidy.report.deadlines_lines import (
    Line,
    citation_text,
    claimants_text,
    document_notes,
    is_park,
    last_day,
    lines,
    needs_text,
    opening,
    possible_line,
    sum_text,
    what_text,
    window_text,
)
from subsidy.report.labels import label

if TYPE_CHECKING:
    from icalendar import Alarm, Event

REMINDERS = (14, 3)
"""How many days before a last day its reminders are."""


class Occasion(NamedTuple):
    """What an event says: its kind with what it is about, its day, and its text."""

    kind: str
    about: tuple[str | None, ...]
    day: date
    summary: str
    description: str


def deadlines_ics(watched: WatchList, lang: str) -> str:
    """The calendar, its lines ending as RFC 5545 asks; raises `errors.MissingExtra` where the library for it is not installed."""
    try:
        import icalendar  # noqa: PLC0415 - needs an extra
    except ImportError:
        raise errors.MissingExtra(what="ics", extra="ics") from None
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//subsidy//deadlines//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _name(watched, lang))
    for occasion in sorted(_occasions(watched, lang), key=lambda found: (found.day, found.kind, str(found.about))):
        calendar.add_component(_event(occasion, watched))
    text: str = calendar.to_ical().decode()
    return text


def _name(watched: WatchList, lang: str) -> str:
    firm = watched.enterprise
    name = (firm.name or firm.uscc) if firm else None
    return label("deadlines.calendar", lang, firm=name) if name else label("deadlines.calendar_law", lang)


def _occasions(watched: WatchList, lang: str) -> Iterator[Occasion]:
    """Every opening and last day from the as-of day on, of claims, of the law's own windows, and of documents."""
    together = is_park(watched)
    possible = [possible_line(window, together=together) for window in watched.windows]
    openings = [*lines(watched.deadlines, opening, together=together), *possible]
    last_days = [*lines(watched.deadlines, last_day, together=together), *possible]
    yield from _of_lines("opens", openings, watched, lang)
    yield from _of_lines("last_day", last_days, watched, lang)
    for document in watched.documents:
        if document.last_day and document.last_day >= watched.as_of:
            yield _of_document(document, document.last_day, lang)


def _of_lines(kind: str, found: Iterable[Line], watched: WatchList, lang: str) -> Iterator[Occasion]:
    for line in found:
        day = _day(kind, line.dated)
        if day is not None and day >= watched.as_of:
            summary = label(f"deadlines.event_{kind}", lang, what=what_text(line, lang))
            description = "\n".join(_described(line, watched, lang))
            yield Occasion(kind, line.key, day, summary, description)


def _day(kind: str, dated: Dated) -> date | None:
    return opening(dated) if kind == "opens" else last_day(dated)


def _described(line: Line, watched: WatchList, lang: str) -> Iterator[str]:
    """The sum, for how many, the window, the citation, what is missing, and how far all that is known."""
    if line.total is not None:
        yield sum_text(line.total, lang)
    if line.claims and is_park(watched):
        yield claimants_text(line, lang)
    if line.window:
        yield window_text(line.window, lang)
    yield citation_text(line.dated, lang)
    if needs := needs_text(line, lang):
        yield needs
    if line.claims:
        yield label("deadlines.judged", lang, day=watched.judged_on)
    if not line.dated.reviewed:
        yield label("deadlines.unreviewed", lang)


def _of_document(document: DocumentDays, day: date, lang: str) -> Occasion:
    named = document.number or document.id
    summary = label("deadlines.event_document", lang, document=named)
    return Occasion("document", (document.id,), day, summary, "\n".join([document.title, *document_notes(document, lang)]))


def _event(occasion: Occasion, watched: WatchList) -> Event:
    import icalendar  # noqa: PLC0415 - needs an extra

    event = icalendar.Event()
    event.add("uid", _uid(occasion, watched))
    event.add("dtstamp", datetime.combine(watched.as_of, time(), UTC))
    event.add("dtstart", occasion.day)
    event.add("dtend", occasion.day + ONE_DAY)
    event.add("summary", occasion.summary)
    event.add("description", occasion.description)
    event.add("transp", "TRANSPARENT")
    if occasion.kind != "opens":
        for days in REMINDERS:
            event.add_component(_alarm(days, occasion.summary))
    return event


def _alarm(days: int, summary: str) -> Alarm:
    import icalendar  # noqa: PLC0415 - needs an extra

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _uid(occasion: Occasion, watched: WatchList) -> str:
    """By whose list it is on, what it is about and its day: the same however often the list is made."""
    firm = watched.enterprise
    whose = [firm.uscc, firm.name] if firm else ["park" if is_park(watched) else "law"]
    known_by = canonical([whose, occasion.kind, list(occasion.about), occasion.day.isoformat()])
    return f"{hashlib.sha256(known_by.encode()).hexdigest()[:32]}@subsidy"
