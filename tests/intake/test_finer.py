"""Columns of quarters, half-years and weeks: beside years they are refused, beside months and days not needed."""

import pytest

from subsidy import errors
from subsidy.intake.finer import parts_of_years
from subsidy.intake.headings import Layout, recognise


def layout(*lines: str, mapping: dict[str, str] | None = None) -> Layout:
    return recognise([(number, line.split("|")) for number, line in enumerate(lines, start=1)], "imports", "a.csv", mapping or {})


YEARS = ["年份", "年度", "年", "Year", "期间", "所属期"]
WITHIN_YEAR = ["季度", "季", "季别", "所属季度", "半年", "半年度", "时段", "Quarter", "Half-Year"]
WITHIN_MONTH = ["旬", "周", "周次", "日", "Week", "Day"]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("finer", WITHIN_YEAR + WITHIN_MONTH)
def test_beside_a_year_they_are_refused(year: str, finer: str) -> None:
    with pytest.raises(errors.FinerPeriods) as caught:
        layout("标题", f"{year}|{finer}|企业名称|进口额")
    assert f"a.csv, line 2: {finer} gives figures by quarter" in str(caught.value)
    assert f"a.csv 第2行：“{finer}”按季度、半年" in caught.value.sentence("zh")


@pytest.mark.parametrize(
    "beside", ["年份|月份", "年份|月度", "年份|月别", "年份|所属月份", "年份|统计月份", "年月", "Year|Month", "日期", "年份|进口日期"]
)
@pytest.mark.parametrize("finer", WITHIN_YEAR)
def test_quarters_beside_a_month_or_day_are_not_needed(beside: str, finer: str) -> None:
    found = layout(f"{beside}|{finer}|企业名称|进口额")
    assert found.columns["date"] == beside.count("|")
    assert found.ignored == (finer,)


@pytest.mark.parametrize("finer", WITHIN_MONTH)
def test_weeks_split_months_too_but_neither_days_nor_numbered_declarations(finer: str) -> None:
    for month in ("年份|月份", "年月"):
        with pytest.raises(errors.FinerPeriods):
            layout(f"{month}|{finer}|企业名称|进口额")
    assert layout(f"放行日期|{finer}|企业名称|进口额").ignored == (finer,)
    assert layout(f"报关单号|年份|月份|{finer}|企业名称|进口额").ignored == (finer,)


@pytest.mark.parametrize("month", ["月度", "月别", "所属月份", "统计月份", "数据月份", "进口月份", "Calendar Month"])
def test_other_words_for_a_month_have_their_year_beside_them(month: str) -> None:
    found = layout(f"年份|{month}|企业名称|进口额")
    assert (found.columns["date"], found.year, found.by_month) == (1, 0, True)


@pytest.mark.parametrize("period", ["报告期", "期别", "Reporting Period"])
def test_a_period_goes_before_the_year_beside_it(period: str) -> None:
    found = layout(f"年份|{period}|企业名称|进口额")
    assert (found.columns["date"], found.year) == (1, None)


def test_a_quarter_without_any_date_is_refused_for_what_it_is() -> None:
    with pytest.raises(errors.FinerPeriods):
        layout("季度|企业名称|进口额")


def test_a_mapped_year_is_still_a_year_and_a_mapped_day_may_be_a_day() -> None:
    with pytest.raises(errors.FinerPeriods):
        layout("年份|季度|企业名称|进口额", mapping={"date": "年份"})
    assert layout("日子|季度|企业名称|进口额", mapping={"date": "日子"}).ignored == ("季度",)


@pytest.mark.parametrize(
    ("heading", "months"),
    [
        ("2024年一季度进口额（万元）", "1-3"), ("2024年第二季度", "4-6"), ("2024Q3", "7-9"), ("Q4 2024", "10-12"), ("2024-Q1", "1-3"),
        ("2024年上半年", "1-6"), ("2024下半年进口额", "7-12"), ("2024H1", "1-6"), ("2024年1-6月", "1-6"),
        ("2024年1月-11月累计进口额", "1-11"), ("2024年前三季度", "1-9"), ("2024年4季度(元)", "10-12"),
    ],
)  # fmt: skip
def test_headings_of_parts_of_years(heading: str, months: str) -> None:
    (part,) = parts_of_years([heading])
    first, last = map(int, months.split("-"))
    assert part.months == tuple(f"2024-{month:02d}" for month in range(first, last + 1))


@pytest.mark.parametrize(
    "heading", ["2024年", "2024-01", "2024年一季度出口额", "2024Q1增长率", "一季度", "2024Q5", "2024年9-1月", "1800Q1", ""]
)
def test_headings_of_none(heading: str) -> None:
    assert parts_of_years([heading]) == ()


@pytest.mark.parametrize(
    "headings",
    [
        "2023年|2024年一季度|2024年二季度",
        "2023|2024|2025Q1",
        "2024年一季度进口额（万元）|2024年二季度进口额（万元）",
        "2024-01|2024-02|2024Q1",
        "2023年|2024年1-6月",
    ],
)
def test_wide_columns_of_parts_of_years_are_refused_where_they_would_be_lost(headings: str) -> None:
    with pytest.raises(errors.FinerPeriods):
        layout(f"企业名称|{headings}", "甲|1|2|3")


@pytest.mark.parametrize("headings", ["2024年|2024年一季度", "2024-01|2024-02|2024-03|2024Q1", "2023年|2024年|2024年一季度出口额"])
def test_they_are_not_needed_where_the_months_or_the_year_are_given(headings: str) -> None:
    assert len(layout(f"企业名称|{headings}").unknown) == 1


def test_rows_by_quarter_below_columns_by_year_are_refused() -> None:
    with pytest.raises(errors.FinerPeriods):
        layout("企业名称|季度|2023年|2024年")
    assert layout("企业名称|季度|2024-01|2024-02").wide


def test_the_months_of_a_whole_year_are_that_year() -> None:
    assert [column.period for column in layout("企业名称|2023年1-12月|2024年1-12月进口额（万元）").wide] == ["2023", "2024"]


def test_quantities_of_part_of_a_year_are_not_those_of_the_year() -> None:
    def quantities(period: str) -> Layout:
        return recognise([(1, f"统一社会信用代码|指标|{period}|数值".split("|"))], "quantities", "q.csv", {})

    for period in ("年度|季度", "年度|月份", "期间|周"):
        with pytest.raises(errors.FinerPeriods):
            quantities(period)
    assert quantities("年月|季度").ignored == ("季度",)
