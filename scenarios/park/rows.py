"""A line of the sample declarations and what becomes of it: firms, rows, and the ways in which a cell can be written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

import plan

FIELDS = ("decl", "line", "date", "uscc", "name", "dir", "mode", "via", "from", "state", "hs", "goods", "rmb", "usd")
HEADINGS = (
    "报关单号", "商品序号", "进口日期", "收发货人统一社会信用代码", "收发货人名称", "进出口标志", "监管方式",
    "运输方式", "启运国", "报关单状态", "商品编码", "商品名称", "统计人民币值(元)", "统计美元值",
)  # fmt: skip
EXCLUDED = {"total_row", "withdrawn", "export", "not_in_statistics", "domestic_leg", "after_as_of", "duplicate"}
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Firm(NamedTuple):
    """One enterprise: its code, the figures that its rows must add up to, and its line in the register."""

    uscc: str
    key: str
    name: str
    sector: str
    in_2023: str
    in_2024: str
    in_2025: str
    pace: str
    zone: str
    settled: str
    foreign_trade: str
    qualified: str

    def total(self, year: int) -> str:
        """The imports planned for a year; empty where there are none."""
        return (self.in_2023, self.in_2024, self.in_2025)[year - 2023]

    def first_month(self, year: int) -> int:
        """A firm starts in the month after it has settled, unless it imported from elsewhere before."""
        settled_now = self.settled.startswith(str(year)) and (year == 2023 or not self.total(year - 1))
        return min(int(self.settled[5:7]) + 1, 12) if settled_now else 1


@dataclass
class Row:
    """One line of a file and what becomes of it; `listed` is the day by which the file is ordered."""

    file: int
    day: date
    listed: date
    uscc: str
    cells: list[str]
    fen: int
    fate: str = "counted"
    column: str = ""
    value: str = ""
    note: str = ""
    taken: bool = False

    def copy(self, days: int) -> "Row":
        """The same line once more, listed some days later."""
        return replace(self, cells=self.cells[:], listed=self.listed + timedelta(days=days), taken=True)

    def put(self, name: str, text: str) -> None:
        """Writes one cell."""
        self.cells[FIELDS.index(name)] = text

    def worth(self, fen: int) -> None:
        """Sets the value, in RMB and in dollars."""
        self.fen = fen
        self.put("rmb", money(fen))
        self.put("usd", self.dollars())

    def dollars(self) -> str:
        """The value in dollars at an invented rate of the month."""
        return money(self.fen * 100 // (690 + (self.day.year * 12 + self.day.month) * 7 % 40))


def money(fen: int, separator: str = "") -> str:
    """Yuan with two decimals.

    >>> money(-123456, ",")
    '-1,234.56'
    """
    return f"{Decimal(fen) / 100:{separator}.2f}"


def standing(text: str) -> int:
    """The fen with which a cell stands in the account: none where digits are lost or there is no number."""
    try:
        return 0 if "E" in text else int((Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    except InvalidOperation:
        return 0


def table(text: str) -> list[list[str]]:
    """The lines of one of the blocks of the plan."""
    return [line.split("|") for line in text.strip().splitlines()]


def check_character(body: str) -> str:
    """The last character of a unified social credit code (GB 32100-2015)."""
    return ALPHABET[-sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


def firms() -> dict[str, Firm]:
    """The enterprises by key; the one called digit has a wrong check digit."""
    found = {}
    for number, cells in enumerate(table(plan.FIRMS)):
        body = f"91310118MA1KX{1370 + number * 211:04d}"
        last = check_character(body)
        wrong = ALPHABET[(ALPHABET.index(last) + 1) % 31]
        found[cells[0]] = Firm(body + (wrong if cells[0] == "digit" else last), *cells)
    return found


def written_day(day: date, file: int) -> str:
    """Each year's export writes days in its own way."""
    return {2023: day.isoformat(), 2024: day.strftime("%Y%m%d")}.get(file, f"{day.year}/{day.month}/{day.day}")


STYLES: dict[str, Callable[[Row], str]] = {
    "@sep": lambda row: money(row.fen, ","),
    "@full": lambda row: money(row.fen).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "@sign": lambda row: "￥" + money(row.fen, ","),
    "@paren": lambda row: f"({money(-row.fen)})",
    "@trail": lambda row: f"{money(-row.fen)}-",
    "@plain": lambda row: money(row.fen),
    "@more": lambda row: money(row.fen + 1_234_00),
    "@time": lambda row: f"{row.day} 09:41:00",
    "@cn": lambda row: f"{row.day.year}年{row.day.month}月{row.day.day}日",
    "@next": lambda row: written_day(row.day + timedelta(days=1), row.file),
    "@tab": lambda row: row.cells[0] + "\t",
    "@formula": lambda row: f'="{row.cells[0]}"',
    "@text": lambda row: "'" + row.cells[0],
    "@named": lambda _: "5034 | 区内物流货物",
}
