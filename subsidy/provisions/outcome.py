"""What every rule ends in: findings, the bounds of the sum, status, claim state.

A rule is a `Rule`: stages that add named values to a record, one after the other, and `findings` that say which
conditions fail, which facts are missing, what is assumed and what to be warned of. The record is a plain namespace
for one case and an Ibis table for a population; every stage is written once in the words of `subsidy.formula`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from subsidy import formula
from subsidy.formula import Value
from subsidy.money import ZERO
from subsidy.provisions.terms import Terms

Record = Any
"""One enterprise's named values: a namespace of plain values, or an Ibis table of columns."""
Stage = Callable[[Record, Terms], Mapping[str, Value]]

SUM = "sum_"
"""What a stage calls so is a sum or a figure; in columns it has the type of sums."""

COMMON_FACTS = {
    "in_zone": "boolean",
    "zone_asserted": "boolean",
    "prior_given": "boolean",
    "prior_incomplete": "boolean",
    "wrong_check_digit": "boolean",
}
"""The facts that every rule asks for, beside `granted`; the kinds name their own."""

# The codes in the order in which they are always listed: rules write down their findings in this order.
REASONS = (
    "outside_validity", "not_in_zone", "no_increment", "rounds_to_nothing", "already_granted", "no_base", "not_qualified",
    "not_first", "not_newly_settled", "not_foreign_trade", "no_fees", "no_basis", "below_threshold", "below_minimum", "has_base",
    "not_of_the_kind", "outside_support_years", "supported_elsewhere",
)  # fmt: skip
MISSING = (
    "zone", "imports", "rejected_rows", "qualified", "decision", "recognised_on", "achieved_on", "settled_on",
    "foreign_trade", "warehousing_fees", "prior", "in_force", "quantity", "attribute", "item_day", "same_matter",
)  # fmt: skip
ASSUMPTIONS = (
    "claim_window", "subject_to_application_call", "no_prior_grants", "missing_not_negative", "cap_scope", "statistics_scope",
    "qualified", "zone_of_first", "first_in_city", "fee_basis", "zone_asserted", "statistics_year",
)  # fmt: skip
WARNINGS = ("basis_repealed", "settled_after_base_year_began", "uscc_checksum")


class Lack(NamedTuple):
    """A fact or decision that may be missing: its code, whether it is missing, which part of it.

    `bounded` says that the rule's own `award_low` already holds whatever it turns out to be; any other lack may still
    turn out to leave nothing, so that the least is nothing. `several` are the items themselves where there may be more
    than one of a code, put together by `each_of`.
    """

    code: str
    holds: Value
    detail: Value = None
    bounded: bool = False
    several: Value = None

    @property
    def item(self) -> Value:
        if self.several is not None:
            return self.several
        if self.detail is None or type(self.detail) is str:
            return f"{self.code}:{self.detail}" if self.detail else self.code
        return formula.phrase(f"{self.code}:", self.detail)


def each_of(code: str, details: Iterable[str]) -> str:
    """Several items of one code as one text, as they are listed.

    >>> each_of("imports", ["2024-03..2024-05", "2025-01..2025-01"])
    'imports:2024-03..2024-05;imports:2025-01..2025-01'
    """
    return formula.SEPARATOR.join(f"{code}:{detail}" for detail in details)


@dataclass(frozen=True)
class Findings:
    """What a rule found, by code, in the order of `REASONS`, `MISSING`, `ASSUMPTIONS` and `WARNINGS`.

    Each condition is three-valued, and only what definitely holds is listed.
    """

    reasons: Mapping[str, Value]
    missing: Sequence[Lack]
    assumptions: Mapping[str, Value]
    warnings: Mapping[str, Value]


@dataclass(frozen=True)
class Rule:
    """One shape of entitlement: the facts that it asks for, its period, its stages, what it finds, its steps."""

    facts: Mapping[str, str]
    """Each fact beside `COMMON_FACTS` with its type in a table."""
    period: Callable[[Record, Terms], Value]
    stages: tuple[Stage, ...]
    findings: Callable[[Record, Terms], Findings]
    steps: Callable[[Record, Terms], Mapping[str, Value]]
    """Step names in order, each with whether it is shown."""


