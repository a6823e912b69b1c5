"""Wide tables: a column for each year or month, and a row for each filled cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import errors
from subsidy.intake.headings import Layout, recognise
from subsidy.intake.wide import kinds, long_layout, long_rows, wide_columns


def layout(*lines: str, mapping: dict[str, str] | None = None) -> Layout:
    return recognise([(number, line.split("|")) for number, line in enumerate(lines, start=1)], "imports", "w.csv", mapping or {})


YEARS = ["2024年进口额（万元）", "2024年", "2024", "2024年度进口额", "2024年度", "进口额2024", "2024_进口额",
         "进口额（2024年）", "2024年全年进口额",
         "2024 imports", "imports_2024", "2024年 人民币", "２０２４年进口总值（亿元）", "2024年金额（万元）"]  # fmt: skip
MONTHS = ["2024-01", "2024-1", "202401", "2024/01", "2024年1月", "2024年01月进口额(元)", "2024年1月份", "Jan 2024",
          "January-2024", "2024-01-01",
          "2024-01-01 00:00:00", "进口额 2024-01"]  # fmt: skip
NEITHER = ["2024年出口额", "2024年进出口额", "2024年增长率", "2024年1-6月", "2024年上半年", "2024Q1", "2024-2025", "2024-01-15",
           "2024年12月31日", "20240101",
           "1月", "第1年", "2024年13月", "2024-00", "1800", "2200年", "2024.01", "企业名称", "", "2024年人民币（万美元）",
           "24年", "2024年进口单数", "进口额"]  # fmt: skip


@pytest.mark.parametrize("heading", YEARS)
def test_headings_of_a_year(heading: str) -> None:
    assert [column.period for column in wide_columns([heading])] == ["2024"]


@pytest.mark.parametrize("heading", MONTHS)
def test_headings_of_a_month(heading: str) -> None:
    assert [column.period for column in wide_columns(["x", heading])] == ["2024-01"]


@pytest.mark.parametrize("heading", NEITHER)
def test_headings_of_neither(heading: str) -> None:
    assert wide_columns([heading]) == ()


def test_a_column_knows_its_place_unit_and_currency() -> None:
    found = wide_columns(["企业", "2023年进口额（万元）", "2024年（千美元）", "2025年美元", "2026(RMB million)"])
    assert [(c.number, c.period, c.unit, c.field) for c in found] == [
        (1, "2023", 10_000, "rmb"), (2, "2024", 1000, "usd"), (3, "2025", None, "usd"), (4, "2026", 1_000_000, "rmb"),
    ]  # fmt: skip


def test_a_table_with_enterprises_and_periods_is_wide() -> None:
    found = layout("单位：万元", "序号|企业名称|统一社会信用代码|2023年|2024年进口额(元)|2025-01|备注|2024年增幅")
    assert found.columns == {"name": 1, "uscc": 2}
    assert [(c.period, c.unit) for c in found.wide] == [("2023", 10_000), ("2024", 1), ("2025-01", 10_000)]
    assert (found.ignored, found.unknown) == (("序号", "备注"), ("2024年增幅",))
    assert found.unit_stated
    assert not layout("企业|2024|2025(元)").unit_stated


def test_a_wide_table_of_one_enterprise_needs_no_name_but_headings_that_are_no_data() -> None:
    assert [c.period for c in layout("2023年进口额|2024年进口额|说明").wide] == ["2023", "2024"]
    assert [c.period for c in layout("2023年|2024年").wide] == ["2023", "2024"]
    with pytest.raises(errors.UnknownHeadings):
        layout("913101180000000004|202401|5000.00")


def test_a_table_with_a_date_is_not_wide_whatever_else_it_has() -> None:
    found = layout("企业名称|年月|人民币(元)|2024年")
    assert (found.wide, found.unknown) == ((), ("2024年",))
    assert layout("企业名称|年月|人民币(元)", "甲|202401|2024").record == 0


def test_sums_beside_the_periods_are_not_used() -> None:
    found = layout("企业名称|进口额|2023年|2024年|币制|总价")
    assert (found.columns, found.ignored) == ({"name": 0}, ("进口额", "币制", "总价"))


def test_the_same_period_twice_is_an_error() -> None:
    with pytest.raises(errors.RepeatedHeading, match=r"line 2: the headings 2024年, 2024年进口额 both mean 2024; keep one$"):
        layout("标题", "企业名称|2024年|2024年进口额")
    with pytest.raises(errors.RepeatedPeriod):
        layout("企业名称|2024-01|202401")
    assert len(layout("企业名称|2024|2024-01").wide) == 2


def test_rmb_goes_before_dollars_of_the_same_period() -> None:
    found = layout("企业名称|2023年(万美元)|2024年(万元)|2024年(万美元)")
    assert [(c.period, c.field) for c in found.wide] == [("2023", "usd"), ("2024", "rmb")]
    assert found.ignored == ("2024年(万美元)",)


def test_a_title_in_dollars_holds_for_columns_that_name_no_currency() -> None:
    assert [(c.field, c.unit) for c in layout("单位：万美元", "企业|2024年").wide] == [("usd", 10_000)]


def test_titles_that_state_two_units_are_an_error() -> None:
    with pytest.raises(errors.TwoUnits):
        layout("单位：万元", "单位：元", "企业|2024年")


WIDE = layout("序号|企业名称|2023年进口额(万元)|2024年进口额(万元)|备注")


def cells_of(line: str, found: Layout = WIDE) -> list[tuple[str, ...]]:
    return [cell.cells for cell in long_rows(found, line.split("|"))]


def test_each_filled_cell_is_a_row_of_the_other_cells_the_period_and_the_sum() -> None:
    assert cells_of("1|甲|5|6.5|x") == [("1", "甲", "x", "2023", "5"), ("1", "甲", "x", "2024", "6.5")]
    (first, _) = long_rows(WIDE, ["1", "甲", "5", "6.5", "x"])
    assert (first.heading, first.period, first.text, first.unit, first.field) == ("2023年进口额(万元)", "2023", "5", 10_000, "rmb")


@pytest.mark.parametrize("nothing", ["", " ", "-", "—", "－", "?", "？", "¥ -"])
def test_a_cell_without_a_value_is_no_row(nothing: str) -> None:
    assert cells_of(f"1|甲|{nothing}|0|") == [("1", "甲", "", "2024", "0")]


def test_what_is_no_number_is_a_row_all_the_same() -> None:
    assert [cell.text for cell in long_rows(WIDE, ["1", "甲", "待定", "1.2E+08", ""])] == ["待定", "1.2E+08"]


def test_the_cells_of_a_total_row_are_rows_that_still_say_so() -> None:
    assert cells_of("合计||5|6|") == [("合计", "", "", "2023", "5"), ("合计", "", "", "2024", "6")]


def test_the_long_layout_reads_those_rows() -> None:
    found = long_layout(WIDE)
    assert (found.columns, found.units, found.unit_stated, found.wide) == ({"name": 1, "date": 3, "rmb": 4}, {"rmb": 10_000}, True, ())
    assert found.headings == ("序号", "企业名称", "备注", "2023 … 2024", "2023年进口额(万元) … 2024年进口额(万元)")
    assert all(found.fits(cells) for cells in cells_of("1|甲|5|6|x"))


def test_the_heading_come_again_is_still_the_heading() -> None:
    assert cells_of("\u3000序号| 企业名称|2023年进口额（万元）|2024年进口额(万元)|备注 ") == [long_layout(WIDE).written] * 2


@pytest.mark.parametrize("line", ["1|甲", "1|甲|5", "1|甲|5|6|x|y", "|||||z"])
def test_a_record_that_does_not_fit_is_one_row_that_does_not_fit(line: str) -> None:
    (cells,) = cells_of(line)
    assert not long_layout(WIDE).fits(cells)
    assert cells[0] in line


def test_empty_records_are_no_rows() -> None:
    assert cells_of("") == cells_of("|||||") == cells_of("|||") == cells_of("1|甲|||") == []


def test_columns_of_several_units_are_several_tables() -> None:
    found = layout("企业|2023年(元)|2024年(万元)|2025年(万美元)|2026年(万元)")
    assert kinds(found) == (("rmb", 1), ("rmb", 10_000), ("usd", 10_000))
    with pytest.raises(ValueError, match="too many values"):
        long_layout(found)
    read = {kind: long_layout(found, kind) for kind in kinds(found)}
    assert [(each.units, each.headings[-1]) for each in read.values()] == [
        ({"rmb": 1}, "2023年(元)"), ({"rmb": 10_000}, "2024年(万元) … 2026年(万元)"), ({"usd": 10_000}, "2025年(万美元)"),
    ]  # fmt: skip
    for cell in long_rows(found, ["甲", "1", "2", "3", "4"]):
        assert read[cell.field, cell.unit].fits(cell.cells)
    headings = [cell.cells for cell in long_rows(found, ["企业", "2023年(元)", "2024年(万元)", "2025年(万美元)", "2026年(万元)"])]
    assert headings == [read[kind].written for kind in (("rmb", 1), ("rmb", 10_000), ("usd", 10_000), ("rmb", 10_000))]


def test_columns_without_a_heading_keep_what_they_hold() -> None:
    found = layout("|企业名称|2024年|备注|")
    assert [cell.cells for cell in long_rows(found, ["合计", "", "5", "", ""])] == [("合计", "", "", "2024", "5")]


@given(st.lists(st.text(alphabet="0123456789-年月进口额万元(） Jan?", max_size=12), max_size=8))
def test_any_heading_is_a_period_or_not(headings: list[str]) -> None:
    for column in wide_columns(headings):
        assert column.period[:4] in headings[column.number].replace(" ", "")
