"""What a batch came to: totals over periods, and where every row went."""

import io
from typing import Any

import pytest
from rich.console import Console

from subsidy.report.batch_table import batch_table, summed

GROWTH = {"provision": "qingpu-2024-1/import-growth", "status": "payable", "claim": "open"}
TOTALS: list[dict[str, Any]] = [
    {**GROWTH, "period": "2024", "entitlements": 2, "low": "1.00", "high": "1.00"},
    {**GROWTH, "period": "2025", "entitlements": 3, "low": "2.50", "high": "2.50"},
    {**GROWTH, "period": "2025", "status": "undetermined", "claim": None, "entitlements": 1, "low": "0.00", "high": None},
]
SUMMARY = {"as_of": "2026-03-01", "totals": TOTALS}
RECONCILIATION = {
    "rows": {"read": 1234, "counted": 1200, "excluded": {"export": 30}, "rejected": {"amount": 4}},
    "amount": {"read": "5000.00", "counted": "4000.00", "excluded": {"export": "1000.00"}, "rejected": {"amount": "0.00"}},
    "balanced": True,
    "controls": {"2025": {"expected": "4001.00", "found": "4000.00", "matches": False}},
    "warnings": [{"code": "unit_assumed", "message": "no unit stated"}],
}


def test_totals_are_summed_over_periods() -> None:
    found = {key[1]: (count, str(low), high and str(high)) for key, (count, low, high) in summed(TOTALS).items()}
    assert found == {"payable": (5, "3.50", "3.50"), "undetermined": (1, "0.00", None)}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            ["excluded export", "1,234", "4,000.00", "not known", "Rows and amounts add up.", "not the control total 4,001.00", "no unit"],
        ),
        ("zh", ["排除 出口 export", "1,234", "可兑付", "没有申报期", "行数和金额都对得上", "与核对总额 4,001.00 不符", "截至 2026-03-01"]),
    ],
)
def test_the_table_shows_where_every_row_went(lang: str, words: list[str]) -> None:
    page = io.StringIO()
    Console(file=page, width=80, highlight=False).print(batch_table("result", SUMMARY, RECONCILIATION, lang))
    assert [word for word in words if word not in page.getvalue()] == []


def test_an_account_that_does_not_add_up_says_so() -> None:
    page = io.StringIO()
    Console(file=page, width=80).print(batch_table("result", SUMMARY, {**RECONCILIATION, "balanced": False}, "en"))
    assert "do not add up" in page.getvalue()
