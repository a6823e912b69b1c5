"""Every scenario comes out as its file expects."""

from pathlib import Path

import pytest

from subsidy.intake.scenario import find_scenarios, run_scenario

HOME = Path(__file__).parents[1] / "scenarios"
FILES = find_scenarios([str(HOME)])


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOME)))
def test_scenario(file: Path) -> None:
    result = run_scenario(file)
    assert result.title
    assert result.title_zh
    assert result.differences == ()
