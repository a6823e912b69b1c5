"""The ledger: what has been granted, paid, reversed and clawed back, appended and never changed, within the law's limits.

`subsidy.ledger.ledger.Ledger` is the way in.
"""
