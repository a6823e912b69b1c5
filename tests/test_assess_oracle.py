"""One case against the independent oracle: every field of every entitlement, to the fen."""

from typing import Any

from hypothesis import given

import subsidy
from subsidy.facts import day
from tests import oracle, strategies
from tests.plain import plain


@given(strategies.cases(), strategies.as_of_days(), strategies.readings(), strategies.decisions())
def test_a_case_gives_what_the_oracle_gives(case: Any, as_of: Any, readings: dict[str, str], decisions: dict[str, str]) -> None:
    result = subsidy.assess(subsidy.Case.model_validate(case), as_of=day(as_of), readings=readings, decisions=decisions)
    assert plain(result) == oracle.assess(case, as_of, readings, decisions)
