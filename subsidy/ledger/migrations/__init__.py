"""The forms that a ledger has had, each made from the one before; `subsidy.ledger.schema` runs them."""
