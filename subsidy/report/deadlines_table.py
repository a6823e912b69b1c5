"""A watch list for the terminal: what lapses soon, what can be claimed, what opens next, what has lapsed, and until when documents run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from subsidy.dated import Dated, Deadline, DocumentDays, WatchList
from subsidy.deadlines import total_of
from subsidy.entitlement import Total
from subsidy.report.assessment_table import grouped
from subsidy.report.deadlines_lines import (
    Line,
    both_days,
    citation_text,
    claimants_text,
    document_notes,
    is_park,
    last_day,
    lines,
    needs_text,
    possible_line,
    sum_text,
    what_text,
)
from subsidy.report.labels import label, zone_label
from subsidy.report.prose import Prose

_STYLES = {"lapsing": "bold red", "open": "bold green", "upcoming": "bold cyan", "lapsed": "bold dim"}


def deadlines_table(watched: WatchList, lang: str) -> RenderableType:
    """The whole list, to be printed by a rich console of any width."""
    parts: list[RenderableType] = [part for section in _sections(watched, lang) for part in (Text(), section)]
    if not any(dated.claim != "lapsed" for dated in (*watched.deadlines, *watched.windows)):
        parts += [Text(), Text(label("deadlines.none", lang))]
    if watched.judged_on:
        parts += [Text(), _totals(watched, lang)]
    return Group(_headline(watched, lang), *parts, Text(), _documents(watched, lang), Text(), _small_print(watched, lang))


def _headline(watched: WatchList, lang: str) -> Text:
    title = Text(label("deadlines.title", lang, day=watched.as_of), "bold")
    firm = watched.enterprise
    if firm is None:
        return title
    name = firm.name or firm.uscc or label("assessment.nameless", lang)
    place = zone_label(firm.zone, lang)
    return Text.assemble((name, "bold"), "  ", f"{firm.uscc}  {place}" if firm.uscc else place, "\n", title)


def _sections(watched: WatchList, lang: str) -> Iterator[RenderableType]:
    if watched.judged_on is None:
        yield from _by_turn(watched, [possible_line(w) for w in watched.windows], lang)
        return
    together = is_park(watched)
    open_or_lapsed = [d for d in watched.deadlines if d.claim != "upcoming"]
    upcoming = [d for d in watched.deadlines if d.claim == "upcoming"]
    found = [*lines(open_or_lapsed, last_day, together=together), *lines(upcoming, both_days, together=together)]
    yield from _by_turn(watched, found, lang)
    if watched.windows:
        yield _section("possible", [possible_line(w) for w in watched.windows], watched, lang)


def _turn(dated: Dated) -> str:
    """The section in which a window is told; nothing for one that has lapsed too long ago."""
    if dated.claim == "open":
        return "lapsing" if dated.soon else "open"
    return dated.claim if dated.claim == "upcoming" or dated.soon else ""


def _by_turn(watched: WatchList, found: Sequence[Line], lang: str) -> Iterator[RenderableType]:
    """What lapses soon, what is open for longer, what opens next, what has lapsed of late, and what before."""
    for turn in ("lapsing", "open", "upcoming", "lapsed"):
        if told := [line for line in found if _turn(line.dated) == turn]:
            yield _section(turn, told, watched, lang)
    if before := [line for line in found if not _turn(line.dated)]:
        yield Text(_lapsed_before(watched, len(before), lang), "dim")


def _lapsed_before(watched: WatchList, count: int, lang: str) -> str:
    if watched.judged_on is None:
        return label("deadlines.lapsed_before_law", lang, count=count)
    total = total_of([d for d in watched.deadlines if not _turn(d)])
    return label("deadlines.lapsed_before", lang, count=count, sum=sum_text(total, lang))


def _section(turn: str, found: Iterable[Line], watched: WatchList, lang: str) -> RenderableType:
    title = Text(label(f"deadlines.{turn}", lang, within=watched.within), _STYLES.get(turn, "bold"))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, min_width=11)
    table.add_column(no_wrap=True, justify="right", min_width=13)
    table.add_column(overflow="fold")
    for line in found:
        table.add_row(_day(line.dated, lang), days_text(line.dated, lang), Group(*_told(line, lang, park=is_park(watched))))
    return Group(title, Padding(table, (0, 0, 0, 2)))


def _day(dated: Dated, lang: str) -> Text:
    """The day on which something happens next, or last happened; marked where it is later than what has been reviewed."""
    day = dated.valid_from if dated.claim == "upcoming" else dated.valid_until
    return Text(label("deadlines.no_last_day", lang) if day is None else f"{day}{'' if dated.reviewed else '*'}")


def days_text(dated: Dated, lang: str) -> str:
    """How far away that day is."""
    if dated.claim == "upcoming":
        return label("deadlines.opens_tomorrow" if dated.opens_in == 1 else "deadlines.opens_in", lang, days=dated.opens_in)
    days = dated.days_left
    if days is None:
        return ""
    if days < 0:
        return label("deadlines.lapsed_yesterday" if days == -1 else "deadlines.lapsed_for", lang, days=-days)
    return label({0: "deadlines.last_day", 1: "deadlines.day_left"}.get(days, "deadlines.days_left"), lang, days=days)


def _told(line: Line, lang: str, *, park: bool) -> Iterator[RenderableType]:
    """What it is, what comes of it, where the law says so, and what is missing."""
    yield Text(what_text(line, lang), "bold")
    if line.total is not None:
        settled = line.total.low == line.total.high
        yield Text(sum_text(line.total, lang), "green" if settled else "yellow")
    if park and line.claims:
        yield Text(claimants_text(line, lang))
    yield Text("  ".join(filter(None, (_other_end(line, lang), citation_text(line.dated, lang)))), "dim")
    if needs := needs_text(line, lang):
        yield Prose(needs, "yellow" if isinstance(line.dated, Deadline) else "")


def _other_end(line: Line, lang: str) -> str:
    """The end of the window that does not stand on the left; nothing where windows of several are told as one."""
    if line.window is None:
        return ""
    first, last = line.window
    if line.dated.claim != "upcoming":
        return label("deadlines.window_from", lang, first=first)
    return label("deadlines.no_last_day", lang) if last is None else label("deadlines.window_to", lang, last=last)


def _totals(watched: WatchList, lang: str) -> Table:
    titled = {"title": label("totals.title", lang), "title_justify": "left", "title_style": "bold"}
    table = Table(**titled, box=None, pad_edge=False, padding=(0, 2, 0, 0))  # type: ignore[arg-type]
    table.add_column("")
    for name in ("totals.low", "totals.high"):
        table.add_column(label(name, lang), justify="right", no_wrap=True)
    totals = watched.totals
    names = {"open": "claim.open", "lapsing": "deadlines.lapsing_sum", "upcoming": "claim.upcoming", "lapsed": "claim.lapsed"}
    for part, name in names.items():
        table.add_row(label(name, lang, within=watched.within), *_ends(getattr(totals, part), lang))
    return table


def _ends(total: Total, lang: str) -> tuple[str, str]:
    return grouped(total.low), label("assessment.not_known", lang) if total.high is None else grouped(total.high)


def _documents(watched: WatchList, lang: str) -> RenderableType:
    parts: list[RenderableType] = [Text(label("deadlines.documents", lang), "bold")]
    for document in watched.documents:
        parts.append(Padding(Text(f"{document.number or document.id}  {document.title}"), (0, 0, 0, 2)))
        parts += [Padding(Prose(sentence), (0, 0, 0, 4)) for sentence in (_state(document, lang), *document_notes(document, lang))]
    return Group(*parts)


def _state(document: DocumentDays, lang: str) -> str:
    """When the document begins or ends, as of the day of the list."""
    if document.state == "not_yet":
        return label("effect.not_yet", lang, day=document.in_force_from, days=document.opens_in)
    if document.state == "in_force" and document.last_day:
        return label("effect.runs_until", lang, day=document.last_day, days=document.days_left)
    codes = {"in_force": "effect.runs_open", "ended": "effect.ended"}
    return label(codes.get(document.state, "deadlines.days_unknown"), lang, day=document.last_day)


def _small_print(watched: WatchList, lang: str) -> RenderableType:
    """What the list rests on and leaves out."""
    said = [note.message for note in watched.assumptions]
    if not all(dated.reviewed for dated in (*watched.deadlines, *watched.windows)):
        said.insert(0, f"* {label('deadlines.unreviewed', lang)}")
    if watched.judged_on and watched.judged_on != watched.as_of:
        said.append(label("deadlines.judged", lang, day=watched.judged_on))
    if watched.law_changed:
        said.append(label("deadlines.law_changed", lang))
    if count := watched.left_out.ineligible:
        said.append(label("deadlines.left_out", lang, count=count))
    if count := watched.left_out.no_window:
        said.append(label("deadlines.no_window", lang, count=count))
    return Group(*(Prose(sentence, "dim") for sentence in said))
