"""Article 4 of 青商规〔2024〕1号: up to three years of support for warehousing fees.

For foreign-trade enterprises newly settled in the zone. The document sets no rate: ratio and
annual cap are the authority's decisions. As in `growth`, the range of sums is found by
settling every unknown in every extreme way.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

from .days import ONE_DAY, Window, calendar_year, overlap, within, years_later
from .entitlement import Findings, begin, in_yuan, judge_condition, ways
from .exact import paid_out
from .facts import Facts, Run
from .fees import fees_within, missing_fees
from .law import IN_FORCE, SUPPORT_YEARS, WAREHOUSING, ZONE

ALL_YEARS = f"year 1..{SUPPORT_YEARS}"
BEYOND_ALL_FIGURES = 10**40


def warehousing_findings(facts: Facts, run: Run) -> Iterator[Findings]:
    """One entitlement for each support year, or one for all where their days are unknown."""
    if facts.settled_on is None and facts.fees is None:
        return
    start = _starting_day(facts, run)
    if not _newly_settled(facts, run):
        found = _begin(facts, run, ALL_YEARS, IN_FORCE)
        found.window = None
        found.reasons.add("not_newly_settled")
        yield _without_days(found, facts, run)
    elif facts.settled_on is None or start is None:
        yield _without_days(_begin(facts, run, ALL_YEARS, IN_FORCE), facts, run)
    else:
        for number in range(1, SUPPORT_YEARS + 1):
            yield _support_year(facts, run, start, number)


def _starting_day(facts: Facts, run: Run) -> date | None:
    """The first of the three years' days: of settling, or of the first fee."""
    if run.readings["warehousing.starts"] == "settled_on":
        return facts.settled_on
    if facts.fees_incomplete:
        return None
    return min((fee.first for fee in facts.fees or ()), default=None)


def _newly_settled(facts: Facts, run: Run) -> bool:
    """Settled on a day in force, or earlier where the remainder is given; never denied unknown."""
    if facts.settled_on is None:
        return True
    before_counts = run.readings["warehousing.settled_before"] == "remaining"
    return within(facts.settled_on, IN_FORCE) or (before_counts and facts.settled_on < IN_FORCE[0])


def _begin(facts: Facts, run: Run, period: str, window: Window | None) -> Findings:
    found = begin(facts, run, WAREHOUSING, period, window)
    found.assumptions.add("fee_basis")
    judge_condition(found, "foreign_trade", facts.foreign_trade, "not_foreign_trade")
    if run.ratios is None:
        found.missing.append("decision:warehousing.ratio")
    return found


def _without_days(found: Findings, facts: Facts, run: Run) -> Findings:
    """The three years together: nothing bounds them but a ratio or a cap of nothing."""
    no_fee_to_start = run.readings["warehousing.starts"] == "first_fee" and (not facts.fees or facts.fees_incomplete)
    if facts.settled_on is None:
        found.missing.append("settled_on")
    if facts.fees is None or no_fee_to_start:
        found.missing.append("warehousing_fees")
    rounding = run.readings["payout.rounding"]
    cap_pays_nothing = run.annual_cap is not None and paid_out(Fraction(run.annual_cap), rounding) == 0
    nothing_decided = cap_pays_nothing or (run.ratios is not None and not any(run.ratios))
    if nothing_decided:
        found.reasons.add("rounds_to_nothing")
    found.low, found.high = 0, None
    one_ratio = run.ratios[0] if run.ratios is not None and len(set(run.ratios)) == 1 else None
    found.steps = _steps(facts, run, ALL_YEARS, None, one_ratio)
    return found


def _support_year(facts: Facts, run: Run, start: date, number: int) -> Findings:
    first, next_first = years_later(start, number - 1), years_later(start, number)
    whole = (first, next_first - ONE_DAY)
    counted = overlap(whole, _days_that_count(run))
    found = _begin(facts, run, f"year {number}", _window(run, whole, counted))
    fees = None if facts.fees is None else fees_within(facts.fees, counted)
    found.steps = _steps(facts, run, found.period, fees, run.ratio(number))
    if counted is not None:
        unknown = missing_fees(facts, counted, run.as_of)
        if unknown is not None:
            found.missing.append(unknown)
        _judge_sums(found, facts, run, fees or 0, unknown is None, run.ratio(number))
    return found


def _days_that_count(run: Run) -> Window:
    """The days in force; with no last day where the years run off."""
    stops = run.readings["warehousing.after_expiry"] == "stop"
    return (IN_FORCE[0], IN_FORCE[1] if stops else date.max)


def _window(run: Run, whole: Window, counted: Window | None) -> Window | None:
    """From the year's first day that counts to the last in force, or longer where it runs off."""
    if counted is None:
        return None
    if run.readings["warehousing.after_expiry"] == "stop":
        return counted[0], IN_FORCE[1]
    return counted[0], max(IN_FORCE[1], calendar_year(whole[1].year)[1])


def _judge_sums(found: Findings, facts: Facts, run: Run, read: int, known: bool, ratio: Fraction | None) -> None:
    """The range of sums, and the first reason for which no settlement pays anything."""
    rounding = run.readings["payout.rounding"]
    granted = facts.granted(WAREHOUSING, found.period, run.as_of) or 0
    fee_extremes = (read,) if known else (read, read + BEYOND_ALL_FIGURES)
    ratios = (Fraction(0), Fraction(1)) if ratio is None else (ratio,)
    awards = [paid_out(_award(fees, decided, run.annual_cap), rounding) for fees, decided in product(fee_extremes, ratios)]
    sums = [
        max(award - granted - more, 0) if eligible else 0
        for award, eligible, more in product(awards, _eligible_ways(facts), _more_granted(facts))
    ]
    found.low = min(sums)
    found.high = None if _unbounded(known, ratios, run.annual_cap) else max(sums)
    if known and read == 0:
        found.reasons.add("no_fees")
    elif max(awards) == 0:
        found.reasons.add("rounds_to_nothing")
    elif max(awards) <= granted:
        found.reasons.add("already_granted")


def _award(fees: int, ratio: Fraction, annual_cap: int | None) -> Fraction:
    supported = fees * ratio
    return supported if annual_cap is None else min(supported, Fraction(annual_cap))


def _eligible_ways(facts: Facts) -> set[bool]:
    """The ways in which zone and trade can together still turn out."""
    in_zone = ways(None if facts.zone is None else facts.zone == ZONE)
    return {zone and trade for zone, trade in product(in_zone, ways(facts.foreign_trade))}


def _more_granted(facts: Facts) -> tuple[int, ...]:
    return (0, 2 * BEYOND_ALL_FIGURES) if facts.prior_incomplete else (0,)


def _unbounded(known: bool, ratios: tuple[Fraction, ...], annual_cap: int | None) -> bool:
    """Whether the sum still grows with fees beyond all figures."""
    far, farther = (max(_award(times * BEYOND_ALL_FIGURES, ratio, annual_cap) for ratio in ratios) for times in (1, 2))
    return not known and farther > far


def _steps(facts: Facts, run: Run, period: str, fees: int | None, ratio: Fraction | None) -> dict[str, Fraction | None]:
    """The figures as read, whatever the status."""
    supported = None if fees is None or ratio is None else fees * ratio
    steps = {"fees": in_yuan(fees), "ratio": ratio, "supported": in_yuan(supported)}
    if run.annual_cap is not None:
        steps["annual_cap"] = in_yuan(run.annual_cap)
    granted = facts.granted(WAREHOUSING, period, run.as_of)
    if granted is not None:
        steps["already_granted"] = in_yuan(granted)
    return steps
