"""How much one body may tell: so many facts at once, no name longer than any is."""

from __future__ import annotations

import pytest

from subsidy import errors
from subsidy.facts import Case
from subsidy.web.asked.question import LONGEST_NAME, refuse_long, refuse_many


def case(count: int, name: str = "x") -> Case:
    return Case.model_validate({"enterprise": {}, "firsts": [{"business": name, "kind": "first"}] * count})


def test_as_many_facts_as_there_may_be_are_read() -> None:
    refuse_many(case(3), (), 3)
    refuse_many(case(3), (), 2, names=("warehousing",))
    refuse_many(None, (case(1), case(0)), 3)
    many: tuple[tuple[Case | None, tuple[Case, ...]], ...] = ((case(4), ()), (None, (case(1), case(1))))
    for one, rivals in many:
        with pytest.raises(errors.TooManyFacts):
            refuse_many(one, rivals, 3)


def test_a_name_may_be_long_but_not_without_end() -> None:
    refuse_long(case(1, "x" * LONGEST_NAME), ())
    with pytest.raises(errors.BadValue) as refused:
        refuse_long(None, (case(0), case(1, "x" * (LONGEST_NAME + 1))))
    assert refused.value.facts["where"] == "body: rivals.1.firsts.0.business"
