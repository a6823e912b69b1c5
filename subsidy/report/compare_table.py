"""A comparison for a terminal: what each of the two costs, who gains and who loses most, and the rate that a budget allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from subsidy.batch.compare import Comparison, FirmLine, Line, Pair
from subsidy.batch.compare_budget import Found
from subsidy.batch.compare_margin import Margin
from subsidy.batch.compare_rows import Sums
from subsidy.batch.compare_run import Answer, Question
from subsidy.entitlement import Receipt
from subsidy.report.assessment_table import grouped, receipt_text
from subsidy.report.compare_data import SIDES, Judged
from subsidy.report.labels import label
from subsidy.report.prose import Prose
from subsidy.report.range_table import signed

MOST_SHOWN = 10
_FIRST, _SUM, _NARROW = 28, 14, 76
"""Widths of the first column and of sums; together they fit a terminal of 80 columns, the first giving way to larger sums."""


def compare_table(answer: Answer, sides: tuple[Judged, Judged], lang: str) -> RenderableType:
    """The whole comparison, to be printed by a rich console of any width."""
    found = answer.comparison
    blocks: list[RenderableType] = [_heading(sides, lang), Rule(style="dim"), _totals(found, lang)]
    blocks += _lines("provisions", found, lang)
    blocks += _lines("statistics_years", found, lang, capped=found.provision is not None)
    blocks += _lines("claim_years", found, lang)
    blocks += [block for part in _firms(found, lang) for block in (Text(), part)]
    if answer.found is not None:
        blocks += [Text(), Prose(budget_sentence(answer.question, answer.found, lang), "bold")]
    return Group(*blocks, *_rows(answer, lang), Rule(style="dim"), _receipts(answer, lang))


def _heading(sides: Sequence[Judged], lang: str) -> RenderableType:
    """The two files by name, and the day."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, side in zip(SIDES, sides, strict=True):
        table.add_row(label(f"compare.{name}", lang), Text.assemble((side.title, "bold"), "  ", (side.file, "dim")))
    return Group(Text(label("compare.title", lang, day=sides[0].run.as_of), "bold"), table)


def _columns(first: str, found: Comparison, lang: str) -> Table:
    """A table with a column of names and three of sums, the same widths in every table of a comparison."""
    sums = max(_SUM, *(len(grouped(sum_)) for sums in found.total for sum_ in sums if sum_ is not None))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="cyan")
    table.add_column(first, width=min(_FIRST, _NARROW - 3 * (sums + 2)), overflow="fold")
    for name in (*SIDES, "change"):
        table.add_column(label(f"compare.{name}", lang), min_width=sums, justify="right", no_wrap=True)
    return table


def _add_sums(table: Table, names: Iterable[tuple[str, str]], pair: Pair, lang: str) -> None:
    for name, shown in names:
        base, other, change = (getattr(sums, name) for sums in (*pair, pair.change))
        table.add_row(shown, _sum(base, lang, grouped), _sum(other, lang, grouped), _sum(change, lang, signed))


def _sum(value: Decimal | None, lang: str, written: Callable[[Decimal], str]) -> str:
    return label("assessment.not_known", lang) if value is None else written(value)


def _totals(found: Comparison, lang: str) -> RenderableType:
    table = _columns(label("compare.sums", lang), found, lang)
    _add_sums(table, [(name, label(f"compare.{name}", lang)) for name in Sums._fields], found.total, lang)
    if found.provision:
        _add_counts(table, label("compare.at_cap", lang), found.at_cap)
    told = label("compare.firms", lang, count=f"{len(found.firms):,}", gaining=f"{found.gaining:,}", losing=f"{found.losing:,}")
    return Group(table, Text(), Prose(told))


def _add_counts(table: Table, shown: str, counts: tuple[int, int]) -> None:
    change = counts[1] - counts[0]
    table.add_row(shown, f"{counts[0]:,}", f"{counts[1]:,}", f"{change:+,}" if change else "0")


