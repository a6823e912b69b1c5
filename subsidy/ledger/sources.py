"""From what was judged to claims on the ledger: an assessment, or the lines of a batch result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from subsidy import errors, money
from subsidy.batch.read_back import Result, read_result, restored
from subsidy.entitlement import Assessment, Entitlement
from subsidy.facts import canonical, uscc
from subsidy.formula import ROUNDING_UNITS
from subsidy.law.run import ROUNDING
from subsidy.ledger.claim import GRANTED, Claim
from subsidy.ledger.evidence import files_of
from subsidy.provisions.contest import business_key


def claims_of(assessment: Assessment, where: str = "enterprise.uscc") -> list[Claim]:
    """Every entitlement of an assessment; raises `errors.WithoutCode` where it names no enterprise."""
    code = assessment.enterprise.uscc
    if code is None:
        raise errors.WithoutCode(where=where)
    whole = {"as_of": assessment.as_of, "receipt": canonical(assessment.receipt.model_dump()), "assessment": _canonical(assessment)}
    return [_claim(code, entitlement, whole) for entitlement in assessment.entitlements]


def _canonical(assessment: Assessment) -> str:
    return canonical(assessment.model_dump(mode="json"))


def _claim(code: str, entitlement: Entitlement, whole: Mapping[str, Any]) -> Claim:
    return Claim(
        uscc=code,
        provision=entitlement.provision,
        period=entitlement.period,
        status=entitlement.status,
        claim=entitlement.claim,
        amount=entitlement.amount,
        reasons=tuple(reason.code for reason in entitlement.reasons),
        steps={step.name: step.value for step in entitlement.steps},
        readings=entitlement.readings,
        valid_from=entitlement.valid_from,
        **whole,
    )


LONGEST_NAME, LONGEST_FIGURE, LONGEST_SHOWN = 1000, 40, 100
"""Bytes, digits, characters."""


class _Fraction(ValueError):
    """A JSON number with a fraction, which may have been a float."""


def _refuse(written: str) -> Any:
    raise _Fraction(written)


def read_assessment(text: str, path: str) -> Assessment:
    """The assessment of a JSON text; raises `errors.NotAnAssessment`, or `errors.FloatMoney` for a number with a fraction."""
    try:
        data = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
        found = Assessment.model_validate_json(json.dumps(data))
    except _Fraction as error:
        raise errors.FloatMoney(where=path, value=str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        raise errors.NotAnAssessment(path=path, where=".".join(map(str, first["loc"])) or "-", problem=first["msg"]) from None
    except (ValueError, RecursionError) as error:
        raise errors.NotAnAssessment(path=path, where="JSON", problem=error) from None
    _refuse_odd(found, path)
    return found


def _refuse_odd(found: Assessment, path: str) -> None:
    """What a sum or a code of an assessment cannot be."""
    code = found.enterprise.uscc
    if code is not None and uscc(code) != code:
        raise errors.NotAnAssessment(path=path, where="enterprise.uscc", problem=code)
    for number, entitlement in enumerate(found.entitlements):
        for name, value in _odd_in(entitlement):
            raise errors.NotAnAssessment(path=path, where=f"entitlements.{number}.{name}", problem=str(value)[:LONGEST_SHOWN])


def _odd_in(entitlement: Entitlement) -> Iterator[tuple[str, object]]:
    """What an entitlement cannot hold, by the name of the field."""
    for name in ("amount", "low", "high"):
        value: Decimal | None = getattr(entitlement, name)
        if value is not None and not _is_sum(value):
            yield name, value
    if entitlement.status == "payable" and not entitlement.amount == entitlement.low == entitlement.high:
        yield "amount", entitlement.amount
    for name in ("provision", "period"):
        if not is_name(getattr(entitlement, name)):
            yield name, getattr(entitlement, name)
    for number, step in enumerate(entitlement.steps):
        if step.value is not None and not _is_figure(step.name, step.value):
            yield f"steps.{number}.value", step.value
    practice = entitlement.readings.get(ROUNDING)
    if practice not in ROUNDING_UNITS and (practice is not None or any(reason.code == GRANTED for reason in entitlement.reasons)):
        yield f"readings.{ROUNDING}", practice


def is_name(text: str) -> bool:
    """Whether a text can name a provision or a period: not empty, not so long that no index takes it, without control characters."""
    return bool(text.strip()) and len(business_key(text).encode()) <= LONGEST_NAME and min(text) >= " "


def _is_figure(name: str, value: Decimal) -> bool:
    """Whether a step can have a value: a sum where the ledger rests on it, else a number of a size that can be computed with."""
    return _is_sum(value) if name in (GRANTED, "annual_cap") else value.is_finite() and abs(value.adjusted()) < LONGEST_FIGURE


def _is_sum(value: Decimal) -> bool:
    try:
        return money.yuan(value) >= 0
    except money.NotMoney:
        return False


def claims_of_result(folder: Path) -> Iterator[Claim]:
    """Every line of a batch result; raises what `batch.read_back` raises, naming the line."""
    result = read_result(folder)
    whole = _of_result(result)
    for line, row in result.lines():
        try:
            yield _claim_of_line(row, result, whole)
        except (ValueError, ArithmeticError, AttributeError) as error:
            path = folder / "entitlements.csv"
            where = {"where": f"{path}, line {line}", "where_zh": f"{path} 第{line}行"}
            accepted = {"accepted": "a line as `subsidy batch` writes it", "accepted_zh": "`subsidy batch` 写出的一行"}
            raise errors.BadValue(**where, value=str(error), **accepted) from None


def _of_result(result: Result) -> dict[str, Any]:
    return {
        "as_of": result.as_of.isoformat(),
        "readings": dict(result.readings),
        "decisions": dict(result.decisions),
        "receipt": result.receipt.model_dump(),
        "files": files_of(result.folder),
    }


def _claim_of_line(row: Mapping[str, str], result: Result, whole: Mapping[str, Any]) -> Claim:
    code = uscc(row["uscc"])
    if code is None:
        raise ValueError(row["uscc"])
    steps = {str(name): None if value is None else Decimal(value) for name, value in json.loads(row["steps"] or "{}").items()}
    status, claim = row["status"], row["claim"]
    if status not in ("payable", "undetermined", "ineligible") or claim not in ("", "open", "upcoming", "lapsed"):
        raise ValueError(f"{status} {claim}".strip())
    if status == "payable" and not row["amount"] == row["low"] == row["high"] != "":
        raise ValueError(f"payable, {row['amount'] or '-'}")
    for name in (row["provision"], restored(row["period"])):
        if not is_name(name):
            raise ValueError(name[:LONGEST_SHOWN])
    return Claim(
        uscc=code,
        provision=row["provision"],
        period=restored(row["period"]),
        status=status,  # type: ignore[arg-type]
        claim=claim or None,  # type: ignore[arg-type]
        amount=money.yuan(row["amount"]) if row["amount"] else None,
        reasons=tuple(filter(None, row["reasons"].split(";"))),
        steps=steps,
        readings=result.readings,
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        as_of=result.as_of,
        receipt=canonical(whole["receipt"]),
        assessment=canonical({**whole, "enterprise": {"uscc": code, "name": restored(row["name"]) or None}, "entitlement": dict(row)}),
    )
