"""Article 4 of 青商规〔2024〕1号: support for the growth of imports.

For statistics year S: 2.5 % of the growth of imports over S-1, at most 3,000,000 yuan for an
enterprise and year. The least and the most are found by settling every unknown in every
extreme way and taking the sum each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from .days import MONTHS_IN_YEAR, Window, calendar_year, months_of, overlap, runs, within
from .entitlement import Findings, begin, in_yuan, judge_condition, ways
from .exact import paid_out
from .facts import Facts, Run, months_named
from .law import GROWTH, GROWTH_CAP_FEN, GROWTH_RATE, IN_FORCE, ZONE

BEYOND_ALL_FIGURES = 10**40


@dataclass(frozen=True)
class Settlement:
    """One way in which everything turns out."""

    imports: int
    base: int
    in_zone: bool
    qualified: bool
    base_recognised: bool
    granted: int

    @property
    def increment(self) -> int:
        """Growth over the base year, whose imports count as nothing where they are negative."""
        return self.imports - max(self.base, 0)

    @property
    def gross(self) -> Fraction:
        """The rate on what grew."""
        return max(self.increment, 0) * GROWTH_RATE

    @property
    def award(self) -> Fraction:
        """What the cap for an enterprise and year leaves."""
        return min(self.gross, Fraction(GROWTH_CAP_FEN))

    def sum_due(self, rounding: str) -> int:
        """What is paid in the end."""
        if not (self.in_zone and self.qualified and self.base_recognised):
            return 0
        return max(paid_out(self.award, rounding) - self.granted, 0)


@dataclass(frozen=True)
class YearData:
    """What is known of an enterprise's imports of one year."""

    read: int
    gaps: frozenset[int]
    rejected_rows: int

    @property
    def complete(self) -> bool:
        """All twelve months covered, and no rejected row that may belong to the year."""
        return not self.gaps and not self.rejected_rows

    def extremes(self, beyond: int) -> tuple[int, ...]:
        """The least and, where something is unknown, a figure beyond any other."""
        return (self.read,) if self.complete else (self.read, self.read + beyond)


