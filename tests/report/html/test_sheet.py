"""The sheet of an enterprise: every figure, window and doubt of its assessment, and nothing that is not its own markup."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import subsidy
from subsidy import errors
from subsidy.batch.read_back import read_result
from subsidy.entitlement import Assessment
from subsidy.law.library import library
from subsidy.report.assessment_table import grouped
from subsidy.report.html.sheet import sheet
from subsidy.report.html.sheets import sheets, write_sheets
from tests.report.html.conftest import HOSTILE
from tests.report.html.reading import asks_outside, read

DECIDED = {"warehousing.ratio": "0.50,0.50,0.50"}
CASE = {
    "enterprise": {"uscc": "913101180000000004", "name": "上海某某进出口有限公司", "zone": "qingpu",
                   "settled_on": "2024-05-01", "foreign_trade": True},
    "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}],
    "firsts": [{"business": "保税维修", "kind": "first", "recognised_on": "2025-04-18"}],
    "warehousing": [{"from": "2024-05-01", "to": "2024-05-31", "amount": "52000.00"}],
}  # fmt: skip


def assessed(lang: str, **changes: object) -> Assessment:
    case = subsidy.Case.model_validate({**CASE, **changes})
    return subsidy.assess(case, as_of=date(2026, 6, 1), decisions={"warehousing.ratio": "0.5"}, lang=lang)


def words_of(page: str) -> str:
    return " ".join("".join(read(page).texts).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_that_the_assessment_says_stands_on_the_sheet(lang: str) -> None:
    result = assessed(lang)
    text = sheet(result, library(), lang, decisions=DECIDED)
    said = words_of(text)
    assert {entitlement.status for entitlement in result.entitlements} == {"payable", "undetermined"}
    for e in result.entitlements:
        assert e.citation.title in said
        assert e.citation.document in said
        assert all(f"{day}" in said for day in (e.valid_from, e.valid_until) if day)
        assert all(step.explain in said and (step.value is None or grouped(step.value) in said) for step in e.steps)
        assert all(f"{note.message} {note.code}" in said for note in (*e.reasons, *e.assumptions, *e.warnings))
        assert all(f"{item.message} {item.item}" in said for item in e.missing)
        assert all(f"{name}={option}" in said for name, option in e.readings.items())
        assert grouped(e.low) in said
    assert all(f"{name}={value}" in said for name, value in DECIDED.items())
    assert all(value in said for value in (result.receipt.law, result.receipt.inputs, result.receipt.engine))
    assert "basis_repealed [1, 2, 3, 4, 5, 6]" in said


def test_each_assumption_names_the_entitlements_that_rest_on_it() -> None:
    result = assessed("en")
    said = words_of(sheet(result, library(), "en", decisions={}))
    first = [number for number, e in enumerate(result.entitlements, 1) if e.provision.endswith("/first")]
    assert f"zone_of_first {first}" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_facts_are_text(lang: str) -> None:
    result = assessed(lang, enterprise={"name": HOSTILE, "zone": "qingpu"}, firsts=[{"business": HOSTILE, "kind": "first"}], warehousing=[])
    text = sheet(result, library(), lang, decisions={"first.conflict.<b>": HOSTILE})
    assert asks_outside(text) == []
    assert not [one for one in read(text).elements if one.name == "b"]
    assert "".join(read(text).texts).count(HOSTILE) == 4


@pytest.mark.parametrize(
    ("lang", "as_read", "not_known"), [("zh", "基数年 2022 已读到的进口额", "未知"), ("en", "2022, as read", "not known")]
)
def test_what_was_not_read_is_not_said_to_be_known(lang: str, as_read: str, not_known: str) -> None:
    imports = [{"period": "2023", "value": "80000000.00"}]
    case = subsidy.Case.model_validate({**CASE, "imports": imports, "firsts": []})
    text = sheet(subsidy.assess(case, as_of=date(2026, 6, 1), lang=lang), library(), lang, decisions={})
    assert as_read in words_of(text)
    assert [row[-1] for row in read(text).tables[0].rows[1:]].count(not_known) == 1


def test_a_firm_of_which_nothing_is_known_has_a_sheet_that_says_so() -> None:
    result = subsidy.assess(subsidy.Case.model_validate({"enterprise": {}}), as_of=date(2026, 6, 1), lang="en")
    assert "Nothing to judge" in words_of(sheet(result, library(), "en", decisions={}))


def lines_by_firm(folder: Path) -> dict[str, list[dict[str, str]]]:
    with (folder / "entitlements.csv").open(encoding="utf-8-sig", newline="") as source:
        found: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(source):
            found.setdefault(row["uscc"], []).append(row)
    return found


def test_every_enterprise_of_a_result_has_a_sheet_with_its_figures(park: Path) -> None:
    rows = lines_by_firm(park)
    made = dict(sheets(read_result(park), library(), "zh"))
    assert list(made) == sorted(rows)
    for code, text in made.items():
        said = words_of(text)
        assert asks_outside(text) == []
        assert text.count('<li>\n<div class="head">') == len(rows[code])
        for row in rows[code]:
            figures = [Decimal(figure) for figure in json.loads(row["steps"]).values() if figure]
            assert all(grouped(figure) in said for figure in [Decimal(row["low"]), *figures])
            assert all(code in said for code in (*row["reasons"].split(";"), *row["missing"].split(";"), *row["warnings"].split(";")))


def test_a_sheet_of_a_result_explains_steps_as_an_assessment_does(park: Path) -> None:
    made = dict(sheets(read_result(park), library(), "en"))
    assert "imports of statistics year 2025, as read" in made["91310118MA1KX1370E"]
    assert "at most the yearly cap of 3,000,000.00" in made["91310118MA1KX1370E"]
    assert "Assumptions of the whole result" in made["91310118MA1KX1370E"]


def test_sheets_are_written_all_or_none_and_replace_only_sheets(park: Path, tmp_path: Path) -> None:
    result, out = read_result(park), tmp_path / "sheets"
    assert write_sheets(result, library(), "zh", out, force=False) == 28
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    assert len(before) == 28
    with pytest.raises(errors.OutputExists):
        write_sheets(result, library(), "zh", out, force=False)
    assert write_sheets(result, library(), "zh", out, force=True) == 28
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(errors.SheetsForeign, match=r"notes\.txt"):
        write_sheets(result, library(), "en", out, force=True)
    assert (out / "91310118MA1KX1370E.html").read_bytes() == before["91310118MA1KX1370E.html"]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("payable,470000.00,470000.00,470000.00", "payable,9999999.99,470000.00,470000.00", errors.BadValue),
        ("payable,470000.00,470000.00,470000.00", "payable,470000.01,470000.01,470000.01", errors.BadValue),
        ("undetermined,,0.00,1530000.00", "undetermined,,0.00,1530000.01", errors.ResultMixed),
        ("", "", None),
    ],
)
def test_sheets_of_lines_that_were_edited_are_not_put_in_place(
    park: Path, tmp_path: Path, old: str, new: str, error: type[errors.SubsidyError] | None
) -> None:
    shutil.copytree(park, tmp_path / "result")
    file = tmp_path / "result" / "entitlements.csv"
    before = file.read_text(encoding="utf-8")
    lines = before.splitlines(keepends=True)
    file.write_text(before.replace(old, new, 1) if error else "".join(lines[:40] + lines[60:]), encoding="utf-8")
    with pytest.raises(error or errors.ResultMixed):
        write_sheets(read_result(tmp_path / "result"), library(), "zh", tmp_path / "sheets", force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


@pytest.mark.parametrize("code", ["../../etc/passwd", "91310118/000000000"])
def test_a_code_that_is_none_names_no_file(park: Path, tmp_path: Path, code: str) -> None:
    folder = tmp_path / "result"
    folder.mkdir()
    for file in park.iterdir():
        text = file.read_text(encoding="utf-8")
        (folder / file.name).write_text(text.replace("91310118MA1KX1370E", code), encoding="utf-8")
    with pytest.raises(errors.BadValue, match="uscc"):
        write_sheets(read_result(folder), library(), "zh", tmp_path / "sheets", force=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result"]
