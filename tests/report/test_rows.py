"""Entitlements as cells: every column, null empty, codes joined, and nothing that a spreadsheet would calculate."""

import csv
import io
import json
from datetime import date

import pytest

from subsidy import Case, assess
from subsidy.batch.cells import ENTITLEMENT_COLUMNS
from subsidy.report.assessment_csv import assessment_csv
from subsidy.report.csv_text import csv_text
from subsidy.report.rows import entitlement_row

DAY = date(2026, 6, 1)
NAME = "=HYPERLINK(1)"
CASE = Case.model_validate(
    {
        "enterprise": {"uscc": "91310118MA1QP013X1", "name": NAME, "settled_on": "2024-05-01"},
        "imports": [{"period": "2024", "value": 80000000}, {"period": "2025", "value": "120000000.40"}],
        "firsts": [{"business": "-首创,“一”\n二", "kind": "first"}],
    }
)


def test_every_column_is_filled_from_the_entitlement() -> None:
    result = assess(CASE, as_of=DAY)
    row = next(entitlement_row(result.enterprise, e) for e in result.entitlements if e.period == "2024")
    assert tuple(row) == ENTITLEMENT_COLUMNS
    assert row == {
        "uscc": "91310118MA1QP013X1",
        "name": NAME,
        "provision": "qingpu-2024-1/import-growth",
        "document": "青商规〔2024〕1号",
        "article": "4",
        "period": "2024",
        "status": "undetermined",
        "amount": "",
        "low": "0.00",
        "high": "2000000.00",
        "valid_from": "2025-01-01",
        "valid_until": "2025-12-31",
        "claim": "lapsed",
        "reasons": "",
        "missing": "zone;imports:2023-01..2023-12",
        "warnings": "basis_repealed;settled_after_base_year_began;uscc_checksum",
        "steps": '{"imports":"80000000.00","base":"0.00","increment":"80000000.00","gross":"2000000.00","award":"2000000.00"}',
    }


def test_unknown_steps_are_null_and_no_bound_is_empty() -> None:
    result = assess(CASE, as_of=DAY)
    row = next(entitlement_row(result.enterprise, e) for e in result.entitlements if e.period == "year 1")
    assert row["high"] == ""
    assert json.loads(row["steps"]) == {"fees": None, "ratio": None, "supported": None}


def test_csv_reads_back_with_formulas_defused() -> None:
    rows = list(csv.DictReader(io.StringIO(assessment_csv(assess(CASE, as_of=DAY)))))
    assert {row["name"] for row in rows} == {f"'{NAME}"}
    assert "'-首创,“一”\n二" in [row["period"] for row in rows]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_look_like_formulas_are_defused_unless_they_are_figures(begin: str) -> None:
    text = csv_text(("a", "b"), [{"a": f"{begin}A1", "b": "-1.00"}])
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [f"'{begin}A1", "-1.00"]
