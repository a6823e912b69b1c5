"""Every label has both languages with the same placeholders, and every code that is shown has one."""

import re
from typing import Any, get_args

import pytest

from subsidy.entitlement import CLAIMS, Status
from subsidy.facts import ZONES
from subsidy.law.model import State
from subsidy.report.labels import _labels, label

WORDS = [(f"{group}.{word}", words) for group, table in _labels().items() for word, words in table.items()]


@pytest.mark.parametrize(("name", "words"), WORDS, ids=[name for name, _ in WORDS])
def test_both_languages_say_the_same_of_the_same_facts(name: str, words: dict[str, Any]) -> None:
    assert words.keys() == {"zh", "en"}
    assert set(re.findall(r"{(\w+)}", words["zh"])) == set(re.findall(r"{(\w+)}", words["en"]))


def test_every_status_claim_zone_and_state_has_a_label() -> None:
    shown = {"status": get_args(Status), "claim": CLAIMS, "zone": ZONES, "state": get_args(State)}
    for group, codes in shown.items():
        for code in codes:
            assert label(f"{group}.{code}", "zh") != label(f"{group}.{code}", "en")
