"""The plan of a scheme under a run: its shape and schedules as the law has them, and what the authority has decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from subsidy.law.model import Document, Provision
from subsidy.provisions.scheme_plan import Plan
from subsidy.provisions.terms import Terms


def plan_for(document: Document, provision: Provision, decided: Mapping[str, Any]) -> Plan | None:
    """The plan of a provision that is a scheme."""
    if provision.scheme is None:
        return None
    figures = [decision for decision in document.decisions if decision.unit is not None]
    return Plan(
        shape=provision.scheme,
        schedules={schedule.name: schedule.law() for schedule in provision.schedules},
        first=document.in_force_from,
        last=document.last_day,
        decided={decision.name: decided.get(decision.name) for decision in figures},
        least={decision.name: Decimal(decision.least) for decision in figures},
        titles={quantity.name: quantity.title for quantity in document.quantities},
    )


def with_mates(found: Sequence[Terms]) -> list[Terms]:
    """The terms, each with those of its group in the same document; whether one stands before is told by their order."""
    return [_with_its_mates(terms, found) for terms in found]


def _with_its_mates(terms: Terms, found: Sequence[Terms]) -> Terms:
    plan = terms.plan
    if not isinstance(plan, Plan) or plan.shape.group is None:
        return terms
    mates = tuple(other for other in found if _group_of(other) == _group_of(terms))
    place = mates.index(terms)
    return replace(terms, plan=replace(plan, mates=(mates[:place], mates[place + 1 :])))


def _group_of(terms: Terms) -> tuple[str, str] | None:
    plan = terms.plan
    group = plan.shape.group if isinstance(plan, Plan) else None
    return (terms.provision.partition("/")[0], group.name) if group else None
