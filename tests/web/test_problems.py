"""Every situation has the status that fits it, decided on purpose."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import HTTPException

from subsidy import errors
from subsidy.errors import SubsidyError
from subsidy.web.problems import STATUS, problem, status_of
from tests.web.asking import asking, code_of


def situations(of: type[SubsidyError] = SubsidyError) -> list[type[SubsidyError]]:
    """All of them."""
    return [kind for each in of.__subclasses__() if each.__module__.startswith("subsidy.") for kind in (each, *situations(each))]


OF_THE_REQUEST = {
    # a value, key, period or text of the request or of a file in it
    "AmountWithoutCurrency", "BadDecision", "BadSyntax", "BadValue", "BesideTable", "EmptyCase", "EmptyFile", "FinerPeriods", "FloatColumn",
    "FloatMoney", "ImportsAsRegister", "LineTooLong", "MappedHeading", "MissingHeading", "MissingKey", "NoEnterprise", "NoTableSheet",
    "NotAnAssessment", "NothingGiven", "NulByte", "OverlappingPeriods", "PartTwice", "PriorTwice", "ProtectedWorkbook", "RepeatedColumn",
    "RepeatedHeading", "RepeatedPeriod", "SeveralEnterprises", "SeveralSheets", "StatisticsExport", "TooLarge", "TooManyCells",
    "TooManyColumns", "TooManyFacts", "TwoLineHeading", "TwoUnits", "UnclosedQuote", "UnitAbove", "UnknownDecision", "UnknownEncoding",
    "UnknownHeadings", "UnknownKey", "UnknownReading", "UnknownReadingOption", "UnknownSheet", "UnreadableFile", "UnreadableText",
    "UnsupportedFile", "UnusableColumn", "WithoutCode",
}  # fmt: skip
OF_COMMANDS = {
    # of command lines, of files and folders that only they name, of starting a server: no request meets them
    "AddressAway", "FileExists", "FilesNeeded", "FolderAway", "FolderHeld", "ImportsTwice", "LawError", "LedgerElsewhere", "LedgerSource",
    "MasterAway", "MissingFile", "NoFolder", "NoResult", "NoScenarios", "NoTables", "NotAFile", "NotBalanced", "NothingToCompare",
    "NowhereToWrite", "OpenServer", "OutputExists", "OutputForeign", "OutputHere", "OutputMounted", "PageAmongSheets", "PageFolder",
    "PageOverResult", "PaymentsFiltered", "PortTaken", "ProvisionNeeded", "ResultAndFirm",
    "ResultJudged", "ResultLaw", "ResultMixed", "ScenarioFault", "SheetsForeign", "SparkFailed", "TwoCases", "TwoDays",
    "UnknownCommand",
}  # fmt: skip


def test_the_status_of_every_situation_is_decided() -> None:
    undecided = {kind.__name__ for kind in situations() if not any(of in STATUS for of in kind.__mro__)}
    assert undecided == OF_THE_REQUEST | OF_COMMANDS
    assert OF_THE_REQUEST.isdisjoint(OF_COMMANDS)


def test_what_stands_in_the_way_of_the_server_is_no_fault_of_the_request() -> None:
    assert {kind.__name__ for kind in STATUS if STATUS[kind] == 503} >= {"ServerBusy", "TookTooLong", "LedgerBusy", "LedgerAway", "NoRoom"}
    limit = errors.LimitReached(**dict.fromkeys(("uscc", "provision", "period", "sum", "why", "limit"), "x"))
    met = (errors.LedgerBusy(url="x", attempts=10), limit, errors.BadValue(where="x", value="y", accepted="z"))
    assert [status_of(fault) for fault in met] == [503, 409, 422]


def body(fault: SubsidyError, lang: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(problem(fault, lang).body))
    return found


def test_a_problem_tells_what_where_and_what_would_do() -> None:
    assert body(errors.BadValue(where="as_of", value="x", accepted="a day"), "zh") == {
        "type": "urn:subsidy:problem:bad_value", "title": "Unprocessable Entity", "status": 422, "code": "bad_value",
        "detail": "as_of：'x' 不可用；可接受：a day", "where": "as_of", "value": "x", "accepted": "a day",
    }  # fmt: skip


def test_half_of_a_surrogate_pair_in_a_value_is_shown_escaped() -> None:
    assert body(errors.BadValue(where="x", value="\ud800", accepted="y"))["value"] == "\ud800"


@pytest.mark.parametrize(("fault", "seconds"), [(errors.ServerBusy(seconds=9.6), "10"), (errors.TookTooLong(seconds=0.1), "1")])
def test_who_is_turned_away_is_told_when_to_come_again(fault: SubsidyError, seconds: str) -> None:
    assert problem(fault, "en").headers["retry-after"] == seconds


def test_a_method_that_is_not_done_there_names_those_that_are() -> None:
    with asking() as client:
        answer = client.put("/v1/policies")
    assert (answer.status_code, code_of(answer), answer.headers["allow"]) == (405, "method_refused", "GET")


def test_nothing_is_where_nothing_is() -> None:
    with asking() as client:
        answer = client.get("/v1/nothing", headers={"accept-language": "zh"})
    assert (answer.status_code, code_of(answer), answer.json()["detail"]) == (404, "no_such_path", "/v1/nothing：这里没有内容")


def test_what_the_framework_refuses_is_a_problem_too() -> None:
    with asking() as client:
        client.app.add_api_route("/broken", _teapot)  # type: ignore[attr-defined]
        answer = client.get("/broken")
    assert (answer.status_code, code_of(answer)) == (400, "http")


async def _teapot() -> None:
    raise HTTPException(400, "no form")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_where_the_ledger_stands_is_told_to_the_log_only(lang: str, caplog: pytest.LogCaptureFixture) -> None:
    fault = errors.LedgerAway(url="postgresql://park@db.inner/grants", problem='connection to server at "db.inner" failed')
    answer = problem(fault, lang)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert b"db.inner" not in bytes(answer.body)
    assert "db.inner" in caplog.text