def _lines(name: str, found: Comparison, lang: str, *, capped: bool = False) -> list[RenderableType]:
    """What is payable by provision or year; the bounds below it where they are not the same."""
    table = _columns(label(f"compare.{name}", lang), found, lang)
    lines: Sequence[Line] = getattr(found, name)
    for line in lines:
        _add_sums(table, [("payable", line.key or label(f"compare.no_{name}", lang))], line.sums, lang)
        if any(sums != Sums(sums.payable, sums.payable, sums.payable) for sums in line.sums):
            _add_sums(table, [(bound, f"  {label(f'compare.{bound}', lang)}") for bound in ("low", "high")], line.sums, lang)
        if capped and any(line.at_cap):
            _add_counts(table, f"  {label('compare.at_cap', lang)}", line.at_cap)
    return [Text(), table] if lines else []


def _firms(found: Comparison, lang: str) -> Iterator[RenderableType]:
    """Those who gain most and those who lose most; a single enterprise in any case."""
    if len(found.firms) == 1:
        yield _firm_table("compare.enterprise", found.firms, found, lang)
        return
    gains = [firm for firm in found.firms if firm.sums.change.payable > 0]
    losses = [firm for firm in found.firms if firm.sums.change.payable < 0]
    for name, firms in (("gains", gains), ("losses", losses)):
        if firms:
            most = sorted(firms, key=lambda firm: (-abs(firm.sums.change.payable), firm.uscc))[:MOST_SHOWN]
            yield _firm_table(f"compare.{name}", most, found, lang)


def _firm_table(title: str, firms: Sequence[FirmLine], found: Comparison, lang: str) -> RenderableType:
    table = _columns(label(title, lang), found, lang)
    for firm in firms:
        _add_sums(table, [("payable", firm.name or firm.uscc or label("assessment.nameless", lang))], firm.sums, lang)
        margins = (firm.base, firm.other)
        below = [firm.uscc if firm.name else "", *(_marginal(margin, lang) for margin in margins)]
        if any(below):
            table.add_row(*below, "", style="dim")
        if any(margin and margin.cap_binds_at is not None for margin in margins):
            binds_at = [grouped(margin.cap_binds_at) if margin and margin.cap_binds_at is not None else "" for margin in margins]
            table.add_row(f"  {label('compare.cap_binds_at', lang)}", *binds_at, "", style="dim")
    about = label("compare.margins", lang, year=found.year, provision=found.provision) if found.provision else ""
    return Group(table, Prose(about, "dim")) if about else table


def _marginal(margin: Margin | None, lang: str) -> str:
    """What one more yuan brings."""
    if margin is None:
        return ""
    if margin.at_cap:
        return label("compare.capped", lang)
    return "" if margin.marginal is None else label("compare.marginal", lang, rate=f"{margin.marginal.normalize():f}")


def percent(rate: Decimal) -> str:
    """
    >>> percent(Decimal("0.0312"))
    '3.12%'
    """
    return f"{rate * 100:.2f}%"


def budget_sentence(question: Question, found: Found, lang: str) -> str:
    """The answer to how large the rate may be."""
    years = label("compare.all_years", lang) if question.year is None else label("compare.one_year", lang, year=question.year)
    about = {"budget": grouped(question.budget or Decimal(0)), "provision": question.provision, "years": years}
    if found.rate is None or found.sums is None:
        return label("compare.never_within", lang, **about, sum=grouped(found.next_sums.payable if found.next_sums else Decimal(0)))
    told = {**about, "rate": percent(found.rate), "sum": grouped(found.sums.payable), "open": _sum(found.sums.high, lang, grouped)}
    if found.next_rate is None or found.next_sums is None:
        return label("compare.always_within", lang, **told)
    return label("compare.largest_rate", lang, **told, next=percent(found.next_rate), next_sum=grouped(found.next_sums.payable))


def _rows(answer: Answer, lang: str) -> list[RenderableType]:
    if answer.rows is None:
        return []
    rows = answer.rows
    counts = {name: f"{rows[name]:,}" for name in ("read", "counted", "side_tables_rejected")}
    counts |= {name: f"{sum(rows[name].values()):,}" for name in ("excluded", "rejected")}
    return [Text(), Prose(label("compare.rows", lang, **counts), "dim")]


def _receipts(answer: Answer, lang: str) -> RenderableType:
    parts = [
        Group(Text(label(f"compare.{name}", lang), "dim"), receipt_text(Receipt(**receipt), lang))
        for name, receipt in zip(SIDES, answer.receipts, strict=True)
    ]
    return Group(*parts)
