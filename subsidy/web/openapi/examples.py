"""Examples of requests and answers in the OpenAPI document; those of answers are computed, so that they are what is answered."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from subsidy.assess import assess
from subsidy.deadlines import watch_list
from subsidy.facts import Case
from subsidy.law.library import library
from subsidy.ledger.entry import GENESIS
from subsidy.ranging.overall import assess_range
from subsidy.report.law_document import document_data
from subsidy.report.law_filters import filters_of
from subsidy.report.law_measures import measures_data
from subsidy.report.law_rows import document_rows, question_data
from subsidy.report.schemas import schema_of

DAY = date(2026, 3, 1)
FIRM = {"uscc": "913101180000000004", "zone": "qingpu", "settled_on": "2024-05-01"}
CASE = {"enterprise": FIRM, "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}]}
_FEES = [{"from": "2024-05-01", "to": "2025-04-30", "amount": "520000.00"}]
_GROWN = {"case": CASE, "as_of": "2026-03-01"}
_FIRST = {"business": "保税维修", "kind": "first", "recognised_on": "2025-04-18"}
_DECIDED = {
    "case": {"enterprise": FIRM, "warehousing": _FEES, "firsts": [_FIRST]},
    "as_of": "2026-03-01",
    "readings": {"first.day": "recognised"},
    "decisions": {"warehousing.ratio": "0.5"},
    "lang": "zh",
}
_GROWTH = "qingpu-2024-1/import-growth"
_HEAD = {"count": 0, "hash": GENESIS}


@functools.cache
def _assessment() -> dict[str, Any]:
    return assess(Case.model_validate(CASE), as_of=DAY).model_dump(mode="json")


def _watched() -> dict[str, Any]:
    return watch_list(Case.model_validate(CASE), as_of=DAY).model_dump(mode="json")


def _measures() -> dict[str, Any]:
    return measures_data(filters_of(library(), {"document": "qingpu-2024-1", "topic": "funding"}), DAY, "en", library())


def _posted(**more: Any) -> dict[str, Any]:
    of = {"uscc": FIRM["uscc"], "provision": _GROWTH, "period": "2025", "result": "posted", "code": "posted"}
    outcome = {**of, "kind": "granted", "amount": "1000000.01", "before": "0.00", "after": "1000000.01", "entry": None, "message": "posted"}
    return {"day": "2026-03-02", "dry_run": True, "posted": [{**outcome, **more}], "skipped": [], "refused": [], "head": _HEAD}


def _manual(kind: str) -> dict[str, Any]:
    return _posted(kind=kind, before=None, after=None)


def _payments() -> dict[str, Any]:
    of = {"entry": 1, "uscc": FIRM["uscc"], "name": None, "provision": _GROWTH, "document": "青商规〔2024〕1号", "article": "4"}
    return {
        "as_of": "2026-03-31",
        "payments": [{**of, "period": "2025", "amount": "1000000.01", "currency": "CNY", "granted_on": "2026-03-02"}],
    }


def _balances() -> dict[str, Any]:
    of = {"uscc": FIRM["uscc"], "provision": _GROWTH, "period": "2025"}
    sums = {"granted": "1000000.01", "clawed_back": "0.00", "balance": "1000000.01", "paid": "0.00", "unpaid": "1000000.01"}
    return {"balances": [{**of, **sums, "last_day": "2026-03-02", "entry": 1}]}


@functools.cache
def requests() -> Mapping[str, Mapping[str, Any]]:
    """By the operation: what may be sent, by a name."""
    return {**_JUDGED, "post_ledger_posting": {"try": {"assessment": _assessment(), "day": "2026-03-02", "dry_run": True}}}


_JUDGED: Mapping[str, Mapping[str, Any]] = {
    "post_assessment": {"growth": _GROWN, "decided": _DECIDED},
    "post_range": {"growth": _GROWN, "decided": _DECIDED},
    "post_deadlines": {"growth": {**_GROWN, "within": 90}, "anyone": {"as_of": "2026-03-01"}},
    "post_ledger_reversal": {"reversal": {"day": "2026-03-05", "dry_run": True}},
    "post_ledger_payment": {"all": {"day": "2026-04-01"}, "part": {"amount": "500000.00", "day": "2026-04-01"}},
    "post_ledger_clawback": {"part": {"amount": "500000.00", "day": "2026-04-01", "lang": "zh"}},
}
ANSWERS: Mapping[str, Callable[[], Any]] = {
    "post_assessment": _assessment,
    "post_range": lambda: assess_range(Case.model_validate(CASE), as_of=DAY).model_dump(mode="json"),
    "post_deadlines": _watched,
    "get_deadlines": lambda: watch_list(None, as_of=DAY).model_dump(mode="json"),
    "get_policies": lambda: {"as_of": "2026-03-01", "documents": document_rows(DAY, "en", library())},
    "get_policy": lambda: document_data("shanghai-ftz-linkage", DAY, "en", library()),
    "get_measures": _measures,
    "get_readings": lambda: question_data("en", library()),
    "get_schema": lambda: schema_of("case"),
    "get_ledger_head": lambda: _HEAD,
    "get_ledger_balances": _balances,
    "get_ledger_payments": _payments,
    "get_ledger_verification": lambda: {"sound": True, **_HEAD, "anchored": None, "faults": []},
    "post_ledger_posting": _posted,
    "post_ledger_reversal": lambda: _manual("reversed"),
    "post_ledger_payment": lambda: _manual("paid"),
    "post_ledger_clawback": lambda: _manual("clawed_back"),
}
"""What an answer looks like: to the first of the requests, where there are any."""
