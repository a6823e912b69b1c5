"""What every entitlement under 青商规〔2024〕1号 says, and how its status follows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from .days import Window, claim_state
from .exact import FEN_PER_YUAN, money, plain
from .facts import Facts, Run
from .law import ASSUMPTIONS, BASIS_REPEALED_FROM, MISSING, REASONS, WARNINGS, ZONE
from .uscc import has_right_check_character

Entitlement = dict[str, Any]


@dataclass
class Findings:
    """What was found about one entitlement; sums in fen, `high` None where unbounded."""

    provision: str
    period: str
    window: Window | None
    low: int = 0
    high: int | None = 0
    reasons: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    assumptions: set[str] = field(default_factory=set)
    warnings: set[str] = field(default_factory=set)
    steps: dict[str, Fraction | None] = field(default_factory=dict)


def begin(facts: Facts, run: Run, provision: str, period: str, window: Window | None) -> Findings:
    """Findings with everything in them that is the same under every provision."""
    found = Findings(provision, period, window)
    found.assumptions = {"claim_window", "subject_to_application_call"}
    if facts.prior is None:
        found.assumptions.add("no_prior_grants")
    if facts.zone_asserted:
        found.assumptions.add("zone_asserted")
    if run.as_of >= BASIS_REPEALED_FROM:
        found.warnings.add("basis_repealed")
    if facts.uscc is not None and not has_right_check_character(facts.uscc):
        found.warnings.add("uscc_checksum")
    if window is None:
        found.reasons.add("outside_validity")
    judge_condition(found, "zone", None if facts.zone is None else facts.zone == ZONE, "not_in_zone")
    if facts.prior_incomplete:
        found.missing.append("prior")
    return found


def judge_condition(found: Findings, item: str, holds: bool | None, reason: str) -> None:
    """A condition that fails is a reason; one that nobody knows is a missing item."""
    if holds is None:
        found.missing.append(item)
    elif not holds:
        found.reasons.add(reason)


def ways(holds: bool | None) -> tuple[bool, ...]:
    """The ways in which a condition can still be settled."""
    return (True, False) if holds is None else (holds,)


def in_yuan(amount: Fraction | int | None) -> Fraction | None:
    """A figure in fen as a figure in yuan, for a step."""
    return None if amount is None else Fraction(amount) / FEN_PER_YUAN


def conclude(found: Findings, as_of: date) -> Entitlement:
    """The finished entitlement: ineligible before undetermined before payable."""
    status = "ineligible" if found.reasons else "undetermined" if found.missing else "payable"
    low, high = (0, 0) if found.reasons else (found.low, found.high)
    _check_range(found, status, low, high)
    window = found.window
    return {
        "provision": found.provision,
        "period": found.period,
        "status": status,
        "amount": None if status == "undetermined" else money(low),
        "low": money(low),
        "high": None if high is None else money(high),
        "valid_from": window[0].isoformat() if window else None,
        "valid_until": window[1].isoformat() if window else None,
        "claim": claim_state(as_of, window) if window else None,
        "reasons": _in_order(found.reasons, REASONS),
        "missing": _in_order(found.missing, MISSING) if status == "undetermined" else [],
        "assumptions": _in_order(found.assumptions, ASSUMPTIONS),
        "warnings": _in_order(found.warnings, WARNINGS),
        "steps": {n: None if v is None else plain(v) for n, v in found.steps.items()},
    }


def _check_range(found: Findings, status: str, low: int, high: int | None) -> None:
    """Nothing is paid as 0.00, and a highest sum of 0.00 has had its reason."""
    assert low >= 0, found
    assert high is None or high >= low, found
    assert status == "ineligible" or high != 0, found
    assert status != "payable" or low == high, found


def _in_order(codes: Iterable[str], order: tuple[str, ...]) -> list[str]:
    """Codes in the order of the law; items of one code stay in the order in which they came."""
    return sorted(codes, key=lambda code: order.index(code.partition(":")[0]))
