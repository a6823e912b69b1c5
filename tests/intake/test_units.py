"""Units of money in headings and titles."""

import pytest

from subsidy.intake.units import TitleUnits, readings, split_unit

SIZES = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
NOTATIONS = ["{h}({u})", "{h}（{u}）", "{h}[{u}]", "{h}【{u}】", "{h}/{u}", "{h}_{u}", "{h}-{u}", "{h} {u}", "{h}：{u}",
             "{h}，{u}", "{h}{u}",
             "{h}（单位：{u}）", "{h}单位:{u}", "{h}（人民币{u}）", "{h}（{u}人民币）", "{h}（人民币，{u}）",
             "{h}（单位：人民币{u}）"]  # fmt: skip


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("unit", SIZES)
def test_a_heading_states_its_unit_in_any_notation(notation: str, unit: str) -> None:
    assert split_unit(notation.format(h="进口额", u=unit)) == ("进口额", SIZES[unit])


@pytest.mark.parametrize(("unit", "size"), [("美元", 1), ("千美元", 1000), ("万美元", 10_000), ("百万美元", 10**6), ("亿美元", 10**8)])
def test_units_of_dollars_name_their_currency(unit: str, size: int) -> None:
    assert tuple(list(readings(f"进口额（{unit}）"))[-1]) == ("进口额", size, "USD")


@pytest.mark.parametrize(
    ("heading", "size"),
    [("Value (RMB million)", 10**6), ("Value (RMB 10,000)", 10_000), ("Value in RMB", None), ("Value (10,000 yuan)", 10_000),
     ("value_cny", None), ("Value [RMB thousand]", 1000), ("Value (yuan)", 1)],
)  # fmt: skip
def test_english_units(heading: str, size: int | None) -> None:
    assert tuple(list(readings(heading))[-1]) == ("value", size, "CNY")


@pytest.mark.parametrize("heading", ["启运国(地区)", "单价", "数量(千克)", "统计人民币值", "进口额", ""])
def test_other_headings_have_none(heading: str) -> None:
    assert split_unit(heading) == (heading, None)


def test_two_units_in_one_heading_are_not_read_as_one() -> None:
    assert ("进口额", None) not in {(reading.plain, None) for reading in readings("进口额(万元)(美元)")}


TITLES = {
    "单位：万元": {None: {10_000}},
    "(单位：万元)": {None: {10_000}},
    "（万元）": {None: {10_000}},
    "金额单位:千元": {None: {1000}},
    "单位 百万元": {None: {1_000_000}},
    "2024年进口明细表单位：亿元": {None: {100_000_000}},
    "单位：吨、万元": {None: {10_000}},
    "单位:人民币万元": {"CNY": {10_000}},
    "单位：万元（人民币）": {"CNY": {10_000}},
    "单位：万元 币种：人民币": {"CNY": {10_000}},
    "Unit: RMB 10,000": {"CNY": {10_000}},
    "Currency: RMB; unit: million": {"CNY": {1_000_000}},
    "RMB million": {"CNY": {1_000_000}},
    "单位：万美元": {"USD": {10_000}},
    "单位：元 币种：美元": {"USD": {1}},
    "单位：万元、万美元": {None: {10_000}, "USD": {10_000}},
}


@pytest.mark.parametrize("title", TITLES)
def test_titles_state_the_unit_of_the_table(title: str) -> None:
    assert TitleUnits.of([["某公司"], ["", title, ""]]).sizes == TITLES[title]


@pytest.mark.parametrize(
    "title", ["编制单位：元亨贸易有限公司", "填报单位：万元达公司", "计量单位：千克", "2024", "10,000", "进口额统计", ""]
)
def test_other_titles_state_none(title: str) -> None:
    assert TitleUnits.of([[title]]).sizes == {}


def test_a_label_and_its_unit_may_stand_in_cells_of_their_own() -> None:
    assert TitleUnits.of([["单位：", "万元"]]).sizes_for("CNY") == {10_000}


def test_a_unit_that_names_no_currency_holds_for_every_sum_and_one_that_does_for_its_own() -> None:
    plain, dollars = TitleUnits.of([["单位：万元"]]), TitleUnits.of([["单位：万美元"]])
    assert [plain.sizes_for(currency) for currency in ("CNY", "USD", None)] == [{10_000}] * 3
    assert [dollars.sizes_for(currency) for currency in ("CNY", "USD", None)] == [set(), {10_000}, set()]


@pytest.mark.parametrize("text", ["(" * 5000, "万元" * 5000, "单位" * 5000, "单位:" + "万 " * 5000])
def test_endless_headings_are_not_searched(text: str) -> None:
    assert split_unit(text)[1] is None
    assert TitleUnits.of([[text]]).sizes == {}
