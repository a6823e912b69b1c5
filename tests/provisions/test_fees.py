"""Warehousing fees over days: shares in whole fen that add up to the fee, and how far a list of fees is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.facts import WarehouseFee
from subsidy.money import from_fen, text, to_fen
from subsidy.periods import Window
from subsidy.provisions.fees import first_day, known_through, share, shares_within

Fees = Sequence[WarehouseFee]
ONE_DAY = timedelta(days=1)
STARTS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
LENGTHS = st.sampled_from((1, 2, 3, 7, 30, 365, 366, 1096)) | st.integers(1, 1500)
AMOUNTS = st.sampled_from((0, 1, 2, 3, 100, 10**18 - 1)) | st.integers(0, 10**10)


def fee(first: str | date, last: str | date, amount: str | Decimal) -> WarehouseFee:
    return WarehouseFee.model_validate({"from": first, "to": last, "amount": amount})


def made(first: date, days: int, fen: int) -> WarehouseFee:
    return fee(first, first + (days - 1) * ONE_DAY, text(from_fen(fen)))


FEES = st.builds(made, STARTS, LENGTHS, AMOUNTS)


@given(FEES, st.lists(st.integers(-10, 1510), max_size=12))
def test_the_shares_of_any_partition_of_the_days_add_up_to_the_fee(whole: WarehouseFee, cuts: list[int]) -> None:
    turns = [whole.first - 20 * ONE_DAY, *sorted({whole.first + cut * ONE_DAY for cut in cuts}), whole.last + 1600 * ONE_DAY]
    parts = [share(whole, Window(begins, ends - ONE_DAY)) for begins, ends in pairwise(turns)]
    assert sum(parts) == to_fen(whole.amount)
    assert min(parts) >= 0


@given(FEES, st.integers(1, 1500), st.integers(1, 1500))
def test_a_share_is_the_difference_of_two_rounded_running_sums(whole: WarehouseFee, one: int, other: int) -> None:
    days = (whole.last - whole.first).days + 1
    a, b = sorted((min(one, days), min(other, days)))

    def upto(day: int) -> int:
        return floor(Fraction(to_fen(whole.amount) * day, days) + Fraction(1, 2))

    window = Window(whole.first + (a - 1) * ONE_DAY, whole.first + (b - 1) * ONE_DAY)
    assert share(whole, window) == upto(b) - upto(a - 1)


@given(FEES, STARTS, LENGTHS)
def test_a_share_is_within_a_fen_of_its_days(whole: WarehouseFee, first: date, length: int) -> None:
    window = Window(first, first + (length - 1) * ONE_DAY)
    days = (whole.last - whole.first).days + 1
    inside = max((min(whole.last, window.last) - max(whole.first, window.first)).days + 1, 0)
    assert abs(share(whole, window) - Fraction(to_fen(whole.amount) * inside, days)) <= 1


@given(st.lists(FEES, max_size=5), STARTS, LENGTHS)
def test_fees_are_shared_one_by_one_and_summed(fees: list[WarehouseFee], first: date, length: int) -> None:
    window = Window(first, first + (length - 1) * ONE_DAY)
    assert to_fen(shares_within(fees, window)) == sum(share(each, window) for each in fees)
    assert shares_within(fees, None) == 0


@pytest.mark.parametrize(
    ("amount", "shares"), [("0.01", [0, 1, 0]), ("0.02", [1, 0, 1]), ("0.05", [2, 1, 2]), ("1.00", [33, 34, 33]), ("0.00", [0, 0, 0])]
)
def test_what_three_days_have_of_a_few_fen(amount: str, shares: list[int]) -> None:
    whole = fee("2024-12-31", "2025-01-02", amount)
    days = [whole.first + n * ONE_DAY for n in range(3)]
    assert [share(whole, Window(day, day)) for day in days] == shares


@pytest.mark.parametrize(
    ("first", "last", "fen"), [("2024-04-01", "2024-04-30", 0), ("2024-06-01", "2024-06-30", 0), ("2024-05-31", "2024-06-30", 1)]
)
def test_days_outside_a_fee_have_none_of_it(first: str, last: str, fen: int) -> None:
    window = Window(date.fromisoformat(first), date.fromisoformat(last))
    assert share(fee("2024-05-01", "2024-05-31", "0.31"), window) == fen


MAY, JUNE = fee("2024-05-01", "2024-05-31", "1.00"), fee("2024-06-01", "2024-06-30", "1.00")
LONG = fee("2024-04-15", "2024-07-15", "1.00")


@pytest.mark.parametrize(
    ("fees", "day"), [([], None), ([MAY], "2024-05-01"), ([JUNE, MAY], "2024-05-01"), ([JUNE, LONG, MAY], "2024-04-15")]
)
def test_the_first_day_is_that_of_the_earliest_fee(fees: Fees, day: str | None) -> None:
    assert first_day(fees) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("fees", "stated", "known"),
    [
        (None, None, None),
        (None, "2030-01-01", None),
        ([], None, "2026-03-01"),
        ([], "2026-02-01", "2026-03-01"),
        ([], "2026-04-01", "2026-04-01"),
        ([MAY, JUNE], None, "2024-06-30"),
        ([LONG, JUNE], None, "2024-07-15"),
        ([JUNE], "2024-06-29", "2024-06-30"),
        ([JUNE], "2024-07-01", "2024-07-01"),
    ],
)
def test_fees_are_known_to_the_last_day_covered_or_stated(fees: Fees | None, stated: str | None, known: str | None) -> None:
    found = known_through(fees, date.fromisoformat(stated) if stated else None, date(2026, 3, 1))
    assert found == (date.fromisoformat(known) if known else None)
