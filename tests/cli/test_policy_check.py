"""`subsidy policy check`: what was understood of policy files in every form, and `--policy` in other commands."""

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.calling import call

HOME = Path(__file__).parents[2] / "scenarios" / "policies"
FILES = sorted(HOME.glob("*.toml"))
XIAMEN = HOME / "xiamen-2011-172.toml"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_sound_file_is_shown_with_its_figures_and_open_questions(file: Path, lang: str) -> None:
    result = call("policy", "check", file, "--lang", lang)
    assert result.exit_code == 0
    understood = json.loads(call("policy", "check", file, "--lang", lang, "--format", "json").stdout)["documents"][0]
    assert understood["id"] == file.stem
    assert max(map(cell_len, result.stdout.splitlines())) <= 100
    flat = "".join(result.stdout.split())
    named = [figure["name"] for provision in understood["provisions"] for figure in provision["parameters"]]
    named += [one["name"] for group in ("quantities", "readings", "decisions") for one in understood[group]]
    assert [name for name in named if name not in flat] == []


def test_a_folder_gives_every_policy_in_it_as_rows() -> None:
    rows = list(csv.DictReader(io.StringIO(call("policy", "check", HOME, "--format", "csv").stdout)))
    assert {row["document"] for row in rows} == {file.stem for file in FILES}
    (cap,) = [row for row in rows if (row["document"], row["name"]) == ("xiamen-2011-172", "cap")]
    assert (cap["what"], cap["unit"], cap["value"], cap["article"]) == ("figure", "CNY", "800000", "not stated")
    assert {row["what"] for row in rows} == {"provision", "figure", "schedule", "quantity", "reading", "decision", "left_open"}


def with_id(name: str, folder: Path) -> Path:
    """A policy file as it is, but for the id of its document."""
    file = folder / "policy.toml"
    file.write_text(XIAMEN.read_text(encoding="utf-8").replace("xiamen-2011-172", name), encoding="utf-8")
    return file


@pytest.mark.parametrize(("name", "replaces"), [("qingpu-2024-1", True), ("qingpu-2024-2", False)])
def test_a_policy_that_takes_the_place_of_a_packaged_one_is_said_to(tmp_path: Path, name: str, replaces: bool) -> None:
    file = with_id(name, tmp_path)
    shown = call("policy", "check", file, "--lang", "en").stdout
    assert ("stands in the place of qingpu-2024-1" in " ".join(shown.split())) == replaces
    assert json.loads(call("policy", "check", file, "--format", "json").stdout)["documents"][0]["replaces"] is replaces


@pytest.mark.parametrize("name", ["../x", "临河-2026", "A-1", "a b", "-a", "a-"])
def test_an_id_of_another_form_is_refused_on_its_line(tmp_path: Path, name: str) -> None:
    for lang, place in (("en", "policy.toml, line 3: id: "), ("zh", "policy.toml 第3行：id：")):
        result = call("policy", "check", with_id(name, tmp_path), "--lang", lang)
        assert (result.exit_code, place in result.stderr) == (2, True)


def test_a_figure_that_changes_is_shown_with_the_days_of_each_version(tmp_path: Path) -> None:
    text = (HOME / "zhongshan-2024-imports.toml").read_text(encoding="utf-8")
    one = "versions = [{ from = 2024-04-16, value = 0.005 }]"
    two = one.replace("value = 0.005 }", "to = 2024-05-01, value = 0.005 }, { from = 2024-05-02, value = 0.004 }")
    file = tmp_path / "policy.toml"
    file.write_text(text.replace(one, two), encoding="utf-8")
    shown = call("policy", "check", file).stdout
    assert [days in shown for days in ("2024-04-16..2024-05-01", "2024-05-02..")] == [True, True]
    assert ".." not in call("policy", "check", HOME / "zhongshan-2024-imports.toml").stdout


def test_a_file_that_is_not_there_or_not_sound_is_refused(tmp_path: Path) -> None:
    missing = call("policy", "check", tmp_path / "none.toml")
    assert (missing.exit_code, "none.toml: no such file" in missing.stderr) == (2, True)
    assert call("policy", "check", tmp_path).exit_code == 2
    file = tmp_path / "bad.toml"
    file.write_text(XIAMEN.read_text(encoding="utf-8").replace("years = [2011]", "yaers = [2011]"), encoding="utf-8")
    for lang, said in (("en", "did you mean 'years'?"), ("zh", "未知的键 'yaers'")):
        result = call("policy", "check", file, "--lang", lang)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert said in result.stderr
    file.write_text("id = \n", encoding="utf-8")
    assert "line 1" in call("policy", "check", file).stderr


@pytest.mark.parametrize(
    "command",
    [("policy", "list"), ("policy", "show", "xiamen-2011-172"), ("policy", "timeline"), ("readings",), ("measures",)],
    ids=" ".join,
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_other_commands_know_the_policy(command: tuple[str, ...], lang: str) -> None:
    result = call(*command, "--policy", XIAMEN, "--lang", lang)
    assert result.exit_code == 0
    assert "xiamen-2011-172" in result.stdout or command[0] == "measures" or command[1:] == ("timeline",)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_enterprise_elsewhere_is_estimated(tmp_path: Path, lang: str) -> None:
    case = {
        "enterprise": {"zone": "other:zhongshan"},
        "imports": [{"period": "2023", "value": "250000000.00"}],
        "prior": [{"provision": "zhongshan-2024-imports/level", "period": "2023", "amount": "30000.00"}],
    }
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    asked = ("estimate", "--case", file, "--policy", HOME / "zhongshan-2024-imports.toml", "--as-of", "2024-05-01", "--lang", lang)
    assert "70,000.00" in call(*asked).stdout
    found = json.loads(call(*asked, "--format", "json").stdout)["entitlements"]
    assert [(e["provision"], e["amount"]) for e in found if e["status"] == "payable"] == [("zhongshan-2024-imports/level", "70000.00")]


def test_a_quantity_in_another_unit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    quantity = {"name": "imports_here_usd", "period": "2011", "value": "5.00", "unit": "EUR"}
    file.write_text(json.dumps({"enterprise": {}, "quantities": [quantity]}), encoding="utf-8")
    result = call("estimate", "--case", file, "--policy", XIAMEN, "--as-of", "2012-01-01")
    assert result.exit_code == 2
    assert "quantities.0.unit: 'EUR' is not usable; accepted: USD" in result.stderr
