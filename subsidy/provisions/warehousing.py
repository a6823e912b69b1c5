"""A share of warehousing fees over up to three support years after settling in the zone.

青商规〔2024〕1号 article 4 sets no rate: the authority decides a ratio, and perhaps a yearly cap, and this software never
invents them.

    amount(k) = min(fees(k) x ratio(k), annual cap)        support year k = 1, 2, 3

Support year k runs from start + (k - 1) years to the day before start + k years, cut to the days that count. An
enterprise whose support years cannot be placed gets one entitlement for all of them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from subsidy import formula
from subsidy.formula import Value
from subsidy.money import ZERO
from subsidy.periods import Window
from subsidy.provisions.outcome import (
    Findings,
    Lack,
    Record,
    Rule,
    common_assumptions,
    common_warnings,
    nothing_left,
    prior_missing,
    zone_missing,
)
from subsidy.provisions.terms import Terms

PARAMETERS = ("support_years",)
FACTS = {
    "settled_on": "date",
    "first_fee": "date",
    "fees_listed": "boolean",
    "fees_incomplete": "boolean",
    "known_through": "date",
    "foreign_trade": "boolean",
}
"""The facts of one enterprise that the rule asks for, beside `fees_K` and `granted_K` of each support year K and `granted_all`."""


def support_years(terms: Terms) -> range:
    """The numbers of the support years, 1 to as many as the document gives."""
    return range(1, int(terms.figures["support_years"].on(terms.in_force.first)) + 1)


def year_period(k: int) -> str:
    return f"year {k}"


def all_years(terms: Terms) -> str:
    """The period of an entitlement that stands for all support years."""
    return f"year 1..{support_years(terms)[-1]}"


def start(settled_on: Value, first_fee: Value, terms: Terms) -> Value:
    """The day on which the support years begin; unknown where the fact that decides it is."""
    return first_fee if terms.reading("warehousing.starts") == "first_fee" else settled_on


def newly_settled(settled_on: Value, terms: Terms) -> Value:
    """Whether the enterprise settled on a day in force, or, where the reading says so, before."""
    in_time = formula.negated(formula.exceeds(settled_on, terms.in_force.last))
    if terms.reading("warehousing.settled_before") == "remaining":
        return in_time
    return formula.all_of(in_time, formula.negated(formula.exceeds(terms.in_force.first, settled_on)))


def support_year(begins: Value, k: int, terms: Terms) -> dict[str, Value]:
    """The days of support year k, whole and as cut to the days that count."""
    last_day = formula.day_before(formula.years_after(begins, k))
    runs_off = terms.reading("warehousing.after_expiry") == "run_off"
    return {
        "year_last": last_day,
        "cut_first": formula.greatest(formula.years_after(begins, k - 1), terms.in_force.first),
        "cut_last": last_day if runs_off else formula.least(last_day, terms.in_force.last),
    }


def counted_window(settled_on: date | None, first_fee: date | None, k: int, terms: Terms) -> Window | None:
    """The days of support year k whose fees count, for one enterprise; None where there are none."""
    begins = start(settled_on, first_fee, terms)
    if begins is None:
        return None
    span = support_year(begins, k, terms)
    return Window(span["cut_first"], span["cut_last"]) if span["cut_first"] <= span["cut_last"] else None


def _ratio(k: int, terms: Terms) -> Decimal | None:
    ratios = cast("tuple[Decimal, ...] | None", terms.decisions.get("warehousing.ratio"))
    return ratios[k - 1] if ratios else None


def _annual_cap(terms: Terms) -> Decimal | None:
    return cast("Decimal | None", terms.decisions.get("warehousing.annual_cap"))


def _capped(award: Value, terms: Terms) -> Value:
    cap = _annual_cap(terms)
    return award if cap is None else formula.least(award, cap)


def _placed(record: Record, terms: Terms) -> Value:
    """Whether the support years are known: newly settled, on a day that is known, with a day on which they begin."""
    begins = start(record.settled_on, record.first_fee, terms)
    return formula.all_of(formula.definitely(newly_settled(record.settled_on, terms)), formula.is_known(begins))


def _assumptions(record: Record) -> dict[str, Value]:
    return {**common_assumptions(record), "fee_basis": True, "zone_asserted": record.zone_asserted}


def _steps(record: Record, terms: Terms) -> Mapping[str, Value]:
    shown = {"fees": True, "ratio": True, "supported": True}
    cap = {"annual_cap": True} if _annual_cap(terms) is not None else {}
    return {**shown, **cap, "already_granted": formula.is_known(record.granted)}


def _span(k: int, record: Record, terms: Terms) -> dict[str, Value]:
    return support_year(start(record.settled_on, record.first_fee, terms), k, terms)


def _window(record: Record, terms: Terms) -> dict[str, Value]:
    """When support for the year can be claimed, and whether its fees are known in full."""
    counts = formula.negated(formula.exceeds(record.cut_first, record.cut_last))
    last = terms.in_force.last
    if terms.reading("warehousing.after_expiry") == "run_off":
        last = formula.greatest(formula.year_end(record.year_last), last)
    known = formula.negated(formula.exceeds(record.cut_last, record.known_through))
    return {
        "counts": counts,
        "valid_from": formula.where(counts, record.cut_first, None),
        "valid_until": formula.where(counts, last, None),
        "fees_known": formula.definitely(formula.all_of(formula.negated(record.fees_incomplete), known)),
    }


def _supported(k: int, record: Record, terms: Terms) -> dict[str, Value]:
    fees, ratio = getattr(record, f"fees_{k}"), _ratio(k, terms)
    return {
        "granted": getattr(record, f"granted_{k}"),
        "fees": fees,
        "ratio": ratio,
        "supported": formula.times(fees, ratio),
        "annual_cap": _annual_cap(terms),
    }


def _bounds(k: int, record: Record, terms: Terms) -> dict[str, Value]:
    ratio = _ratio(k, terms)
    most = _capped(record.fees if ratio is None else record.supported, terms)
    most_unknown = ZERO if ratio == 0 else _annual_cap(terms)
    return {
        "award_low": ZERO if ratio is None else formula.known_or(_capped(record.supported, terms), ZERO),
        "award_high": formula.where(record.fees_known, most, most_unknown),
        "nothing_at_all": formula.all_of(record.fees_known, formula.same(record.fees, ZERO)),
    }


def _missing(k: int, record: Record, terms: Terms) -> list[Lack]:
    unknown_from = formula.greatest(record.cut_first, formula.next_day(record.known_through))
    ends_later = formula.all_of(formula.negated(record.fees_incomplete), formula.exceeds(record.cut_last, record.known_through))
    unlisted = formula.any_of(formula.negated(record.fees_listed), record.fees_incomplete)
    return [
        zone_missing(record),
        Lack("decision", _ratio(k, terms) is None, "warehousing.ratio"),
        Lack("foreign_trade", formula.is_unknown(record.foreign_trade)),
        Lack("warehousing_fees", unlisted, bounded=True),
        Lack("warehousing_fees", ends_later, formula.phrase(unknown_from, "..", record.cut_last), bounded=True),
        prior_missing(record),
    ]


def _findings(k: int, record: Record, terms: Terms) -> Findings:
    nothing = nothing_left(record, "no_fees")
    return Findings(
        reasons={
            "outside_validity": formula.negated(record.counts),
            "not_in_zone": formula.negated(record.in_zone),
            "rounds_to_nothing": formula.all_of(record.counts, nothing["rounds_to_nothing"]),
            "already_granted": formula.all_of(record.counts, nothing["already_granted"]),
            "not_foreign_trade": formula.negated(record.foreign_trade),
            "no_fees": formula.all_of(record.counts, nothing["no_fees"]),
        },
        missing=_missing(k, record, terms),
        assumptions=_assumptions(record),
        warnings=common_warnings(record, terms),
    )


@functools.cache
def _year_rule(k: int) -> Rule:
    """The rule of support year k."""
    of_year = functools.partial
    return Rule(
        period=lambda record, terms: year_period(k),
        applies=_placed,
        stages=(of_year(_span, k), _window, of_year(_supported, k), of_year(_bounds, k)),
        findings=of_year(_findings, k),
        steps=_steps,
    )


def _unplaced_figures(record: Record, terms: Terms) -> dict[str, Value]:
    """All support years as one: nothing can be placed, so nothing is known of fees; only a ratio or cap of zero bounds them."""
    ratios = [_ratio(k, terms) for k in support_years(terms)]
    payable_cap = formula.rounded(_annual_cap(terms), terms.reading("payout.rounding"))
    nothing = all(ratio == 0 for ratio in ratios) or payable_cap == 0
    in_time = formula.negated(formula.definitely(formula.negated(newly_settled(record.settled_on, terms))))
    return {
        "valid_from": formula.where(in_time, terms.in_force.first, None),
        "valid_until": formula.where(in_time, terms.in_force.last, None),
        "granted": record.granted_all,
        "fees": None,
        "ratio": ratios[0] if len(set(ratios)) == 1 else None,
        "supported": None,
        "annual_cap": _annual_cap(terms),
        "award_low": ZERO,
        "award_high": ZERO if nothing else None,
        "nothing_at_all": False,
    }


def _unplaced_findings(record: Record, terms: Terms) -> Findings:
    nothing = nothing_left(record, "no_fees")
    by_first_fee = terms.reading("warehousing.starts") == "first_fee"
    no_first_fee = formula.all_of(by_first_fee, formula.is_unknown(record.first_fee))
    return Findings(
        reasons={
            "not_in_zone": formula.negated(record.in_zone),
            "rounds_to_nothing": nothing["rounds_to_nothing"],
            "already_granted": nothing["already_granted"],
            "not_newly_settled": formula.negated(newly_settled(record.settled_on, terms)),
            "not_foreign_trade": formula.negated(record.foreign_trade),
        },
        missing=[
            zone_missing(record),
            Lack("decision", _ratio(1, terms) is None, "warehousing.ratio"),
            Lack("settled_on", formula.is_unknown(record.settled_on)),
            Lack("foreign_trade", formula.is_unknown(record.foreign_trade)),
            Lack("warehousing_fees", formula.any_of(no_first_fee, formula.negated(record.fees_listed))),
            prior_missing(record),
        ],
        assumptions=_assumptions(record),
        warnings=common_warnings(record, terms),
    )


_UNPLACED = Rule(
    period=lambda record, terms: all_years(terms),
    applies=lambda record, terms: formula.negated(_placed(record, terms)),
    stages=(_unplaced_figures,),
    findings=_unplaced_findings,
    steps=_steps,
)


def rules(terms: Terms) -> tuple[Rule, ...]:
    """One rule for each support year, and one for an enterprise whose support years cannot be placed."""
    return (_UNPLACED, *(_year_rule(k) for k in support_years(terms)))
