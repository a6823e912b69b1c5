"""Writing one cell: any of the ways in which clerks and their programs write the same date, sum, code or word.

>>> Pen(random.Random(0), "parquet").plain(Amount(1234500), 3)
'12.345'
"""

from __future__ import annotations

import random
from datetime import date, datetime, time
from decimal import Decimal

from tests.truth.codes import COUNTED_MODES, COUNTED_TRANSPORT, CURRENCIES, DOMESTIC_TRANSPORT, OTHER_MODES
from tests.truth.model import Amount, Cell, Period

Value = str | int | float | Decimal | date | None
MODE_NAMES = {**COUNTED_MODES, **OTHER_MODES}
TRANSPORT_NAMES = {**COUNTED_TRANSPORT, **DOMESTIC_TRANSPORT}
CONTROLS = "\x01\x02\x0b\x0c\x1c\x1d\x1e\x1f\x7f\x85"
AFTERNOON = time(13, 45)
EXCEL_DAY_ZERO = date(1899, 12, 30)
WIDE_SHIFT = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


class Pen:
    """How one file's cells are written; `medium` is csv, xlsx or parquet; a `neat` file has one plain form for each."""

    def __init__(self, rng: random.Random, medium: str, *, neat: bool = False) -> None:
        self.rng, self.medium, self.neat = rng, medium, neat

    def cell(self, cell: Cell, scale: int) -> Value:
        """The cell in one of its dresses; sums are divided by 10 to the power of `scale`."""
        if cell.kind == "raw":
            return self.padded(cell.text) if self.rng.random() < 0.2 else cell.text
        if cell.kind in ("amount", "dollars"):
            return self._amount(cell.amount or Amount(0), scale, "$" if cell.kind == "dollars" else "¥￥")
        if cell.kind == "date":
            return self._date(cell.period or Period(1))
        return self._code(cell)

    def _code(self, cell: Cell) -> Value:
        text = self._word(cell)
        if (
            self.medium == "xlsx"
            and cell.kind in ("line", "mode", "transport")
            and text.isascii()
            and text.isdigit()
            and self.rng.random() < 0.4
        ):
            return int(text)
        return text if cell.kind == "line" else self.noisy(text, wrap=cell.kind != "text")

    def _word(self, cell: Cell) -> str:
        if cell.kind == "mode":
            return self.mode(cell.text)
        if cell.kind == "transport":
            return self.rng.choice((cell.text, TRANSPORT_NAMES[cell.text]))
        if cell.kind == "currency":
            return self.rng.choice(CURRENCIES[cell.text])
        if cell.kind == "uscc":
            return cell.text.lower() if self.rng.random() < 0.1 else cell.text
        return cell.text

    def mode(self, code: str) -> str:
        """A supervision mode as its code, with its name behind, or without its leading noughts."""
        luck = 1 if self.neat else self.rng.random()
        if luck < 0.15:
            return f"{code} | {MODE_NAMES[code]}"
        return code.lstrip("0") if luck < 0.35 else code

    def noisy(self, text: str, *, wrap: bool = False) -> str:
        """The text with what is removed on reading: spaces, tabs, an apostrophe, ="…", control characters, full width."""
        luck = self.rng.random()
        if luck < 0.6 or self.neat:
            return text
        if luck < 0.75:
            return self.padded(text)
        if luck < 0.82 and text.isascii():
            return text.translate(WIDE_SHIFT)
        if luck < 0.88 and self.medium != "xlsx":
            return self._with_control(text)
        return self._wrapped(text) if wrap else text

    def padded(self, text: str) -> str:
        """The text with spaces or trailing tabs about it."""
        return self.rng.choice((f" {text}", f"{text} ", f"\u3000{text}\u3000", f"{text}\t", f"{text}\t\t", f"\u00a0{text}"))

    def _with_control(self, text: str) -> str:
        at = self.rng.randrange(len(text) + 1)
        return text[:at] + self.rng.choice(CONTROLS) + text[at:]

    def _wrapped(self, text: str) -> str:
        return f"'{text}" if self.medium == "xlsx" or self.rng.random() < 0.5 else f'="{text}"'

    def plain(self, amount: Amount, scale: int) -> str:
        """The sum in its unit with the digits that it needs."""
        exact = Decimal(amount.units).scaleb(-amount.places - scale)
        text = f"{exact:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def _amount(self, amount: Amount, scale: int, signs: str) -> Value:
        text = self.plain(amount, scale)
        if self.neat and self.medium != "xlsx":
            return text
        if self.medium == "xlsx" and (self.neat or self.rng.random() < 0.6):
            return self._number(text)
        digits = text.lstrip("-")
        if "." not in digits and self.rng.random() < 0.5:
            digits += self.rng.choice((".0", ".00"))
        if self.rng.random() < 0.4:
            whole, dot, rest = digits.partition(".")
            digits = f"{int(whole):,}{dot}{rest}"
        return self._signed(digits, negative=amount.units < 0, signs=signs)

    def _number(self, text: str) -> int | float:
        """A workbook's number, now and then with the noise of a computed cell behind its fifteenth digit."""
        if "." not in text:
            return int(text)
        number = float(text)
        noise = number * (1 + 2**-52)
        return noise if self.rng.random() < 0.3 and f"{noise:.15g}" == f"{number:.15g}" else number

    def _signed(self, digits: str, *, negative: bool, signs: str) -> str:
        if negative:
            text = self.rng.choice((f"-{digits}", f"({digits})", f"{digits}-", f"（{digits}）", f"－{digits}"))
        else:
            text = self.rng.choice(signs) + digits if self.rng.random() < 0.15 else digits
        if self.rng.random() < 0.08:
            text = text.translate(WIDE_SHIFT)
        return self.padded(text) if self.rng.random() < 0.15 else text

    def _date(self, period: Period) -> Value:
        if period.day:
            return self._day(date(period.year, period.month, period.day))
        if period.month:
            return self._month(period)
        if self.medium == "xlsx" and self.rng.random() < 0.4:
            return period.year
        return self.noisy(self.rng.choice((f"{period.year}", f"{period.year}年")))

    def _day(self, day: date) -> Value:
        if self.neat:
            return day if self.medium == "xlsx" else f"{day:%Y-%m-%d}"
        if self.medium == "xlsx" and self.rng.random() < 0.6:
            return self.rng.choice((day, datetime.combine(day, AFTERNOON), (day - EXCEL_DAY_ZERO).days, int(f"{day:%Y%m%d}")))
        forms = (
            f"{day:%Y-%m-%d}",
            f"{day.year}/{day.month}/{day.day}",
            f"{day:%Y/%m/%d}",
            f"{day:%Y%m%d}",
            f"{day.year}年{day.month}月{day.day}日",
        )
        form = self.rng.randrange(len(forms))
        clock = self.rng.choice((" 00:00:00", " 23:59:59", " 8:05")) if form != 3 and self.rng.random() < 0.2 else ""
        return self.noisy(forms[form] + clock, wrap=True)

    def _month(self, period: Period) -> Value:
        year, month = period.year, period.month
        if self.medium == "xlsx" and self.rng.random() < 0.3:
            return year * 100 + month
        return self.noisy(
            self.rng.choice((f"{year}{month:02d}", f"{year}-{month:02d}", f"{year}/{month:02d}", f"{year}年{month}月")), wrap=True
        )
