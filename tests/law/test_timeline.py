"""What happened to the documents on which day, in order, and which of it is assumed."""

from __future__ import annotations

from subsidy.law.timeline import timeline

EVENTS = [
    "2021-01-06 issued shanghai-2021-1",
    "2021-01-15 in_force_from shanghai-2021-1",
    "2024-01-05 issued qingpu-2024-1",
    "2024-01-05 cites qingpu-2024-1 shanghai-2021-1",
    "2024-02-06 in_force_from qingpu-2024-1",
    "2025-07-01 in_force_from shanghai-action-plan-2025 assumed",
    "2026-05-27 last_day shanghai-2021-1 assumed",
    "2026-05-28 issued shanghai-2026-192",
    "2026-05-28 in_force_from shanghai-2026-192 assumed",
    "2026-05-28 repeals shanghai-2026-192 shanghai-2021-1 assumed",
    "2027-02-05 last_day qingpu-2024-1",
    "2027-12-31 last_day shanghai-action-plan-2025 assumed",
]


def test_every_dated_event_is_there_in_order() -> None:
    found = []
    for event in timeline():
        words = [str(event.day), event.kind, event.document.id, *([event.other.id] if event.other else []), *["assumed"] * event.assumed]
        found.append(" ".join(words))
    assert found == EVENTS


def test_events_between_two_documents_are_numbered() -> None:
    assert [(event.kind, event.number) for event in timeline() if event.other] == [("cites", 1), ("repeals", 2)]
    assert {event.number for event in timeline() if not event.other} == {None}
