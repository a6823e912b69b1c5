"""Tables put together from the characters that give readers of tables trouble."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy import errors
from tests.drawn import TIMES
from tests.fuzz.records import counts
from tests.fuzz.valid import A
from tests.fuzz.verdict import judged

pytestmark = pytest.mark.no_cover

EXAMPLES = 50 * TIMES
PARTS = st.sampled_from(
    [",", ",", ",", "\n", "\n", "\r\n", '"', '""', ";", "\t", "'", "=", '="1"', "-", "+", "(", ")", "0", "1", "9", ".",
     "E+5", "元", "合计", "Total", " ", "　",
     "\x00", "\x1a", "\x0b", "\x85", "\u2028", "\ufeff", "2024", "2024-01-02", A, "100.00", "进口日期", "é", "😀", "\ue000"]
)  # fmt: skip
HEADS = st.sampled_from(
    ["进口日期,统一社会信用代码,人民币(元)", "年月;人民币;企业名称;统一社会信用代码", "统一社会信用代码\t年份\t人民币（万元）\t备注"]
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"])


@settings(max_examples=EXAMPLES, deadline=None)
@given(title=st.lists(PARTS, max_size=4), head=HEADS, body=st.lists(PARTS, max_size=40), encoding=ENCODINGS)
def test_any_text_ends_in_an_error_or_a_balance(title: list[str], head: str, body: list[str], encoding: str) -> None:
    text = "".join([*title, "\n", head, "\n", *body])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        file.write_bytes(text.encode(encoding))
        said = judged([file], Path(folder) / "result")
    if not isinstance(said, errors.SubsidyError):
        found = counts(text.removeprefix("\ufeff"), said["files"][0]["heading_line"])
        assert not found or any(count.allows(said["rows"]["read"]) for count in found), (said["rows"], found)
