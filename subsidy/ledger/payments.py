"""Payment lines for the finance system: one for each balance that is granted and not yet paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from subsidy.ledger.balances import AT_ONCE, Balance, Filter, batched
from subsidy.ledger.ledger import Ledger

COLUMNS = ("entry", "uscc", "name", "provision", "document", "article", "period", "amount", "currency", "granted_on")
"""`entry` is the grant to which a payment refers."""


def payment_lines(ledger: Ledger, asked: Filter) -> Iterator[dict[str, Any]]:
    """The lines in order of enterprise, provision and period; `amount` is a Decimal, `granted_on` a day."""
    due = [balance for balance in ledger.balances(asked) if balance.unpaid > 0]
    for group in batched(due, AT_ONCE):
        assessments = ledger.assessments_of([balance.entry for balance in group])
        yield from (_line(balance, assessments[balance.entry]) for balance in group)


def _line(balance: Balance, assessment: Mapping[str, Any]) -> dict[str, Any]:
    named = assessment.get("enterprise") or {}
    found = {
        "entry": balance.entry,
        "uscc": balance.uscc,
        "name": named.get("name"),
        "provision": balance.provision,
        **_citation(balance, assessment),
        "period": balance.period,
        "amount": balance.unpaid,
        "currency": "CNY",
        "granted_on": balance.last_granted_on,
    }
    return {column: found[column] for column in COLUMNS}


def _citation(balance: Balance, assessment: Mapping[str, Any]) -> dict[str, str | None]:
    """Document and article as the assessment, or the line of a batch result, has them."""
    cited: Mapping[str, Any] = assessment.get("entitlement") or {}
    for entitlement in assessment.get("entitlements", ()):
        if entitlement["provision"] == balance.provision:
            cited = entitlement["citation"]
    return {name: cited.get(name) for name in ("document", "article")}
