"""What a scenario file may hold: every key that is not named here is an error.

>>> Expected(provision="qingpu-2024-1/first", period="冷链查验", status="payable").named()
{'provision': 'qingpu-2024-1/first', 'period': '冷链查验', 'status': 'payable'}
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from subsidy.facts import Case, Day, Text, refuse


def _value(given: Any) -> Any:
    if isinstance(given, bool) or not isinstance(given, (str, Decimal, int, date)):
        raise refuse("text, a figure or a day")
    return given


def _decision(given: Any) -> Any:
    return [_value(part) for part in given] if isinstance(given, list) else _value(given)


Value = Annotated[Any, AfterValidator(_value)]
Decision = Annotated[Any, AfterValidator(_decision)]
Codes = list[str]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def named(self) -> dict[str, Any]:
        """The keys that the file names, with what it says."""
        return self.model_dump(exclude_unset=True)


class Expected(Part):
    """Any keys of an entitlement; `"null"` stands for null."""

    provision: str
    period: str
    citation: dict[str, str] = {}
    status: str = ""
    amount: Value = ""
    low: Value = ""
    high: Value = ""
    currency: str = ""
    valid_from: Value = ""
    valid_until: Value = ""
    claim: str = ""
    reasons: Codes = []
    missing: Codes = []
    assumptions: Codes = []
    warnings: Codes = []
    readings: dict[str, str] = {}
    steps: dict[str, Value] = {}


class ExpectedTotal(Part):
    low: Value = ""
    high: Value = ""


class ExpectedTotals(Part):
    open: ExpectedTotal = ExpectedTotal()
    upcoming: ExpectedTotal = ExpectedTotal()
    lapsed: ExpectedTotal = ExpectedTotal()


class Scenario(Part):
    """Facts and a day, and what must come out; or a what-if: other policies, figures, days in force, readings or decisions."""

    title: Text
    title_zh: str = ""
    as_of: Day
    policies: list[Text] = []
    """Policy files, named from the folder of this file."""
    parameters: dict[str, dict[str, Any]] = {}
    """Figures by provision and name, in place of those of the law: one figure, or dated versions."""
    documents: dict[str, dict[str, Any]] = {}
    """Days in force by document."""
    readings: dict[str, str] = {}
    decisions: dict[str, Decision] = {}
    case: Case | None = None
    expect: list[Expected] = []
    expect_totals: ExpectedTotals = ExpectedTotals()

    def called(self, lang: str) -> str:
        return self.title_zh if lang == "zh" and self.title_zh else self.title
