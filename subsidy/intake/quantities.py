"""A table of what enterprises did and are, as policies elsewhere count it: one figure, yes or no, or day in each row.

Columns: the unified social credit code, what the row tells (`quantity`: the name or title of a quantity, attribute or
item of the policies of the run), the year or month, the figure, and its unit where there is a column for it. A figure is
written in whole units, so that nothing has to be guessed from a heading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from subsidy.errors import Issue
from subsidy.fields import QUANTITY_PLACES
from subsidy.intake import values
from subsidy.intake.cell import clean
from subsidy.intake.side_tables import Opened, SideTable
from subsidy.intake.sums import foreign
from subsidy.intake.tables import words
from subsidy.periods import months_of


class Counted(NamedTuple):
    """What the policies of a run ask for: quantities with their units and decimals, attributes, items, and what each is called."""

    units: Mapping[str, str]
    places: Mapping[str, int]
    attributes: frozenset[str]
    items: frozenset[str]
    titles: Mapping[str, str]

    def named(self, text: str) -> str | None:
        """The name of what a cell calls by name or title."""
        plain = "".join(clean(text).split())
        known = {*self.units, *self.attributes, *self.items}
        return plain.lower() if plain.lower() in known else self.titles.get(plain.casefold())


class Told(NamedTuple):
    """What one row tells of an enterprise: a figure of a period, whether something holds, or a day."""

    name: str
    value: Any
    period: str | None = None


Row = tuple[str | None, Told | None, Issue | None]


def read_quantities(opened: Opened, counted: Counted) -> SideTable[Told]:
    """What the rows tell, by enterprise; rows that cannot be used are issues."""
    found: SideTable[Told] = SideTable(name=opened.name, sha256=opened.sha256)
    for line, cells in opened.data_rows():
        found.rows += 1
        owner, told, issue = _row(opened, line, cells, counted)
        if owner and told:
            found.facts[owner].append(told)
            found.lines[owner].append(line)
        elif issue:
            found.issues.append(issue)
            found.unreadable.update({owner} if owner else ())
    _refuse_overlaps(found, opened)
    return found


def _row(opened: Opened, line: int, cells: Sequence[str], counted: Counted) -> Row:
    columns = opened.layout.columns
    if not opened.layout.fits(cells):
        return None, None, opened.issue(line, cells, None, "columns")
    owner = values.uscc(cells[columns["uscc"]])
    if owner.value is None:
        return None, None, opened.issue(line, cells, columns["uscc"], owner.code or "no_enterprise")
    name = counted.named(cells[columns["quantity"]])
    if name is None:
        return owner.value, None, opened.issue(line, cells, columns["quantity"], "quantity")
    told, field, code = _told(name, cells, columns, counted)
    return owner.value, told, None if told else opened.issue(line, cells, columns[field], code)


def _told(name: str, cells: Sequence[str], columns: Mapping[str, int], counted: Counted) -> tuple[Told | None, str, str]:
    """What a row tells, or the field and code of what is wrong with it."""
    text = cells[columns["figure"]]
    if name in counted.attributes:
        holds = values.yes_no(text)
        return (None if holds.value is None else Told(name, holds.value)), "figure", "yes_no"
    if name in counted.items:
        day = values.day(text)
        return (None if day.value is None else Told(name, day.value)), "figure", "date"
    if not _is_of_unit(cells, columns, counted.units[name]):
        return None, "unit", "unit"
    figure = foreign(text)
    if figure.value is None or figure.value < 0:
        return None, "figure", figure.code or "amount"
    if figure.code or figure.value != round(figure.value, min(counted.places[name], QUANTITY_PLACES)):
        return None, "figure", "precision"
    period = _period(cells[columns["period"]])
    return (None if period is None else Told(name, figure.value, period)), "period", "date"


def _is_of_unit(cells: Sequence[str], columns: Mapping[str, int], unit: str) -> bool:
    """Whether the unit that a row states, if any, is that of the policy."""
    stated = clean(cells[columns["unit"]]).upper() if "unit" in columns else ""
    return not stated or words("quantity_unit").get(stated, stated) in (unit, unit.upper())


def _period(text: str) -> str | None:
    """A year as 2024 or a month as 2024-03."""
    parsed = values.moment(text).value
    if parsed is None or (parsed.unit == "day" and parsed.first.day != 1):
        return None
    return f"{parsed.first:%Y}" if parsed.unit == "year" else f"{parsed.first:%Y-%m}"


def _refuse_overlaps(found: SideTable[Told], opened: Opened) -> None:
    """Rows of an enterprise that tell the same thing twice: none of them is used, unless they agree word for word."""
    for owner, told in found.facts.items():
        repeated = _repeated(told)
        kept = [place for place in range(len(told)) if place not in repeated and told[place] not in told[:place]]
        for place in sorted(repeated):
            heading = opened.layout.heading("quantity")
            found.issues.append(Issue(opened.name, opened.sheet, found.lines[owner][place], heading, told[place].name, "conflict"))
            found.unreadable.add(owner)
        found.facts[owner] = [told[place] for place in kept]


def _repeated(told: Sequence[Told]) -> set[int]:
    """The rows that contradict each other: overlapping periods of a quantity, or an attribute that holds and does not."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(told):
        if one not in told[:place] and not (one.period is None and not isinstance(one.value, bool)):
            by_name[one.name].append(place)
    return {place for places in by_name.values() for pair in _contradicting([(told[n], n) for n in places]) for place in pair}


def _contradicting(told: Sequence[tuple[Told, int]]) -> list[tuple[int, int]]:
    if told and told[0][0].period is None:
        return [(a, b) for (_, a), (_, b) in pairwise(told)]
    spans = sorted((months_of(str(one.period)).start, -months_of(str(one.period)).stop, place) for one, place in told)
    return [(a[2], b[2]) for a, b in pairwise(spans) if b[0] < -a[1]]
