"""The constraints and indexes of a ledger on PostgreSQL as the server words them, those of `migrations.versions.v0001_ledger`."""

CHECKS = {
    ("ledger_entry", "kind"): "CHECK (kind = ANY (ARRAY['granted', 'paid', 'reversed', 'clawed_back']))",
    ("ledger_entry", "amount"): "CHECK (amount > 0)",
    ("ledger_entry", "with_reference"): (
        "CHECK ((kind = ANY (ARRAY['paid', 'reversed']) AND reference IS NOT NULL) OR kind = 'clawed_back' "
        "OR (kind = 'granted' AND reference IS NULL))"
    ),
    ("ledger_entry", "support_years"): "CHECK (support_year IS NULL OR (support_year >= 1 AND support_year <= support_years))",
    ("ledger_head", "one_head"): "CHECK (id = 1)",
    ("ledger_balance", "below_zero"): "CHECK (granted >= 0)",
    ("ledger_balance", "paid_below_zero"): "CHECK (paid >= 0)",
    ("ledger_balance", "cap"): "CHECK (cap IS NULL OR granted <= cap)",
    ("ledger_enterprise", "first_of_enterprise"): "CHECK (NOT once OR matters <= 1)",
}
"""Checks by table and name: the program tells a limit by the name of its check."""

KEYS = (
    ("ledger_entry", "PRIMARY KEY (id)"),
    ("ledger_entry", "UNIQUE (previous)"),
    ("ledger_entry", "UNIQUE (hash)"),
    ("ledger_entry", "FOREIGN KEY (reference) REFERENCES ledger_entry(id)"),
    ("ledger_head", "PRIMARY KEY (id)"),
    ("ledger_balance", "PRIMARY KEY (uscc, provision, matter)"),
    ("ledger_enterprise", "PRIMARY KEY (uscc, provision)"),
    ("ledger_posting", "PRIMARY KEY (receipt, uscc, provision, matter)"),
    ("ledger_posting", "FOREIGN KEY (entry) REFERENCES ledger_entry(id)"),
)
"""Keys by table, whatever they are called."""

INDEXES = {
    "ledger_reversed_before": ("ledger_entry", "reference", "kind = 'reversed'"),
    "ledger_first_of_business": ("ledger_balance", "provision matter", "exclusive AND granted > 0"),
}
"""Unique indexes of some rows: the table, the columns, which rows."""
