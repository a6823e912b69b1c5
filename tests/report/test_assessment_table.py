"""The table of an assessment: what a finance manager looks for is on it, in either language, at any width."""

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from subsidy import assess
from subsidy.intake.scenario import find_scenarios
from subsidy.intake.scenario_file import read_scenario_file
from subsidy.report.assessment_table import assessment_table

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def _shown(name: str, lang: str, width: int = 100) -> str:
    file = read_scenario_file(SCENARIOS / name)
    scenario = file.scenario
    result = assess(file.case, as_of=scenario.as_of, readings=scenario.readings, decisions=scenario.decisions, lang=lang, law=file.law())
    page = io.StringIO()
    Console(file=page, width=width, highlight=False).print(assessment_table(result, lang))
    return page.getvalue()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["as of 2026-03-01", "payable  RMB 1,000,000.01", "undetermined  RMB 0.00 to 2,000,000.00", "青商规〔2024〕1号, article 4"]),
        ("en", ["2026-01-01 to 2026-12-31  open to claim", "imports    120,000,000.40", "imports of 2023-01..2023-12", "Receipt subsidy"]),
        (
            "zh",
            [
                "截至 2026-03-01",
                "可兑付  1,000,000.01 元",
                "待定  0.00 至 2,000,000.00 元",
                "青商规〔2024〕1号 第4条",
                "上海青溯国际贸易有限公司",
            ],
        ),
        (
            "zh",
            [
                "2026-01-01 至 2026-12-31  现可申报",
                "进口额  120,000,000.40",
                "2023-01..2023-12 的进口数据",
                "growth.years=claimed_year_after",
            ],
        ),
    ],
)
def test_sum_window_citation_steps_and_doubts_are_shown(lang: str, words: list[str]) -> None:
    shown = _shown("growth/worked-example-to-the-fen.toml", lang)
    assert [word for word in words if word not in shown] == []


def test_what_has_no_bound_says_so() -> None:
    assert "RMB 0.00 or more" in _shown("warehousing/no-list-of-fees.toml", "en")
    assert "0.00 元起，上限未知" in _shown("warehousing/no-list-of-fees.toml", "zh")


def test_an_enterprise_of_which_nothing_is_claimed_is_told_so() -> None:
    assert "Nothing to judge" in _shown("first/no-claim-no-entitlement.toml", "en")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_scenario_fits_the_terminal_with_no_figure_cut(lang: str, width: int) -> None:
    for file in find_scenarios([str(SCENARIOS)]):
        shown = _shown(str(file.relative_to(SCENARIOS)), lang, width)
        assert max(cell_len(line) for line in shown.splitlines()) <= width
        assert "…" not in shown
