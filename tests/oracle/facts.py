"""What a JSON-shaped case says; what it leaves out stays None, never zero and never no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from unicodedata import normalize

from .days import month_number, months_of
from .exact import fen
from .law import DEFAULT_READINGS, FIRST, SUPPORT_YEARS

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Fee:
    """A warehousing fee in fen and its service period, both days included."""

    first: date
    last: date
    amount: int


@dataclass(frozen=True)
class Grant:
    """A sum granted before, for one provision and period."""

    provision: str
    period: str
    amount: int
    granted_on: date | None


@dataclass(frozen=True)
class BusinessClaim:
    """One claim of a first or a breakthrough, as given."""

    business: str
    kind: str
    recognised_on: date | None
    achieved_on: date | None


@dataclass(frozen=True)
class Facts:
    """One enterprise."""

    uscc: str | None
    zone: str | None
    zone_asserted: bool
    settled_on: date | None
    foreign_trade: bool | None
    qualified: bool | None
    imports: tuple[tuple[str, int], ...]
    covered: frozenset[int]
    rejected: tuple[tuple[int | None, int], ...]
    firsts: tuple[BusinessClaim, ...]
    fees: tuple[Fee, ...] | None
    fees_known_through: date | None
    fees_incomplete: bool
    prior: tuple[Grant, ...] | None
    prior_incomplete: bool

    def grants(self, provision: str, as_of: date) -> list[Grant]:
        """Grants of a provision, leaving out those dated after the as-of date."""
        return [
            grant for grant in self.prior or () if grant.provision == provision and (grant.granted_on is None or grant.granted_on <= as_of)
        ]

    def granted(self, provision: str, period: str, as_of: date) -> int | None:
        """The sum granted for one provision and period; None where there is no grant."""
        sums = [g.amount for g in self.grants(provision, as_of) if g.period == period]
        return sum(sums) if sums else None

    def first_was_granted(self, business: str, as_of: date) -> bool:
        """Whether any grant for a first names this business."""
        names = {business_key(grant.period) for grant in self.grants(FIRST, as_of)}
        return business_key(business) in names


@dataclass(frozen=True)
class Run:
    """The as-of date, the chosen readings and the authority's decisions."""

    as_of: date
    readings: Mapping[str, str]
    ratios: tuple[Fraction, ...] | None
    annual_cap: int | None
    first_conflicts: Mapping[str, str]

    def ratio(self, support_year: int) -> Fraction | None:
        """The ratio decided for a support year, if any is."""
        if self.ratios is None:
            return None
        return self.ratios[0] if len(self.ratios) == 1 else self.ratios[support_year - 1]


def business_key(name: str) -> str:
    """How names of a business are compared: NFKC, trimmed, case-folded, inner spaces as one.

    >>> business_key("\u3000Ｂｏｎｄｅｄ   Repair ")
    'bonded repair'
    """
    return " ".join(normalize("NFKC", name).strip().casefold().split())


def read_run(as_of: str | date, readings: Json | None, decisions: Json | None) -> Run:
    """The circumstances of a run; readings left out take their defaults."""
    decided = decisions or {}
    ratio, cap = decided.get("warehousing.ratio"), decided.get("warehousing.annual_cap")
    ratios = None if ratio is None else tuple(Fraction(part.strip()) for part in ratio.split(","))
    if ratios is not None and len(ratios) not in (1, SUPPORT_YEARS):
        raise ValueError(f"one ratio or three, not {ratio!r}")
    prefix = "first.conflict."
    conflicts = {k.removeprefix(prefix): v for k, v in decided.items() if k.startswith(prefix)}
    return Run(
        as_of=_required_day(as_of),
        readings={**DEFAULT_READINGS, **(readings or {})},
        ratios=ratios,
        annual_cap=None if cap is None else fen(cap),
        first_conflicts={business_key(name): uscc for name, uscc in conflicts.items()},
    )


def read_case(case: Json) -> Facts:
    """The facts of one case."""
    enterprise = case["enterprise"]
    imports = tuple((row["period"], fen(row["value"])) for row in case.get("imports") or ())
    return Facts(
        uscc=enterprise.get("uscc"),
        zone=enterprise.get("zone"),
        zone_asserted=enterprise.get("zone_asserted") is True,
        settled_on=_day(enterprise.get("settled_on")),
        foreign_trade=enterprise.get("foreign_trade"),
        qualified=enterprise.get("qualified"),
        imports=imports,
        covered=_covered(case.get("coverage"), imports),
        rejected=tuple(_rejected(row) for row in case.get("rejected_rows") or ()),
        firsts=tuple(_business_claim(row) for row in case.get("firsts") or ()),
        fees=_fees(case.get("warehousing")),
        fees_known_through=_day(case.get("warehousing_known_through")),
        fees_incomplete=case.get("warehousing_incomplete") is True,
        prior=_prior(case.get("prior")),
        prior_incomplete=case.get("prior_incomplete") is True,
    )


def months_named(period: str) -> range:
    """The months of an import period: one month, or the twelve of a year."""
    if "-" not in period:
        return months_of(int(period))
    return range(month_number(period), month_number(period) + 1)


def _covered(coverage: list[Json] | None, imports: tuple[tuple[str, int], ...]) -> frozenset[int]:
    """The months the data covers: as stated, else exactly the periods given."""
    if coverage is None:
        return frozenset(month for period, _ in imports for month in months_named(period))
    return frozenset(month for row in coverage for month in range(month_number(row["from"]), month_number(row["to"]) + 1))


def _rejected(row: Json) -> tuple[int | None, int]:
    period = row.get("period")
    return (None if period is None else int(period)), int(row["rows"])


def _business_claim(row: Json) -> BusinessClaim:
    days = _day(row.get("recognised_on")), _day(row.get("achieved_on"))
    return BusinessClaim(row["business"], row["kind"], *days)


def _fees(rows: list[Json] | None) -> tuple[Fee, ...] | None:
    if rows is None:
        return None
    return tuple(Fee(_required_day(row["from"]), _required_day(row["to"]), fen(row["amount"])) for row in rows)


def _prior(rows: list[Json] | None) -> tuple[Grant, ...] | None:
    if rows is None:
        return None
    return tuple(Grant(row["provision"], row["period"], fen(row["amount"]), _day(row.get("granted_on"))) for row in rows)


def _day(value: str | date | None) -> date | None:
    return None if value is None else _required_day(value)


def _required_day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
