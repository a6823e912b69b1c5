"""The public export of customs statistics is known by whatever columns it has, and an enterprise's own table is never taken for one."""

import itertools

import pytest

from subsidy import errors
from subsidy.intake.headings import recognise

CHINESE = (("商品编码", "商品名称"), ("贸易伙伴编码", "贸易伙伴名称"), ("贸易方式编码", "贸易方式名称"), ("注册地编码", "注册地名称"))
QUANTITIES = ("第一数量", "第一计量单位", "第二数量", "第二计量单位")
ENGLISH = (
    ("Commodity code", "Commodity"), ("Trading partner code", "Trading partner"), ("Customs Regime code", "Customs Regime"),
    ("Locations of importers and exporters code", "Locations of importers and exporters"),
)  # fmt: skip
ENGLISH_QUANTITIES = ("Quantity", "Unit", "Supplementary Quantity", "Supplementary Unit")
LANGUAGES = [(CHINESE, QUANTITIES, "数据年月", ("人民币", "美元")), (ENGLISH, ENGLISH_QUANTITIES, "Date of data", ("RMB", "US dollar"))]


def headings_of_exports() -> list[list[str]]:
    """Every choice of what an export is broken down by, with and without months and quantities, in each currency."""
    found = []
    for dimensions, quantities, month, currencies in LANGUAGES:
        for number in range(1, 5):
            for chosen in itertools.combinations(dimensions, number):
                for months, counted, money in itertools.product(([], [month]), ([], quantities), currencies):
                    found.append([*months, *itertools.chain(*chosen), *counted, money, ""])
    return found


def test_every_choice_of_columns_gives_the_one_helpful_error() -> None:
    tables = headings_of_exports()
    assert len(tables) == 2 * 15 * 2 * 2 * 2
    for cells in tables:
        with pytest.raises(errors.StatisticsExport, match="names no enterprise and no direction"):
            recognise([(1, cells), (2, ["29012920", "乙炔", "110", "中国香港"])], "imports", "a.csv", {})


def test_it_is_known_below_a_title_and_with_a_column_of_the_users_own() -> None:
    for cells in (["贸易伙伴名称", "人民币", "我的备注"], ["商品编码", "商品名称", "注册地名称", "第一数量", "美元"]):
        with pytest.raises(errors.StatisticsExport):
            recognise([(1, ["查询结果"]), (2, cells)], "imports", "a.csv", {})


@pytest.mark.parametrize("cells", [
    "年月|人民币|商品编码|企业名称", "数据年月|人民币", "数据年月|统一社会信用代码|贸易伙伴名称|人民币",
    "报关单号|进口日期|商品编码|贸易方式编码|贸易伙伴编码|人民币",
    "进口日期|商品编码|商品名称|第一数量|人民币", "月份|年份|商品名称|美元|进出口标志",
])  # fmt: skip
def test_an_enterprises_own_table_is_not_one(cells: str) -> None:
    assert recognise([(1, cells.split("|"))], "imports", "a.csv", {}).columns


def test_side_tables_are_not_looked_at() -> None:
    with pytest.raises(errors.UnknownHeadings):
        recognise([(1, ["商品编码", "人民币"])], "register", "a.csv", {})
