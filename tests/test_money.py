"""What is a sum of money, what is refused, and that no digit is lost on the way in or out."""

from __future__ import annotations

import decimal
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import money

NARROW = decimal.Context(prec=5, rounding=decimal.ROUND_DOWN)
WATCHFUL = decimal.Context(prec=5, traps=[decimal.Inexact, decimal.Rounded])
LARGEST_FEN = 10**18 - 1
WHOLE_FEN = st.integers(-LARGEST_FEN, LARGEST_FEN)


@pytest.mark.parametrize(
    ("given_as", "written"),
    [
        ("80000000.00", "80000000.00"),
        ("80000000.4", "80000000.40"),
        ("+5", "5.00"),
        ("-0.01", "-0.01"),
        ("007", "7.00"),
        ("1.000", "1.00"),
        (3, "3.00"),
        (-3, "-3.00"),
        (0, "0.00"),
        (Decimal("0.1"), "0.10"),
        (Decimal("1E+2"), "100.00"),
        (Decimal("12.3400"), "12.34"),
        ("9999999999999999.99", "9999999999999999.99"),
        ("-9999999999999999.99", "-9999999999999999.99"),
    ],
)
def test_text_whole_numbers_and_decimals_are_money(given_as: object, written: str) -> None:
    found = money.yuan(given_as)
    assert (money.text(found), found.as_tuple().exponent) == (written, -2)


@pytest.mark.parametrize("given_as", ["-0", "-0.00", Decimal("-0.00"), Decimal("-0E+5")])
def test_nothing_has_no_sign(given_as: object) -> None:
    assert money.text(money.yuan(given_as)) == "0.00"


@pytest.mark.parametrize("given_as", [1.0, 0.1, -2.5, float("nan"), float("inf")])
def test_a_float_is_named_as_such(given_as: float) -> None:
    with pytest.raises(money.NotMoney) as caught:
        money.yuan(given_as)
    assert caught.value.reason == "float"


@pytest.mark.parametrize(
    "given_as",
    [
        *(True, False, None, b"1", 1j, date(2024, 2, 6), ["1"], {"value": 1}),
        *("", " ", " 1", "1 ", "1,000.00", "1e3", "1E3", ".5", "5.", "1.2.3", "--1", "0x10", "1_000"),
        *("NaN", "Infinity", "１２", "一", "¥1"),
        *(Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity")),
    ],
)
def test_what_is_no_plain_number_is_no_amount(given_as: object) -> None:
    with pytest.raises(money.NotMoney) as caught:
        money.yuan(given_as)
    assert caught.value.reason == "amount"


@pytest.mark.parametrize("given_as", ["0.001", "-0.001", "1.005", Decimal("0.019"), Decimal("1E-9999"), "9999999999999999.999"])
def test_a_third_decimal_is_refused_not_rounded(given_as: object) -> None:
    with pytest.raises(money.NotMoney) as caught:
        money.yuan(given_as)
    assert caught.value.reason == "precision"


@pytest.mark.parametrize(
    "given_as", ["10000000000000000", "-10000000000000000.00", "9" * 400, 10**16, 10**400, Decimal("1E+16"), Decimal("1E+400")]
)
def test_sums_beyond_all_trade_are_refused(given_as: object) -> None:
    with pytest.raises(money.NotMoney) as caught:
        money.yuan(given_as)
    assert caught.value.reason == "limit"


def test_a_decimal_beyond_the_exponents_of_the_context_is_refused_like_any_other() -> None:
    with pytest.raises(money.NotMoney):
        money.yuan(Decimal("1E+9999999"))


def test_the_limit_is_the_first_sum_that_is_refused() -> None:
    assert money.whole_fen(money.LIMIT - money.FEN) == money.LIMIT - money.FEN
    with pytest.raises(money.NotMoney, match="limit"):
        money.whole_fen(money.LIMIT)


@given(WHOLE_FEN)
def test_fen_and_yuan_are_the_same_sum_both_ways(fen: int) -> None:
    yuan = money.from_fen(fen)
    assert yuan * 100 == fen
    assert money.to_fen(yuan) == fen
    assert money.yuan(money.text(yuan)) == yuan


@pytest.mark.parametrize("context", [NARROW, WATCHFUL])
@given(fen=WHOLE_FEN)
def test_the_callers_own_context_loses_no_digit(context: decimal.Context, fen: int) -> None:
    written = money.text(money.from_fen(fen))
    with decimal.localcontext(context):
        assert money.text(money.yuan(written)) == written
        assert money.to_fen(money.yuan(written)) == fen
        assert money.text(money.from_fen(fen)) == written
        assert money.plain(money.yuan(written)) == written


@pytest.mark.parametrize(
    ("exact", "written"),
    [
        ("3", "3.00"),
        ("0.5", "0.50"),
        ("0.00500000", "0.005"),
        ("-0.00475", "-0.00475"),
        ("1000000.0100", "1000000.01"),
        ("100", "100.00"),
        ("1E+8", "100000000.00"),
        ("1E-8", "0.00000001"),
        ("120000000.40000000", "120000000.40"),
    ],
)
def test_exact_figures_are_written_without_needless_zeros(exact: str, written: str) -> None:
    assert money.plain(Decimal(exact)) == written
