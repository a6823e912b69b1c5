"""`subsidy policy` and `subsidy readings`: the law that the package holds, in every form."""

import csv
import io
import json
import re

import pytest
from rich.cells import cell_len

from tests.cli.calling import call, run

DOCUMENTS = ["qingpu-2024-1", "shanghai-2021-1", "shanghai-2026-192", "shanghai-action-plan-2025", "shanghai-ftz-linkage"]


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


def test_figures_are_shown_with_units_in_the_language() -> None:
    chinese, english = (call("policy", "show", "qingpu-2024-1", "--lang", lang).stdout for lang in ("zh", "en"))
    assert "3,000,000.00  元，每家企业每年；第4条" in chinese
    assert "3,000,000.00  RMB per enterprise and year, article 4" in english
    assert "RMB" not in chinese


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


def test_a_document_is_shown_measure_by_measure() -> None:
    for name, measures, remarks in (("shanghai-2021-1", 21, 3), ("shanghai-action-plan-2025", 26, 4)):
        shown = json.loads(call("policy", "show", name, "--format", "json").stdout)
        assert (len(shown["measures"]), len(shown["remarks"])) == (measures, remarks)
    table = call("policy", "show", "shanghai-2021-1", "--lang", "en").stdout
    for words in ("part 3 (4)", "at least 30 days", "all zones of the document", "Outside the measures", "Support and governance"):
        assert words in table
    assert "and others" in table
    assert "（按责任区推定）" in call("policy", "show", "shanghai-ftz-linkage", "--lang", "zh").stdout


@pytest.mark.parametrize(
    ("name", "day", "code", "words"),
    [
        ("qingpu-2024-1", "2026-05-27", "basis_to_be_repealed", "will repeal from 2026-05-28"),
        ("qingpu-2024-1", "2026-05-28", "basis_repealed", "every entitlement under it carries the warning basis_repealed"),
        ("qingpu-2024-1", "2027-03-01", "pays_no_longer", "growth.years=earned_in_force"),
        ("shanghai-2021-1", "2026-06-01", "repealed_basis_of", "青商规〔2024〕1号 rests on it"),
        ("shanghai-2026-192", "2026-06-01", "repeals", "Repeals 沪府发〔2021〕1号 from 2026-05-28."),
        ("shanghai-ftz-linkage", "2026-06-01", "days_unknown", "Its days are not known"),
        ("shanghai-action-plan-2025", "2026-11-23", "unreviewed", "Reviewed until 2026-11-22 only"),
    ],
)
def test_it_says_what_the_state_of_a_document_means(name: str, day: str, code: str, words: str) -> None:
    shown = json.loads(call("policy", "show", name, "--as-of", day, "--format", "json", "--lang", "en").stdout)
    messages = {effect["code"]: effect["message"] for effect in shown["effects"]}
    assert words in messages[code]
    table = call("policy", "show", name, "--as-of", day, "--lang", "en").stdout
    assert messages[code].split(" ", 1)[0] in table


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("day", ["2020-01-01", "2026-06-01", "2030-12-31"])
def test_every_document_can_be_shown_on_any_day(name: str, lang: str, day: str) -> None:
    table = call("policy", "show", name, "--as-of", day, "--lang", lang)
    data = json.loads(call("policy", "show", name, "--as-of", day, "--lang", lang, "--format", "json").stdout)
    assert table.exit_code == 0
    assert max(map(cell_len, table.stdout.splitlines())) <= 100
    assert data["reviewed"] == (day <= "2026-11-22")
    assert all("{" not in effect["message"] for effect in data["effects"])


def test_the_list_says_where_it_was_not_reviewed() -> None:
    assert "reviewed until 2026-11-22" in call("policy", "list", "--as-of", "2026-11-23", "--lang", "en").stdout
    assert "reviewed until" not in call("policy", "list", "--as-of", "2026-11-22", "--lang", "en").stdout


def drawn(*arguments: str, lang: str = "en", width: int = 80) -> list[str]:
    return run("policy", "timeline", *arguments, "--lang", lang, COLUMNS=str(width)).stdout.decode().splitlines()


def bar_of(name: str, lines: list[str]) -> str:
    (found,) = [line for line in lines if line.startswith(name)]
    return found.removeprefix(name)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_timeline_keeps_within_the_terminal(width: int, lang: str) -> None:
    lines = drawn("--as-of", "2026-03-01", lang=lang, width=width)
    assert max(map(cell_len, lines)) <= width
    for name in DOCUMENTS:
        assert bar_of(name, lines).strip()


def test_the_timeline_draws_ends_repeals_and_citations() -> None:
    lines = drawn("--as-of", "2026-03-01")
    assert re.fullmatch(r" +·? *\[━+1━+┿?━*\)2[ ·]*", bar_of("shanghai-2021-1", lines))
    assert re.fullmatch(r"[ ·]*\[━+┿━+\][ ·]*", bar_of("qingpu-2024-1", lines))
    assert re.fullmatch(r"[ ·]*│[ ·]*\(━+>", bar_of("shanghai-2026-192", lines).rstrip())
    assert re.fullmatch(r"[ ·]*\(━+┿━+\)[ ·]*", bar_of("shanghai-action-plan-2025", lines))
    assert bar_of("shanghai-ftz-linkage", lines).strip() == "? neither first nor last day known"
    assert any(re.match(r"1 +2024-01-05 +qingpu-2024-1 cites shanghai-2021-1", line) for line in lines)
    assert any(re.match(r"2 +2026-05-28 +shanghai-2026-192 repeals shanghai-2021-1", line) for line in lines)


def test_a_bar_begins_and_ends_in_its_years() -> None:
    lines = drawn("--as-of", "2026-03-01", width=120)
    years = next(line for line in lines if "2021" in line and "2028" in line)
    qingpu = next(line for line in lines if line.startswith("qingpu-2024-1"))
    assert years.index("2024") < qingpu.index("[") < years.index("2025")
    assert years.index("2027") < qingpu.index("]") < years.index("2028")


def test_the_timeline_says_where_the_day_lies_outside_or_is_not_reviewed() -> None:
    assert "2019-12-31 lies outside the chart" in drawn("--as-of", "2019-12-31")
    assert "│ as of 2026-12-01" in drawn("--as-of", "2026-12-01")
    assert any("reviewed until 2026-11-22" in line for line in drawn("--as-of", "2026-12-01"))


def test_the_timeline_as_data() -> None:
    data = json.loads(call("policy", "timeline", "--as-of", "2026-06-01", "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(call("policy", "timeline", "--format", "csv").stdout)))
    assert data["as_of"] == "2026-06-01"
    assert [document["id"] for document in data["documents"]] == DOCUMENTS
    assert [(row["day"], row["event"], row["document"], row["other"]) for row in rows] == [
        (event["day"], event["event"], event["document"], event["other"] or "") for event in data["events"]
    ]
    assert {row["event"] for row in rows} == {"issued", "in_force_from", "last_day", "cites", "repeals"}
    assert [row["assumed"] for row in rows if row["event"] == "last_day"] == ["true", "false", "true"]


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