def growth_findings(facts: Facts, run: Run) -> Iterator[Findings]:
    """One entitlement for each year of which the imports or the coverage say anything."""
    months = {month for period, _ in facts.imports for month in months_named(period)}
    for year in sorted({month // MONTHS_IN_YEAR for month in months | facts.covered}):
        yield _year_findings(facts, run, year)


def _year_findings(facts: Facts, run: Run, year: int) -> Findings:
    current, base = _year_data(facts, year), _year_data(facts, year - 1)
    found = begin(facts, run, GROWTH, str(year), _window(year, run.readings["growth.years"]))
    new_importer = base.complete and base.read <= 0 < current.read
    if run.readings["growth.new_importer"] == "excluded" and not current.complete:
        # whatever the year still brings, either it grew from no base or it did not grow: nothing can come out
        new_importer = base.complete and base.read <= 0
    _judge_qualified(found, facts, run)
    _judge_new_importer(found, run, new_importer)
    _list_missing_imports(found, facts, current, base, year)
    settlements = list(_settlements(facts, run, current, base, new_importer, year))
    _judge_sums(found, settlements, run.readings["payout.rounding"])
    found.assumptions |= {"cap_scope", "statistics_scope"}
    if facts.settled_on is not None and facts.settled_on > date(year - 1, 1, 1):
        found.warnings.add("settled_after_base_year_began")
    found.steps = _steps(current.read, base.read, facts.granted(GROWTH, str(year), run.as_of))
    return found


def _year_data(facts: Facts, year: int) -> YearData:
    months = months_of(year)
    return YearData(
        read=sum(value for period, value in facts.imports if months_named(period)[0] in months),
        gaps=frozenset(months) - facts.covered,
        rejected_rows=sum(rows for of, rows in facts.rejected if of in (None, year)),
    )


def _window(year: int, reading: str) -> Window | None:
    """The calendar year after S, so far as the document's days in force allow."""
    if reading == "claimed_year_after":
        return overlap(calendar_year(year + 1), IN_FORCE)
    earned_on = calendar_year(year)[1]
    return calendar_year(year + 1) if within(earned_on, IN_FORCE) else None


def _judge_qualified(found: Findings, facts: Facts, run: Run) -> None:
    """Only a register can leave it open; else what no fact denies is presumed."""
    presumed = run.readings["growth.qualified"] == "presumed"
    if presumed and facts.qualified is not False:
        found.assumptions.add("qualified")
    else:
        judge_condition(found, "qualified", facts.qualified, "not_qualified")


def _judge_new_importer(found: Findings, run: Run, new_importer: bool) -> None:
    """The text does not say what an enterprise without a base gets."""
    recognised = _base_recognised(run, new_importer)
    judge_condition(found, "decision:growth.new_importer", recognised, "no_base")


def _base_recognised(run: Run, new_importer: bool) -> bool | None:
    if not new_importer:
        return True
    answers = {"zero_base": True, "excluded": False, "undecided": None}
    return answers[run.readings["growth.new_importer"]]


def _list_missing_imports(found: Findings, facts: Facts, current: YearData, base: YearData, year: int) -> None:
    """Each run of months not covered, and the rejected rows of both years counted once."""
    if not (current.complete and base.complete):
        found.assumptions.add("missing_not_negative")
    found.missing += [f"imports:{run}" for run in runs(current.gaps | base.gaps)]
    rejected = sum(rows for of, rows in facts.rejected if of in (None, year - 1, year))
    if rejected:
        found.missing.append(f"rejected_rows:{rejected}")


def _settlements(facts: Facts, run: Run, current: YearData, base: YearData, new_importer: bool, year: int) -> Iterator[Settlement]:
    """Every combination of the extreme ways in which the unknowns can turn out."""
    presumed = run.readings["growth.qualified"] == "presumed" and facts.qualified is None
    granted = facts.granted(GROWTH, str(year), run.as_of) or 0
    more_granted = (0, BEYOND_ALL_FIGURES) if facts.prior_incomplete else (0,)
    for imports, base_imports, in_zone, qualified, recognised, more in product(
        current.extremes(BEYOND_ALL_FIGURES),
        base.extremes(3 * BEYOND_ALL_FIGURES),
        ways(None if facts.zone is None else facts.zone == ZONE),
        ways(True if presumed else facts.qualified),
        ways(_base_recognised(run, new_importer)),
        more_granted,
    ):
        yield Settlement(imports, base_imports, in_zone, qualified, recognised, granted + more)


def _judge_sums(found: Findings, settlements: list[Settlement], rounding: str) -> None:
    """The range of sums, and the first reason for which no settlement pays anything."""
    sums = [settlement.sum_due(rounding) for settlement in settlements]
    found.low, found.high = min(sums), max(sums)
    awards = [paid_out(settlement.award, rounding) for settlement in settlements]
    least_granted = min(settlement.granted for settlement in settlements)
    if all(settlement.increment <= 0 for settlement in settlements):
        found.reasons.add("no_increment")
    elif max(awards) == 0:
        found.reasons.add("rounds_to_nothing")
    elif max(awards) <= least_granted:
        found.reasons.add("already_granted")


def _steps(imports: int, base: int, granted: int | None) -> dict[str, Fraction | None]:
    """The figures as read, whatever the status."""
    as_read = Settlement(imports, base, True, True, True, 0)
    steps = {
        "imports": in_yuan(imports),
        "base": in_yuan(base),
        "increment": in_yuan(as_read.increment),
        "gross": in_yuan(as_read.gross),
        "award": in_yuan(as_read.award),
    }
    return steps if granted is None else {**steps, "already_granted": in_yuan(granted)}
