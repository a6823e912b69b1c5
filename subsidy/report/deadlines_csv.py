"""A watch list as CSV: one line for each claim, and one for each window of the law without a claim, which has no status and no sum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from subsidy import money
from subsidy.dated import Claimed, Dated, WatchList
from subsidy.report.csv_text import csv_text
from subsidy.report.law_rows import cells

DEADLINE_COLUMNS = (
    "claim", "valid_from", "valid_until", "opens_in", "days_left", "soon", "reviewed", "provision", "document", "article", "period",
    "uscc", "name", "status", "amount", "low", "high", "missing", "needs",
)  # fmt: skip


def deadlines_csv(watched: WatchList) -> str:
    """The lines in the order of the list."""
    return csv_text(DEADLINE_COLUMNS, (cells(row) for row in _rows(watched)))


def _rows(watched: WatchList) -> Iterator[dict[str, Any]]:
    blank = dict.fromkeys(DEADLINE_COLUMNS)
    for deadline in watched.deadlines:
        yield from ({**blank, **_window(deadline), **_claim(claimed)} for claimed in deadline.claims)
    for window in watched.windows:
        yield {**blank, **_window(window), "needs": window.needs.message}


def _window(dated: Dated) -> dict[str, Any]:
    own = ("claim", "valid_from", "valid_until", "opens_in", "days_left", "soon", "reviewed", "provision", "period")
    return {**{name: getattr(dated, name) for name in own}, "document": dated.citation.document, "article": dated.citation.article}


def _claim(claimed: Claimed) -> dict[str, Any]:
    sums = {name: getattr(claimed, name) for name in ("amount", "low", "high")}
    return {
        **{name: getattr(claimed, name) for name in ("uscc", "name", "status")},
        **{name: None if found is None else money.text(found) for name, found in sums.items()},
        "missing": [item.item for item in claimed.missing],
    }
