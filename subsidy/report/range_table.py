"""A range over readings for a terminal: does a doubt matter, which reading moves the sum, which fact would settle it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from subsidy.entitlement import CLAIMS
from subsidy.ranging.models import AssessedRange, Closing, Extent, Move, Moved, RangedEntitlement
from subsidy.ranging.moves import bound_changes, makes_a_difference
from subsidy.report.assessment_table import grouped, headline, period_text, receipt_text
from subsidy.report.labels import label
from subsidy.report.prose import Prose


def range_table(result: AssessedRange, lang: str) -> RenderableType:
    """The whole range, to be printed by a rich console of any width."""
    items = [block for e in result.entitlements for block in (Text(), _entitlement(e, lang))]
    return Group(
        headline(result.enterprise, result.as_of, lang),
        Rule(style="dim"),
        Prose(_verdict(result, lang), "bold"),
        Text(),
        _totals(result, lang),
        *_moves(result, lang),
        *_closing(result.closing, lang),
        *([Rule(style="dim"), Text(label("range.items", lang), "bold"), *items] if items else [Text(label("assessment.nothing", lang))]),
        Rule(style="dim"),
        receipt_text(result.receipt, lang),
    )


def bounds_text(low: Decimal, high: Decimal | None, lang: str) -> str:
    """A sum, or the range in which it lies."""
    if high is None:
        return label("assessment.at_least", lang, low=grouped(low))
    if low == high:
        return label("assessment.sum", lang, sum=grouped(low))
    return label("assessment.between", lang, low=grouped(low), high=grouped(high))


def _verdict(result: AssessedRange, lang: str) -> str:
    total = result.total
    word = "certain" if total.least == total.most else "matters" if total.least_at else "indifferent"
    return label(f"range.{word}", lang, sum=bounds_text(total.least, total.most, lang), count=f"{result.combinations:,}")


def _columns(*names: str) -> Table:
    """A plain table with columns of sums after the first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    first, *sums = names
    table.add_column(first, overflow="fold")
    for name in sums:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _high(high: Decimal | None, lang: str) -> str:
    return label("range.unbounded", lang) if high is None else grouped(high)


def _totals(result: AssessedRange, lang: str) -> RenderableType:
    """Low and high of the run, least and most of all readings, by claim state and in all."""
    table = _columns(label("range.sums", lang), *(label(f"range.{name}", lang) for name in ("low", "high", "least", "most")))
    extents: list[tuple[str, Extent]] = [(label(f"claim.{claim}", lang), getattr(result.claims, claim)) for claim in CLAIMS]
    for name, e in (*extents, (label("range.all", lang), result.total)):
        table.add_row(name, grouped(e.low), _high(e.high, lang), grouped(e.least), _high(e.most, lang))
    return table


def _moves(result: AssessedRange, lang: str) -> Iterator[RenderableType]:
    """The readings that move the total, with why each is open, and by name those that do not."""
    moving = [move for move in result.moves if makes_a_difference(move, result.total.high)]
    if moving:
        yield Text()
        yield Text(label("range.moves", lang), "bold")
    for move in moving:
        yield Text(label("range.is_now", lang, reading=move.reading, option=move.option), "cyan")
        yield Padding(Group(Prose(move.why, "dim"), _others(move, result.total.high, lang)), (0, 0, 0, 2))
    if still := [move.reading for move in result.moves if move not in moving]:
        yield Text()
        yield Prose(label("range.still", lang, readings="  ".join(still)), "dim")


def _others(move: Move, high: Decimal | None, lang: str) -> Table:
    table = _columns(*(label(f"range.{name}", lang) for name in ("instead", "low_change", "high_change")))
    for one in move.others:
        table.add_row(one.option, signed(one.low_change), _high_change(one, high, lang))
    return table


def signed(change: Decimal) -> str:
    """A change with its sign; none as a plain zero.

    >>> signed(Decimal("1234.50")), signed(Decimal("-0.01")), signed(Decimal("0.00"))
    ('+1,234.50', '-0.01', '0.00')
    """
    return f"+{grouped(change)}" if change > 0 else grouped(change)


def _high_change(one: Moved, high: Decimal | None, lang: str) -> str:
    if one.high_change is not None:
        return signed(one.high_change)
    return label(f"range.{'still_unbounded' if not bound_changes(one, high) else 'bound_won' if high is None else 'bound_gone'}", lang)


def _closing(closing: Sequence[Closing], lang: str) -> Iterator[RenderableType]:
    """What is missing, that which would close most first."""
    if not closing:
        return
    table = _columns(*(label(f"range.{name}", lang) for name in ("closing", "closes", "leaves")))
    for one in closing:
        closes = label("range.a_bound", lang) if one.closes is None else grouped(one.closes)
        table.add_row(Text.assemble(one.message, "  ", (one.code, "dim")), closes, _high(one.leaves, lang))
    yield Text()
    yield table


def _entitlement(e: RangedEntitlement, lang: str) -> RenderableType:
    return Group(_title(e, lang), Padding(_details(e, lang), (0, 0, 0, 2)))


def _title(e: RangedEntitlement, lang: str) -> Table:
    """What it is for on the left; least and most on the right."""
    line = Table.grid(expand=True, padding=(0, 1))
    line.add_column(ratio=1)
    line.add_column(justify="right")
    line.add_row(Text(f"{e.citation.title}  {period_text(e.period, lang)}", "bold"), Text(bounds_text(e.least, e.most, lang), "bold"))
    return line


def _details(e: RangedEntitlement, lang: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(label("range.this_run", lang), _run_text(e, lang))
    if e.least != e.most:
        for name in ("least_at", "most_at"):
            if options := getattr(e, name):
                table.add_row(label(f"range.{name}", lang), Text(choice_text(options)))
    if moving := [move for move in e.moves if makes_a_difference(move, e.high)]:
        table.add_row(label("range.moved_by", lang), _moved_by(moving, e.high, lang))
    if e.closing:
        table.add_row(label("range.closed_by", lang), Prose(e.closing[0].message))
    return table


def choice_text(options: Mapping[str, str]) -> str:
    return "  ".join(f"{reading}={option}" for reading, option in options.items())


def _run_text(e: RangedEntitlement, lang: str) -> Text:
    if e.status is None:
        return Text(label("range.only_elsewhere", lang))
    state = label(f"claim.{e.claim or 'none'}", lang)
    return Text(f"{label(f'status.{e.status}', lang)}  {bounds_text(e.low, e.high, lang)}  {state}")


def _moved_by(moves: Sequence[Move], high: Decimal | None, lang: str) -> Table:
    """Each other option, with what it changes."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for move in moves:
        for one in move.others:
            table.add_row(f"{move.reading}={one.option}", _change(one, high, lang))
    return table


def _change(one: Moved, high: Decimal | None, lang: str) -> str:
    if one.low_change == one.high_change:
        return signed(one.low_change)
    return label("range.low_and_high", lang, low=signed(one.low_change), high=_high_change(one, high, lang))
