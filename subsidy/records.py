"""From the facts of one enterprise to the records that rules judge: plain namespaces, one for each entitlement.

What an enterprise's imports cover, which grants count, how fees fall into support years: everything that stands
between a `Case` and a rule, and that has no sum of money decided in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

from subsidy.facts import BusinessFirst, Case, Grant, has_wrong_check_digit
from subsidy.money import ZERO
from subsidy.periods import months_of
from subsidy.provisions import contest, fees, first, growth, outcome, warehousing
from subsidy.provisions.outcome import Rule
from subsidy.provisions.terms import Terms


class Judged(NamedTuple):
    """A record that has been put through its rule."""

    terms: Terms
    rule: Rule
    record: SimpleNamespace


def _extend(record: SimpleNamespace, values: Mapping[str, Any]) -> SimpleNamespace:
    vars(record).update(values)
    return record


def judge(rules: Sequence[Rule], facts: Mapping[str, Any], terms: Terms) -> Iterator[Judged]:
    """Every rule of a kind that applies to the facts, with what it found."""
    for rule in rules:
        record = SimpleNamespace(**facts)
        if rule.applies(record, terms):
            yield Judged(terms, rule, outcome.run(rule, record, terms, _extend))


def common_facts(case: Case, terms: Terms) -> dict[str, Any]:
    """What every rule asks of an enterprise."""
    zone = case.enterprise.zone
    return {
        "in_zone": None if zone is None else zone in terms.zones,
        "zone_asserted": case.enterprise.zone_asserted,
        "prior_given": case.prior is not None,
        "prior_incomplete": case.prior_incomplete,
        "wrong_check_digit": has_wrong_check_digit(case.enterprise.uscc),
    }


def grants_that_count(case: Case, terms: Terms) -> list[Grant]:
    """The grants of a provision up to the as-of day."""
    return [g for g in case.prior or () if g.provision == terms.provision and (g.granted_on is None or g.granted_on <= terms.as_of)]


def is_period_of(terms: Terms, period: str) -> bool:
    """Whether a grant's period is one that entitlements of the provision have; a grant for any other would count for nothing."""
    if terms.kind == "growth":
        return len(period) == 4 and period.isdecimal()
    if terms.kind == "warehousing":
        return period in {warehousing.all_years(terms), *map(warehousing.year_period, warehousing.support_years(terms))}
    return True


def _granted(grants: Sequence[Grant], period: str) -> Decimal | None:
    found = [grant.amount for grant in grants if grant.period == period]
    return sum(found, ZERO) if found else None


def covered_months(case: Case) -> set[int]:
    """The months of which the imports are known: those that the coverage names, else those of the periods given."""
    if case.coverage is not None:
        return {month for span in case.coverage for month in span.months()}
    return {month for given in case.imports or () for month in months_of(given.period)}


