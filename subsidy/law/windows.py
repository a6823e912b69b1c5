"""When the law itself lets something be claimed, whoever claims it, under the readings of a run.

Of a provision on statistics years one window for each year; of lump sums for firsts and of support years the days from the
earliest claim that anyone can have to the latest, and which fact has to fall on which days for it.

>>> from datetime import date
>>> from subsidy.law.run import prepare
>>> for found in law_windows(prepare(date(2026, 3, 1), None, None)):
...     print(found.provision.id, found.period, found.first, found.last, found.needs)
import-growth 2023 2024-02-06 2024-12-31 imports
import-growth 2024 2025-01-01 2025-12-31 imports
import-growth 2025 2026-01-01 2026-12-31 imports
import-growth 2026 2027-01-01 2027-02-05 imports
first None 2024-02-06 2027-02-05 recognised
warehousing year 1 2024-02-06 2027-02-05 settled
warehousing year 2 2025-02-06 2027-02-05 settled
warehousing year 3 2026-02-06 2027-02-05 settled
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, cast

from subsidy import formula
from subsidy.law.model import Document, Provision
from subsidy.law.run import Run
from subsidy.periods import ONE_DAY, Window, year, years_after
from subsidy.provisions import growth, warehousing
from subsidy.provisions.scheme_ends import plan_of
from subsidy.provisions.terms import Terms


class Days(NamedTuple):
    """Days from `first` to `last`, both included; None where nothing bounds them."""

    first: date | None
    last: date | None


class Found(NamedTuple):
    """The days of claiming that one kind of rule gives for a period, and the code and days of the fact that it needs."""

    period: str | None
    first: date
    last: date | None
    needs: str
    fact: Days


class LawWindow(NamedTuple):
    """The same with the provision that gives it; `per_period` says that each period is claimed by itself."""

    document: Document
    provision: Provision
    terms: Terms
    period: str | None
    first: date
    last: date | None
    needs: str
    fact: Days

    @property
    def per_period(self) -> bool:
        return self.needs in ("imports", "year")


def law_windows(run: Run) -> Iterator[LawWindow]:
    """The windows of every provision that names money, in their order."""
    kinds = {"growth": _growth, "first": _first, "warehousing": _warehousing, "scheme": _scheme}
    for document, provision, terms in run.provisions:
        for found in kinds[terms.kind](terms):
            yield LawWindow(document, provision, terms, *found)


def _growth(terms: Terms) -> Iterator[Found]:
    """Every statistics year that can be claimed at all."""
    for number in _years_about(terms.in_force):
        span = growth.window(number, terms.reading("growth.years"), terms.in_force)
        if span:
            yield Found(str(number), *span, "imports", Days(*year(number)))


def _first(terms: Terms) -> Iterator[Found]:
    yield Found(None, *terms.in_force, terms.reading("first.day"), Days(*terms.in_force))


def _warehousing(terms: Terms) -> Iterator[Found]:
    """Every support year, from the earliest that settles to the last."""
    late = terms.reading("warehousing.settled_before") == "remaining"
    needs = "settled_by" if late else "settled"
    for k in warehousing.support_years(terms):
        begins = cast("date", warehousing.support_year(terms.in_force.first, k, terms)["cut_first"])
        first = terms.in_force.first if late else begins
        last = _last_claim(k, terms)
        if last is None or first <= last:
            fact = Days(None if late else terms.in_force.first, _last_settling(k, terms))
            yield Found(warehousing.year_period(k), first, last, needs, fact)


def _last_settling(k: int, terms: Terms) -> date:
    """The last day on which an enterprise may settle for support year k to begin on a day that counts."""
    last = terms.in_force.last
    if terms.reading("warehousing.after_expiry") == "run_off" or terms.reading("warehousing.starts") == "first_fee":
        return last
    day = years_after(last, 1 - k)
    return day + ONE_DAY if years_after(day + ONE_DAY, k - 1) <= last else day


def _last_claim(k: int, terms: Terms) -> date | None:
    """The last day on which anyone can claim support year k; None where it may begin with a fee, on any day."""
    if terms.reading("warehousing.after_expiry") != "run_off":
        return terms.in_force.last
    if terms.reading("warehousing.starts") == "first_fee":
        return None
    ends = warehousing.support_year(terms.in_force.last, k, terms)["year_last"]
    return cast("date", formula.greatest(formula.year_end(ends), terms.in_force.last))


def _scheme(terms: Terms) -> Iterator[Found]:
    """Every year of a scheme that goes by years, else the days of application or in force; none where its days are not known."""
    plan = plan_of(terms)
    if plan.shape.per == "year":
        years = plan.shape.years or (_years_about(plan.in_force) if plan.in_force else ())
        for number in years:
            if days := plan.window_of(number).days:
                yield Found(str(number), *days, "year", Days(*year(number)))
    elif days := plan.window_of_item(None).days:
        yield Found(None, *days, "in_force", Days(*(plan.in_force or days)))


def _years_about(in_force: Window) -> range:
    """The statistics years that may be claimed while a document is in force, or are then under way."""
    return range(in_force.first.year - 1, in_force.last.year + 1)
