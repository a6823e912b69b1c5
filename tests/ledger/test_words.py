"""What the ledger does not accept it names in both languages, and says in each what it does accept."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.paid import read_paid
from subsidy.web.routes.ledger import entry_number
from tests.ledger.claims import DAY, WAREHOUSING, claim, draft

CALLS: dict[str, Callable[[Ledger], object]] = {
    "assessment": lambda ledger: ledger.assessment_of(99),
    "number": lambda _: entry_number("x"),
    "payment": lambda ledger: ledger.refer("paid", {99: None}, DAY),
    "reversal": lambda ledger: ledger.reverse(99, DAY),
    "sum": lambda ledger: ledger.refer("paid", {1: Decimal("-1.00")}, DAY),
    "year": lambda ledger: ledger.post([claim("1.00", "s", period="soon")], DAY),
    "support year": lambda ledger: ledger.post([claim("1.00", "t", period="soon", provision=WAREHOUSING)], DAY),
}


@pytest.mark.parametrize("name", CALLS)
def test_what_is_accepted_is_said_in_chinese(ledger: Ledger, name: str) -> None:
    ledger.add(draft("100.00"))
    with pytest.raises(errors.SubsidyError) as refused:
        CALLS[name](ledger)
    accepted = refused.value.sentence("zh").partition("可接受：")[2]
    assert re.search("[\u4e00-\u9fff]", accepted)
    assert refused.value.sentence("en").isascii()


@pytest.mark.parametrize("text", ["entry,amount\n1,x\n", "entry,amount\nx,1.00\n"])
def test_what_a_payment_line_may_hold_is_said_in_chinese(tmp_path: Path, text: str) -> None:
    (tmp_path / "paid.csv").write_text(text, encoding="utf-8")
    with pytest.raises(errors.BadValue) as refused:
        read_paid(tmp_path / "paid.csv")
    assert re.search("[\u4e00-\u9fff]", refused.value.sentence("zh").partition("可接受：")[2])