def growth_records(case: Case, terms: Terms) -> Iterator[Judged]:
    """One for each year of which the imports or the coverage say anything."""
    covered = covered_months(case)
    by_year: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for given in case.imports or ():
        by_year[months_of(given.period).start // 12] += given.value
    rejected: dict[int | None, int] = defaultdict(int)
    for rows in case.rejected_rows or ():
        rejected[months_of(rows.period).start // 12 if rows.period else None] += rows.rows
    grants = grants_that_count(case, terms)
    shared = common_facts(case, terms)
    for number in sorted({month // 12 for month in covered} | by_year.keys()):
        facts = {
            **shared,
            "imports": by_year.get(number, ZERO),
            "base": by_year.get(number - 1, ZERO),
            "imports_rejected": rejected.get(number, 0),
            "base_rejected": rejected.get(number - 1, 0),
            "undated_rejected": rejected.get(None, 0),
            "qualified": case.enterprise.qualified,
            "settled_on": case.enterprise.settled_on,
            "granted": _granted(grants, str(number)),
        }
        at_year = terms.at(growth.statistics_year(number, covered, terms))
        yield from judge(growth.rules(terms), facts, at_year)


@dataclass(frozen=True)
class FirstClaim:
    """One claim of a first with what its rule asks of the enterprise; `owner` tells enterprises apart."""

    owner: str
    claimed: BusinessFirst
    shared: Mapping[str, Any]


def first_claims(case: Case, owner: str, terms: Terms) -> list[FirstClaim]:
    shared = common_facts(case, terms)
    return [FirstClaim(owner, claimed, shared) for claimed in case.firsts or ()]


def granted_firsts(case: Case, owner: str, terms: Terms) -> set[tuple[str, str]]:
    """The enterprise with each business for which anything was granted."""
    return {(owner, contest.business_key(grant.period)) for grant in grants_that_count(case, terms)}


def first_facts(claims: Sequence[FirstClaim], granted: set[tuple[str, str]], terms: Terms) -> list[dict[str, Any]]:
    """The facts of every claim, with its standing among all claims that are judged together."""
    deciding = first.DECIDING_DAY[terms.reading("first.day")]
    plain = [contest.Claim(c.owner, c.claimed.business, c.claimed.kind, getattr(c.claimed, deciding)) for c in claims]
    found = contest.standings(plain, terms.conflicts, granted)

    def facts(n: int, standing: contest.Standing) -> dict[str, Any]:
        return {**claims[n].shared, "business": plain[n].business, "day": plain[n].day, "granted": None, **standing._asdict()}

    def ineligible(n: int) -> bool:
        return any(judged.record.status == "ineligible" for judged in judge(first.rules(terms), facts(n, found[n]), terms))

    if terms.reading("first.once_per") == "enterprise":
        found = contest.once_per_enterprise(plain, found, {owner for owner, _ in granted}, ineligible)
    return [facts(n, standing) for n, standing in enumerate(found)]


def first_records(case: Case, terms: Terms, rivals: Sequence[Case] = ()) -> Iterator[Judged]:
    """One for each first claimed by the one enterprise, beside the claims of the others that are known."""
    if not case.firsts:
        return
    owner = case.enterprise.uscc or contest.UNNAMED
    claims = first_claims(case, owner, terms)
    others = [claim for n, rival in enumerate(rivals) for claim in first_claims(rival, rival.enterprise.uscc or f"rival {n}", terms)]
    granted = granted_firsts(case, owner, terms)
    for facts in first_facts([*claims, *others], granted, terms)[: len(claims)]:
        yield from judge(first.rules(terms), facts, terms)


def fee_facts(case: Case, settled_on: date | None, terms: Terms) -> dict[str, Any]:
    """What the list of fees says: how far it is known, and what falls into each support year."""
    listed = case.warehousing
    first_fee = None if case.warehousing_incomplete else fees.first_day(listed or ())  # an unreadable fee may be the first
    facts: dict[str, Any] = {
        "first_fee": first_fee,
        "fees_listed": listed is not None,
        "fees_incomplete": case.warehousing_incomplete,
        "known_through": fees.known_through(listed, case.warehousing_known_through, terms.as_of),
    }
    for k in warehousing.support_years(terms):
        window = warehousing.counted_window(settled_on, first_fee, k, terms)
        facts[f"fees_{k}"] = None if listed is None else fees.shares_within(listed, window)
    return facts


def warehousing_grants(case: Case, terms: Terms) -> dict[str, Decimal | None]:
    """What was granted for each support year, and for all of them as one."""
    grants = grants_that_count(case, terms)
    by_year = {f"granted_{k}": _granted(grants, warehousing.year_period(k)) for k in warehousing.support_years(terms)}
    return {**by_year, "granted_all": _granted(grants, warehousing.all_years(terms))}


def warehousing_facts(case: Case, terms: Terms) -> dict[str, Any] | None:
    """What the rule asks of the enterprise, where its settling day or a list of fees is given."""
    firm = case.enterprise
    if firm.settled_on is None and case.warehousing is None:
        return None
    return {
        **common_facts(case, terms),
        "settled_on": firm.settled_on,
        "foreign_trade": firm.foreign_trade,
        **fee_facts(case, firm.settled_on, terms),
        **warehousing_grants(case, terms),
    }


def warehousing_records(case: Case, terms: Terms) -> Iterator[Judged]:
    """One for each support year, or one for all of them."""
    facts = warehousing_facts(case, terms)
    if facts is not None:
        yield from judge(warehousing.rules(terms), facts, terms)


def records_of(case: Case, terms: Terms, rivals: Sequence[Case] = ()) -> Iterator[Judged]:
    """Every entitlement of one enterprise under one provision."""
    if terms.kind == "first":
        return first_records(case, terms, rivals)
    return growth_records(case, terms) if terms.kind == "growth" else warehousing_records(case, terms)
