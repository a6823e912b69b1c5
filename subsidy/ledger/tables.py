"""The tables of a ledger, as queries see them; `migrations` makes them, with the triggers that keep them.

`entry` is the ledger itself. The others follow from it and are kept by the database as entries are added: `head` is the end
of the chain, `balance` what an enterprise has of a matter, `enterprise` how many matters of a provision it has. `posting`
says which assessments have been dealt with.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, MetaData, Table, Text

METADATA = MetaData()
NUMBER = BigInteger().with_variant(Integer(), "sqlite")
LAST_NUMBER = (1 << 63) - 1
"""The most that the number of an entry can be."""

ENTRY = Table(
    "ledger_entry",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("uscc", Text, nullable=False),
    Column("provision", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("day", Date, nullable=False),
    Column("reference", NUMBER, ForeignKey("ledger_entry.id")),
    Column("receipt", Text, nullable=False),
    Column("assessment", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("cap", BigInteger),
    Column("exclusive", Boolean, nullable=False),
    Column("once", Boolean, nullable=False),
    Column("support_year", Integer),
    Column("support_years", Integer),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

HEAD = Table(
    "ledger_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)

BALANCE = Table(
    "ledger_balance",
    METADATA,
    Column("uscc", Text, primary_key=True),
    Column("provision", Text, primary_key=True),
    Column("matter", Text, primary_key=True),
    Column("granted", BigInteger, nullable=False),
    Column("paid", BigInteger, nullable=False),
    Column("cap", BigInteger),
    Column("exclusive", Boolean, nullable=False),
    Column("last_day", Date, nullable=False),
)

ENTERPRISE = Table(
    "ledger_enterprise",
    METADATA,
    Column("uscc", Text, primary_key=True),
    Column("provision", Text, primary_key=True),
    Column("matters", Integer, nullable=False),
    Column("once", Boolean, nullable=False),
)

POSTING = Table(
    "ledger_posting",
    METADATA,
    Column("receipt", Text, primary_key=True),
    Column("uscc", Text, primary_key=True),
    Column("provision", Text, primary_key=True),
    Column("matter", Text, primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("entry", NUMBER, ForeignKey("ledger_entry.id")),
)
