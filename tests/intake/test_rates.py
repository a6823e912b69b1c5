"""The table of rates: exact, by month and currency, and silent where it cannot be read."""

from datetime import date
from decimal import Decimal

import pytest

from subsidy import errors
from subsidy.intake.headings import recognise
from subsidy.intake.rates import Rates, read_rates
from subsidy.intake.side_tables import Opened

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)


def rates(*lines: str, heading: str = "month,currency,rate") -> Rates:
    records = [line.split(",") for line in (heading, *lines)]
    layout = recognise([(1, records[0])], "rates", "r.csv", {})
    return read_rates(Opened("r.csv", "0" * 64, layout, list(enumerate(records, start=1))[1:]))


@pytest.mark.parametrize(
    "heading", ["month,currency,rate", "月份,币种,汇率", "年月,币制,汇率", "Month,Currency,Exchange Rate", "数据年月,币制代码,人民币汇率"]
)
@pytest.mark.parametrize("month", ["2024-01", "202401", "2024/1", "2024年1月", "2024-01-01"])
def test_headings_and_months_in_every_form(heading: str, month: str) -> None:
    assert rates(f"{month},USD,7.1", heading=heading).by_month == {(JANUARY, "USD"): Decimal("7.1")}


def test_a_year_beside_a_month_gives_the_month() -> None:
    found = rates("2024年,2月,美元,7.1", heading="年份,月份,币种,汇率")
    assert found.by_month == {(FEBRUARY, "USD"): Decimal("7.1")}


@pytest.mark.parametrize("currency", ["USD", "usd", "502", "美元", "USD|美元", "'502"])
def test_currencies_in_every_form(currency: str) -> None:
    assert list(rates(f"2024-01,{currency},7.1").by_month) == [(JANUARY, "USD")]


@pytest.mark.parametrize("rate", ["7.12345678", "0.00000001", "7", "007.10", "９．５", "9999999.99999999"])
def test_rates_keep_all_their_digits(rate: str) -> None:
    found = rates(f"2024-01,USD,{rate}")
    assert found.by_month[JANUARY, "USD"] == Decimal(rate.translate(str.maketrans("９．５", "9.5")))
    assert found.issues == ()


@pytest.mark.parametrize(("line", "column", "code"), [
    ("2024-01,USD,0", "rate", "no_rate"), ("2024-01,USD,-7.1", "rate", "no_rate"), ("2024-01,USD,abc", "rate", "no_rate"),
    ("2024-01,USD,", "rate", "no_rate"), ("2024-01,USD,7.123456789", "rate", "no_rate"), ("2024-01,USD,10000000", "rate", "no_rate"),
    ("2024-01,USD,7.1E+00", "rate", "lost_digits"), ("2024-01,XXX,7", "currency", "no_rate"), ("2024-01,,7", "currency", "no_rate"),
    ("2024,USD,7.1", "month", "date"), ("2024-01-15,USD,7.1", "month", "date"), (",USD,7.1", "month", "date"),
    ("2024-13,USD,7.1", "month", "date"),
    ("2024-01,USD", None, "columns"), ("2024-01,USD,7.1,x", None, "columns"),
])  # fmt: skip
def test_a_row_that_cannot_be_read_is_rejected_with_its_place(line: str, column: str | None, code: str) -> None:
    found = rates("2024-02,USD,7.2", line)
    assert [(issue.line, issue.column, issue.code) for issue in found.issues] == [(3, column, code)]
    assert list(found.by_month) == [(FEBRUARY, "USD")]


def test_for_what_a_bad_row_speaks_of_there_is_no_rate() -> None:
    found = rates("2024-01,USD,7.1", "2024-01,USD,?", "2024-01,EUR,7.8")
    assert found.by_month == {(JANUARY, "EUR"): Decimal("7.8")}
    assert [(issue.line, issue.value) for issue in found.issues] == [(3, "?")]


def test_two_rates_for_one_month_are_none_and_the_same_twice_is_one() -> None:
    found = rates("2024-01,USD,7.1", "2024-02,USD,7.2", "202401,美元,7.10", "2024-02,502,7.3")
    assert found.by_month == {(JANUARY, "USD"): Decimal("7.1")}
    assert [(issue.line, issue.column, issue.value, issue.code) for issue in found.issues] == [
        (3, "rate", "7.2", "conflict"), (5, "rate", "7.3", "conflict"),
    ]  # fmt: skip


def test_totals_empty_lines_and_headings_come_again_are_no_rows() -> None:
    found = rates("2024-01,USD,7.1", ",,", "Month, Currency ,RATE", "合计,,14", "2024-02,USD,7.2")
    assert (found.rows, found.issues, len(found.by_month)) == (2, (), 2)
    assert found.describe() == {"name": "r.csv", "sha256": "0" * 64, "rows": 2, "rejected": 0}


def test_a_heading_that_is_missing_is_named() -> None:
    with pytest.raises(errors.MissingHeading, match=r"no column for rate.*汇率"):
        rates("2024-01,USD,7.1", heading="month,currency,会率")


def test_without_a_table_there_is_no_rate() -> None:
    assert (dict(Rates().by_month), list(Rates().issues)) == ({}, [])
