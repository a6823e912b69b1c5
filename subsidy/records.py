"""From the facts of one enterprise to the records that rules judge: plain namespaces, one for each entitlement.

What an enterprise's imports cover, which grants count, how fees fall into support years: everything that stands
between a `Case` and a rule, and that has no sum of money decided in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

from subsidy.facts import BusinessFirst, Case, Grant, WarehouseFee, has_wrong_check_digit
from subsidy.money import ZERO
from subsidy.periods import Window, months_of
from subsidy.provisions import contest, fees, first, growth, outcome, scheme, scheme_facts, scheme_group, warehousing
from subsidy.provisions.outcome import Rule
from subsidy.provisions.scheme_ends import plan_of
from subsidy.provisions.scheme_shape import ONCE
from subsidy.provisions.terms import Terms


class Judged(NamedTuple):
    """A record that has been put through its rule."""

    terms: Terms
    rule: Rule
    record: SimpleNamespace


Asked = tuple[Rule, dict[str, Any]]
"""A rule, and the facts that it asks for."""


def _extend(record: SimpleNamespace, values: Mapping[str, Any]) -> SimpleNamespace:
    vars(record).update(values)
    return record


def judge(rule: Rule, facts: Mapping[str, Any], terms: Terms) -> Judged:
    """The facts put through the rule."""
    return Judged(terms, rule, outcome.run(rule, SimpleNamespace(**facts), terms, _extend))


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
    return KINDS[terms.kind].is_period(period, terms)


def _is_year(period: str, _terms: Terms) -> bool:
    return len(period) == 4 and period.isascii() and period.isdecimal()


def _is_support_year(period: str, terms: Terms) -> bool:
    return period in {warehousing.all_years(terms), *map(warehousing.year_period, warehousing.support_years(terms))}


def _is_of_scheme(period: str, terms: Terms) -> bool:
    per = plan_of(terms).shape.per
    return _is_year(period, terms) if per == "year" else per == "item" or period == ONCE


def _granted(grants: Sequence[Grant], period: str) -> Decimal | None:
    found = [grant.amount for grant in grants if grant.period == period]
    return sum(found, ZERO) if found else None


def covered_months(case: Case) -> set[int]:
    """The months of which the imports are known: those that the coverage names, else those of the periods given."""
    if case.coverage is not None:
        return {month for span in case.coverage for month in span.months()}
    return {month for given in case.imports or () for month in months_of(given.period)}


def growth_facts(case: Case, terms: Terms) -> Iterator[Asked]:
    """For each year of which the imports or the coverage say anything."""
    covered = covered_months(case)
    by_year: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for given in case.imports or ():
        by_year[months_of(given.period).start // 12] += given.value
    rejected: dict[int | None, int] = defaultdict(int)
    for rows in case.rejected_rows or ():
        rejected[months_of(rows.period).start // 12 if rows.period else None] += rows.rows
    grants = grants_that_count(case, terms)
    of_firm = {**common_facts(case, terms), "qualified": case.enterprise.qualified, "settled_on": case.enterprise.settled_on}
    (rule,) = growth.RULES
    for number in sorted({month // 12 for month in covered} | by_year.keys()):
        yield (
            rule,
            {
                **of_firm,
                **growth.year_facts(number, covered, terms),
                "imports": by_year.get(number, ZERO),
                "base": by_year.get(number - 1, ZERO),
                "imports_rejected": rejected.get(number, 0),
                "base_rejected": rejected.get(number - 1, 0),
                "undated_rejected": rejected.get(None, 0),
                "granted": _granted(grants, str(number)),
            },
        )


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
    (rule,) = first.RULES
    deciding = first.DECIDING_DAY[terms.reading("first.day")]
    plain = [contest.Claim(c.owner, c.claimed.business, c.claimed.kind, getattr(c.claimed, deciding)) for c in claims]
    found = contest.standings(plain, terms.conflicts, granted)

    def facts(n: int, standing: contest.Standing) -> dict[str, Any]:
        return {**claims[n].shared, "business": plain[n].business, "day": plain[n].day, "granted": None, **standing._asdict()}

    def ineligible(n: int) -> bool:
        return bool(judge(rule, facts(n, found[n]), terms).record.status == "ineligible")

    if terms.reading("first.once_per") == "enterprise":
        found = contest.once_per_enterprise(plain, found, {owner for owner, _ in granted}, ineligible)
    return [facts(n, standing) for n, standing in enumerate(found)]


def facts_of_firsts(case: Case, terms: Terms, rivals: Sequence[Case] = ()) -> Iterator[Asked]:
    """For each first claimed by the one enterprise, beside the claims of the others that are known."""
    if not case.firsts:
        return
    owner = case.enterprise.uscc or contest.UNNAMED
    claims = first_claims(case, owner, terms)
    others = [claim for n, rival in enumerate(rivals) for claim in first_claims(rival, rival.enterprise.uscc or f"rival {n}", terms)]
    granted = granted_firsts(case, owner, terms)
    (rule,) = first.RULES
    yield from ((rule, facts) for facts in first_facts([*claims, *others], granted, terms)[: len(claims)])


def warehousing_facts(case: Case, terms: Terms) -> Iterator[Asked]:
    """For each support year, or once for all of them, where the settling day or a list of fees is given."""
    settled_on, listed = case.enterprise.settled_on, case.warehousing
    if settled_on is None and listed is None:
        return
    first_fee = None if case.warehousing_incomplete else fees.first_day(listed or ())  # an unreadable fee may be the first
    grants = grants_that_count(case, terms)
    shared = {
        **common_facts(case, terms),
        "foreign_trade": case.enterprise.foreign_trade,
        "fees_listed": listed is not None,
        "fees_incomplete": case.warehousing_incomplete,
    }
    if not warehousing.is_placed(settled_on, first_fee, terms):
        granted = _granted(grants, warehousing.all_years(terms))
        yield warehousing.UNPLACED, {**shared, "settled_on": settled_on, "first_fee": first_fee, "granted": granted}
        return
    known_through = fees.known_through(listed, case.warehousing_known_through, terms.as_of)
    begins = warehousing.start(settled_on, first_fee, terms)
    for k in warehousing.support_years(terms):
        granted = _granted(grants, warehousing.year_period(k))
        placed = _placed_facts(begins, k, listed, terms)
        yield warehousing.SUPPORT_YEAR, {**shared, **placed, "known_through": known_through, "granted": granted}


def _placed_facts(begins: date, k: int, listed: Sequence[WarehouseFee] | None, terms: Terms) -> dict[str, Any]:
    """The days of a support year and the fees that fall into it; none do where no day of it counts."""
    days = warehousing.support_year(begins, k, terms)
    window = Window(days["cut_first"], days["cut_last"]) if days["cut_first"] <= days["cut_last"] else None
    return {
        **days,
        "support_year": k,
        "fees": None if listed is None else fees.shares_within(listed, window),
        "ratio": warehousing.ratio(k, terms),
    }


def facts_of_schemes(case: Case, terms: Terms) -> Iterator[Asked]:
    """For each year or item of a scheme, or once; beside what the other provisions of its group give."""
    plan = plan_of(terms)
    grants = grants_that_count(case, terms)
    common = common_facts(case, terms)
    for facts in _of_scheme(case, terms, grants):
        granted = None if plan.shape.per == "item" else _granted(grants, facts["period_name"])
        asked = {**common, **facts, "granted": granted}
        yield scheme.rule_of(plan), {**asked, **_standing(case, asked, terms)._asdict()} if plan.shape.group else asked


def _of_scheme(case: Case, terms: Terms, grants: Sequence[Grant]) -> Iterable[dict[str, Any]]:
    plan = plan_of(terms)
    if plan.shape.per == "item":
        return scheme_facts.facts_by_item(case, plan, [grant.period for grant in grants])
    return scheme_facts.facts_by_year(case, plan) if plan.shape.per == "year" else _of_best_year(case, terms)


_ALONE = scheme_group.Standing(lost=False, contested=False)


def _of_best_year(case: Case, terms: Terms) -> list[dict[str, Any]]:
    """Of what is given once, the facts of the year that gives most, the latest of those that give alike."""
    plan = plan_of(terms)
    alone = {**common_facts(case, terms), "granted": None, **_ALONE._asdict()}

    def worth(facts: Mapping[str, Any]) -> tuple[bool, Decimal, Decimal, int]:
        claim = _claim(judge(scheme.rule_of(plan), {**alone, **facts}, terms))
        return claim.high is None, claim.high or ZERO, claim.low, facts["year"]

    return sorted(scheme_facts.facts_once(case, plan), key=worth)[-1:]


def _standing(case: Case, facts: Mapping[str, Any], terms: Terms) -> scheme_group.Standing:
    """Whether another provision of the group has the matter; a mate is judged as if it were alone."""
    plan = plan_of(terms)
    own = _claim(judge(scheme.rule_of(plan), {**facts, **_ALONE._asdict()}, terms))
    rivals = [
        scheme_group.Rival(_claim(judged), earlier=mates is plan.mates[0], granted=bool(judged.record.granted))
        for mates in plan.mates
        for mate in mates
        for judged in _alone(case, mate)
        if judged.record.period_name == facts["period_name"] or ONCE in (judged.record.period_name, facts["period_name"])
    ]
    return scheme_group.standing(own, rivals, terms.reading(plan.shape.group.reading)) if plan.shape.group else _ALONE


def _alone(case: Case, mate: Terms) -> Iterator[Judged]:
    plan, grants = plan_of(mate), grants_that_count(case, mate)
    for facts in _of_scheme(case, mate, grants):
        asked = {**common_facts(case, mate), **facts, "granted": _granted(grants, facts["period_name"]), **_ALONE._asdict()}
        yield judge(scheme.rule_of(plan), asked, mate)


def _claim(judged: Judged) -> scheme_group.Claim:
    return scheme_group.Claim(judged.record.least, judged.record.most)


class Kind(NamedTuple):
    """What a kind of rule asks of a case, and which periods its entitlements have."""

    asked: Callable[[Case, Terms, Sequence[Case]], Iterator[Asked]]
    is_period: Callable[[str, Terms], bool]


KINDS: Mapping[str, Kind] = {
    "growth": Kind(lambda case, terms, _: growth_facts(case, terms), _is_year),
    "first": Kind(facts_of_firsts, lambda _period, _terms: True),
    "warehousing": Kind(lambda case, terms, _: warehousing_facts(case, terms), _is_support_year),
    "scheme": Kind(lambda case, terms, _: facts_of_schemes(case, terms), _is_of_scheme),
}


def asked_of(case: Case, terms: Terms, rivals: Sequence[Case] = ()) -> Iterator[Asked]:
    """Every rule that one provision asks of one enterprise, with the facts."""
    return KINDS[terms.kind].asked(case, terms, rivals)


def records_of(case: Case, terms: Terms, rivals: Sequence[Case] = ()) -> Iterator[Judged]:
    """Every entitlement of one enterprise under one provision."""
    return (judge(rule, facts, terms) for rule, facts in asked_of(case, terms, rivals))
