"""A lump sum once for a business first or a breakthrough in mode within the city's bonded zones.

青商规〔2024〕1号 article 1: RMB 300,000. Who has a first among several, and which claim of an enterprise is a repetition, is
settled before, in `subsidy.provisions.contest`; this rule judges one claim with that standing.
"""

from __future__ import annotations

from subsidy import formula
from subsidy.formula import Value
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

PARAMETERS = ("lump_sum",)
FACTS = {"business": "string", "day": "date", "lost": "boolean", "contested": "boolean", "repeated": "boolean", "granted": "money"}
"""The facts of one claim that the rule asks for: its deciding day and its standing beside other claims."""

DECIDING_DAY = {"recognised": "recognised_on", "achieved": "achieved_on"}


def _window(record: Record, terms: Terms) -> dict[str, Value]:
    """From the deciding day to the last day in force; over all days in force while the day is unknown."""
    first, last = terms.in_force
    day = formula.known_or(record.day, first)
    in_force = formula.all_of(formula.negated(formula.exceeds(first, day)), formula.negated(formula.exceeds(day, last)))
    return {
        "in_force": in_force,
        "valid_from": formula.where(in_force, day, None),
        "valid_until": formula.where(in_force, last, None),
    }


def _award(record: Record, terms: Terms) -> dict[str, Value]:
    award = terms.figures["lump_sum"].on(formula.known_or(record.day, terms.in_force.first))
    return {"award": award, "award_low": award, "award_high": award, "nothing_at_all": False}


def _findings(record: Record, terms: Terms) -> Findings:
    nothing = nothing_left(record, "no_award")
    return Findings(
        reasons={
            "outside_validity": formula.negated(record.in_force),
            "not_in_zone": formula.negated(record.in_zone),
            "rounds_to_nothing": nothing["rounds_to_nothing"],
            "already_granted": formula.any_of(record.repeated, nothing["already_granted"]),
            "not_first": record.lost,
        },
        missing=[
            zone_missing(record),
            Lack("decision", record.contested, "first.conflict"),
            Lack(DECIDING_DAY[terms.reading("first.day")], formula.is_unknown(record.day)),
            prior_missing(record),
        ],
        assumptions={
            **common_assumptions(record),
            "zone_of_first": True,
            "first_in_city": True,
            "zone_asserted": record.zone_asserted,
        },
        warnings=common_warnings(record, terms),
    )


RULES = (
    Rule(
        facts=FACTS,
        period=lambda record, terms: record.business,
        stages=(_window, _award),
        findings=_findings,
        steps=lambda record, terms: {"award": True},
    ),
)
