"""What was recognised in files as plain data: the JSON of `subsidy inspect`, from which its table and CSV are made too.

Every entry has every key; what does not apply to it is null.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from subsidy import money
from subsidy.batch.inspection.inspect import Inspected, Inspection, Side
from subsidy.batch.inspection.rows import MOST_REJECTS, Outcome
from subsidy.errors import Issue
from subsidy.intake.rates import Rates
from subsidy.intake.side_tables import Register
from subsidy.law.wording import sentence
from subsidy.periods import month_text
from subsidy.report.labels import label

Data = dict[str, Any]

MOST_NAMED = 5
"""Enterprises are named where there are no more than this."""

DESCRIBED = (
    "sha256", "encoding", "delimiter", "heading_line", "unit", "unit_stated", "columns", "year_column", "wide", "ignored",
    "passed_over", "unknown", "hints",
)  # fmt: skip
DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}
MEASURED = ("rows", "amount", "granularity", "imports", "covered", "currencies", "enterprises")


def inspection_data(inspection: Inspection, lang: str) -> Data:
    """The whole inspection."""
    return {
        "as_of": inspection.as_of.isoformat(),
        "files": [_entry(inspected, lang) for inspected in inspection.files],
        "total": _measured(_of_outcome(inspection.total)) if inspection.total else None,
    }


def _entry(inspected: Inspected, lang: str) -> Data:
    side, outcome = inspected.side, inspected.outcome
    issues = outcome.rejects if outcome else side.issues[:MOST_REJECTS] if side else ()
    return {
        "name": inspected.name,
        "sheet": inspected.sheet,
        "kind": inspected.kind,
        **{name: inspected.described.get(name) for name in DESCRIBED},
        **_measured(_of_outcome(outcome) if outcome else _of_side(side) if side else {}),
        "rejects": [_reject(issue, lang) for issue in issues] if outcome or side else None,
        "warnings": [{"code": code, "message": label(f"inspect_warning.{code}", lang, **facts)} for code, facts in inspected.warnings],
        "first_line": inspected.first_line,
        "error": inspected.error and {"kind": type(inspected.error).__name__, "message": inspected.error.sentence(lang)},
    }


def _measured(found: Mapping[str, Any]) -> Data:
    return {name: found.get(name) for name in MEASURED}


def _of_outcome(outcome: Outcome) -> Data:
    return {
        "rows": outcome.rows,
        "amount": {key: _text(value) for key, value in outcome.amount.items()},
        "granularity": outcome.granularity,
        "imports": {str(year): money.text(amount) for year, amount in outcome.imports.items()},
        "covered": _covered(outcome.months),
        "enterprises": _enterprises(outcome.enterprises),
    }


def _text(value: Any) -> Any:
    return {code: money.text(amount) for code, amount in value.items()} if isinstance(value, Mapping) else money.text(value)


def _covered(months: Sequence[int]) -> Data:
    gaps = sorted(set(range(months[0], months[-1] + 1)) - set(months)) if months else []
    return {"months": [month_text(month) for month in months], "gaps": [month_text(month) for month in gaps]}


def _enterprises(named: Mapping[str, str | None]) -> Data:
    few = [{"uscc": code, "name": name} for code, name in named.items()]
    return {"number": len(few), "named": few if len(few) <= MOST_NAMED else []}


def _of_side(side: Side) -> Data:
    found: Data = {"rows": _rows_beside(side)}
    if isinstance(side, Rates):
        months = sorted({month.year * 12 + month.month - 1 for month, _ in side.by_month})
        return {**found, "covered": _covered(months), "currencies": sorted({currency for _, currency in side.by_month})}
    names = {code: firm.name for code, firm in side.firms.items()} if isinstance(side, Register) else {}
    return {**found, "enterprises": _enterprises({code: names.get(code) for code in sorted(side.facts)})}


def _rows_beside(side: Side) -> Data:
    rejected = Counter(issue.code for issue in side.issues)
    return {"read": side.rows, "counted": side.rows - rejected.total(), "excluded": {}, "rejected": dict(rejected)}


def _reject(issue: Issue, lang: str) -> Data:
    return {"line": issue.line, "column": issue.column, "value": issue.value, "code": issue.code,
            "message": sentence("rejects", issue.code, lang)}  # fmt: skip
