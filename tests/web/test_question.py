"""How the text of a body is read: no deeper than any request needs, no character that is none, so many facts at once."""

from __future__ import annotations

import pytest

from subsidy import errors
from subsidy.facts import Case
from subsidy.web.asked.question import DEEPEST, LONGEST_NAME, refuse_deep, refuse_halves, refuse_long, refuse_many


@pytest.mark.parametrize(
    "text", ["[" * DEEPEST + "]" * DEEPEST, '"' + "[" * 100 + '"', '"\\"[[[[' + "{" * 100 + '"', "[]" * 100, "]" * 100]
)
def test_what_is_not_deep_is_left_to_the_reader(text: str) -> None:
    refuse_deep(text)


@pytest.mark.parametrize("text", ["[" * (DEEPEST + 1), '{"a":' * (DEEPEST + 1), '"\\\\"' + "[" * (DEEPEST + 1)])
def test_what_is_deep_is_refused_where_it_becomes_so(text: str) -> None:
    with pytest.raises(errors.BadSyntax) as refused:
        refuse_deep("\n" + text, "terms")
    assert (refused.value.facts["path"], refused.value.facts["line"]) == ("terms", 2)
    assert text[: refused.value.facts["column"]].count("[" if "[" in text else "{") == DEEPEST + 1


def test_a_whole_pair_is_a_character_and_half_of_one_is_none() -> None:
    refuse_halves('"\\ud83d\\ude00"', "\U0001f600")
    refuse_halves('"\\\\ud800"', "\\ud800")
    with pytest.raises(errors.BadSyntax) as refused:
        refuse_halves('{"a":\n "\\uDC00"}', {"a": "\udc00"})
    assert (refused.value.facts["line"], refused.value.facts["column"]) == (2, 3)


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
