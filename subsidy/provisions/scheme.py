"""A scheme written in a policy file: a rate, steps or a sum, on what was done in a year or on an item, under conditions.

    award = limits(rate or steps on the basis) x the share of the support year

The shape of each (`scheme_shape`) and its figures are data; this is the one rule that judges them all, reckoned as
read, at the least and at the most that the unknowns leave (`scheme_ends`). What is given once is judged on the year
that gives most; what is given for an item, on its day.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

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
from subsidy.provisions.scheme_ends import (
    HIGH,
    LOW,
    READ,
    End,
    base_of,
    bases,
    bases_stage,
    basis_stage,
    figure,
    gross_stage,
    option_holds,
    parts_stage,
    plan_of,
    reaching_stage,
    share_stage,
    total,
)
from subsidy.provisions.scheme_limits import limit_stages
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.scheme_shape import GRANTED_BEFORE, IMPORTS, NO_BASE, ONCE, UNDECIDED, Basis, Scheme
from subsidy.provisions.terms import Terms

_FACTS = {"period_name": "string", "valid_from": "date", "valid_until": "date", "counts": "boolean", "year": "int64",
          "granted": "money", "repeated": "boolean"}  # fmt: skip
_GROUP_FACTS = {"lost": "boolean", "contested": "boolean"}


def fact_types(shape: Scheme) -> dict[str, str]:
    """The facts that a scheme asks for, with their types in a table: those of each quantity, attribute and item among them."""
    types = dict(_FACTS)
    for name in shape.quantities:
        types |= {name: "money", f"{name}_whole": "boolean"}
    for name in shape.with_base:
        types |= {f"{name}_base": "money", f"{name}_base_whole": "boolean"}
    types |= {f"is_{name}": "boolean" for name in shape.conditions.attributes}
    if IMPORTS in shape.quantities:
        types |= {"gaps": "string", "rejected": "int64"}
    if shape.award.support_years:
        types["support_year"] = "int64"
    if shape.per == "item":
        types["day"] = "date"
    return types | (_GROUP_FACTS if shape.group else {})


def _award(record: Record, terms: Terms) -> dict[str, Value]:
    """The figures that are shown."""
    last = len(plan_of(terms).shape.limits)
    shown = {"gross": getattr(record, READ.named("award_0")), "award": getattr(record, READ.named(f"award_{last}"))}
    return {"basis": getattr(record, READ.named("basis")), **shown} if plan_of(terms).shape.basis else shown


def _conditions(record: Record, terms: Terms) -> dict[str, Value]:
    """Each condition, three-valued, by the code of what is wrong where it fails."""
    shape = plan_of(terms).shape
    given = shape.conditions
    reached = [getattr(record, f"reached_{place}") for place in range(len(given.reaching))]
    has = [_attribute_as_asked(name, asked, record) for name, asked in given.attributes.items()]
    return {
        "reached": formula.all_of(True, *reached),
        "of_the_kind": formula.all_of(True, *has),
        "base_as_asked": _base_as_asked(shape, record),
        "supported_year": _supported_year(shape, record, terms),
    }


def _attribute_as_asked(name: str, asked: bool, record: Record) -> Value:  # noqa: FBT001 - the value that is asked for
    attribute = getattr(record, f"is_{name}")
    return attribute if asked else formula.negated(attribute)


def _base_as_asked(shape: Scheme, record: Record) -> Value:
    if shape.conditions.base is None:
        return True
    none = _no_base(shape.conditions.base_of, record)
    return none if shape.conditions.base == "none" else formula.negated(none)


def _no_base(names: tuple[str, ...] | list[str], record: Record) -> Value:
    """Whether there was nothing in the year before; unknown until all of it is known or something is read."""
    something = formula.definitely(formula.exceeds(total(base_of(name, record, End.HIGH) for name in names), ZERO))
    whole = formula.all_of(True, *[getattr(record, f"{name}_base_whole") for name in names])
    return formula.where(something, False, formula.where(whole, True, None))


def _supported_year(shape: Scheme, record: Record, terms: Terms) -> Value:
    """Whether the year is one of those for which support is given; unknown where its first is."""
    years = shape.award.support_years
    if years is None:
        return True
    begun = formula.exceeds(record.support_year, 0)
    return formula.all_of(begun, formula.negated(formula.exceeds(record.support_year, figure(years.count, record, terms))))


def _bounds(record: Record, terms: Terms) -> dict[str, Value]:
    """The least and the most; nothing at the least while a condition is open."""
    limits = plan_of(terms).shape.limits
    holds = formula.all_of(record.reached, record.of_the_kind, record.base_as_asked, record.supported_year)
    high = getattr(record, HIGH.named(f"award_{len(limits)}"))
    no_basis = _is_nothing(getattr(record, HIGH.named("basis"), None))
    below_steps = _is_nothing(getattr(record, HIGH.named("gross")))
    below_minimum = _is_nothing(high) if any(limit.kind == "minimum" for limit in limits) else False
    return {
        "award_low": formula.where(formula.definitely(holds), getattr(record, LOW.named(f"award_{len(limits)}")), ZERO),
        "award_high": high,
        "no_basis": no_basis,
        "below_steps": formula.all_of(formula.negated(no_basis), below_steps),
        "below_minimum": formula.all_of(formula.negated(below_steps), below_minimum),
        "nothing_at_all": formula.any_of(no_basis, below_steps, below_minimum),
    }


def _is_nothing(value: Value) -> Value:
    return formula.definitely(formula.same(value, ZERO))


def _new_here(basis: Basis, record: Record) -> Value:
    """Whether there was nothing of the basis in the year before, and now is something."""
    now = total(formula.known_or(getattr(record, name), ZERO) for name in basis.names)
    return formula.all_of(_no_base(basis.names, record), formula.exceeds(now, ZERO))


def _excluded(record: Record, terms: Terms) -> Value:
    """Whether the scheme leaves out a firm that had nothing in the year before."""
    excluding = [basis for basis in bases(terms) if _no_base_option(basis, terms) == "excluded"]
    return formula.any_of(False, *[_new_here(basis, record) for basis in excluding])


def _no_base_option(basis: Basis, terms: Terms) -> str:
    return basis.no_base if basis.no_base in NO_BASE else terms.reading(basis.no_base)


def _findings(record: Record, terms: Terms) -> Findings:
    shape = plan_of(terms).shape
    nothing = nothing_left(record, "nothing_at_all")
    return Findings(
        reasons={
            "outside_validity": formula.negated(record.counts),
            "not_in_zone": formula.negated(record.in_zone),
            "rounds_to_nothing": nothing["rounds_to_nothing"],
            "already_granted": formula.any_of(record.repeated, nothing["already_granted"], _granted_all(record, terms)),
            "no_base": formula.any_of(_excluded(record, terms), _failing_base(shape, "some", record)),
            "no_basis": record.no_basis,
            "below_threshold": formula.any_of(formula.negated(record.reached), record.below_steps),
            "below_minimum": record.below_minimum,
            "has_base": _failing_base(shape, "none", record),
            "not_of_the_kind": formula.negated(record.of_the_kind),
            "outside_support_years": formula.negated(record.supported_year),
            "supported_elsewhere": record.lost if shape.group else False,
        },
        missing=list(_missing(record, terms)),
        assumptions={
            **common_assumptions(record),
            "claim_window": shape.window in ("year_after", "days_in_force"),
            "missing_not_negative": _incomplete(shape, record),
            "statistics_scope": IMPORTS in shape.quantities,
            "zone_asserted": record.zone_asserted,
            "statistics_year": shape.years_assumed,
        },
        warnings=common_warnings(record, terms),
    )


def _granted_before(terms: Terms) -> str:
    """What a firm gets that was granted something once before."""
    named = plan_of(terms).shape.granted_before
    return named if named in GRANTED_BEFORE else terms.reading(named)


def _granted_all(record: Record, terms: Terms) -> Value:
    """Whether what was granted before leaves nothing, however much it was."""
    return formula.exceeds(record.granted, ZERO) if _granted_before(terms) == "nothing" else False


def _failing_base(shape: Scheme, asked: str, record: Record) -> Value:
    return formula.negated(record.base_as_asked) if shape.conditions.base == asked else False


def _incomplete(shape: Scheme, record: Record) -> Value:
    """Whether imports that were not read are taken to be not below zero; other quantities cannot be."""
    whole = [record.imports_whole] if IMPORTS in shape.quantities else []
    whole += [record.imports_base_whole] if IMPORTS in shape.with_base else []
    return formula.negated(formula.all_of(True, *whole))


def _missing(record: Record, terms: Terms) -> Iterator[Lack]:
    shape = plan_of(terms).shape
    yield zone_missing(record)
    if IMPORTS in shape.quantities:
        yield Lack("imports", formula.is_known(record.gaps), several=record.gaps, bounded=True)
        yield Lack("rejected_rows", formula.exceeds(record.rejected, 0), record.rejected, bounded=True)
    yield from _decisions(record, terms)
    yield prior_missing(record)
    undated = formula.all_of(formula.is_unknown(record.valid_from), formula.negated(formula.same(record.counts, False)))
    yield Lack("in_force", formula.all_of(formula.is_known(record.counts), record.counts, undated), bounded=True)
    yield Lack("in_force", formula.all_of(formula.is_unknown(record.counts), formula.is_unknown(record.valid_from)))
    yield from _quantities(shape, record)
    for name in shape.conditions.attributes:
        yield Lack("attribute", formula.is_unknown(getattr(record, f"is_{name}")), name)
    if shape.award.support_years:
        yield Lack("item_day", formula.is_unknown(record.support_year), shape.award.support_years.starts_with)
    if shape.per == "item":
        yield Lack("item_day", formula.is_unknown(record.day), shape.item)
    if shape.group and terms.reading(shape.group.reading) != UNDECIDED:
        yield Lack("same_matter", record.contested, shape.group.name)


def _quantities(shape: Scheme, record: Record) -> Iterator[Lack]:
    """Quantities that are not known in full, of the year and of the year before."""
    for name in shape.quantities:
        if name != IMPORTS:
            lacking = formula.negated(getattr(record, f"{name}_whole"))
            yield Lack("quantity", lacking, formula.phrase(f"{name}:", record.year), bounded=True)
    for name in shape.with_base:
        if name != IMPORTS:
            lacking = formula.negated(getattr(record, f"{name}_base_whole"))
            yield Lack("quantity", lacking, formula.phrase(f"{name}:", record.year - 1), bounded=True)


def _decisions(record: Record, terms: Terms) -> Iterator[Lack]:
    """What the authority has to decide: figures, and readings that are left open where their question arises."""
    plan = plan_of(terms)
    for name in [basis.growth for basis in plan.shape.basis if basis.growth in plan.decided]:
        yield Lack("decision", plan.decided[str(name)] is None, name, bounded=True)
    undecided = [basis for basis in bases(terms) if basis.on == "increment" and _no_base_option(basis, terms) == UNDECIDED]
    for name in dict.fromkeys(basis.no_base for basis in undecided):
        yield Lack("decision", formula.any_of(False, *[_new_here(basis, record) for basis in undecided if basis.no_base == name]), name)
    for name in dict.fromkeys(basis.only_under.reading for basis in bases(terms) if basis.only_under):
        if terms.reading(name) == UNDECIDED:
            yield Lack("decision", _bases_may_differ(record), name, bounded=True)
    for place, limit in enumerate(plan.shape.limits):
        if limit.when and limit.otherwise and option_holds(limit.otherwise, terms) is None:
            yield Lack("decision", formula.negated(getattr(record, f"limit_{place}_reached")), limit.otherwise.reading, bounded=True)
    if _granted_before(terms) == UNDECIDED:
        yield Lack("decision", formula.exceeds(record.granted, ZERO), plan.shape.granted_before)
    if plan.shape.group and terms.reading(plan.shape.group.reading) == UNDECIDED:
        yield Lack("decision", record.contested, plan.shape.group.reading)


def _bases_may_differ(record: Record) -> Value:
    """Whether it matters which basis is meant: not where all is known and they come to the same."""
    agree = formula.same(getattr(record, LOW.named("basis")), getattr(record, HIGH.named("basis")))
    return formula.negated(formula.definitely(agree))


def _steps(record: Record, terms: Terms) -> Mapping[str, Value]:
    shape = plan_of(terms).shape
    shown: dict[str, Value] = {}
    for name in shape.quantities:
        shown |= {name: True} | ({f"{name}_base": True} if name in shape.with_base else {})
    shown |= {"basis": True} if shape.basis else {}
    return {**shown, "gross": True, "award": True, "already_granted": formula.is_known(record.granted)}


@functools.lru_cache(maxsize=1024)
def rule_of(plan: Plan) -> Rule:
    """The rule of a scheme; the same one whenever it is asked for."""
    stages = (parts_stage, bases_stage, basis_stage, reaching_stage, gross_stage, share_stage)
    return Rule(
        facts=fact_types(plan.shape),
        period=lambda record, terms: record.period_name,
        stages=(*stages, *limit_stages(len(plan.shape.limits)), _award, _conditions, _bounds),
        findings=_findings,
        steps=_steps,
    )


RESERVED = frozenset({*_FACTS, *_GROUP_FACTS, "gaps", "rejected", "day", "support_year", "uscc", "name", "place", "basis", "gross",
                      "award", "period", "low", "high", "amount", "least", "most", "claim", "status", ONCE})  # fmt: skip
"""Names that a quantity cannot have: those of other values of a record."""
