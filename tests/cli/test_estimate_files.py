"""`subsidy estimate FILES`: rows and side tables become the case, and what could not be used is said."""

import json
from pathlib import Path

from tests.cli.calling import call, case_file

CODE = "913101180000000004"
AS_OF = ("--as-of", "2026-03-01", "--format", "json")


def _rows(folder: Path, *rows: str) -> Path:
    file = folder / "imports.csv"
    file.write_text("\n".join(["统一社会信用代码,年度,进口额（元）", *rows]) + "\n", encoding="utf-8")
    return file


def test_rows_become_the_imports_of_the_case(tmp_path: Path) -> None:
    file = _rows(tmp_path, f"{CODE},2024,80000000", f"{CODE},2025,120000000.40")
    result = call("estimate", file, "--zone", "qingpu", *AS_OF)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["enterprise"]["uscc"] == CODE
    assert [(e["period"], e["amount"]) for e in found["entitlements"]] == [("2024", None), ("2025", "1000000.01")]


def test_rejected_rows_are_named_on_standard_error(tmp_path: Path) -> None:
    file = _rows(tmp_path, f"{CODE},2024,80000000", f"{CODE},2025,many")
    result = call("estimate", file, "--zone", "qingpu", *AS_OF)
    assert result.exit_code == 0
    assert "line 3" in result.stderr
    assert "'many'" in result.stderr
    assert "rows rejected: 1" in result.stderr
    assert "1 行未能采用" in call("estimate", file, "--zone", "qingpu", *AS_OF, "--lang", "zh").stderr


def test_several_enterprises_have_to_be_told_apart(tmp_path: Path) -> None:
    file = _rows(tmp_path, f"{CODE},2024,1", "91310118MA1QP013X0,2024,1")
    result = call("estimate", file, "--zone", "qingpu", *AS_OF)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "its uscc" in result.stderr
    chosen = json.loads(call("estimate", file, "--zone", "qingpu", "--uscc", CODE, *AS_OF).stdout)
    assert chosen["entitlements"][0]["steps"][0]["value"] == "1.00"


def test_rows_replace_the_imports_of_the_case_with_their_coverage(tmp_path: Path) -> None:
    said = {"imports": [{"period": "2025", "value": 5}], "coverage": [{"from": "2020-01", "to": "2025-12"}]}
    case = case_file(tmp_path, {"enterprise": {"uscc": CODE, "zone": "qingpu"}, **said})
    found = json.loads(call("estimate", _rows(tmp_path, f"{CODE},2024,7"), "--case", case, *AS_OF).stdout)
    assert [(e["period"], e["steps"][0]["value"]) for e in found["entitlements"]] == [("2024", "7.00")]
    assert [missing["detail"] for missing in found["entitlements"][0]["missing"]] == ["2023-01..2023-12"]
