"""`subsidy range`: the same facts and options as `subsidy estimate`, and the range as table, JSON or CSV."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

import subsidy
from tests.cli.calling import GROWTH, call, case_file

AS_OF = ("--as-of", "2026-03-01")
NEW_IMPORTER = ("--zone", "qingpu", "--imports", "2024=0.00", "--imports", "2025=80000000.00", *AS_OF)
SCENARIO_CASE = Path(__file__).parents[2] / "scenarios" / "cases" / "foodstuffs-importer.json"


def test_json_is_what_the_library_gives(tmp_path: Path) -> None:
    answer = call("range", "--case", case_file(tmp_path, GROWTH), *AS_OF, "--format", "json")
    assert answer.exit_code == 0, answer.stderr
    assert answer.stdout == subsidy.assess_range(subsidy.Case.model_validate(GROWTH), as_of=date(2026, 3, 1)).to_json()


def test_json_fits_the_schema_that_is_published() -> None:
    schema = json.loads(call("schema", "range").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    answer = json.loads(call("range", "--case", SCENARIO_CASE, *AS_OF, "--format", "json").stdout)
    jsonschema.validate(answer, schema)
    assert answer["total"]["most"] is None
    answer["total"]["least"] = 0.5
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, schema)


def test_readings_and_decisions_of_the_call_are_those_from_which_one_is_changed() -> None:
    answer = call("range", *NEW_IMPORTER, "--reading", "growth.new_importer=excluded", "--format", "json")
    (first, *_) = json.loads(answer.stdout)["moves"]
    assert (first["option"], [other["option"] for other in first["others"]]) == ("excluded", ["zero_base"])


def test_csv_has_a_line_for_each_entitlement() -> None:
    rows = list(csv.DictReader(io.StringIO(call("range", *NEW_IMPORTER, "--format", "csv").stdout)))
    assert [(row["period"], row["low"], row["high"], row["range_low"], row["range_high"]) for row in rows] == [
        ("2024", "0.00", "0.00", "0.00", "0.00"),
        ("2025", "0.00", "2000000.00", "0.00", "2000000.00"),
    ]
    assert rows[1]["least_at"] == "growth.new_importer=zero_base;growth.qualified=register"
    assert (rows[1]["moved_by"], rows[1]["missing"]) == ("growth.new_importer", "decision:growth.new_importer")


def test_what_has_no_bound_is_an_empty_cell_and_a_word_on_the_table() -> None:
    rows = list(csv.DictReader(io.StringIO(call("range", "--case", SCENARIO_CASE, *AS_OF, "--format", "csv").stdout)))
    assert [row["range_high"] for row in rows if row["period"] == "year 3"] == [""]
    assert "no bound" in call("range", "--case", SCENARIO_CASE, *AS_OF).stdout


@pytest.mark.parametrize(("lang", "word"), [("en", "Depending on the readings (768 combinations)"), ("zh", "随解读不同（共 768 种组合）")])
def test_the_table_says_first_whether_it_matters(lang: str, word: str) -> None:
    assert word in call("range", *NEW_IMPORTER, "--lang", lang).stdout


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    answer = call("range", *NEW_IMPORTER, "-o", tmp_path / "range.json")
    assert answer.exit_code == 0, answer.stderr
    assert json.loads((tmp_path / "range.json").read_text(encoding="utf-8"))["combinations"] == 768


@pytest.mark.parametrize("options", [[], ["--zone", "nowhere"], [*NEW_IMPORTER, "--reading", "growth.years=other"]])
def test_a_call_that_cannot_be_used_is_one_plain_error(options: list[str]) -> None:
    answer = call("range", *options)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
