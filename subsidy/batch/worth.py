"""What a row is worth: RMB where there is RMB, else a sum in another currency at the rate of its month.

Rows of a table have up to three sums: RMB, US dollars, and an amount in a currency of its own column. A sum of RMB is the
one that counts, in whichever column it stands, else the first that is filled in; half a fen and more is rounded up, in magnitude.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, Table, Value

from subsidy.batch.columns import FOREIGN, MONEY_FIELDS
from subsidy.batch.row import SUM, first_that_holds
from subsidy.intake.headings import Layout
from subsidy.intake.rates import Rates

_RATE = "decimal(15, 8)"
_PRODUCT = "decimal(38, 16)"
"""A sum of `FOREIGN` times a rate of `_RATE` is exact in this, on every engine."""
_RMB = "CNY"
Case = tuple[BooleanValue, Value | str]


def with_worth(table: Table, layout: Layout, rates: Rates | None) -> Table:
    """Add `worth` in RMB, `worth_code` (what is wrong with it), `worth_field` (the column it was read from), `currency` and `native`.

    `currency` and `native` are NULL for a sum in RMB.
    """
    has_rmb, has_usd, has_amount = (_is_filled(table, field) for field in ("rmb", "usd", "amount"))
    in_rmb = has_amount & (table["currency"] == _RMB)
    source = first_that_holds([(has_rmb, "rmb"), (in_rmb, "cny"), (has_usd, "usd"), (has_amount, "amount")])
    table = table.mutate(source=source)
    is_foreign = table["source"].isin(["usd", "amount"]).fill_null(False)
    native = ibis.ifelse(table["source"] == "usd", table["usd"], table["amount"])
    currency = ibis.ifelse(table["source"] == "usd", ibis.literal("USD"), table["currency"])
    table = table.mutate(
        native=ibis.ifelse(is_foreign, native, ibis.null(FOREIGN)), paid_in=ibis.ifelse(is_foreign, currency, ibis.null("string"))
    )
    table = _with_rate(table, rates)
    converted = (table["native"] * table["rate"]).cast(_PRODUCT).round(2).cast(SUM)
    of_amount = table["amount"].round(2).cast(SUM)
    worth = ibis.cases((table["source"] == "rmb", table["rmb"]), (table["source"] == "cny", of_amount), else_=converted)
    code = first_that_holds(_codes(table))
    field = first_that_holds(_fields(table, layout))
    return table.mutate(worth=worth, worth_code=code, worth_field=field, currency=table["paid_in"])


def _is_filled(table: Table, field: str) -> BooleanValue:
    """Whether a sum is given at all: a dash or a question mark is none."""
    return table[f"{field}_text"].notnull() & ~(table[f"{field}_code"] == "no_value").fill_null(False)


def _with_rate(table: Table, rates: Rates | None) -> Table:
    """Add `rate`: RMB for one unit of the row's currency in its month; a year has no month."""
    if rates is None or not rates.by_month:
        return table.mutate(rate=ibis.null(_RATE))
    known = [{"rate_month": month, "rate_currency": currency, "rate": rate} for (month, currency), rate in rates.by_month.items()]
    schema = pa.schema([("rate_month", pa.date32()), ("rate_currency", pa.string()), ("rate", pa.decimal128(15, 8))])
    entries = ibis.memtable(pa.Table.from_pylist(known, schema=schema))
    month = ibis.ifelse(table["date"]["unit"] == "year", ibis.null("date"), table["date"]["first"].truncate("M").cast("date"))
    keyed = table.mutate(paid_month=month)
    joined = keyed.left_join(entries, [keyed["paid_month"] == entries["rate_month"], keyed["paid_in"] == entries["rate_currency"]])
    return joined.drop("paid_month", "rate_month", "rate_currency")


def _codes(table: Table) -> Sequence[Case]:
    """What is wrong with the one sum that counts."""
    source = table["source"]
    wrong = [(source == name, field) for name, field in (("rmb", "rmb"), ("usd", "usd"), ("cny", "amount"), ("amount", "amount"))]
    bad: list[Case] = [
        (is_it & (table[f"{field}_code"] == code), code) for code in ("lost_digits", "amount", "precision") for is_it, field in wrong
    ]
    odd_fen: Case = ((source == "cny") & (table["amount"].round(2) != table["amount"]), "precision")
    no_rate: Case = (source.isin(["usd", "amount"]) & table["rate"].isnull(), "no_rate")
    return [(source.isnull(), "amount"), *bad, odd_fen, no_rate]


def _fields(table: Table, layout: Layout) -> Sequence[Case]:
    """The column to which a fault of the sum belongs: without a currency that is known, that of the currency."""
    present = [field for field in MONEY_FIELDS if field in layout.columns]
    source, is_lacking = table["source"], table["rate"].isnull() & table["amount_code"].isnull()
    return [
        (source == "rmb", "rmb"),
        (source == "usd", "usd"),
        ((source == "amount") & is_lacking, "currency"),
        (source.isin(["amount", "cny"]), "amount"),
        (source.isnull(), present[0] if present else "rmb"),
    ]
