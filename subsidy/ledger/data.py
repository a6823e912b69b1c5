"""Outcomes, balances, entries and faults as plain data, the same for every way of use: sums as text, days in ISO 8601."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from subsidy import money
from subsidy.law.wording import sentence
from subsidy.ledger.balances import Balance
from subsidy.ledger.entry import Entry
from subsidy.ledger.post import POSTED, SKIPPED, Outcome
from subsidy.ledger.store import Head
from subsidy.ledger.verify import Fault, Verified

OUTCOME_COLUMNS = ("uscc", "provision", "period", "result", "code", "kind", "amount", "before", "after", "entry", "message")
BALANCE_COLUMNS = ("uscc", "provision", "period", "granted", "clawed_back", "balance", "paid", "unpaid", "last_day", "entry")
ENTRY_COLUMNS = ("id", "uscc", "provision", "period", "kind", "amount", "day", "reference", "receipt", "previous", "hash")
FAULT_COLUMNS = ("code", "entry", "message")
_LIMITS = ("cap", "exclusive", "once", "support_year", "support_years")


def outcome_data(outcome: Outcome, lang: str) -> dict[str, Any]:
    """What became of one claim, with the sentence of its code."""
    posted = outcome.code == POSTED
    result = POSTED if posted else "refused" if outcome.refused else "skipped"
    group = "postings" if outcome.code in (POSTED, *SKIPPED) else "limits"
    return {
        "uscc": outcome.uscc,
        "provision": outcome.provision,
        "period": outcome.period,
        "result": result,
        "code": outcome.code,
        "kind": outcome.entry.kind if outcome.entry and posted else None,
        "amount": money.text(outcome.entry.sum) if outcome.entry and posted else None,
        "before": money.text(outcome.before),
        "after": money.text(outcome.before + outcome.difference),
        "entry": outcome.entry.id if outcome.entry else None,
        "message": sentence(group, outcome.code, lang),
    }


def posting_data(rows: Sequence[Mapping[str, Any]], day: date, *, dry_run: bool) -> dict[str, Any]:
    """What posting came to, by result."""
    by_result = {result: [row for row in rows if row["result"] == result] for result in (POSTED, "skipped", "refused")}
    return {"day": day.isoformat(), "dry_run": dry_run, **by_result}


def posted_data(entry: Entry, lang: str) -> dict[str, Any]:
    """An entry that no assessment asked for, in the form of an outcome."""
    named = {name: getattr(entry, name) for name in ("uscc", "provision", "period", "kind")}
    said = {"result": POSTED, "code": POSTED, "amount": money.text(entry.sum), "before": None, "after": None, "entry": entry.id}
    found = {**named, **said, "message": sentence("postings", POSTED, lang)}
    return {column: found[column] for column in OUTCOME_COLUMNS}


def balance_data(balance: Balance) -> dict[str, Any]:
    """The sums of one enterprise, provision and period."""
    sums = {name: money.text(getattr(balance, name)) for name in ("granted", "clawed_back", "balance", "paid", "unpaid")}
    own = {name: getattr(balance, name) for name in ("uscc", "provision", "period", "entry")}
    found = {**own, **sums, "last_day": balance.last_day.isoformat()}
    return {column: found[column] for column in BALANCE_COLUMNS}


def entry_data(entry: Entry) -> dict[str, Any]:
    """All of an entry."""
    limits = {name: getattr(entry, name) for name in _LIMITS} | {
        "cap": None if entry.cap is None else money.text(money.from_fen(entry.cap))
    }
    own = {name: getattr(entry, name) for name in ("id", "uscc", "provision", "period", "kind", "reference")}
    return {
        **own,
        "amount": money.text(entry.sum),
        "day": entry.day.isoformat(),
        "receipt": json.loads(entry.receipt),
        "assessment": json.loads(entry.assessment),
        "limits": limits,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def entry_row(entry: Entry) -> dict[str, Any]:
    """An entry as a line of a table: without the assessment, the receipt as text."""
    return {column: value for column, value in {**entry_data(entry), "receipt": entry.receipt}.items() if column in ENTRY_COLUMNS}


def payment_data(line: Mapping[str, Any]) -> dict[str, Any]:
    """A payment line (`payments.payment_lines`)."""
    return {**line, "amount": money.text(line["amount"]), "granted_on": line["granted_on"].isoformat()}


def head_data(head: Head) -> dict[str, Any]:
    return {"count": head.count, "hash": head.hash}


def verified_data(verified: Verified, lang: str) -> dict[str, Any]:
    """What verifying came to, each fault with its sentence."""
    own = {name: getattr(verified, name) for name in ("sound", "count", "hash", "anchored")}
    return {**own, "faults": [_fault_data(fault, lang) for fault in verified.faults]}


def _fault_data(fault: Fault, lang: str) -> dict[str, Any]:
    message = sentence("tampering", fault.code, lang).format(entry=fault.entry, what=fault.what)
    return {"code": fault.code, "entry": fault.entry, "message": message}


def cells(row: Mapping[str, Any], columns: Iterable[str]) -> dict[str, str]:
    """A row as text; null is empty."""
    return {column: "" if row[column] is None else str(row[column]) for column in columns}
