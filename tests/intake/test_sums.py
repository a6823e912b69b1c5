"""Sums in cells: whatever their dress they are exact, and what could be read in two ways is not read."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.intake.sums import amount, foreign, is_no_value

FULL_WIDTH = str.maketrans("0123456789,.-()", "０１２３４５６７８９，．－（）")
DRESSES: dict[str, Callable[[str, str], str]] = {
    "plain": lambda digits, minus: f"{minus}{digits}",
    "thousands": lambda digits, minus: f"{minus}{Decimal(digits):,}",
    "full width": lambda digits, minus: f"{minus}{Decimal(digits):,}".translate(FULL_WIDTH),
    "yuan sign": lambda digits, minus: f"¥{minus}{digits}",
    "sign inside": lambda digits, minus: f"{minus}￥ {digits}",
    "letters": lambda digits, minus: f"RMB {minus}{digits}",
    "word behind": lambda digits, minus: f"{minus}{digits}元",
    "brackets": lambda digits, minus: f"({digits})" if minus else digits,
    "trailing minus": lambda digits, minus: f"{digits}{minus}",
    "mathematical minus": lambda digits, minus: f"{'−' if minus else ''}{digits}",
    "apostrophe": lambda digits, minus: f"'{minus}{digits}",
    "formula": lambda digits, minus: f'="{minus}{digits}"',
    "spaces": lambda digits, minus: f"\u3000{minus}{digits}\t",
    "grouped by spaces": lambda digits, minus: f"{minus}{Decimal(digits):,}".replace(",", "\u00a0"),
}


@pytest.mark.parametrize("dress", DRESSES)
@given(fen=st.integers(-(10**15), 10**15))
def test_a_sum_is_the_same_in_every_dress(dress: str, fen: int) -> None:
    text = DRESSES[dress](f"{Decimal(abs(fen)).scaleb(-2):.2f}", "-" if fen < 0 else "")
    assert amount(text) == (Decimal(fen).scaleb(-2), None)


@pytest.mark.parametrize(("unit", "text", "yuan"), [(1000, "1.23456", "1234.56"), (10_000, "8000", "80000000"), (10**8, "0.00000001", "1")])
def test_units_scale_exactly(unit: int, text: str, yuan: str) -> None:
    assert amount(text, unit).value == Decimal(yuan)
    assert amount(text, unit).code is None


@given(units=st.integers(-(10**9), 10**9), places=st.integers(3, 40))
def test_what_is_finer_than_a_fen_is_precision_beside_the_sum_rounded_half_up(units: int, places: int) -> None:
    exact = Decimal(units).scaleb(-places)
    found = amount(f"{exact:f}")
    assert found.value == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert found.code == (None if found.value == exact else "precision")


def test_nought_has_no_sign() -> None:
    assert str(amount("-0").value) == str(amount("-0.001").value) == "0.00"
    assert not foreign("-0").value.is_signed()


@pytest.mark.parametrize("text", ["1.23E+08", "1.2345e+07", "9E+06", "1.5E8", "-1.2E+07", "(1.2E+07)", "¥1.2E+07", "１．２Ｅ＋０８"])
def test_scientific_notation_has_lost_digits(text: str) -> None:
    assert amount(text).code == foreign(text).code == "lost_digits"


NO_SUMS = [
    "", " ", "-", "—", "–", "?", "？", "--", "¥", "元", "abc", "12万", "1.2.3", "NaN", "inf", "#REF!", "１２万元", "0x10", ".", ",", "1e",
    "1,23", "1234,567", "1,234,56", "12 34", "1,234 567", "1.234,56", "(5", "5)", "--5", "-5-", "(-5)", "-(5)", "5-5", "٣",
    "五千", "9" * 17,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_SUMS)
def test_what_is_no_number_or_could_be_two_is_none(text: str) -> None:
    assert amount(text) == (None, "amount")


@pytest.mark.parametrize("text", ["$5", "US$5", "USD 5", "5美元", "€5", "5 EUR", "HK$5", "£5"])
def test_a_sum_in_another_currency_is_no_sum_of_rmb(text: str) -> None:
    assert amount(text).code == "amount"
    assert foreign(text).value == 5


def test_a_cell_that_names_its_own_unit_contradicts_a_column_in_another() -> None:
    assert amount("5元", 10_000).code == amount("人民币5元", 10_000).code == "amount"
    assert amount("¥5", 10_000).value == 50_000


def test_a_column_of_dollars_takes_the_signs_of_dollars_alone() -> None:
    assert [foreign(text, currency="USD").value for text in ("US$1,000.5", "$ 1000.5", "1000.5 USD", "1000.5美元")] == [
        Decimal("1000.5")
    ] * 4
    assert [foreign(text, currency="USD").code for text in ("€5", "¥5", "5元", "EUR 5")] == ["amount"] * 4


def test_other_currencies_keep_their_decimals_up_to_the_eighth() -> None:
    assert foreign("0.12345678") == (Decimal("0.12345678"), None)
    assert foreign("0.123456785") == (Decimal("0.12345679"), "precision")
    assert foreign("1.5", 10_000).value == 15_000
    assert foreign("100000000000000").code == "amount"


@pytest.mark.parametrize("text", ["", " - ", "—", "－", "?", "？", "¥ -", "US$ —", None])
def test_a_dash_or_a_question_mark_is_no_value(text: str | None) -> None:
    assert is_no_value(text)


@pytest.mark.parametrize("text", ["0", "-0", "-1", "abc", "元", "(-)"])
def test_anything_else_is_some_value_right_or_wrong(text: str) -> None:
    assert not is_no_value(text)


@given(st.text(alphabet="0123456789.,-+()¥元RMBUSD$E （），。 \t'=\"—?", max_size=12))
def test_no_text_is_more_than_a_parser_can_take(text: str) -> None:
    found = amount(text)
    assert (found.value is None) == (found.code in ("amount", "lost_digits"))
    assert foreign(text).code in (None, "amount", "lost_digits", "precision")


@pytest.mark.parametrize("text", ["9" * 100_000, "0." + "0" * 100_000 + "1", "¥" * 100_000, "(" * 100_000, "1 " * 50_000, "1," * 50_000])
def test_endless_cells_are_no_trouble(text: str) -> None:
    assert amount(text).code in ("amount", "precision")
    assert not is_no_value(text)
