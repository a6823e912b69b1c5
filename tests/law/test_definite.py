"""Which options of a reading answer its question."""

from typing import Any

import pytest
from pydantic import ValidationError

from subsidy.law.library import library
from subsidy.law.model import Reading

READING: dict[str, Any] = {"name": "a.b", "kinds": ["growth"], "options": ["x", "y", "z"], "article": "1", "why": {"zh": "问", "en": "why"}}


def test_an_option_that_leaves_the_question_open_is_not_definite() -> None:
    assert Reading(**READING).definite == ("x", "y", "z")
    assert Reading(**READING, open=["x"]).definite == ("y", "z")


def test_only_undecided_is_open_in_the_packaged_law() -> None:
    for reading in library().questions.readings:
        assert [option for option in reading.options if option not in reading.definite] == [o for o in reading.options if o == "undecided"]


@pytest.mark.parametrize("wrong", [["other"], ["x", "y", "z"]])
def test_what_is_no_option_or_leaves_no_definite_one_is_refused(wrong: list[str]) -> None:
    with pytest.raises(ValidationError, match="open"):
        Reading(**READING, open=wrong)
