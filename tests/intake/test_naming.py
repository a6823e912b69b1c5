"""Every field and table has a Chinese name, by which Chinese errors speak of it."""

import pytest

from subsidy import errors
from subsidy.intake.aliases import fields
from subsidy.intake.kinds import NEEDED
from subsidy.intake.tables import rows
from tests.intake.test_headings import layout


def test_a_missing_heading_has_its_chinese_name_beside_that_of_the_field() -> None:
    with pytest.raises(errors.MissingHeading) as caught:
        layout("报关单号|进口日期|摘要")
    assert "缺少“人民币值（rmb）”列" in caught.value.sentence("zh")
    with pytest.raises(errors.UnknownHeadings) as unknown:
        layout("进口日其|货直")
    assert "需要：日期（date）、人民币值（rmb）；" in unknown.value.sentence("zh")
    with pytest.raises(errors.RepeatedHeading) as twice:
        layout("进口日期|人民币|货值|人民币值")
    assert "都表示“人民币值”；请留一个，或用 --map rmb=标题 指定" in twice.value.sentence("zh")


@pytest.mark.parametrize("table", sorted(NEEDED))
def test_every_field_and_table_has_a_chinese_name(table: str) -> None:
    names = {row["name"]: row["zh"] for row in rows("names")}
    assert {table, *fields(table)} <= names.keys()
    assert not any(name.isascii() for name in names.values())
