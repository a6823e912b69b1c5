"""Headings in two lines, as merged cells leave them, are refused; headings in one line with whatever stands about them are read."""

import pytest

from subsidy import errors
from subsidy.intake.headings import Layout, recognise

X = "913101180000000004"
REFUSED = {
    "exports and imports below each year": ["企业|2024年||2025年||备注", "|出口额（万元）|进口额（万元）|出口额|进口额|", "甲|9|3|9|5|"],
    "no second line, but data without a heading": ["企业名称|2024年||2025年|", "甲|9|3|9|5"],
    "units below the years": ["企业名称|2024年|2025年", "|（万元）|（万元）", "甲|3|5"],
    "a unit below a word": ["企业名称|2024年进口额|2025年进口额", "|万元|万元", "甲|3|5"],
    "months below the years": ["企业名称|2024年||2025年|", "|1月|2月|1月|2月", "甲|3|5|6|7"],
    "modes below a word": ["企业名称|2024年进口额||备注", "|一般贸易|加工贸易|", "甲|3|5|x"],
    "quantity and sum below a sum": ["年份|企业名称|进口额||备注", "||数量|金额（万元）|", "2024|甲|9000|300|"],
    "modes below a sum": ["年份|企业名称|进口额||备注", "||一般贸易|加工贸易|", "2024|甲|9000|300|"],
    "dollars below a sum": ["年份|企业名称|进口额||", "||美元|人民币|", "2024|甲|9000|300|"],
    "a unit below a sum": ["年份|企业名称|进口额", "||（万元）", "2024|甲|300"],
    "exports above the years": ["||出口额（万元）|", "统一社会信用代码|企业名称|2024年|2025年", f"{X}|甲|3|5"],
    "what a table is of, above more years than it has words": ["企业名称|进口额||", "|2023年|2024年|2025年", "甲|3|5|6"],
    "the unit above the years": ["企业名称|进口额（万元）||", "|2023年|2024年|2025年", "甲|3|5|6"],
    "exports above a sum": ["||出口||", "年月|企业名称|数量|货值（万元）|备注", "2024-01|甲|9|3|"],
    "an empty line between": ["企业名称|2024年||", "|||", "|出口额|进口额|", "甲|9|3|"],
    "columns that a data frame has named": ["企业名称|2024年|Unnamed: 2|2025年|Unnamed: 4", "甲|9|3|9|5"],
}  # fmt: skip
READ = {
    "a title in one cell": ["进口额", "2023年|2024年", "3|5"],
    "a title with a unit at its end": ["2024年进口情况||单位：万元", "企业名称|2023年|2024年", "甲|3|5"],
    "the heading come again": ["企业名称|2023年|2024年", "企业名称|2023年|2024年", "甲|3|5"],
    "a sum that is still to come": ["企业名称|2023年|2024年", "甲|待定|5"],
    "a line of nobody": ["企业名称|2023年|2024年", "|待定|abc", "甲|3|5"],
    "a translation": ["年月|企业名称|进口额", "Month|Name|Import Value", "2024-01|甲|5"],
    "a column of notes without a heading": ["企业名称|2023年进口额||2024年进口额", "甲|3|新设|5"],
    "columns that are empty throughout": ["|企业名称|2023年||2024年|", "|甲|3||5|", "|乙|3|-|5|"],
    "a direction in each row": ["|出口|进口|", "年月|企业名称|进出口|货值", "2024-01|甲|进口|5"],
    "exports beside imports": ["企业名称|2024年出口额|2024年进口额", "甲|3|5"],
    "a sum beside a column without a heading": ["年月|企业名称|进口额||备注", "2024-01|甲|5|x|"],
    "imports and exports above their sums": ["||进口||出口", "年月|企业名称|货值|数量|离岸值", "2024-01|甲|5|6|7"],
}  # fmt: skip


def layout(*lines: str) -> Layout:
    return recognise([(number, line.split("|")) for number, line in enumerate(lines, start=1)], "imports", "a.csv", {})


@pytest.mark.parametrize("case", REFUSED)
def test_a_heading_in_two_lines_is_refused(case: str) -> None:
    with pytest.raises(errors.TwoLineHeading, match=r"a\.csv, line [12]: the heading stands in two lines") as caught:
        layout(*REFUSED[case])
    assert "标题分成了两行" in caught.value.sentence("zh")


@pytest.mark.parametrize("case", READ)
def test_what_only_looks_like_it_is_read(case: str) -> None:
    found = layout(*READ[case])
    assert found.wide or "rmb" in found.columns


@pytest.mark.parametrize(
    "lines",
    [
        ["||2024年||2025年|", "统一社会信用代码|企业名称|出口额|进口额|出口额|进口额", f"{X}|甲|9|3|9|5"],
        ["年月|企业名称|进口||出口|", "||数量|金额|数量|金额", "2024-01|甲|1|2|3|4"],
        ["||进口||出口|", "年月|企业名称|数量|金额|数量|金额", "2024-01|甲|1|2|3|4"],
        ["统一社会信用代码|企业名称|出口额||进口额|", "||2024年|2025年|2024年|2025年", f"{X}|甲|9|3|9|5"],
        ["统一社会信用代码|企业名称|出口额|", "||2024年|2025年", f"{X}|甲|9|3"],
    ],
)
def test_where_neither_line_says_enough_the_file_is_refused_as_well(lines: list[str]) -> None:
    with pytest.raises(errors.SubsidyError, match=r"a\.csv, line [12]: "):
        layout(*lines)
