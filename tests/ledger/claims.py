"""Assessments and claims, as tests post them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from subsidy import Assessment, Case, assess
from subsidy.ledger.claim import Claim
from subsidy.ledger.entry import Draft, Limits
from subsidy.money import to_fen

FIRM, OTHER = "913101180000000004", "91310118MA1JMTH20A"
GROWTH, FIRST, WAREHOUSING = (f"qingpu-2024-1/{name}" for name in ("import-growth", "first", "warehousing"))
AS_OF, DAY = date(2026, 3, 1), date(2026, 3, 2)
READINGS = {"payout.rounding": "fen", "first.once_per": "business"}


def firm(number: int) -> str:
    """The code of an enterprise by number."""
    return f"9131011800000{number:05d}"


def assessment(imports: str = "120000000.40", as_of: date = AS_OF, uscc: str = FIRM, **more: Any) -> Assessment:
    """Of 2025, with imports of 80 million in the year before: 1,000,000.01 unless other imports are given."""
    readings, decisions = more.pop("readings", None), more.pop("decisions", None)
    years = [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": imports}]
    coverage = [{"from": "2024-01", "to": "2025-12"}]
    case = Case(enterprise={"uscc": uscc, "zone": "qingpu", **more.pop("firm", {})}, imports=years, coverage=coverage, **more)
    return assess(case, as_of=as_of, readings=readings, decisions=decisions)


def first(business: str = "保税维修", **more: Any) -> Mapping[str, Any]:
    return {"business": business, "kind": "first", "recognised_on": "2025-04-18", **more}


def claim(total: str, receipt: str, period: str = "2025", uscc: str = FIRM, provision: str = GROWTH, **more: Any) -> Claim:
    """A payable claim of a sum, or, of nothing, an ineligible one."""
    status, reasons = ("payable", ()) if Decimal(total) else ("ineligible", ("no_increment",))
    said = {"status": status, "claim": "open", "amount": Decimal(total), "reasons": reasons, "steps": {}, "readings": READINGS}
    return Claim(uscc, provision, period, **{**said, "valid_from": None, "as_of": AS_OF, "receipt": receipt, **more})


def draft(amount: str, uscc: str = FIRM, provision: str = GROWTH, period: str = "2025", limits: Limits | None = None) -> Draft:
    """A grant as it is."""
    return Draft(uscc, provision, period, "granted", to_fen(Decimal(amount)), DAY, None, "{}", "{}", limits or Limits())
