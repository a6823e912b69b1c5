"""A scenario file as a what-if: policies beside it, other figures and days, and errors at file, line and key."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.intake.scenario import run_scenario
from subsidy.intake.scenario_file import read_scenario_file
from subsidy.law.library import DOCUMENTS, library

HEAD = 'title = "What if"\nas_of = 2026-03-01\n'
GROWTH = '[parameters."qingpu-2024-1/import-growth"]\n'
CASE = """
[case.enterprise]
zone = "qingpu"
[[case.imports]]
period = "2024"
value = 80000000.00
[[case.imports]]
period = "2025"
value = 90000000.00
[[expect]]
period = "2025"
"""


def file(folder: Path, text: str, name: str = "what-if.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_changed_figures_and_days_decide_what_comes_out(tmp_path: Path) -> None:
    text = HEAD + GROWTH + "rate = 0.03\ncap = 200000.00\n" + CASE + 'provision = "qingpu-2024-1/import-growth"\namount = "200000.00"\n'
    assert run_scenario(file(tmp_path, text)).differences == ()
    ended = text.replace(GROWTH, '[documents."qingpu-2024-1"]\nlast_day = 2025-12-31\n' + GROWTH).replace('"200000.00"', '"0.00"')
    assert run_scenario(file(tmp_path, ended)).differences == ()
    assert run_scenario(file(tmp_path, text.replace("cap = 200000.00\n", ""))).differences[0].found == "300000.00"


def test_policies_stand_beside_the_file_that_names_them(tmp_path: Path) -> None:
    packaged = (DOCUMENTS / "qingpu-2024-1.toml").read_text(encoding="utf-8")
    (tmp_path / "policies").mkdir()
    file(tmp_path / "policies", re.sub('(?m)^id = "qingpu-2024-1"$', 'id = "draft"', packaged), "draft.toml")
    expected = CASE + 'provision = "draft/import-growth"\namount = "400000.00"\n'
    text = HEAD + 'policies = ["policies/draft.toml"]\n[parameters."draft/import-growth"]\nrate = 0.04\n' + expected
    assert run_scenario(file(tmp_path, text)).differences == ()


def test_a_file_without_a_case_has_a_run_but_nothing_to_run_it_on(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + GROWTH + "rate = 0.03\n")
    run = read_scenario_file(path).run()
    assert run.law.digest != library().digest
    with pytest.raises(errors.MissingKey, match=r"what-if\.toml.*case"):
        run_scenario(path)


def test_policies_of_the_call_come_first(tmp_path: Path) -> None:
    named = read_scenario_file(file(tmp_path, HEAD + GROWTH + "rate = 0.03\n")).run(library())
    (terms,) = [terms for _, _, terms in named.provisions if terms.kind == "growth"]
    assert terms.figures["rate"].on(terms.in_force.first) == Decimal("0.03")


FAULTS: list[tuple[str, int, str, str]] = [
    ('[parameters."qingpu-2024-1/growht"]\nrate = 1\n', 3, "parameters.qingpu-2024-1/growht", "qingpu-2024-1/import-growth"),
    (GROWTH + "cap = 1\nrat = 1\n", 5, "parameters.qingpu-2024-1/import-growth.rat", "rate, cap"),
    (GROWTH + "rate = 3e-2\n", 4, "parameters.qingpu-2024-1/import-growth.rate", "such as 0.03"),
    ('[documents."qingpu"]\nlast_day = 2026-01-01\n', 3, "documents.qingpu", "qingpu-2024-1"),
    ('[documents."qingpu-2024-1"]\nlast_dya = 2026-01-01\n', 4, "documents.qingpu-2024-1.last_dya", "in_force_from, last_day"),
    ('[readings]\n"growth.yaers" = "x"\n', 4, "readings.growth.yaers", "growth.years"),
    ('[readings]\n"growth.years" = "x"\n', 4, "readings.growth.years", "earned_in_force"),
    ('[decisions]\n"warehousing.ratio" = "2"\n', 4, "decisions.warehousing.ratio", "from 0 to 1"),
    ('[decisions]\n"ratio" = "2"\n', 4, "decisions.ratio", "warehousing.ratio"),
    ('[decisions]\n"first.conflict.保税 维修" = "1"\n', 4, "decisions.first.conflict.保税 维修", "18-character"),
    ("[parameter]\nx = 1\n", 3, "parameter", "parameters"),
    ("[case.enterprise]\nzoen = 1\n", 4, "case.enterprise.zoen", "zone"),
]


@pytest.mark.parametrize(("text", "line", "key", "accepted"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_what_is_not_known_is_named_with_file_line_and_key(text: str, line: int, key: str, accepted: str, tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + text)
    with pytest.raises(errors.SubsidyError) as caught:
        read_scenario_file(path).run()
    english, chinese = caught.value.sentence("en"), caught.value.sentence("zh")
    assert english.startswith(f"{path}, line {line}: {key}")
    assert accepted in english
    assert f"第{line}行：{key}" in chinese


def test_a_policy_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingFile, match=r"nowhere\.toml"):
        read_scenario_file(file(tmp_path, HEAD + 'policies = ["nowhere.toml"]\n')).run()
