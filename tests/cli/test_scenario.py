"""`subsidy scenario run`: status 0 where all is as expected, 3 and the differences where not."""

import csv
import io
import json
from pathlib import Path

from tests.cli.calling import call

SCENARIO = Path(__file__).parents[2] / "scenarios" / "growth" / "worked-example-to-the-fen.toml"


def _changed(folder: Path) -> Path:
    file = folder / "changed.toml"
    file.write_text(
        SCENARIO.read_text(encoding="utf-8").replace('high = "2000000.00"\nmissing', 'high = "2000000.01"\nmissing'), encoding="utf-8"
    )
    return file


def test_as_expected_is_status_0() -> None:
    result = call("scenario", "run", SCENARIO)
    assert result.exit_code == 0
    assert "as expected" in result.stdout
    assert "1 scenarios, 0 with differences" in result.stdout


def test_a_difference_is_printed_and_status_3(tmp_path: Path) -> None:
    result = call("scenario", "run", _changed(tmp_path), SCENARIO, "--lang", "zh")
    assert result.exit_code == 3
    assert "应为 2000000.01，得到 2000000.00" in result.stdout.replace("\n", "").replace("  ", "")
    assert "2 个情景，1 个不一致" in result.stdout


def test_json_and_csv_hold_the_differences(tmp_path: Path) -> None:
    file = _changed(tmp_path)
    result = call("scenario", "run", file, "--format", "json")
    assert result.exit_code == 3
    data = json.loads(result.stdout)
    where = "qingpu-2024-1/import-growth 2024"
    assert data["scenarios"][0]["differences"] == [{"where": where, "key": "high", "expected": "2000000.01", "found": "2000000.00"}]
    assert (data["run"], data["differing"]) == (1, 1)
    (row,) = csv.DictReader(io.StringIO(call("scenario", "run", file, "--format", "csv").stdout))
    assert (row["where"], row["key"], row["expected"], row["found"]) == (where, "high", "2000000.01", "2000000.00")


def test_a_scenario_that_cannot_be_used_is_status_2(tmp_path: Path) -> None:
    result = call("scenario", "run", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no scenario files" in result.stderr