def payout(record: Record, terms: Terms) -> dict[str, Value]:
    """Round once at the end, then take off what was granted: `low` and `high` from `award_low` and `award_high`."""
    practice = terms.reading("payout.rounding")
    granted = formula.known_or(record.granted, ZERO)
    rounded_low = formula.rounded(record.award_low, practice)
    rounded_high = formula.rounded(record.award_high, practice)
    return {
        "rounded_high": rounded_high,
        "low": formula.greatest(formula.minus(rounded_low, granted), ZERO),
        "high": formula.greatest(formula.minus(rounded_high, granted), ZERO),
    }


def nothing_left(record: Record, nothing_at_all: str) -> dict[str, Value]:
    """Why the most that can come out is nothing: only the first of the three reasons that holds."""
    empty = formula.definitely(record.nothing_at_all)
    rounds_away = formula.definitely(formula.same(record.rounded_high, ZERO))
    used_up = formula.definitely(formula.same(record.high, ZERO))
    return {
        nothing_at_all: empty,
        "rounds_to_nothing": formula.all_of(formula.negated(empty), rounds_away),
        "already_granted": formula.all_of(formula.negated(empty), formula.negated(rounds_away), used_up),
    }


def zone_missing(record: Record) -> Lack:
    return Lack("zone", formula.is_unknown(record.in_zone))


def prior_missing(record: Record) -> Lack:
    """A list of grants that could not be read in full."""
    return Lack("prior", record.prior_incomplete)


def common_assumptions(record: Record) -> dict[str, Value]:
    """What every sum rests on, in the order in which it is listed; `zone_asserted` comes last, after a rule's own."""
    return {"claim_window": True, "subject_to_application_call": True, "no_prior_grants": formula.negated(record.prior_given)}


def common_warnings(record: Record, terms: Terms) -> dict[str, Value]:
    return {"basis_repealed": terms.basis_repealed, "uscc_checksum": record.wrong_check_digit}


def claim_state(valid_from: Value, valid_until: Value, terms: Terms) -> Value:
    """Whether the window of claiming is still to come, open or over on the as-of day; unknown where there is none."""
    lapsed_or_open = formula.where(formula.exceeds(terms.as_of, valid_until), "lapsed", "open")
    return formula.where(formula.exceeds(valid_from, terms.as_of), "upcoming", lapsed_or_open)


def verdict(findings: Findings) -> dict[str, Value]:
    """Any failing reason makes it ineligible, else anything missing makes it undetermined, and the least may be nothing."""
    missing = findings.missing
    return {
        "ineligible": formula.definitely(formula.any_of(*findings.reasons.values())),
        "lacking": formula.definitely(formula.any_of(*[lack.holds for lack in missing])),
        "may_leave_nothing": formula.definitely(formula.any_of(*[lack.holds for lack in missing if not lack.bounded])),
    }


def settle(record: Record, terms: Terms, findings: Findings) -> dict[str, Value]:
    """Status, sum, bounds, claim state and codes, as the verdict has them."""
    ineligible, undetermined = record.ineligible, record.lacking
    open_sum = formula.all_of(undetermined, formula.negated(ineligible))
    return {
        "status": formula.where(ineligible, "ineligible", formula.where(undetermined, "undetermined", "payable")),
        "amount": formula.where(ineligible, ZERO, formula.where(undetermined, None, record.low)),
        "least": formula.where(formula.any_of(ineligible, record.may_leave_nothing), ZERO, record.low),
        "most": formula.where(ineligible, ZERO, record.high),
        "claim": claim_state(record.valid_from, record.valid_until, terms),
        "reasons": formula.listed(findings.reasons.items()),
        "missing": formula.listed([(lack.item, lack.holds) for lack in findings.missing], only_if=open_sum),
        "assumptions": formula.listed(findings.assumptions.items()),
        "warnings": formula.listed(findings.warnings.items()),
    }


def run(rule: Rule, record: Record, terms: Terms, extend: Callable[[Record, Mapping[str, Value]], Record]) -> Record:
    """Put a record through a rule, stage by stage; `extend` adds named values to the record."""
    record, findings = reached(rule, record, terms, extend)
    return extend(record, settle(record, terms, findings))


def reached(rule: Rule, record: Record, terms: Terms, extend: Callable[[Record, Mapping[str, Value]], Record]) -> tuple[Record, Findings]:
    """The record with everything but what settles it: stages, payout, period and verdict; and what the rule found."""
    for stage in (*rule.stages, payout):
        record = extend(record, stage(record, terms))
    findings = rule.findings(record, terms)
    return extend(record, {"period": rule.period(record, terms), **verdict(findings)}), findings
