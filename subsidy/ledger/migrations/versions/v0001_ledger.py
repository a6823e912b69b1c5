"""The first form of the ledger: its tables, and for each database the triggers and indexes that keep them."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GENESIS = "0" * 64
_WITH_REFERENCE = """
    (kind IN ('paid', 'reversed') AND reference IS NOT NULL) OR kind = 'clawed_back' OR (kind = 'granted' AND reference IS NULL)
"""


def upgrade() -> None:
    _entry()
    _head()
    _balances()
    _posting()
    script = Path(__file__).with_name(f"v0001_{op.get_context().dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split("\n\n"):
        op.execute(sa.text(statement.replace(":", "\\:")))


def _entry() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("uscc", sa.Text, nullable=False),
        sa.Column("provision", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("reference", NUMBER, sa.ForeignKey("ledger_entry.id")),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("assessment", sa.Text, nullable=False),
        sa.Column("matter", sa.Text, nullable=False),
        sa.Column("cap", sa.BigInteger),
        sa.Column("exclusive", sa.Boolean, nullable=False),
        sa.Column("once", sa.Boolean, nullable=False),
        sa.Column("support_year", sa.Integer),
        sa.Column("support_years", sa.Integer),
        sa.Column("previous", sa.Text, nullable=False, unique=True),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sa.CheckConstraint("kind IN ('granted', 'paid', 'reversed', 'clawed_back')", name="kind"),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.CheckConstraint(_WITH_REFERENCE, name="with_reference"),
        sa.CheckConstraint("support_year IS NULL OR support_year BETWEEN 1 AND support_years", name="support_years"),
    )
    op.create_index("ledger_entry_of", "ledger_entry", ["uscc", "provision", "matter"])
    op.create_index("ledger_reversed_before", "ledger_entry", ["reference"], unique=True, **_where("kind = 'reversed'"))


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _head() -> None:
    head = op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.CheckConstraint("id = 1", name="one_head"),
    )
    op.bulk_insert(head, [{"id": 1, "count": 0, "hash": GENESIS}])


def _balances() -> None:
    op.create_table(
        "ledger_balance",
        sa.Column("uscc", sa.Text, primary_key=True),
        sa.Column("provision", sa.Text, primary_key=True),
        sa.Column("matter", sa.Text, primary_key=True),
        sa.Column("granted", sa.BigInteger, nullable=False),
        sa.Column("paid", sa.BigInteger, nullable=False),
        sa.Column("cap", sa.BigInteger),
        sa.Column("exclusive", sa.Boolean, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.CheckConstraint("granted >= 0", name="below_zero"),
        sa.CheckConstraint("paid >= 0", name="paid_below_zero"),
        sa.CheckConstraint("cap IS NULL OR granted <= cap", name="cap"),
    )
    op.create_index(
        "ledger_first_of_business", "ledger_balance", ["provision", "matter"], unique=True, **_where("exclusive AND granted > 0")
    )
    op.create_table(
        "ledger_enterprise",
        sa.Column("uscc", sa.Text, primary_key=True),
        sa.Column("provision", sa.Text, primary_key=True),
        sa.Column("matters", sa.Integer, nullable=False),
        sa.Column("once", sa.Boolean, nullable=False),
        sa.CheckConstraint("NOT once OR matters <= 1", name="first_of_enterprise"),
    )


def _posting() -> None:
    op.create_table(
        "ledger_posting",
        sa.Column("receipt", sa.Text, primary_key=True),
        sa.Column("uscc", sa.Text, primary_key=True),
        sa.Column("provision", sa.Text, primary_key=True),
        sa.Column("matter", sa.Text, primary_key=True),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("entry", NUMBER, sa.ForeignKey("ledger_entry.id")),
    )
    op.create_index("ledger_posting_of", "ledger_posting", ["uscc", "provision", "matter"])
