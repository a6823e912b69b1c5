"""Ranges under policies of the user's own: readings that they bring along count, and provisions of one group hang together."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import subsidy
from subsidy.intake.scenario import find_scenarios
from subsidy.intake.scenario_file import read_scenario_file
from subsidy.ranging import choosing
from subsidy.ranging.models import AssessedRange

POLICIES = Path(__file__).parents[2] / "scenarios" / "policies"
FILES = [file for folder in sorted(POLICIES.iterdir()) if folder.is_dir() for file in find_scenarios([str(folder)])]
TRIED = 8
Key = tuple[str, str, int]
Bounds = tuple[Decimal, Decimal | None]


def _bounds(found: Any) -> dict[Key, Bounds]:
    """Low and high of entitlements, or least and most, by provision, period and place among those that share both."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    bounds = {}
    for e in found.entitlements:
        name = (e.provision, e.period)
        bounds[*name, seen[name]] = (e.least, e.most) if isinstance(found, AssessedRange) else (e.low, e.high)
        seen[name] += 1
    return bounds


def _total(result: subsidy.Assessment) -> Bounds:
    counted = [e for e in result.entitlements if e.claim]
    highs = [e.high for e in counted if e.high is not None]
    return sum((e.low for e in counted), Decimal(0)), sum(highs, Decimal(0)) if len(highs) == len(counted) else None


def _within(inner: Bounds, outer: Bounds) -> bool:
    return outer[0] <= inner[0] and (outer[1] is None or (inner[1] is not None and inner[1] <= outer[1]))


def _combinations(options: dict[str, tuple[str, ...]], seed: str) -> Iterator[dict[str, str]]:
    drawn = random.Random(seed)
    return ({name: drawn.choice(these) for name, these in options.items()} for _ in range(TRIED))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_combination_leaves_the_range_and_its_ends_are_reached(file: Path) -> None:
    read = read_scenario_file(file)
    law = read.run().law
    terms: dict[str, Any] = {"as_of": read.scenario.as_of, "decisions": read.scenario.decisions, "law": law}
    result = subsidy.assess_range(read.case, readings=read.scenario.readings, **terms)
    options = {reading.name: reading.definite for reading in law.questions.readings}
    assert result.combinations == math.prod(map(len, options.values()))
    outer, total = _bounds(result), (result.total.least, result.total.most)
    for combination in _combinations(options, file.stem):
        found = subsidy.assess(read.case, readings=combination, **terms)
        assert _within(_total(found), total)
        assert all(_within(bounds, outer[key]) for key, bounds in _bounds(found).items())
    first = {name: these[0] for name, these in options.items()}
    least, most = (subsidy.assess(read.case, readings={**first, **at}, **terms) for at in (result.total.least_at, result.total.most_at))
    assert (_total(least)[0], _total(most)[1]) == total


def test_a_provision_of_a_group_depends_on_the_readings_of_the_others() -> None:
    run = read_scenario_file(POLICIES / "qinhuangdao-interim" / "both-kinds-of-firm.toml").run()
    its = {terms.provision.partition("/")[2]: terms for _, _, terms in run.provisions}["manufacturers"]
    deciding = {reading.name for reading in choosing.deciding(its, run.law.questions.readings)}
    assert "qinhuangdao-interim.trade_part" in deciding - its.readings.keys()
    changed = choosing.chosen(choosing.under(its, {"qinhuangdao-interim.trade_part": "above"}))
    assert changed == {**choosing.chosen(its), "qinhuangdao-interim.trade_part": "above"}
