"""How deep a JSON text may be, and that it holds whole characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy import errors
from subsidy.intake.case_file import read_case
from subsidy.intake.json_bounds import DEEPEST, refuse_deep, refuse_halves


@pytest.mark.parametrize(
    "text", ["[" * DEEPEST + "]" * DEEPEST, '"' + "[" * 100 + '"', '"\\"[[[[' + "{" * 100 + '"', "[]" * 100, "]" * 100]
)
def test_what_is_not_deep_is_left_to_the_reader(text: str) -> None:
    refuse_deep(text, "case.json")


@pytest.mark.parametrize("text", ["[" * (DEEPEST + 1), '{"a":' * (DEEPEST + 1), '"\\\\"' + "[" * (DEEPEST + 1)])
def test_what_is_deep_is_refused_where_it_becomes_so(text: str) -> None:
    with pytest.raises(errors.BadSyntax) as refused:
        refuse_deep("\n" + text, "terms")
    assert (refused.value.facts["path"], refused.value.facts["line"]) == ("terms", 2)
    assert text[: refused.value.facts["column"]].count("[" if "[" in text else "{") == DEEPEST + 1


def test_a_whole_pair_is_a_character_and_half_of_one_is_none() -> None:
    refuse_halves('"\\ud83d\\ude00"', "\U0001f600", "case.json")
    refuse_halves('"\\\\ud800"', "\\ud800", "case.json")
    with pytest.raises(errors.BadSyntax) as refused:
        refuse_halves('{"a":\n "\\uDC00"}', {"a": "\udc00"}, "case.json")
    assert (refused.value.facts["line"], refused.value.facts["column"]) == (2, 3)


def test_a_case_file_is_held_to_both(tmp_path: Path) -> None:
    half, deep = tmp_path / "half.json", tmp_path / "deep.json"
    half.write_text('{"enterprise": {"name": "\\ud800"}}', encoding="utf-8")
    deep.write_text('{"enterprise": {}, "imports": ' + "[" * 30 + "]" * 30 + ', "imports": []}', encoding="utf-8")
    with pytest.raises(errors.BadSyntax, match=r"half.json, line 1, column 26: .*surrogate"):
        read_case(half)
    with pytest.raises(errors.BadSyntax, match=r"deep.json, line 1, column 50: .*nested too deeply"):
        read_case(deep)
