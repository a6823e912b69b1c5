"""Scenarios name every difference, and are refused where they say something that nobody asks."""

from pathlib import Path

import pytest

from subsidy import errors
from subsidy.intake.scenario import Difference, find_scenarios, run_scenario

TEXT = """
title = "Growth"
title_zh = "增长"
as_of = 2026-03-01

[case.enterprise]
zone = "qingpu"

[[case.imports]]
period = "2024"
value = 80000000.00

[[case.imports]]
period = "2025"
value = 120000000.40

[[expect]]
provision = "qingpu-2024-1/import-growth"
period = "2025"
amount = "1000000.01"
valid_from = 2026-01-01
missing = []
citation = { article = "4" }
steps = { gross = 1000000.01 }

[[expect]]
provision = "qingpu-2024-1/import-growth"
period = "2024"
amount = "null"
missing = ["imports:2023-01..2023-12"]

[expect_totals]
open = { low = "1000000.01", high = "1000000.01" }
"""


def _file(folder: Path, text: str, name: str = "one.toml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_scenario_as_expected_has_no_differences(tmp_path: Path) -> None:
    result = run_scenario(_file(tmp_path, TEXT))
    assert (result.title, result.called("zh"), result.differences) == ("Growth", "增长", ())


@pytest.mark.parametrize(
    ("written", "instead", "key", "expected", "found"),
    [
        ('amount = "1000000.01"', 'amount = "1000000.00"', "amount", "1000000.00", "1000000.01"),
        ('amount = "null"', 'amount = "0.00"', "amount", "0.00", None),
        ("valid_from = 2026-01-01", 'valid_from = "null"', "valid_from", None, "2026-01-01"),
        ("missing = []", 'missing = ["zone"]', "missing", ["zone"], []),
        ("2023-12", "2023-11", "missing", ["imports:2023-01..2023-11"], ["imports:2023-01..2023-12"]),
        ('article = "4"', 'article = "1"', "citation.article", "1", "4"),
        ("gross = 1000000.01", 'gross = "1000000.02"', "steps.gross", "1000000.02", "1000000.01"),
        ("gross = 1000000.01", 'ratio = "null"', "steps.ratio", None, None),
        ('high = "1000000.01"', 'high = "null"', "open.high", None, "1000000.01"),
    ],
)
def test_what_differs_is_named(written: str, instead: str, key: str, expected: object, found: object, tmp_path: Path) -> None:
    assert TEXT.count(written) == 1
    (difference,) = run_scenario(_file(tmp_path, TEXT.replace(written, instead))).differences
    assert (difference.key, difference.expected, difference.found) == (key, expected, found)


def test_readings_are_compared_as_a_whole(tmp_path: Path) -> None:
    text = TEXT.replace('[[expect]]\nprovision = "qingpu-2024-1/import-growth"\nperiod = "2024"', '[expect.readings]\n"growth.years" = "claimed_year_after"\n\n[[expect]]\nprovision = "qingpu-2024-1/import-growth"\nperiod = "2024"')  # fmt: skip  # noqa: E501
    (difference,) = run_scenario(_file(tmp_path, text)).differences
    assert difference.key == "readings"


def test_an_entitlement_that_is_not_there_is_a_difference(tmp_path: Path) -> None:
    result = run_scenario(_file(tmp_path, TEXT.replace('period = "2025"\namount', 'period = "2026"\namount')))
    assert result.differences == (Difference("qingpu-2024-1/import-growth 2026", "", "an entitlement", None),)


@pytest.mark.parametrize(
    ("written", "instead", "error"),
    [
        ("title =", "tilte =", errors.UnknownKey),
        ("amount = ", "ammount = ", errors.UnknownKey),
        ("open = ", "opened = ", errors.UnknownKey),
        ("value = ", "vale = ", errors.UnknownKey),
        ('period = "2025"\namount', "amount", errors.MissingKey),
        ("as_of = 2026-03-01", 'as_of = "soon"', errors.BadValue),
        ('title = "Growth"', "", errors.MissingKey),
        ("[case.enterprise]", "[decisions]\nwarehousing.ratio = 1\n[case.enterprise]", errors.BadValue),
        ("[case.enterprise]", '[readings]\n"growth.month" = "x"\n[case.enterprise]', errors.ScenarioFault),
        ("[case.enterprise]", "[case.enterprise", errors.BadSyntax),
    ],
)
def test_what_a_scenario_cannot_say_is_an_error_that_names_the_file(
    written: str, instead: str, error: type[errors.SubsidyError], tmp_path: Path
) -> None:
    file = _file(tmp_path, TEXT.replace(written, instead))
    with pytest.raises(error, match=r"one\.toml"):
        run_scenario(file)


def test_folders_are_searched_but_for_the_policies_themselves(tmp_path: Path) -> None:
    for name in ("b.toml", "deep/er/a.toml", "policies/c.toml", "policies/c/d.toml", "notes.md"):
        _file(tmp_path, TEXT, name)
    assert [file.name for file in find_scenarios([str(tmp_path)])] == ["b.toml", "a.toml", "d.toml"]
    assert [file.name for file in find_scenarios([str(tmp_path / "policies")])] == ["d.toml"]
    assert [file.name for file in find_scenarios([str(tmp_path / "*.toml"), str(tmp_path / "deep/er/a.toml")])] == ["b.toml", "a.toml"]


def test_nothing_to_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(errors.NoScenarios):
        find_scenarios([str(tmp_path)])
    for name in ("no.toml", "*.toml"):
        with pytest.raises(errors.MissingFile):
            find_scenarios([str(tmp_path / name)])
