"""Headings as people write them: every column finds its field, or the error says what was found and what would do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import errors
from subsidy.intake import headings
from subsidy.intake.headings import Layout, accepted, aliases, key, recognise, recognised
from subsidy.intake.tables import rows

FIELDS_OF_3_WAYS = {
    "declaration": "报关单号", "line": "商品序号|项号", "uscc": "统一社会信用代码|收发货人统一社会信用代码|经营单位统一编码",
    "customs_code": "海关注册编码|海关备案编码|经营单位代码", "name": "企业名称|收发货人名称|境内收发货人|经营单位名称",
    "direction": "进出口标志|进出口",
    "mode": "监管方式|监管方式代码|贸易方式代码", "transport": "运输方式|运输方式代码", "country": "启运国|启运国（地区）",
    "state": "报关单状态|状态",
}  # fmt: skip
DATES = ["放行日期", "进口日期|进出口日期", "申报日期", "数据年月|年月|月份", "年份|年度"]


def layout(*lines: str, table: str = "imports", mapping: dict[str, str] | None = None) -> Layout:
    """What is recognised in lines of cells set apart by bars."""
    head = [(number, line.split("|")) for number, line in enumerate(lines, start=1)]
    return recognise(head, table, "a.csv", mapping or {})


def columns(*lines: str, **options: Any) -> dict[str, str]:
    """The heading of each field."""
    found = layout(*lines, **options)
    return {field: found.heading(field) for field in found.columns}


@pytest.mark.parametrize(
    ("field", "heading"), [(field, heading) for field, text in FIELDS_OF_3_WAYS.items() for heading in text.split("|")]
)
def test_each_heading_of_a_field(field: str, heading: str) -> None:
    assert columns(f"年月|{heading}|货值")[field] == heading


@pytest.mark.parametrize("heading", [heading for text in DATES for heading in text.split("|")])
def test_each_heading_of_a_date(heading: str) -> None:
    assert columns(f"{heading}|货值")["date"] == heading


@pytest.mark.parametrize("heading", ["统计人民币值", "人民币值", "人民币", "进口额", "货值", "RMB value", "rmb_value", "Import Value"])
def test_each_heading_of_rmb(heading: str) -> None:
    assert columns(f"年月|{heading}")["rmb"] == heading


@pytest.mark.parametrize("heading", ["统计美元值", "美元值", "美元", "US$ value", "usd", "进口额(美元)", "总价（USD）", "进口额_万美元"])
def test_each_heading_of_dollars(heading: str) -> None:
    assert list(columns(f"年月|{heading}".replace("US$ value", "USD value"))) == ["date", "usd"]


@pytest.mark.parametrize("amount", ["总价", "申报总价", "成交总价", "Total Price"])
@pytest.mark.parametrize("currency", ["币制", "成交币制", "币制代码", "Currency"])
def test_an_amount_and_its_currency(amount: str, currency: str) -> None:
    assert columns(f"年月|{amount}|{currency}") == {"date": "年月", "amount": amount, "currency": currency}


@pytest.mark.parametrize("dressed", [" 进口 日期\u3000", "'进口日期", '="进口日期"', "进口\n日期", "\ufeff进口日期", "进口日期\t"])
def test_headings_are_compared_without_their_dress(dressed: str) -> None:
    assert layout(f"{dressed}|货值").columns == {"date": 0, "rmb": 1}


def test_headings_are_shown_as_the_user_has_them() -> None:
    found = layout("\t进口\n日期 |货值（万元）|摘　要 |备 注\u200b")
    assert [found.heading(field) for field in ("date", "rmb")] == ["进口 日期", "货值（万元）"]
    assert (found.unknown, found.ignored) == (("摘　要",), ("备 注",))


def test_the_first_kind_of_date_that_is_present_is_the_one() -> None:
    every = [text.split("|")[0] for text in DATES]
    for number in range(len(every)):
        assert columns("|".join([*reversed(every[number:]), "货值"]))["date"] == every[number]


def test_a_year_beside_a_month_gives_the_month_and_beside_anything_else_nothing() -> None:
    assert (layout("年份|月份|货值").year, layout("年份|年月|货值").year, layout("年份|货值").year) == (0, None, None)
    assert (layout("year|month|rmb").columns["date"], layout("year|month|rmb").year) == (1, 0)


def test_where_a_code_and_its_name_stand_side_by_side_the_code_is_used() -> None:
    found = columns(
        "监管方式名称|监管方式代码|运输方式|运输方式代码|启运国|启运国代码|境内收发货人|境内收发货人名称|币制名称|币制代码|总价|年月"
    )
    assert [found[name] for name in ("mode", "transport", "country", "name", "currency")] == [
        "监管方式代码", "运输方式代码", "启运国代码", "境内收发货人名称", "币制代码",
    ]  # fmt: skip
    assert columns("年月|监管方式名称|监管方式|货值")["mode"] == "监管方式"


COMMODITY = (
    "序号|商品编码|商品名称|规格型号|第一数量|第一计量单位|第二数量|第二计量单位|数量|单位|单价|原产国（地区）|毛重(KG)|净重（千克）|件数|备案号|合同协议号|提运单号"
    "|境内目的地|最终目的国（地区）|征免|申报地海关|进境关别|贸易国（地区）|经停港|入境口岸|包装种类"
    "|备注|消费使用单位|申报单位|境外发货人|HS Code|Remarks"
)


def test_the_other_columns_of_a_declaration_are_known_and_ignored() -> None:
    found = layout(f"{COMMODITY}|项号|进口日期|货值(元)|摘要")
    assert found.ignored == tuple(COMMODITY.split("|"))
    assert (list(found.columns), found.unknown) == (["line", "date", "rmb"], ("摘要",))


def test_the_heading_may_stand_below_titles() -> None:
    found = layout("某公司2024年进口明细", "", "编制单位：某某|2024年", "报关单号|进口日期|人民币(元)", "2218|2024-01-01|5")
    assert (found.record, found.columns) == (3, {"declaration": 0, "date": 1, "rmb": 2})


def test_a_record_fits_that_has_a_cell_for_every_heading_and_none_beyond() -> None:
    found = layout("年月||货值|")
    assert all(found.fits(line.split("|")) for line in ("2024||5|", "2024|x|5", "2024||5|| "))
    assert not any(found.fits(line.split("|")) for line in ("2024|5", "2024||5|x", "2024||5||x"))


def test_data_rows_full_of_known_words_are_no_heading() -> None:
    found = layout("进口日期|币制|总价|企业名称", "2024-01-01|人民币|5|企业", "2024|美元|202401|公司")
    assert (found.record, found.columns["currency"]) == (0, 1)


def test_units_stand_by_field_and_a_headings_own_goes_before_the_titles() -> None:
    found = layout("单位：万元", "年月|人民币(千元)|美元")
    assert found.units == {"rmb": 1000, "usd": 10_000}
    assert layout("单位：万元", "年月|总价|币制|人民币").units == {"amount": 10_000, "rmb": 10_000}
    assert layout("年月|美元值(千美元)|总价（万元）|币制").units == {"usd": 1000, "amount": 10_000}


def test_a_warning_is_due_only_where_rmb_has_no_unit() -> None:
    assert layout("年月|人民币(元)").unit_stated
    assert layout("单位：元", "年月|人民币").unit_stated
    assert not layout("年月|人民币").unit_stated
    assert not layout("年月|人民币|美元(万美元)").unit_stated
    assert layout("年月|美元").unit_stated
    assert layout("年月|总价|币制").unit_stated


def test_a_title_in_dollars_makes_dollars_of_a_value_without_a_currency() -> None:
    assert layout("单位：万美元", "年月|进口额").units == {"usd": 10_000}
    assert layout("单位：元 币种：美元", "年月|进口额").units == {"usd": 1}
    assert layout("单位：万美元", "年月|人民币").units == {}
    assert not layout("单位：万美元", "年月|人民币").unit_stated


def test_a_title_that_names_the_currency_does_so_for_an_amount_without_one() -> None:
    found = layout("单位：人民币万元", "企业名称|年月|金额")
    assert (found.columns, found.units) == ({"name": 0, "date": 1, "rmb": 2}, {"rmb": 10_000})
    assert layout("币种：美元", "年月|总价").columns == {"date": 0, "usd": 1}
    assert "amount" in layout("币种：美元", "年月|总价|币制").columns
    with pytest.raises(errors.AmountWithoutCurrency):
        layout("单位：万元", "年月|金额")


def test_titles_that_state_two_units_are_an_error_unless_the_heading_has_its_own() -> None:
    with pytest.raises(errors.TwoUnits, match=r"line 3 .*1, 10000"):
        layout("单位：万元", "单位：元", "年月|进口额")
    assert layout("单位：万元", "单位：元", "年月|进口额(千元)").units == {"rmb": 1000}
    assert layout("单位：万元、万美元", "年月|人民币|美元").units == {"rmb": 10_000, "usd": 10_000}


def test_value_in_two_currencies_is_two_fields() -> None:
    assert layout("年月|进口额（万元）|进口额（万美元）").units == {"rmb": 10_000, "usd": 10_000}


def test_a_heading_that_contradicts_its_unit_is_none() -> None:
    with pytest.raises(errors.MissingHeading):
        layout("年月|人民币（万美元）")
    with pytest.raises(errors.MissingHeading):
        layout("年月|美元（人民币）")


def test_an_amount_without_a_currency_is_no_value() -> None:
    with pytest.raises(errors.AmountWithoutCurrency, match=r"line 1: 总价 is in no currency.*--map rmb=总价"):
        layout("年月|总价")
    found = layout("年月|总价|人民币(元)")
    assert (list(found.columns), found.ignored) == (["date", "rmb"], ("总价",))
    assert layout("年月|币制|人民币(元)").ignored == ("币制",)
    assert layout("年月|总价|币制|人民币(元)|美元").ignored == ()


@pytest.mark.parametrize(
    "twice", ["人民币|人民币", "人民币|货值", "进口额（万元）|人民币(元)", "企业名称|公司名称", "报关单号|报关单号", "美元|美元值"]
)
def test_two_headings_of_one_field_are_an_error(twice: str) -> None:
    with pytest.raises(errors.RepeatedHeading) as caught:
        layout("标题", f"进口日期|{'货值|' if '币' not in twice and '货值' not in twice else ''}{twice}")
    assert twice.replace("|", ", ") in str(caught.value)
    assert "line 2" in str(caught.value)


def test_what_is_ignored_may_stand_twice() -> None:
    assert layout("年月|货值|备注|备注|摘要|摘要").unknown == ("摘要", "摘要")


def test_a_missing_heading_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(errors.MissingHeading) as caught:
        layout("报关单号|进口日其|统计人民币值")
    assert str(caught.value).startswith(
        "a.csv, line 1: no column for date; found: 报关单号 | 进口日其 | 统计人民币值; accepted, the nearest first: 进口日期, "
    )
    with pytest.raises(errors.MissingHeading, match=r"no column for rmb.*first: 统计人民币值"):
        layout("报关单号|进口日期|统计人民币直")
    with pytest.raises(errors.MissingHeading) as caught:
        layout("统一社会信用代码|类型", table="firsts")
    assert "没有" not in caught.value.sentence("zh")
    assert "缺少“业务名称（business）”列；读到：统一社会信用代码 | 类型；可写作（最接近的在前）：业务名称" in caught.value.sentence("zh")


def test_no_known_heading_at_all_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(errors.UnknownHeadings) as caught:
        layout("进口日其|货直", "2024-01-01|5")
    assert "found: 进口日其 | 货直; needed: date, rmb; the nearest known headings: 进口日期" in str(caught.value)
    assert "货值" in str(caught.value)
    with pytest.raises(errors.UnknownHeadings):
        recognise([], "imports", "a.csv", {})


def test_errors_stay_on_a_screen_however_wide_the_table() -> None:
    for wide in ("|".join(f"第{number}列的一个很长很长的标题" for number in range(3000)), "甲" * 100_000):
        with pytest.raises(errors.UnknownHeadings) as caught:
            layout(wide)
        assert len(str(caught.value)) < 2000


def test_a_mapping_goes_before_the_aliases() -> None:
    assert columns("年月|人民币|自编值", mapping={"rmb": "自编值"}) == {"date": "年月", "rmb": "自编值"}
    assert layout("年月|人民币|自编值", mapping={"rmb": "自编值"}).unknown == ("人民币",)
    assert columns("年月|总价", mapping={"rmb": "总价"})["rmb"] == "总价"


@pytest.mark.parametrize("chosen", ["自编值", "自编值（万元）", " 自编值 (万元)"])
def test_a_mapped_heading_keeps_its_unit(chosen: str) -> None:
    assert layout("年月|自编值（万元）", mapping={"rmb": chosen}).units == {"rmb": 10_000}


def test_every_field_can_be_mapped_and_no_other() -> None:
    found = columns("甲|乙|丙|丁|戊", mapping={"date": "甲", "usd": "乙", "amount": "丙", "currency": "丁", "uscc": "戊"})
    assert found == {"date": "甲", "usd": "乙", "amount": "丙", "currency": "丁", "uscc": "戊"}
    for field in ("ignored", "value", "wide", "foo"):
        with pytest.raises(errors.BadValue, match=r"--map.*currency, customs_code, date"):
            layout("年月|货值", mapping={field: "货值"})


def test_a_mapped_month_still_has_its_year_beside_it() -> None:
    assert layout("年份|月|货值", mapping={"date": "月"}).year == 0


def test_a_mapped_heading_that_is_not_there_is_an_error() -> None:
    with pytest.raises(errors.MappedHeading, match=r"line 1: --map mode=贸易类别: there is no such heading; found: 年月 \| 货值"):
        layout("年月|货值", mapping={"mode": "贸易类别"})
    with pytest.raises(errors.RepeatedHeading):
        layout("年月|自编|自编", mapping={"rmb": "自编"})


@pytest.mark.parametrize("table", sorted(headings.NEEDED))
def test_every_alias_is_known_once_and_means_its_field(table: str) -> None:
    listed = [row for row in rows("headings") if row["table"] == table]
    assert len({key(row["alias"]) for row in listed}) == len(listed)
    for row in listed:
        (found,) = recognised([[row["alias"]]], table, {})
        assert [alias.field for alias in found] == ["rmb" if row["field"] == "value" else row["field"]]


@pytest.mark.parametrize("table", sorted(headings.NEEDED))
def test_every_field_has_headings_in_both_languages(table: str) -> None:
    for field in {alias.field for alias in aliases(table).values()} - {"value"}:
        known = accepted(table, field)
        assert any(character.isascii() and character.isalpha() for character in known), field
        assert not known.isascii(), field


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
def test_any_table_is_recognised_or_refused(records: list[list[str]]) -> None:
    try:
        found = recognise(list(enumerate(records, start=1)), "imports", "a.csv", {})
    except errors.SubsidyError:
        return
    assert found.columns or found.wide
