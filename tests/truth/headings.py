"""Which heading a field has in a file, and how the heading is written."""

from __future__ import annotations

import random

from tests.truth.codes import DOLLAR_UNITS, UNITS
from tests.truth.model import Period

DAY_KINDS = (("放行日期",), ("进口日期", "进出口日期"), ("申报日期",))
HEADINGS = {
    "declaration": ("报关单号",),
    "line": ("商品序号", "项号"),
    "uscc": ("统一社会信用代码", "收发货人统一社会信用代码", "经营单位统一编码"),
    "customs_code": ("海关注册编码", "海关备案编码", "经营单位代码"),
    "name": ("企业名称", "收发货人名称", "境内收发货人", "经营单位名称"),
    "direction": ("进出口标志", "进出口"),
    "mode": ("监管方式", "监管方式代码", "贸易方式代码"),
    "transport": ("运输方式", "运输方式代码"),
    "country": ("启运国", "启运国(地区)"),
    "state": ("报关单状态", "状态"),
    "rmb": ("统计人民币值", "人民币值", "人民币", "进口额", "货值"),
    "usd": ("统计美元值", "美元值", "美元"),
    "amount": ("总价", "申报总价"),
    "currency": ("币制", "成交币制"),
    "month": ("数据年月", "年月", "月份"),
    "year": ("年份", "年度"),
}
ENGLISH = {
    "uscc": "USCC",
    "name": "Name",
    "direction": "Direction",
    "mode": "Mode",
    "transport": "Transport",
    "country": "Country",
    "state": "State",
}
IGNORED = ("商品编码", "商品名称")
UNKNOWN = ("备注", "序号", "经办人", 'x"; DROP TABLE rows; --', "=1+1", "部门,科室")
WIDE_SHIFT = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def name_of(rng: random.Random, field: str, *, english: bool) -> str:
    """One of the field's headings."""
    return ENGLISH[field] if english and field in ENGLISH else rng.choice(HEADINGS[field])


def day_headings(rng: random.Random, number: int) -> list[str]:
    """Headings of that many kinds of day, the one that decides first."""
    kinds = sorted(rng.sample(range(len(DAY_KINDS)), k=number))
    return [rng.choice(DAY_KINDS[kind]) for kind in kinds]


def with_unit(rng: random.Random, heading: str, unit: str) -> str:
    """The heading with its unit in brackets."""
    return rng.choice((f"{heading}({unit})", f"{heading}（{unit}）", f"{heading} （{unit}）"))


def decorated(rng: random.Random, heading: str) -> str:
    """The heading with spaces in or about it, in full width, or in another case."""
    luck = rng.random()
    if luck < 0.7:
        return heading
    if luck < 0.8:
        return rng.choice((f" {heading}", f"{heading} ", f"\u3000{heading}"))
    if luck < 0.9:
        at = rng.randrange(1, len(heading))
        return heading[:at] + rng.choice((" ", "\u3000", "  ")) + heading[at:]
    return heading.translate(WIDE_SHIFT) if luck < 0.95 else heading.swapcase()


def draw_unit(rng: random.Random, field: str) -> tuple[str, int]:
    """A unit and its power of ten."""
    units = DOLLAR_UNITS if field == "usd" else UNITS
    return rng.choice(list(units.items()))


def period_heading(rng: random.Random, period: Period, unit: str) -> str:
    """The heading of a wide table's column."""
    year, month = period.year, period.month
    forms = (
        (f"{year}-{month:02d}", f"{year}年{month}月", f"{year}{month:02d}", f"{year}/{month:02d}") if month else (f"{year}年", f"{year}")
    )
    text = rng.choice(forms)
    if unit:
        return with_unit(rng, f"{text}进口额" if text.endswith(("年", "月")) else text, unit)
    return f"{text}进口额" if text.endswith(("年", "月")) and rng.random() < 0.5 else text
