"""Days, months and years in cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.intake.moments import Moment, day, grant_period, moment, month, month_of_year

DAYS = [
    "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m}.{d}", "{y}{m:02}{d:02}", "{y}年{m}月{d}日", "{y}年{m:02}月{d:02}日",
    "{y} 年 {m} 月 {d} 日",
    "'{y}-{m:02}-{d:02}\t", '="{y}{m:02}{d:02}"', "{y}{m:02}{d:02}.0",
]  # fmt: skip
TIMES = ["", " 8:05", " 08:05:09", "T08:05:09", " 08:05:09.123", "T08:05:09+08:00", "T08:05:09Z", " 00:00:00"]
ANY_DAY = st.dates(date(1990, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize("form", DAYS)
@given(when=ANY_DAY)
def test_a_day_is_the_same_in_every_form(form: str, when: date) -> None:
    text = form.format(y=when.year, m=when.month, d=when.day)
    assert moment(text).value == Moment(when, "day")
    assert moment(text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))).value == Moment(when, "day")


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("form", DAYS[:5])
def test_a_time_of_day_changes_nothing(form: str, time: str) -> None:
    assert day(form.format(y=2025, m=3, d=1) + time).value == date(2025, 3, 1)


@pytest.mark.parametrize("text", ["20250301080509", "20250301 080509"])
def test_a_day_and_its_time_may_be_digits_alone(text: str) -> None:
    assert day(text).value == date(2025, 3, 1)


@pytest.mark.parametrize(
    "text", ["202503", "2025-03", "2025-3", "2025/03", "2025/3", "2025年3月", "2025年03月份", "202503.0", "2025 年 3 月"]
)
def test_forms_of_a_month(text: str) -> None:
    assert moment(text).value == Moment(date(2025, 3, 1), "month")
    assert month(text).value == date(2025, 3, 1)
    assert day(text).code == "date"


@pytest.mark.parametrize("text", ["2025", "2025年", "2025年度", "2025.0"])
def test_forms_of_a_year(text: str) -> None:
    assert moment(text).value == Moment(date(2025, 1, 1), "year")
    assert day(text).code == month(text).code == "date"


NO_DAYS = [
    "01/02/2025", "1-2-2025", "25/3/1", "2025-02-30", "2025-13-01", "2025-00-10", "20250230", "202513", "2025-00", "2025年13月",
    "2025-03/01",
    "2025.03", "二〇二五", "45717", "250301", "abc", "-", "2025-03-", "2025-03-01日", "2025-03-01 25:00", "2025-03-01 08:61",
    "20250301996060",
    "1889-01-01", "2200-01-01", "2025-1-6月", "March 2025", "٢٠٢٥", "2025-03-01" + " " * 50 + "x",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_impossible_or_two_way_readable_is_no_date(text: str) -> None:
    assert moment(text) == (None, "date")


def test_a_time_in_utc_that_is_the_next_day_in_china_is_two_days() -> None:
    assert day("2025-02-28T15:59:59Z").value == date(2025, 2, 28)
    assert day("2025-02-28T16:00:00Z").code == "date"


def test_an_empty_cell_tells_nothing() -> None:
    assert moment(" \u3000") == moment(None) == day("") == month("") == (None, None)


def test_a_month_that_a_spreadsheet_made_a_day_of_is_still_that_month() -> None:
    assert month("2025-03-01 00:00:00").value == date(2025, 3, 1)
    assert month("2025-03-02").code == "date"


@pytest.mark.parametrize(("year", "number", "text"), [("2024", "3", "2024-3"), ("2024年", "03月", "2024-03"), ("2024.0", "3.0", "2024-3"),
                                                      ("2024", "2023-12", "2023-12"), ("", "3", "3"), ("2024", "三月",
                                                      "三月")])  # fmt: skip
def test_a_year_beside_a_month_gives_the_month(year: str, number: str, text: str) -> None:
    assert month_of_year(year, number) == text


def test_the_period_of_a_grant_is_a_year_in_any_form_or_a_text() -> None:
    assert [grant_period(text).value for text in ("2025", "2025年", "２０２５年度", "year 1", " 保税维修 ", "")] == [
        *["2025"] * 3, "year 1", "保税维修", None,
    ]  # fmt: skip


@given(st.text(alphabet="0123456789-/.年月日T: ZAPM+", max_size=24))
def test_no_text_is_more_than_a_parser_can_take(text: str) -> None:
    found = moment(text)
    assert found.code in (None, "date")
    assert found.value is None or 1990 <= found.value.first.year < 2200
