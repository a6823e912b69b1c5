"""Chinese prose in columns of any width: nothing is lost, nothing too wide, no mark where it must not stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from subsidy.report.prose import Prose, wrapped

TEXT = "合格企业的进口按海关统计比上年新增的部分折人民币给2.5%，每家每年以300万元为限（见“第4条”）；RMB 3,000,000 a year。"
OPENING, CLOSING = "（“《〔「", "，。；：、！？）”》〕」"


@pytest.mark.parametrize("width", range(14, 130))
def test_lines_are_no_wider_than_asked_and_lose_nothing(width: int) -> None:
    lines = wrapped(TEXT, width)
    assert max(map(cell_len, lines)) <= width
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", TEXT)
    for line in lines:
        assert line[0] not in CLOSING
        assert line[-1] not in OPENING


@pytest.mark.parametrize("width", range(14, 60))
def test_a_figure_stays_whole_with_its_unit(width: int) -> None:
    lines = wrapped(TEXT, width)
    for figure in ("2.5%", "300万元", "3,000,000"):
        assert any(figure in line for line in lines)


@given(st.text(alphabet="甲乙，。（）“”ab1 ", max_size=60), st.integers(min_value=2, max_value=30))
def test_any_text_keeps_its_characters(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(cell_len, lines)) <= width


def test_paragraphs_are_kept_apart() -> None:
    console = Console(width=20, file=None)
    with console.capture() as captured:
        console.print(Prose("甲乙丙。\n丁戊。"))
    assert captured.get().split() == ["甲乙丙。", "丁戊。"]
