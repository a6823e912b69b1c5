"""Every row of a park drawn at random meets the fate that it was drawn with, at its line and to the fen."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.drawn import TIMES
from tests.truth.account import amounts_expected, covered_expected, imports_expected, rejects_expected, rows_expected
from tests.truth.growth import growth_expected, growth_found
from tests.truth.park import Park, draw_park
from tests.truth.run import Answer, answer, matches

pytestmark = pytest.mark.no_cover

SEEDS = range(20 * TIMES)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_park_is_accounted_for_as_it_was_drawn(seed: int, tmp_path: Path) -> None:
    park = draw_park(seed, tmp_path / "park")
    found = answer(park, tmp_path / "result")
    about = f"seed {seed}: {[str(written.path) for written in park.files]}"
    compare_account(park, found, about)
    compare_rejects(park, found, about)
    compare_files(park, found, about)
    compare_warnings(park, found, about)
    assert growth_found(park, found) == growth_expected(park), about


def compare_account(park: Park, found: Answer, about: str) -> None:
    """Rows and amounts by code, years, months."""
    said = found.reconciliation
    assert ordered(said["rows"]) == rows_expected(park), about
    assert ordered(said["amount"]) == amounts_expected(park), about
    assert said["balanced"] is True, about
    assert {year: sum_ for year, sum_ in said["imports"].items() if sum_ != "0.00"} == imports_expected(park), about
    assert (said["covered"]["months"], said["covered"]["gaps"]) == covered_expected(park), about


def ordered(side: dict[str, Any]) -> dict[str, Any]:
    """The account with its codes in order."""
    return {key: dict(sorted(value.items())) if isinstance(value, dict) else value for key, value in side.items()}


def compare_rejects(park: Park, found: Answer, about: str) -> None:
    """Each rejected row once, by file, sheet, line, column, value and code; and those of the register."""
    expected, listed = rejects_expected(park), found.of_files({written.path.name for written in park.files})
    for reject in expected:
        hit = next((line for line in listed if matches(line, reject)), None)
        assert hit is not None, f"{about}: not among the rejects: {reject}; they are {listed}"
        listed.remove(hit)
    assert listed == [], about
    beside = {park.register.path.name: park.register.rejects} if park.register else {}
    for name, rejects in beside.items():
        said = [(int(line["line"]), line["column"], line["value"], line["code"]) for line in found.of_files({name})]
        assert said == rejects, about


def compare_files(park: Park, found: Answer, about: str) -> None:
    """Each table named with its digest, heading line, unit and the columns that are not used."""
    for written in park.files:
        tables = [table for table in found.reconciliation["files"] if Path(table["name"]).name == written.path.name]
        assert {table["sheet"] or "" for table in tables} >= set(written.grids), about
        assert {table["sha256"] for table in tables} == {hashlib.sha256(written.path.read_bytes()).hexdigest()}, about
        for table in tables:
            grid = written.grids[table["sheet"] or ""]
            heading = written.places[table["sheet"] or ""][len(grid.titles)]
            assert written.medium == "parquet" or table["heading_line"] == heading, about
            assert grid.unit is None or table["unit"] == grid.unit, about
            named = json.dumps([table["ignored"], table["unknown"]], ensure_ascii=False)
            unused = [column.heading for column in grid.columns if column.field in ("ignored", "unknown")]
            assert [text for text in unused if json.dumps(text.strip(), ensure_ascii=False)[1:-1] not in named] == [], about


def compare_warnings(park: Park, found: Answer, about: str) -> None:
    """A wrong check digit is said of each enterprise that has one."""
    wrong = {code for code, firm in park.firms.items() if not firm.right_check_digit}
    codes = {warning["code"] for warning in found.reconciliation["warnings"]}
    assert ("uscc_checksum" in codes) >= bool(wrong), about
    warned = {line["uscc"] for line in found.entitlements if "uscc_checksum" in line["warnings"].split(";")}
    assert warned & set(park.firms) == wrong, about
