"""`subsidy scenario new`: a starting file that runs as it stands and names everything that can be changed."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from subsidy.law.library import library
from tests.cli.calling import call

AS_OF = ("--as-of", "2026-03-01")
POLICY = Path("scenarios/policies/xiamen-2011-172.toml")


def made(folder: Path, *options: str | Path) -> Path:
    file = folder / "what-if.toml"
    done = call("scenario", "new", file, *options)
    assert (done.exit_code, done.output) == (0, "")
    return file


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("day", ["2022-01-01", "2026-03-01", "2030-06-30"])
def test_it_runs_as_it_stands_and_changes_nothing(lang: str, day: str, tmp_path: Path) -> None:
    file = made(tmp_path, "--lang", lang, "--as-of", day)
    assert call("scenario", "run", file).exit_code == 0
    compared = call("compare", file, file, "--format", "json")
    assert compared.exit_code == 0
    data = json.loads(compared.stdout)
    assert {data[side]["receipt"]["law"] for side in ("base", "other")} == {library().digest}
    assert set(data["totals"]["change"].values()) == {"0.00"}


def test_every_figure_day_reading_and_decision_is_named(tmp_path: Path) -> None:
    text = made(tmp_path, *AS_OF).read_text(encoding="utf-8")
    for document, provision in library().provisions():
        assert f'[documents."{document.id}"]' in text
        assert f'[parameters."{document.id}/{provision.id}"]' in text
        for figure in provision.parameters:
            assert f"\n# {figure.name} = {figure.versions[0].value}\n" in text
    for reading in library().questions.readings:
        assert f'\n# "{reading.name}" = "{reading.default}"\n' in text
        assert all(option in text for option in reading.options)
    assert all(f'\n# "{decision.name}" = ' in text for decision in library().questions.decisions)


def test_what_stands_in_the_comments_is_what_holds(tmp_path: Path) -> None:
    file = made(tmp_path, *AS_OF)
    text = file.read_text(encoding="utf-8")
    alive = re.sub(
        r"(?m)^# (?=(in_force_from|last_day|rate|cap|lump_sum|support_years|\"(growth|first|warehousing|payout)\.\w+\") = (?!\"\"|\[))",
        "",
        text,
    )
    assert len(tomllib.loads(alive)["readings"]) == len(library().questions.readings)
    assert tomllib.loads(alive)["parameters"]["qingpu-2024-1/import-growth"].keys() == {"rate", "cap"}
    file.write_text(alive, encoding="utf-8")
    assert call("scenario", "run", file).exit_code == 0
    data = json.loads(call("compare", file, file, "--format", "json").stdout)
    assert data["other"]["receipt"]["law"] == library().digest


def test_policies_are_named_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    file = made(tmp_path / "deep", *AS_OF, "--policy", POLICY)
    text = file.read_text(encoding="utf-8")
    (named,) = tomllib.loads(text)["policies"]
    assert (file.parent / named).resolve() == POLICY.resolve()
    assert '[parameters."xiamen-2011-172/import-increment"]' in text
    assert call("scenario", "run", file).exit_code == 0


def test_without_a_file_it_is_printed() -> None:
    result = call("scenario", "new", *AS_OF)
    assert result.exit_code == 0
    assert tomllib.loads(result.stdout)["title_zh"]


def test_a_file_that_is_there_is_kept_unless_asked(tmp_path: Path) -> None:
    file = made(tmp_path, *AS_OF)
    file.write_text("mine", encoding="utf-8")
    refused = call("scenario", "new", file, *AS_OF)
    assert (refused.exit_code, file.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in refused.stderr
    assert call("scenario", "new", file, *AS_OF, "--force").exit_code == 0
    assert file.read_text(encoding="utf-8") != "mine"
