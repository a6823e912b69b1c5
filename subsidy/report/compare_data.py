"""A comparison as plain data for JSON, and as CSV with one line for each enterprise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from subsidy import money
from subsidy.batch.compare import Comparison, FirmLine, Pair
from subsidy.batch.compare_budget import Found
from subsidy.batch.compare_margin import Margin
from subsidy.batch.compare_rows import Sums
from subsidy.batch.compare_run import Answer, Question
from subsidy.law.run import Run
from subsidy.report.csv_text import csv_text

SIDES = ("base", "other")
_SUMS = ("payable", "low", "high")
_MARGINS = ("at_cap", "marginal", "cap_binds_at")
COMPARE_COLUMNS = (
    "uscc", "name", *(f"{side}_{name}" for side in (*SIDES, "change") for name in _SUMS),
    "provision", "year", *(f"{side}_{name}" for name in _MARGINS for side in SIDES),
)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """One of the two files, and the run that it asks for."""

    file: str
    title: str
    run: Run


def compare_data(answer: Answer, sides: tuple[Judged, Judged]) -> dict[str, Any]:
    """Everything that a comparison tells."""
    found = answer.comparison
    return {
        "as_of": sides[0].run.as_of.isoformat(),
        **{name: _side(side, receipt) for name, side, receipt in zip(SIDES, sides, answer.receipts, strict=True)},
        "totals": {
            "enterprises": len(found.firms),
            "gaining": found.gaining,
            "losing": found.losing,
            "at_cap": found.at_cap._asdict(),
            **_pair(found.total),
        },
        "provisions": [{"provision": line.key, **_pair(line.sums)} for line in found.provisions],
        "statistics_years": [{"year": line.key, "at_cap": line.at_cap._asdict(), **_pair(line.sums)} for line in found.statistics_years],
        "claim_years": [{"year": line.key, **_pair(line.sums)} for line in found.claim_years],
        "margins": {"provision": found.provision, "year": found.year},
        "enterprises": [_firm(firm) for firm in found.firms],
        "budget": None if answer.found is None else _budget(answer.question, answer.found),
        "rows": answer.rows,
    }


def _side(side: Judged, receipt: Mapping[str, str]) -> dict[str, Any]:
    run = side.run
    return {
        "file": side.file,
        "title": side.title,
        "readings": dict(run.readings),
        "decisions": dict(run.decisions.canonical),
        "receipt": dict(receipt),
    }


def _sums(sums: Sums) -> dict[str, str | None]:
    return {name: None if value is None else money.text(value) for name, value in sums._asdict().items()}


def _pair(pair: Pair) -> dict[str, Any]:
    return {"base": _sums(pair.base), "other": _sums(pair.other), "change": _sums(pair.change)}


def _margin(margin: Margin | None) -> dict[str, Any] | None:
    if margin is None:
        return None
    binds_at = margin.cap_binds_at
    return {
        "at_cap": margin.at_cap,
        "marginal": None if margin.marginal is None else money.plain(margin.marginal),
        "cap_binds_at": None if binds_at is None else money.text(binds_at),
    }


def _firm(firm: FirmLine) -> dict[str, Any]:
    margins = {"base": _margin(firm.base), "other": _margin(firm.other)}
    return {"uscc": firm.uscc or None, "name": firm.name, **_pair(firm.sums), "margins": margins}


def _budget(question: Question, found: Found) -> dict[str, Any]:
    return {
        "amount": money.text(question.budget or money.ZERO),
        "provision": question.provision,
        "year": None if question.year is None else str(question.year),
        "rate": _rate(found.rate),
        "sums": None if found.sums is None else _sums(found.sums),
        "next_rate": _rate(found.next_rate),
        "next_sums": None if found.next_sums is None else _sums(found.next_sums),
    }


def _rate(rate: Decimal | None) -> str | None:
    return None if rate is None else f"{rate:f}"


def compare_csv(comparison: Comparison) -> str:
    """One line for each enterprise, by code."""
    return csv_text(COMPARE_COLUMNS, _cells(comparison))


def _cells(comparison: Comparison) -> Iterator[dict[str, str]]:
    looked_at = {"provision": comparison.provision or "", "year": comparison.year or ""}
    for firm in comparison.firms:
        data = _firm(firm)
        sums = {f"{side}_{name}": _text(data[side][name]) for side in (*SIDES, "change") for name in _SUMS}
        margins = {f"{side}_{name}": _text((data["margins"][side] or {}).get(name)) for side in SIDES for name in _MARGINS}
        yield {"uscc": firm.uscc, "name": firm.name or "", **sums, **looked_at, **margins}


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
