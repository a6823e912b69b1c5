"""The sections on money: totals, provisions, sizes of awards, the cap, years, the enterprises that can claim most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from subsidy.batch.compare_rows import Sums, total
from subsidy.batch.overview import SIZES, Group, Overview, Tally
from subsidy.entitlement import CLAIMS
from subsidy.money import FEN
from subsidy.report.assessment_table import grouped, period_text
from subsidy.report.html.blocks import Cells, Section, Table, Text, Words, count, table_or_none
from subsidy.report.html.charts import Bar, Part
from subsidy.report.html.drawing import chart
from subsidy.report.labels import label
from subsidy.report.law_words import cited

Titles = Mapping[str, str]


def _cells(tally: Tally, words: Words) -> Cells:
    """Number, payable, least and most."""
    return count(tally.lines), grouped(tally.sums.payable), grouped(tally.sums.low), words.most(tally.sums.high)


def _together(tallies: Iterable[Tally]) -> Tally:
    known = list(tallies)
    return Tally(sum(tally.lines for tally in known), total(tally.sums for tally in known))


def _claim(claim: str | None, words: Words) -> str:
    return label(f"claim.{claim or 'none'}", words.lang)


def totals(found: Overview, words: Words) -> Section:
    """What can be claimed now, later and no more."""
    by_claim = {claim: _together(tally for group, tally in found.groups.items() if group.claim == claim) for claim in CLAIMS}
    rows = [(_claim(claim, words), *_cells(tally, words)) for claim, tally in by_claim.items()]
    columns = words.columns("claim", "lines", "payable", "low", "high")
    return Section("totals", words("totals"), [Text(words("totals_note")), Table(words("totals"), columns, rows)])


def _order(group: Group) -> tuple[str, int, str]:
    claims = (*CLAIMS, None)
    return group.provision, claims.index(group.claim), group.status


def provisions(found: Overview, titles: Titles, words: Words) -> Section:
    """Every provision by claim state and status, and its bars by claim state."""
    rows = [
        (
            titles[provision],
            cited(*found.cited[provision], words.lang),
            _claim(claim, words),
            status,
            *_cells(tally, words),
        )
        for (provision, claim), groups in groupby(sorted(found.groups, key=_order), key=lambda group: (group.provision, group.claim))
        for status, tally in _by_status(list(groups), found, words)
    ]
    columns = words.columns("provision", "citation", "claim", "status", "lines", "payable", "low", "high")
    table = Table(words("provisions"), columns, rows)
    drawn = chart("provisions", words("provisions"), words("looks_bars"), list(_bars(found, titles, words)), words)
    return Section("provisions", words("provisions"), [*drawn, Text(words("provisions_note")), *table_or_none(table, words)])


def _by_status(groups: Sequence[Group], found: Overview, words: Words) -> Iterable[tuple[str, Tally]]:
    """The tally of each status; below them what may be due, where it is of more than one."""
    yield from ((label(f"status.{group.status}", words.lang), found.groups[group]) for group in groups)
    due = [group for group in groups if group.status != "ineligible"]
    if len(due) > 1:
        yield words("together"), _due(due, found)


def _due(groups: Iterable[Group], found: Overview) -> Tally:
    """What is payable or may become so."""
    return _together(found.groups[group] for group in groups if group.status != "ineligible")


def _bars(found: Overview, titles: Titles, words: Words) -> Iterable[Bar]:
    """One bar for each provision and claim state in which anything may be due."""
    for provision in sorted(found.cited):
        for claim in CLAIMS:
            tally = _due((group for group in found.groups if (group.provision, group.claim) == (provision, claim)), found)
            if tally.lines:
                yield Bar(
                    f"{titles[provision]}\n{_claim(claim, words)}", _parts(tally.sums, claim), words.span(tally.sums.low, tally.sums.high)
                )


def _parts(sums: Sums, claim: str) -> list[Part]:
    """What is certain to be due at the least, and what may come to it."""
    return [Part(sums.low, "past" if claim == "lapsed" else "sure"), Part((sums.high or sums.low) - sums.low, "open")]


def sizes(found: Overview, words: Words) -> Section:
    """Payable entitlements by size, up to the largest that there is."""
    last = max((n for n, size in enumerate(SIZES) if found.sizes[size].lines), default=-1)
    kept = [(_size(n, words), found.sizes[size]) for n, size in enumerate(SIZES[: last + 1])]
    rows = [(size, count(tally.lines), grouped(tally.sums.payable)) for size, tally in kept]
    whole = _together(tally for _, tally in kept)
    drawn = chart(
        "sizes",
        words("sizes"),
        words("looks_sizes"),
        [Bar(size, [Part(Decimal(tally.lines), "sure")], count(tally.lines)) for size, tally in kept],
        words,
    )
    table = Table(
        words("sizes"), words.columns("size", "lines", "sum"), rows, [(words("total"), count(whole.lines), grouped(whole.sums.payable))]
    )
    return Section("sizes", words("sizes"), [Text(words("sizes_note")), *drawn, *table_or_none(table, words)])


def _size(place: int, words: Words) -> str:
    low, high = SIZES[place], SIZES[place + 1] if place + 1 < len(SIZES) else None
    bounds = {name: f"{bound:,}" for name, bound in (("low", low), ("high", high)) if bound}
    return words("size_over" if high is None else "size_between" if low else "size_up_to", **bounds)


def caps(found: Overview, titles: Titles, words: Words) -> Section:
    """How many are at the cap by provision and period, and those that exceed it most."""
    rows = [
        (titles[provision], period_text(period, words.lang), count(at.lines), _fen(at.beyond))
        for (provision, period), at in sorted(found.at_cap.items())
    ]
    most = [
        (
            one.name or one.uscc,
            one.uscc,
            titles[one.provision],
            period_text(one.period, words.lang),
            _fen(one.uncapped),
            _fen(one.award),
            _fen(one.beyond),
        )
        for one in found.most_capped
    ]
    by_period = Table(words("caps"), words.columns("provision", "period", "firms", "beyond"), rows)
    columns = words.columns("name", "uscc", "provision", "period", "uncapped", "award", "beyond")
    named = [Table(words("caps_most", count=len(most)), columns, most)] if most else []
    return Section("caps", words("caps"), [Text(words("caps_note")), *table_or_none(by_period, words), *named])


def _fen(exact: Decimal) -> str:
    """A sum that was not rounded before, to the fen; half a fen goes up."""
    return grouped(exact.quantize(FEN, ROUND_HALF_UP))


def years(found: Overview, words: Words) -> Section:
    """What each year may have to pay, by claim state."""
    order = sorted(found.years, key=lambda key: (key[0], CLAIMS.index(key[1])))
    rows = [(str(year), _claim(claim, words), *_cells(found.years[year, claim], words)) for year, claim in order]
    whole = [(claim, _together(tally for (_, its), tally in found.years.items() if its == claim)) for claim in CLAIMS]
    totals = [(words("total"), _claim(claim, words), *_cells(tally, words)) for claim, tally in whole if tally.lines]
    drawn = [
        Bar(
            f"{year} · {_claim(claim, words)}", _parts(found.years[year, claim].sums, claim), words.span(*found.years[year, claim].sums[1:])
        )
        for year, claim in order
    ]
    columns = words.columns("year", "claim", "lines", "payable", "low", "high")
    table = Table(words("years"), columns, rows, totals)
    figure = chart("years", words("years"), words("looks_bars"), drawn, words)
    return Section("years", words("years"), [Text(words("years_note")), *figure, *table_or_none(table, words)])


def foremost(found: Overview, words: Words) -> Section:
    """The enterprises that can claim most; the others stand in the file."""
    rows = [
        (
            firm.name or firm.uscc,
            firm.uscc,
            count(firm.lines),
            grouped(firm.sums.payable),
            grouped(firm.sums.low),
            words.most(firm.sums.high),
        )
        for firm in found.foremost
    ]
    title = words("foremost", count=len(rows)) if rows else words("no_foremost")
    table = Table(title, words.columns("name", "uscc", "lines", "payable", "low", "high"), rows)
    return Section("foremost", title, [Text(words("foremost_note", firms=count(found.firms))), *table_or_none(table, words)])


def lines_in_all(found: Overview) -> int:
    return sum(tally.lines for tally in found.groups.values())
