"""Side tables follow the rules of the imports: headings by alias, values in every dress, what cannot be read said and not guessed."""

from datetime import date
from decimal import Decimal

import pytest

from subsidy import errors
from subsidy.intake.headings import recognise
from subsidy.intake.side_tables import Firm, Opened, read_firsts, read_prior, read_register, read_warehousing

A, B = "913101180000000004", "91310118MA1KX1370E"


def opened(table: str, *lines: str, sheet: str | None = None) -> Opened:
    """A side table of lines of cells set apart by bars; titles may stand above the heading."""
    records = [line.split("|") for line in lines]
    layout = recognise(list(enumerate(records, start=1)), table, "s.csv", {})
    return Opened("s.csv", None, layout, list(enumerate(records, start=1))[layout.record + 1 :], sheet)


@pytest.mark.parametrize("heading", [
    "统一社会信用代码|海关注册编码|企业名称|所在综保区|落户日期|外贸企业|符合条件",
    "uscc|customs_code|name|zone|settled_on|foreign_trade|qualified",
    "企业统一社会信用代码|海关备案编码|公司名称|综保区|入驻日期|是否外贸企业|是否符合条件",
    "USCC|Customs Code|Name|Zone|Settled on|Foreign Trade|Qualified",
])  # fmt: skip
@pytest.mark.parametrize("zone", ["青浦", "青浦综合保税区", "qingpu"])
def test_a_register_in_every_dress(heading: str, zone: str) -> None:
    register = read_register(opened("register", heading, f"{A}|3118960001|甲公司|{zone}|2024年5月1日|是|否", f"{B}||||||"))
    assert register.firms == {A: Firm(A, "3118960001", "甲公司", "qingpu", date(2024, 5, 1), True, False), B: Firm(B)}
    assert register.issues == []


def test_firsts_fees_and_grants_in_every_dress() -> None:
    firsts = read_firsts(opened("firsts", "统一社会信用代码|业务名称|类型|认定日期|实现日期|备注",
    f"'{A}|保税维修|首创|2025/4/18|20250201|x", f"{A}|租赁|模式突破||"
                                "|"))  # fmt: skip
    assert [(first.business, first.kind, first.recognised_on) for first in firsts.facts[A]] == [
        ("保税维修", "first", date(2025, 4, 18)), ("租赁", "breakthrough", None),
    ]  # fmt: skip
    fees = read_warehousing(
        opened("warehousing", "单位：万元", "统一社会信用代码|起始日期|截止日期|仓储费", f"{A}|2024-05-01|2024-05-31|5.2")
    )
    assert fees.facts[A][0].amount == Decimal("52000.00")
    prior = read_prior(opened("prior", "uscc|条款|期间|金额（元）|发放日期", f"{A}|p/q|2025年|￥1,000.50|"), lambda provision, period: None)
    assert (prior.facts[A][0].period, prior.facts[A][0].amount) == ("2025", Decimal("1000.50"))


def test_totals_empty_lines_and_headings_come_again_are_no_rows() -> None:
    heading = "统一社会信用代码|起始日期|截止日期|仓储费"
    fees = read_warehousing(
        opened(
            "warehousing", heading, f"{A}|2024-05-01|2024-05-31|5", "|||", "", f" {heading} ", "合 计：|||5", f"{A}|2024-06-01|2024-06-30|5"
        )
    )
    assert (fees.rows, len(fees.facts[A]), fees.issues) == (2, 2, [])


@pytest.mark.parametrize(("line", "column", "value", "code"), [
    (f"{A}|2024-05-01|2024-05-31|?", "仓储费", "?", "amount"), (f"{A}|2024-05-01|2024-05-31|1.2E+05", "仓储费", "1.2E+05", "lost_digits"),
    (f"{A}|2024-05-01|2024-05-31|0.005", "仓储费", "0.005", "precision"), (f"{A}|2024-05-01|2024-05-31|-5", "仓储费", "-5", "amount"),
    (f"{A}|01/02/2024|2024-05-31|5", "起始日期", "01/02/2024", "date"), (f"{A}|2024-05-01||5", "截止日期", "", "date"),
    (f"{A}|2024-06-01|2024-05-31|5", "截止日期", "2024-05-31", "date"), ("9131|2024-05-01|2024-05-31|5", "统一社会信用代码",
    "9131", "uscc"),
    ("|2024-05-01|2024-05-31|5", "统一社会信用代码", "", "no_enterprise"), (f"{A}|2024-05-01", None, None, "columns"),
    (f"{A}|2024-05-01|2024-05-31|$5", "仓储费", "$5", "amount"),
])  # fmt: skip
def test_a_row_that_cannot_be_read_is_rejected_and_what_it_says_unknown(
    line: str, column: str | None, value: str | None, code: str
) -> None:
    fees = read_warehousing(opened("warehousing", "统一社会信用代码|起始日期|截止日期|仓储费", line, sheet="费用"))
    (issue,) = fees.issues
    assert (issue.file, issue.sheet, issue.line, issue.column, issue.value, issue.code) == ("s.csv", "费用", 2, column, value, code)
    assert fees.facts == {}
    assert fees.unreadable == ({A} if line.startswith(A) and code != "columns" else set())


def test_a_register_that_contradicts_itself_says_nothing() -> None:
    register = read_register(opened("register", "uscc|zone", f"{A}|青浦", f"{A}|松江", f"{B}|青浦", f"{B}|青浦综合保税区"))
    assert [(issue.line, issue.code) for issue in register.issues] == [(2, "conflict"), (3, "conflict")]
    assert register.firms == {B: Firm(B, zone="qingpu")}


@pytest.mark.parametrize(("table", "heading", "missing"), [("register", "企业名称|zone", "uscc"), ("firsts", "uscc|类型", "business"),
                                                           ("warehousing", "uscc|起始日期|仓储费", "to"), ("prior",
                                                           "uscc|条款|金额", "period")])  # fmt: skip
def test_a_heading_that_is_missing_is_named(table: str, heading: str, missing: str) -> None:
    with pytest.raises(errors.MissingHeading, match=f"no column for {missing};"):
        opened(table, heading)


def test_fees_in_dollars_are_no_fees_in_rmb() -> None:
    with pytest.raises(errors.MissingHeading, match="no column for amount"):
        opened("warehousing", "uscc|起始日期|截止日期|仓储费（美元）")


def test_what_is_wrong_with_a_register_is_listed_in_the_order_of_its_rows() -> None:
    register = read_register(opened("register", "uscc|zone", f"{A}|青浦", f"{B}|火星", f"{A}|外高桥"))
    assert [(issue.line, issue.code) for issue in register.issues] == [(2, "conflict"), (3, "zone"), (4, "conflict")]
    assert register.unusable == [{"uscc": B, "zone": None}]
