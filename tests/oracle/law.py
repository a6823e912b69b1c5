"""The figures of 青商规〔2024〕1号, written out a second time, and the names of its codes."""

from datetime import date
from fractions import Fraction

GROWTH = "qingpu-2024-1/import-growth"
FIRST = "qingpu-2024-1/first"
WAREHOUSING = "qingpu-2024-1/warehousing"

ZONE = "qingpu"
IN_FORCE = (date(2024, 2, 6), date(2027, 2, 5))
BASIS_REPEALED_FROM = date(2026, 5, 28)

GROWTH_RATE = Fraction(25, 1000)
GROWTH_CAP_FEN = 3_000_000_00
FIRST_FEN = 300_000_00
SUPPORT_YEARS = 3

DEFAULT_READINGS = {
    "growth.years": "claimed_year_after",
    "growth.new_importer": "undecided",
    "growth.qualified": "presumed",
    "payout.rounding": "fen",
    "first.day": "recognised",
    "first.once_per": "business",
    "warehousing.starts": "settled_on",
    "warehousing.after_expiry": "stop",
    "warehousing.settled_before": "excluded",
}

REASONS = (
    "outside_validity",
    "not_in_zone",
    "no_increment",
    "rounds_to_nothing",
    "already_granted",
    "no_base",
    "not_qualified",
    "not_first",
    "not_newly_settled",
    "not_foreign_trade",
    "no_fees",
)
MISSING = (
    "zone",
    "imports",
    "rejected_rows",
    "qualified",
    "decision",
    "recognised_on",
    "achieved_on",
    "settled_on",
    "foreign_trade",
    "warehousing_fees",
    "prior",
)
ASSUMPTIONS = (
    "claim_window",
    "subject_to_application_call",
    "no_prior_grants",
    "missing_not_negative",
    "cap_scope",
    "statistics_scope",
    "qualified",
    "zone_of_first",
    "first_in_city",
    "fee_basis",
    "zone_asserted",
)
WARNINGS = ("basis_repealed", "settled_after_base_year_began", "uscc_checksum")
