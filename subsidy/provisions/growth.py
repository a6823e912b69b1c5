"""A rate on the yearly increment in imports, capped per enterprise and year.

青商规〔2024〕1号 article 4: 2.5 % of what imports of statistics year S exceed those of S-1, at most RMB 3,000,000.

    increment = imports(S) - max(imports(S-1), 0)
    award     = min(max(increment, 0) x rate, cap)

Imports of a year that is not wholly known are at least what has been read: the least that can come out then rests on
an unbounded base, the most on the base read so far or, where S itself is incomplete, on the cap.

>>> from datetime import date
>>> window(2023, "claimed_year_after", Window(date(2024, 2, 6), date(2027, 2, 5)))
Window(first=datetime.date(2024, 2, 6), last=datetime.date(2024, 12, 31))
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from subsidy import formula
from subsidy.formula import Value
from subsidy.money import ZERO
from subsidy.periods import Window, months_of_year, runs, year
from subsidy.provisions.outcome import (
    Findings,
    Lack,
    Record,
    Rule,
    common_assumptions,
    each_of,
    nothing_left,
    prior_missing,
    zone_missing,
)
from subsidy.provisions.terms import Terms

PARAMETERS = ("rate", "cap")
YEAR_FACTS = {
    "year": "int64", "base_year_began": "date", "valid_from": "date", "valid_until": "date",
    "gaps": "string", "imports_covered": "boolean", "base_covered": "boolean",
}  # fmt: skip
"""What a statistics year fixes for all enterprises: the days of claiming, and which months no data covers."""
FACTS = {
    **YEAR_FACTS,
    "imports": "money", "base": "money", "imports_rejected": "int64", "base_rejected": "int64", "undated_rejected": "int64",
    "qualified": "boolean", "settled_on": "date", "granted": "money",
}  # fmt: skip
"""The facts of one enterprise and statistics year that the rule asks for, and their types in a table."""


def window(statistics_year: int, reading: str, in_force: Window) -> Window | None:
    """The days on which the increment of a year can be claimed, or None where it cannot."""
    claim_year = year(statistics_year + 1)
    if reading == "earned_in_force":
        return claim_year if in_force.holds(year(statistics_year).last) else None
    return claim_year.cut_to(in_force)


def year_facts(number: int, covered: Set[int], terms: Terms) -> dict[str, Any]:
    """The facts of `YEAR_FACTS` for a statistics year, as the covered months and the terms make them."""
    base_year, this_year = months_of_year(number - 1), months_of_year(number)
    missing = [month for month in range(base_year.start, this_year.stop) if month not in covered]
    span = window(number, terms.reading("growth.years"), terms.in_force)
    return {
        "year": number,
        "base_year_began": year(number - 1).first,
        "valid_from": span.first if span else None,
        "valid_until": span.last if span else None,
        "gaps": each_of("imports", runs(missing)) if missing else None,
        "imports_covered": not missing or missing[-1] not in this_year,
        "base_covered": not missing or missing[0] not in base_year,
    }


def _completeness(record: Record, terms: Terms) -> dict[str, Value]:
    """Which of the two years are known in full: covered, and no rejected row may belong to them."""
    datable = formula.same(record.undated_rejected, 0)
    imports_whole = formula.all_of(record.imports_covered, formula.same(record.imports_rejected, 0), datable)
    base_whole = formula.all_of(record.base_covered, formula.same(record.base_rejected, 0), datable)
    return {"imports_complete": imports_whole, "base_complete": base_whole}


def _increment(record: Record, terms: Terms) -> dict[str, Value]:
    no_base = formula.negated(formula.exceeds(record.base, ZERO))
    return {
        "no_base": no_base,
        "increment": formula.minus(record.imports, formula.greatest(record.base, ZERO)),
        "new_importer": formula.all_of(record.base_complete, no_base, formula.exceeds(record.imports, ZERO)),
    }


def _figure(name: str, record: Record, terms: Terms) -> Value:
    """A figure of law as it stands on the first day on which the increment can be claimed."""
    return terms.figures[name].on(formula.known_or(record.valid_from, terms.in_force.first))


def _gross(record: Record, terms: Terms) -> dict[str, Value]:
    return {"gross": formula.times(formula.greatest(record.increment, ZERO), _figure("rate", record, terms))}


def _award(record: Record, terms: Terms) -> dict[str, Value]:
    return {"award": formula.least(record.gross, _figure("cap", record, terms))}


def _bounds(record: Record, terms: Terms) -> dict[str, Value]:
    cap = _figure("cap", record, terms)
    no_increment = formula.negated(formula.exceeds(record.increment, ZERO))
    return {
        "award_low": formula.where(record.base_complete, record.award, ZERO),
        "award_high": formula.where(record.imports_complete, record.award, cap),
        "nothing_at_all": formula.all_of(record.imports_complete, no_increment),
    }


def _findings(record: Record, terms: Terms) -> Findings:
    excluded = terms.reading("growth.new_importer") == "excluded"
    may_import = formula.any_of(formula.exceeds(record.imports, ZERO), formula.negated(record.imports_complete))
    incomplete = formula.negated(formula.all_of(record.imports_complete, record.base_complete))
    return Findings(
        reasons={
            "outside_validity": formula.is_unknown(record.valid_from),
            "not_in_zone": formula.negated(record.in_zone),
            **nothing_left(record, "no_increment"),
            "no_base": formula.all_of(excluded, record.base_complete, record.no_base, may_import),
            "not_qualified": formula.negated(record.qualified),
        },
        missing=_missing(record, terms),
        assumptions={
            **common_assumptions(record),
            "missing_not_negative": incomplete,
            "cap_scope": True,
            "statistics_scope": True,
            "qualified": _presumed(record, terms),
            "zone_asserted": record.zone_asserted,
        },
        warnings={
            "basis_repealed": terms.basis_repealed,
            "settled_after_base_year_began": formula.exceeds(record.settled_on, record.base_year_began),
            "uscc_checksum": record.wrong_check_digit,
        },
    )


def _presumed(record: Record, terms: Terms) -> Value:
    """Whether "qualified", which the document does not define, is taken for granted: by reading, unless the facts say no."""
    return formula.all_of(terms.reading("growth.qualified") == "presumed", formula.known_or(record.qualified, True))


def _missing(record: Record, terms: Terms) -> list[Lack]:
    rejected = record.imports_rejected + record.base_rejected + record.undated_rejected
    register = terms.reading("growth.qualified") == "register"
    undecided = terms.reading("growth.new_importer") == "undecided"
    return [
        zone_missing(record),
        Lack("imports", formula.is_known(record.gaps), bounded=True, several=record.gaps),
        Lack("rejected_rows", formula.exceeds(rejected, 0), rejected, bounded=True),
        Lack("qualified", formula.all_of(register, formula.is_unknown(record.qualified))),
        Lack("decision", formula.all_of(undecided, record.new_importer), "growth.new_importer"),
        prior_missing(record),
    ]


def _steps(record: Record, terms: Terms) -> Mapping[str, Value]:
    always = dict.fromkeys(("imports", "base", "increment", "gross", "award"), True)
    return {**always, "already_granted": formula.is_known(record.granted)}


RULES = (
    Rule(
        facts=FACTS,
        period=lambda record, terms: formula.phrase(record.year),
        stages=(_completeness, _increment, _gross, _award, _bounds),
        findings=_findings,
        steps=_steps,
    ),
)
