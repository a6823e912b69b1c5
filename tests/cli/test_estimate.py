"""`subsidy estimate`: the same result as the library, in every form."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

import subsidy
from subsidy.batch.cells import ENTITLEMENT_COLUMNS
from tests.cli.calling import FIRM, GROWTH, call, case_file, run

DAY = date(2026, 3, 1)
AS_OF = ("--as-of", "2026-03-01")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_is_the_librarys_to_the_byte(lang: str, tmp_path: Path) -> None:
    expected = subsidy.assess(subsidy.Case.model_validate(GROWTH), as_of=DAY, lang=lang).to_json().encode()
    arguments = ("estimate", "--case", case_file(tmp_path, GROWTH), *AS_OF, "--format", "json", "--lang", lang)
    assert call(*arguments).stdout_bytes == expected
    assert run(*arguments, PYTHONIOENCODING="latin-1").stdout == expected


def test_a_file_holds_what_standard_output_would(tmp_path: Path) -> None:
    arguments = ("estimate", "--case", case_file(tmp_path, GROWTH), *AS_OF)
    assert call(*arguments, "-o", tmp_path / "result.json").output == ""
    assert (tmp_path / "result.json").read_bytes() == call(*arguments, "--format", "json").stdout_bytes
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.json", "result.json"]


def test_options_alone_make_the_same_case(tmp_path: Path) -> None:
    options = ("--uscc", str(FIRM["uscc"]), "--name", str(FIRM["name"]), "--imports", "2024=80000000.00", "--imports", "2025=120000000.40")
    result = call("estimate", *options, *AS_OF, "--format", "json")
    case = subsidy.Case.model_validate({**GROWTH, "enterprise": {**FIRM, "zone": None}})
    found = subsidy.assess(case, as_of=DAY)
    assert json.loads(result.stdout)["entitlements"] == json.loads(found.to_json())["entitlements"]


def test_toml_and_json_give_the_same_bytes(tmp_path: Path) -> None:
    toml = '[enterprise]\nuscc = "913101180000000004"\nname = "上海某进出口有限公司"\nzone = "qingpu"\n'
    toml += '[[imports]]\nperiod = "2024"\nvalue = 80000000.00\n[[imports]]\nperiod = "2025"\nvalue = 120000000.4\n'
    found = [
        call("estimate", "--case", file, *AS_OF, "--format", "json").stdout_bytes
        for file in (case_file(tmp_path, GROWTH), case_file(tmp_path, toml, "case.toml"), case_file(tmp_path, "\ufeff" + toml, "bom.toml"))
    ]
    assert found[0] == found[1] == found[2]


def test_a_zone_asserted_is_said(tmp_path: Path) -> None:
    data = {**GROWTH, "enterprise": {}}
    result = json.loads(call("estimate", "--case", case_file(tmp_path, data), "--zone", "qingpu", *AS_OF, "--format", "json").stdout)
    assert result["enterprise"]["zone"] == "qingpu"
    assert all("zone_asserted" in [a["code"] for a in e["assumptions"]] for e in result["entitlements"])


def test_a_zone_of_the_case_is_not_overruled(tmp_path: Path) -> None:
    data = {**GROWTH, "enterprise": {"zone": "songjiang"}}
    result = json.loads(call("estimate", "--case", case_file(tmp_path, data), "--zone", "qingpu", *AS_OF, "--format", "json").stdout)
    assert result["enterprise"]["zone"] == "songjiang"
    assert {e["status"] for e in result["entitlements"]} == {"ineligible"}


def test_imports_by_option_replace_those_of_the_case_with_their_coverage(tmp_path: Path) -> None:
    data = {**GROWTH, "coverage": [{"from": "2023-01", "to": "2025-12"}], "rejected_rows": [{"rows": 1}]}
    result = call("estimate", "--case", case_file(tmp_path, data), "--imports", "2025=1.00", *AS_OF, "--format", "json")
    (entitlement,) = json.loads(result.stdout)["entitlements"]
    assert [(m["code"], m.get("detail")) for m in entitlement["missing"]] == [("imports", "2024-01..2024-12")]


def test_coverage_fees_and_facts_by_option(tmp_path: Path) -> None:
    data = {"enterprise": {"zone": "qingpu"}, "imports": [{"period": "2025", "value": 1000000}], "warehousing": []}
    options = (
        "--coverage",
        "2024-01..2025-12",
        "--settled-on",
        "2024-05-01",
        "--foreign-trade",
        "--not-qualified",
        "--fees-through",
        "2027-02-05",
    )
    result = json.loads(call("estimate", "--case", case_file(tmp_path, data), *options, *AS_OF, "--format", "json").stdout)
    reasons = {e["period"]: [r["code"] for r in e["reasons"]] for e in result["entitlements"]}
    assert reasons == {
        "2024": ["no_increment", "not_qualified"],
        "2025": ["not_qualified"],
        "year 1": ["no_fees"],
        "year 2": ["no_fees"],
        "year 3": ["no_fees"],
    }


def test_csv_has_the_columns_of_a_batch_result(tmp_path: Path) -> None:
    data = {**GROWTH, "enterprise": {**FIRM, "name": "=cmd()"}}
    arguments = ("estimate", "--case", case_file(tmp_path, data), *AS_OF, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(call(*arguments).stdout)))
    assert list(rows[0]) == list(ENTITLEMENT_COLUMNS)
    assert [(row["name"], row["period"], row["amount"], row["high"]) for row in rows] == [
        ("'=cmd()", "2024", "", "2000000.00"),
        ("'=cmd()", "2025", "1000000.01", "1000000.01"),
    ]
    call(*arguments, "-o", tmp_path / "result.csv")
    assert (tmp_path / "result.csv").read_bytes().startswith(b"\xef\xbb\xbfuscc,")


def test_the_day_used_is_always_said(tmp_path: Path) -> None:
    case = case_file(tmp_path, GROWTH)
    assert "as of 2026-03-01" in call("estimate", "--case", case, *AS_OF).stdout
    assert f"as of {date.today()}" in call("estimate", "--case", case).stdout
    assert json.loads(call("estimate", "--case", case, "--format", "json").stdout)["as_of"] == date.today().isoformat()


def test_the_language_is_that_of_the_call_else_of_the_locale(tmp_path: Path) -> None:
    case = case_file(tmp_path, GROWTH)
    assert "可兑付" in call("estimate", "--case", case, locale="zh_CN.UTF-8").stdout
    assert "payable" in call("estimate", "--case", case, "--lang", "en", locale="zh_CN.UTF-8").stdout
    assert "可兑付" in call("--lang", "zh", "estimate", "--case", case).stdout


def test_readings_and_decisions_reach_the_rule(tmp_path: Path) -> None:
    data = {
        "enterprise": {"zone": "qingpu"},
        "imports": [{"period": "2025", "value": 100000000}],
        "coverage": [{"from": "2024-01", "to": "2025-12"}],
    }
    arguments = ("estimate", "--case", case_file(tmp_path, data), *AS_OF, "--format", "json", "--reading", "growth.new_importer=zero_base")
    found = {e["period"]: e["amount"] for e in json.loads(call(*arguments).stdout)["entitlements"]}
    assert found == {"2024": "0.00", "2025": "2500000.00"}


def test_a_place_that_cannot_be_written_is_a_named_error(tmp_path: Path) -> None:
    result = call("estimate", "--case", case_file(tmp_path, GROWTH), "-o", tmp_path / "no" / "result.json")
    assert result.exit_code == 2
    assert "result.json: cannot be written" in result.stderr
    assert call("estimate", "--case", case_file(tmp_path, GROWTH), "-o", tmp_path).exit_code == 2


def test_an_earlier_result_stays_where_the_call_fails(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text("earlier")
    call("estimate", "--case", tmp_path / "no.json", "-o", tmp_path / "result.json")
    assert (tmp_path / "result.json").read_text() == "earlier"


def test_imports_come_from_files_or_options_not_both() -> None:
    result = call("estimate", "imports.csv", "--imports", "2024=1.00")
    assert result.exit_code == 2
    assert "not from both" in result.stderr
