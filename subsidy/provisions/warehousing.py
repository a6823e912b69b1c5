"""A share of warehousing fees over up to three support years after settling in the zone.

青商规〔2024〕1号 article 4 sets no rate: the authority decides a ratio, and perhaps a yearly cap, and this software never
invents them.

    amount(k) = min(fees(k) x ratio(k), annual cap)        support year k = 1, 2, 3

Support year k runs from start + (k - 1) years to the day before start + k years, cut to the days that count. An
enterprise whose support years cannot be placed gets one entitlement for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from subsidy import formula
from subsidy.formula import Value
from subsidy.money import ZERO
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
COMMON = {"foreign_trade": "boolean", "fees_listed": "boolean", "fees_incomplete": "boolean", "granted": "money"}
YEAR_FACTS = {
    "support_year": "int64", "year_last": "date", "cut_first": "date", "cut_last": "date", "known_through": "date",
    "fees": "money", "ratio": "money",
}  # fmt: skip
"""What the rule asks of a support year: its last day, its days as cut to those that count, and the fees that fall there."""
UNPLACED_FACTS = {"settled_on": "date", "first_fee": "date"}


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


def ratio(k: int, terms: Terms) -> Decimal | None:
    """The ratio that the authority decided for a support year; None where it has not."""
    ratios = cast("tuple[Decimal, ...] | None", terms.decisions.get("warehousing.ratio"))
    return ratios[k - 1] if ratios else None


def _is_decided(terms: Terms) -> bool:
    return "warehousing.ratio" in terms.decisions


def _annual_cap(terms: Terms) -> Decimal | None:
    return cast("Decimal | None", terms.decisions.get("warehousing.annual_cap"))


def _capped(award: Value, terms: Terms) -> Value:
    cap = _annual_cap(terms)
    return award if cap is None else formula.least(award, cap)


def is_placed(settled_on: date | None, first_fee: date | None, terms: Terms) -> bool:
    """Whether an enterprise's support years are known: newly settled, with a day on which they begin."""
    return newly_settled(settled_on, terms) is True and start(settled_on, first_fee, terms) is not None


def _assumptions(record: Record) -> dict[str, Value]:
    return {**common_assumptions(record), "fee_basis": True, "zone_asserted": record.zone_asserted}


def _steps(record: Record, terms: Terms) -> Mapping[str, Value]:
    shown = {"fees": True, "ratio": True, "supported": True}
    cap = {"annual_cap": True} if _annual_cap(terms) is not None else {}
    return {**shown, **cap, "already_granted": formula.is_known(record.granted)}


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


def _supported(record: Record, terms: Terms) -> dict[str, Value]:
    return {"supported": formula.times(record.fees, record.ratio), "annual_cap": _annual_cap(terms)}


def _bounds(record: Record, terms: Terms) -> dict[str, Value]:
    decided = _is_decided(terms)
    most = _capped(record.supported if decided else record.fees, terms)
    most_unknown = formula.where(formula.definitely(formula.same(record.ratio, ZERO)), ZERO, _annual_cap(terms))
    return {
        "award_low": formula.known_or(_capped(record.supported, terms), ZERO) if decided else ZERO,
        "award_high": formula.where(record.fees_known, most, most_unknown),
        "nothing_at_all": formula.all_of(record.fees_known, formula.same(record.fees, ZERO)),
    }


def _missing(record: Record, terms: Terms) -> list[Lack]:
    unknown_from = formula.greatest(record.cut_first, formula.next_day(record.known_through))
    ends_later = formula.all_of(formula.negated(record.fees_incomplete), formula.exceeds(record.cut_last, record.known_through))
    unlisted = formula.any_of(formula.negated(record.fees_listed), record.fees_incomplete)
    return [
        zone_missing(record),
        Lack("decision", not _is_decided(terms), "warehousing.ratio"),
        Lack("foreign_trade", formula.is_unknown(record.foreign_trade)),
        Lack("warehousing_fees", unlisted, bounded=True),
        Lack("warehousing_fees", ends_later, formula.phrase(unknown_from, "..", record.cut_last), bounded=True),
        prior_missing(record),
    ]


def _findings(record: Record, terms: Terms) -> Findings:
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
        missing=_missing(record, terms),
        assumptions=_assumptions(record),
        warnings=common_warnings(record, terms),
    )


def _unplaced_figures(record: Record, terms: Terms) -> dict[str, Value]:
    """All support years as one: nothing can be placed, so nothing is known of fees; only a ratio or cap of zero bounds them."""
    ratios = [ratio(k, terms) for k in support_years(terms)]
    payable_cap = formula.rounded(_annual_cap(terms), terms.reading("payout.rounding"))
    nothing = all(decided == 0 for decided in ratios) or payable_cap == 0
    in_time = formula.negated(formula.definitely(formula.negated(newly_settled(record.settled_on, terms))))
    return {
        "valid_from": formula.where(in_time, terms.in_force.first, None),
        "valid_until": formula.where(in_time, terms.in_force.last, None),
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
            Lack("decision", not _is_decided(terms), "warehousing.ratio"),
            Lack("settled_on", formula.is_unknown(record.settled_on)),
            Lack("foreign_trade", formula.is_unknown(record.foreign_trade)),
            Lack("warehousing_fees", formula.any_of(no_first_fee, formula.negated(record.fees_listed))),
            prior_missing(record),
        ],
        assumptions=_assumptions(record),
        warnings=common_warnings(record, terms),
    )


SUPPORT_YEAR = Rule(
    facts={**COMMON, **YEAR_FACTS},
    period=lambda record, terms: formula.phrase("year ", record.support_year),
    stages=(_window, _supported, _bounds),
    findings=_findings,
    steps=_steps,
)
"""One support year of an enterprise whose support years can be placed."""

UNPLACED = Rule(
    facts={**COMMON, **UNPLACED_FACTS},
    period=lambda record, terms: all_years(terms),
    stages=(_unplaced_figures,),
    findings=_unplaced_findings,
    steps=_steps,
)
"""All support years as one, of an enterprise whose support years cannot be placed."""

RULES = (UNPLACED, SUPPORT_YEAR)
