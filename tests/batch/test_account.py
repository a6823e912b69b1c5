"""The account of the rows, and when it does not add up."""

from datetime import date
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa
import pytest

from subsidy import errors
from subsidy.batch.account import Settled, account_of
from subsidy.batch.engine import Engine
from subsidy.batch.reading import Read

SUMS = pa.array([Decimal(5), Decimal(2), Decimal(1)], pa.decimal128(38, 2))
TALLY = pa.table({"code": [None, "export", "date"], "rows": [1, 1, 1], "amount": SUMS})


def of_tally(engine: Engine, records: int, amount: str) -> Any:
    tally = ibis.memtable(TALLY)
    return account_of(engine, Settled(tally, None, tally, tally), Read([], [], records, Decimal(amount), {}, date(2026, 3, 1)))


def test_what_was_read_is_counted_excluded_or_rejected(engine: Engine) -> None:
    found = of_tally(engine, 3, "8.00")
    assert found.balanced
    assert found.rows == {"read": 3, "counted": 1, "excluded": {"export": 1}, "rejected": {"date": 1}}
    assert found.amount_text() == {"read": "8.00", "counted": "5.00", "excluded": {"export": "2.00"}, "rejected": {"date": "1.00"}}


@pytest.mark.parametrize(("records", "amount"), [(4, "8.00"), (2, "8.00"), (3, "8.01"), (3, "7.99")])
def test_a_row_or_a_fen_more_or_less_is_an_error(engine: Engine, records: int, amount: str) -> None:
    with pytest.raises(errors.NotBalanced):
        of_tally(engine, records, amount)
