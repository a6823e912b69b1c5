"""Whether the cap binds an enterprise, and what one more yuan brings, where some or all of the cap was granted already."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from subsidy.batch.compare_margin import is_at_cap, margin
from subsidy.batch.compare_rows import Row, Sums
from subsidy.law.library import library
from subsidy.law.run import prepare
from subsidy.money import ZERO
from subsidy.provisions.terms import Terms

GROWTH = "qingpu-2024-1/import-growth"


@pytest.fixture(scope="module")
def terms() -> Terms:
    (found,) = [each for _, _, each in prepare(date(2026, 3, 1), {}, {}, library()).provisions if each.provision == GROWTH]
    return found


def granted(sum_: str, gross: str = "5500000.00") -> Row:
    """A year's growth of which so much was granted; the cap is 3,000,000."""
    low = max(min(Decimal(gross), Decimal("3000000.00")) - Decimal(sum_), ZERO)
    reasons, status = ((), "payable") if low else (("already_granted",), "ineligible")
    steps = {"base": Decimal("80000000.00"), "increment": Decimal("220000000.00"), "gross": Decimal(gross)}
    return Row("1", GROWTH, "2025", status, Sums(low, low, low), date(2026, 1, 1), reasons, steps)


@pytest.mark.parametrize("sum_", ["0.00", "2999999.99", "3000000.00", "3000000.01"])
def test_the_cap_binds_whatever_was_granted_of_it(terms: Terms, sum_: str) -> None:
    assert is_at_cap(granted(sum_), terms)
    found = margin(granted(sum_), terms, lambda *_: True)
    assert (found.at_cap, found.marginal, found.cap_binds_at) == (True, ZERO, Decimal("200000000.00"))


def test_a_grant_beyond_a_sum_below_the_cap_is_at_no_cap(terms: Terms) -> None:
    assert not is_at_cap(granted("2000000.00", gross="2000000.00"), terms)


@pytest.mark.parametrize("reasons", [("not_in_zone",), ("not_in_zone", "already_granted"), ("no_increment",)])
def test_what_is_not_due_for_other_reasons_is_at_no_cap(terms: Terms, reasons: tuple[str, ...]) -> None:
    assert not is_at_cap(granted("3000000.00")._replace(reasons=reasons), terms)
