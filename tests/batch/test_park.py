"""The park sample: every fate, line and sum that the sample's maker knows of each row, as it drew it."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.batch.conftest import Park
from tests.batch.park import TRUTH


@pytest.fixture(scope="module")
def out(park: Park, engine_name: str) -> Path:
    return park(engine_name)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def account(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "reconciliation.json").read_text(encoding="utf-8")))


def without_order(side: dict[str, Any]) -> dict[str, Any]:
    return {key: dict(sorted(value.items())) if isinstance(value, dict) else value for key, value in side.items()}


def test_rows_and_sums_are_accounted_for_as_they_were_drawn(out: Path) -> None:
    found = account(out)
    assert without_order(found["rows"]) == without_order(TRUTH["rows"])
    assert without_order(found["amount"]) == without_order(TRUTH["amount"])
    assert found["balanced"] is True
    assert found["imports"] == TRUTH["imports"]
    assert found["controls"]["2025"]["matches"] is True


def test_every_reject_is_named_with_its_line_column_and_value(out: Path) -> None:
    keys = ("file", "line", "column", "value", "code")
    found = [{**row, "file": Path(row["file"]).name} for row in table(out / "rejects.csv")]
    imports = [tuple(row[key] for key in keys) for row in found if row["file"].startswith("declarations")]
    assert sorted(imports) == sorted(tuple(str(reject[key]) for key in keys) for reject in TRUTH["rejects"])


def test_every_enterprise_and_year_counts_what_was_drawn(out: Path) -> None:
    drawn = {(code, year): amount for code, years in TRUTH["enterprises"].items() for year, amount in years.items()}
    found: dict[tuple[str, str], str] = defaultdict(lambda: "0.00")
    for row in table(out / "entitlements.csv"):
        if row["provision"].endswith("import-growth"):
            found[row["uscc"], row["period"]] = json.loads(row["steps"])["imports"]
    assert {key: found[key] for key in drawn} == drawn
    assert all(amount == "0.00" for key, amount in found.items() if key not in drawn)


def test_the_result_opens_in_a_spreadsheet_as_it_is(out: Path) -> None:
    assert (out / "entitlements.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    keys = [(row["uscc"], row["provision"], row["period"]) for row in table(out / "entitlements.csv")]
    assert keys == sorted(keys)
