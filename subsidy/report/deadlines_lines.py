"""The windows of a watch list as lines to be read: those of a park that come to the same for its office are one line.

For a park office it matters which day is next, not which of its firms settled when: support years and firsts of many firms that
lapse on one day are one line, with the number of firms and their sums. An enterprise sees every window by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from subsidy.dated import Claimed, Dated, Deadline, DocumentDays, Possible, WatchList
from subsidy.deadlines import total_of
from subsidy.entitlement import Total
from subsidy.report.assessment_table import grouped, period_text
from subsidy.report.labels import label
from subsidy.report.law_words import cited

T = TypeVar("T")


class Line(NamedTuple):
    """Windows that are told as one, known by `key`: `dated` is the first; `period` and `window` are None where they differ."""

    key: tuple[str | None, ...]
    dated: Dated
    period: str | None
    window: tuple[date, date | None] | None
    entitlements: int
    total: Total | None
    claims: tuple[Claimed, ...]

    @property
    def enterprises(self) -> int:
        return len({claimed.uscc or claimed.name for claimed in self.claims})


def opening(dated: Dated) -> date | None:
    return dated.valid_from


def last_day(dated: Dated) -> date | None:
    return dated.valid_until


def both_days(dated: Dated) -> tuple[date, date | None]:
    return dated.valid_from, dated.valid_until


def is_park(watched: WatchList) -> bool:
    return watched.enterprise is None and watched.judged_on is not None


def lines(deadlines: Iterable[Deadline], by: Callable[[Dated], object], *, together: bool) -> Iterator[Line]:
    """The windows in their order; `together` makes those of one provision, period and day or days (`by`) one line.

    Periods that only one claimant has, the names of businesses, do not keep windows apart.
    """
    groups: dict[object, list[Deadline]] = {}
    for deadline in deadlines:
        days = by(deadline) if together else both_days(deadline)
        groups.setdefault((_key(deadline, together=together), days), []).append(deadline)
    return (_line(group, _key(group[0], together=together)) for group in groups.values())


def _key(dated: Dated, *, together: bool) -> tuple[str | None, ...]:
    """What a line is known by beside its days: the same however many claim, and before anyone does."""
    return (dated.provision, _shared(dated.period)) if together else (dated.provision, dated.period, str(dated.valid_from))


def _line(group: list[Deadline], key: tuple[str | None, ...]) -> Line:
    periods = {deadline.period for deadline in group}
    claims = tuple(claimed for deadline in group for claimed in deadline.claims)
    windows = {both_days(deadline) for deadline in group}
    return Line(key, group[0], _only(periods), _only(windows), len(claims), total_of(group), claims)


def _only(found: set[T]) -> T | None:
    return next(iter(found)) if len(found) == 1 else None


def possible_line(window: Possible, *, together: bool = False) -> Line:
    return Line(_key(window, together=together), window, window.period, both_days(window), 0, None, ())


def _shared(period: str | None) -> str | None:
    """A period that many claimants have: a statistics year or a support year."""
    plain = period is not None and period.isascii() and (period.isdecimal() or period.startswith("year "))
    return period if plain else None


def what_text(line: Line, lang: str) -> str:
    """What the line is about: the title of the provision and its period, or how many there are."""
    title = line.dated.citation.title
    if line.period is not None:
        return f"{title}  {period_text(line.period, lang)}"
    return f"{title}  {label('deadlines.several', lang, count=line.entitlements)}" if line.entitlements > 1 else title


def sum_text(total: Total, lang: str) -> str:
    """A sum, or the range in which it lies."""
    if total.high is None:
        return label("assessment.at_least", lang, low=grouped(total.low))
    if total.low == total.high:
        return label("assessment.sum", lang, sum=grouped(total.low))
    return label("assessment.between", lang, low=grouped(total.low), high=grouped(total.high))


def claimants_text(line: Line, lang: str) -> str:
    """Who claims: the one enterprise, or how many; and how many of their claims are undetermined."""
    first = line.claims[0]
    one = first.name or first.uscc if line.enterprises == 1 else None
    parts = [one or label("deadlines.enterprises", lang, count=line.enterprises)]
    if len(line.claims) > 1 and (count := sum(claimed.status == "undetermined" for claimed in line.claims)):
        parts.append(label("deadlines.undetermined", lang, count=count))
    return "  ".join(parts)


def window_text(window: tuple[date, date | None], lang: str) -> str:
    first, last = window
    if last is None:
        return label("deadlines.window_from", lang, first=first)
    return label("assessment.days", lang, first=first, last=last)


def citation_text(dated: Dated, lang: str) -> str:
    return cited(dated.citation.document, dated.citation.article, lang)


def document_notes(document: DocumentDays, lang: str) -> Iterator[str]:
    """What of a document's bases is repealed, and until when it has been reviewed."""
    for repeal in document.repealed_bases:
        code = "basis_repealed" if repeal.repealed else "basis_to_be_repealed"
        yield label(f"effect.{code}", lang, basis=repeal.basis, other=repeal.by, day=repeal.since)
    yield label("deadlines.reviewed" if document.reviewed else "effect.unreviewed", lang, day=document.reviewed_until)


def needs_text(line: Line, lang: str) -> str:
    """What is missing to settle the sum, or to have a claim at all; nothing where it is certain, or the line is of many."""
    if isinstance(line.dated, Possible):
        return label("deadlines.needs", lang, fact=line.dated.needs.message)
    if line.enterprises != 1:
        return ""
    found = dict.fromkeys(item.message for claimed in line.claims for item in claimed.missing)
    return label("deadlines.missing", lang, items=label("deadlines.separator", lang).join(found)) if found else ""
