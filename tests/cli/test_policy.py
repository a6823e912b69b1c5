"""`subsidy policy` and `subsidy readings`: the law that the package holds, in every form."""

import csv
import io
import json

import pytest

from tests.cli.calling import call


@pytest.mark.parametrize(
    ("day", "older", "newer"),
    [("2021-01-14", "not_yet", "not_yet"), ("2026-05-27", "in_force", "not_yet"), ("2026-05-28", "ended", "in_force")],
)
def test_the_state_of_documents_changes_with_the_day(day: str, older: str, newer: str) -> None:
    listed = json.loads(call("policy", "list", "--as-of", day, "--format", "json").stdout)
    states = {document["id"]: document["state"] for document in listed["documents"]}
    assert listed["as_of"] == day
    assert (states["shanghai-2021-1"], states["shanghai-2026-192"], states["shanghai-ftz-linkage"]) == (older, newer, "unknown")


def test_the_list_says_which_days_are_assumed() -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(call("policy", "list", "--format", "csv").stdout))}
    assert rows["shanghai-2021-1"]["assumed"] == "last_day"
    assert rows["shanghai-action-plan-2025"]["assumed"] == "in_force_from;last_day"
    assert rows["qingpu-2024-1"]["number"] == "青商规〔2024〕1号"
    assert "2026-05-27*" in call("policy", "list").stdout


def test_a_document_is_shown_with_figures_relations_and_measures() -> None:
    shown = json.loads(call("policy", "show", "qingpu-2024-1", "--format", "json").stdout)
    figures = {p["name"]: p["versions"][0]["value"] for provision in shown["provisions"] for p in provision["parameters"]}
    assert figures == {"rate": "0.025", "cap": "3000000.00", "lump_sum": "300000.00", "support_years": "3"}
    assert "shanghai-2021-1" in [reference["document"] for reference in shown["cites"]]
    assert len(shown["measures"]) == 10


def test_a_repealed_document_names_what_repealed_and_cites_it() -> None:
    shown = json.loads(call("policy", "show", "shanghai-2021-1", "--format", "json").stdout)
    assert [other["document"] for other in shown["repealed_by"]] == ["shanghai-2026-192"]
    assert [other["document"] for other in shown["cited_by"]] == ["qingpu-2024-1"]
    table = call("policy", "show", "shanghai-2021-1", "--lang", "zh").stdout
    assert "2026-05-27（推定）" in table
    assert "被废止于" in table


def test_a_document_as_csv_is_keys_and_values() -> None:
    rows = {
        row["key"]: row["value"] for row in csv.DictReader(io.StringIO(call("policy", "show", "qingpu-2024-1", "--format", "csv").stdout))
    }
    assert rows["provisions.0.parameters.1.versions.0.value"] == "3000000.00"
    assert rows["measures.9.article"] == "10"


def test_a_document_that_is_not_held_is_refused() -> None:
    assert call("policy", "show", "beijing-1").exit_code == 2
    assert "没有文件 'beijing-1'" in call("policy", "show", "beijing-1", "--lang", "zh").stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_readings_name_options_default_and_why(lang: str) -> None:
    data = json.loads(call("readings", "--format", "json", "--lang", lang).stdout)
    table = call("readings", "--lang", lang).stdout
    for reading in data["readings"]:
        assert reading["options"][0] == reading["default"]
        assert f"{reading['default']}*" in table
        assert reading["why"][:12] in table
    assert [decision["name"] for decision in data["decisions"]] == [
        "warehousing.ratio",
        "warehousing.annual_cap",
        "first.conflict.BUSINESS",
    ]


def test_readings_as_csv_hold_readings_and_decisions() -> None:
    rows = list(csv.DictReader(io.StringIO(call("readings", "--format", "csv").stdout)))
    assert {row["question"] for row in rows} == {"reading", "decision"}
    assert rows[0]["options"] == "claimed_year_after;earned_in_force"
