"""A table of another kind than was asked for is told by the kind that it is."""

import pytest

from subsidy import errors
from subsidy.intake.tables import rows
from tests.intake.test_headings import layout

BESIDE = {
    "register": "统一社会信用代码|海关注册编码|企业名称|所在综保区",
    "firsts": "统一社会信用代码|业务名称|类型",
    "warehousing": "统一社会信用代码|起始日期|截止日期|仓储费",
    "rates": "币种|汇率|折算日",
    "quantities": "统一社会信用代码|指标|期间|数值",
}


@pytest.mark.parametrize("table", BESIDE)
def test_a_table_beside_the_imports_is_named_with_its_option(table: str) -> None:
    with pytest.raises(errors.BesideTable) as caught:
        layout("标题", BESIDE[table])
    names = {row["name"]: row for row in rows("names") if row["what"] == "table"}
    assert f"a.csv, line 2: this looks like the table of {names[table]['en']}; give it with --{table} " in str(caught.value)
    assert f"这看起来是{names[table]['zh']}，请用 --{table} 给出" in caught.value.sentence("zh")


@pytest.mark.parametrize("imports", ["统一社会信用代码|企业名称|年月|进口额", "企业名称|统一社会信用代码|2023年|2024年进口额"])
def test_imports_are_no_register_unless_they_say_what_one_does(imports: str) -> None:
    with pytest.raises(errors.ImportsAsRegister, match="give the register with --register"):
        layout(imports, table="register")
    assert layout(f"{imports}|综保区", table="register").columns["zone"] == 4
    assert layout("统一社会信用代码|企业名称|海关注册编码|年份", table="register").columns
