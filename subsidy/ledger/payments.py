"""Payment lines for the finance system: one for each balance that is granted and not yet paid, and lines read back as paid."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from subsidy import errors, money
from subsidy.facts import MONEY_FORM
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


def read_paid(path: Path) -> dict[int, Decimal | None]:
    """The sums paid by the entry that each pays, of a CSV of payment lines; raises a `errors.SubsidyError` that names line and column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source, strict=True)
            if not {"entry", "amount"} <= set(reader.fieldnames or ()):
                raise errors.MissingHeading(
                    path=path, line=1, field="entry, amount", found=", ".join(reader.fieldnames or ()), accepted=", ".join(COLUMNS)
                )
            return _paid(path, reader)
    except OSError as error:
        raise errors.UnreadableFile(path=path, problem=error.strerror) from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise errors.UnreadableFile(path=path, problem=error) from None


def _paid(path: Path, reader: csv.DictReader[str]) -> dict[int, Decimal | None]:
    found: dict[int, Decimal | None] = {}
    for row in reader:
        entry, amount = row["entry"] or "", row["amount"] or ""
        if not entry.isdecimal() or not entry.isascii() or int(entry) in found:
            raise _bad(path, reader.line_num, "entry", entry, "the number of an entry, each once")
        try:
            found[int(entry)] = money.yuan(amount)
        except money.NotMoney:
            raise _bad(path, reader.line_num, "amount", amount, MONEY_FORM) from None
    return found


def _bad(path: Path, line: int, column: str, value: str, accepted: str) -> errors.BadValue:
    where = {"where": f"{path}, line {line}, {column}", "where_zh": f"{path} 第{line}行 {column}"}
    return errors.BadValue(**where, value=value, accepted=accepted)
