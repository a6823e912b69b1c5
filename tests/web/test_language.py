"""The language of an answer is the one that the sender prefers, written as senders write it."""

from __future__ import annotations

import pytest

from subsidy.web.language import preferred
from tests.web.asking import asking


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("zh", "zh"),
        ("ZH-Hans-CN", "zh"),
        ("en;q=0.5,zh;q=0.9", "zh"),
        ("zh;q=0.5,en;q=0.9", "en"),
        ("zh; q=0.9, en; q=0.5", "zh"),
        ("en; q=0.5, zh;q=0.9", "zh"),
        ("en; q=0.9, zh;q=0.5", "en"),
        ("zh ;q=1", "zh"),
        ("zh\t;\tq=1.000 , en;q=0.999", "zh"),
        ("zh;Q=0.9", "zh"),
        ("en;Q=0.1, zh ; Q=0.2", "zh"),
        ("fr, zh;q=0.1", "zh"),
        ("zh;q=0", "en"),
        ("zh;q=0.000, *", "en"),
        ("zh;q=nan", "en"),
        ("zh;q=2", "en"),
        ("zh;q=-1", "en"),
        (",, zh ,", "zh"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_the_first_of_ours_in_the_order_of_preference(header: str, lang: str) -> None:
    assert preferred(header) == lang


def test_a_header_in_two_lines_is_one() -> None:
    with asking() as client:
        answer = client.get("/nowhere", headers=[("accept-language", "fr"), ("accept-language", "zh ;q=0.5")])
    assert answer.json()["detail"].endswith("这里没有内容")
