"""One enterprise, judged: the bytes of library and command line, from a ledger where asked, hostile bodies refused in bounded time."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import subsidy
from subsidy.facts import Case
from subsidy.ledger.ledger import Ledger
from subsidy.web.settings import Limits
from tests.ledger.claims import assessment
from tests.web.asking import ASKED, CASE, JSON, asking, code_of

PATHS = ("/v1/assessments", "/v1/range", "/v1/deadlines")
AS_OF = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("path", "function"), [("/v1/assessments", subsidy.assess), ("/v1/range", subsidy.assess_range), ("/v1/deadlines", subsidy.watch_list)]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_answer_is_that_of_the_library(path: str, function: Any, lang: str) -> None:
    with asking() as client:
        answer = client.post(path, json={**ASKED, "lang": lang})
    assert answer.text == function(Case.model_validate(CASE), as_of=AS_OF, lang=lang).to_json()


def test_readings_decisions_and_rivals_count() -> None:
    first = {"business": "保税维修", "kind": "first", "recognised_on": "2025-04-18"}
    rival = {"enterprise": {"uscc": "91310118MA1JMTH20A"}, "firsts": [{**first, "recognised_on": "2025-04-01"}]}
    asked = {"case": {**CASE, "firsts": [first]}, "as_of": "2026-03-01", "rivals": [rival], "readings": {"payout.rounding": "wan_down"}}
    with asking() as client:
        found = {each["provision"]: each for each in client.post("/v1/assessments", json=asked).json()["entitlements"]}
    assert found["qingpu-2024-1/import-growth"]["readings"]["payout.rounding"] == "wan_down"
    assert [reason["code"] for reason in found["qingpu-2024-1/first"]["reasons"]] == ["not_first"]


def test_without_a_case_the_watch_list_is_for_anyone() -> None:
    with asking() as client:
        posted, got = client.post("/v1/deadlines", json={"as_of": "2026-03-01"}), client.get("/v1/deadlines?as_of=2026-03-01&within=90")
    assert posted.text == got.text == subsidy.watch_list(None, as_of=AS_OF).to_json()


def test_the_language_is_that_of_the_body_or_of_the_header() -> None:
    with asking() as client:
        header = {"accept-language": "zh-CN"}
        chinese = client.post("/v1/assessments", json=ASKED, headers=header).text
        english = client.post("/v1/assessments", json={**ASKED, "lang": "en"}, headers=header).text
        problem = client.post("/v1/assessments", json={"case": {}, "lang": "zh"}, headers={"accept-language": "en"}).json()
    assert ("测算" in chinese or "进口" in chinese, "进口" in english) == (True, False)
    assert problem["detail"] == "body: case.enterprise: needed and not given"


def test_earlier_grants_come_from_the_ledger(tmp_path: Path) -> None:
    address = str(tmp_path / "grants.db")
    with Ledger.make(address) as ledger:
        ledger.post(assessment("100000000.00"), AS_OF)
    with asking(ledger=address) as client:
        (found,) = [
            each
            for each in client.post("/v1/assessments", json={**ASKED, "ledger": True}).json()["entitlements"]
            if each["period"] == "2025"
        ]
        without = client.post("/v1/assessments", json={"case": {"enterprise": {}}, "ledger": True})
        twice = client.post("/v1/assessments", json={"case": {**CASE, "prior": []}, "ledger": True})
    assert (found["amount"], found["steps"][-1]["name"]) == ("500000.01", "already_granted")
    assert (code_of(without), without.json()["where"], code_of(twice)) == ("without_code", "body: case.enterprise.uscc", "prior_twice")


def test_a_server_without_a_ledger_says_so() -> None:
    with asking() as client:
        answer = client.post("/v1/assessments", json={**ASKED, "ledger": True})
    assert (answer.status_code, code_of(answer)) == (404, "no_ledger")


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"case": {"enterprise": {"zoen": "qingpu"}}}, "unknown_key", "body: case.enterprise.zoen"),
        ({"case": {"enterprise": {"zone": "quingpu"}}}, "bad_value", "body: case.enterprise.zone"),
        ({"case": {**CASE, "imports": [{"period": "2025", "value": 1.5}]}}, "float_money", "body: case.imports.0.value"),
        ({"case": {**CASE, "imports": [{"period": "2025", "value": 1e400}]}}, "float_money", "body: case.imports.0.value"),
        ({"case": {**CASE, "imports": [{"period": "2025", "value": 10**3000}]}}, "bad_value", "body: case.imports.0.value"),
        ({"as_of": "2026-02-30"}, "bad_value", "body: as_of"),
        ({"lang": "fr"}, "bad_value", "body: lang"),
        ({"ledger": "yes"}, "bad_value", "body: ledger"),
        ({"asof": "2026-03-01"}, "unknown_key", "body: asof"),
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_what_is_wrong_is_said_with_its_place(path: str, change: dict[str, Any], code: str, where: str) -> None:
    body = json.dumps({**ASKED, **change}).replace("Infinity", "1e400")
    with asking() as client:
        answer = client.post(path, content=body, headers=JSON)
    assert (answer.status_code, code_of(answer), answer.json()["where"]) == (422, code, where)


def test_unknown_readings_and_decisions_are_refused() -> None:
    with asking() as client:
        said = [code_of(client.post("/v1/assessments", json={**ASKED, **more})) for more in (
            {"readings": {"growth.yaers": "x"}}, {"readings": {"growth.years": "x"}}, {"decisions": {"nothing": "1"}},
            {"decisions": {"warehousing.ratio": "NaN"}}, {"decisions": {"warehousing.ratio": "1e999999999"}})]  # fmt: skip
    assert said == ["unknown_reading", "unknown_reading_option", "unknown_decision", "bad_decision", "bad_decision"]


MANY = [{"business": f"{number}", "kind": "first"} for number in range(2001)]
NAMED = {"enterprise": {}, "firsts": [{"business": "x" * 501, "kind": "first"}]}
FEE = {"from": "2024-05-01", "to": "2024-05-31", "amount": "1.00"}
HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "deep lists": ("[" * 100_000, "bad_syntax"),
    "deep objects": ('{"a":' * 40_000, "bad_syntax"),
    "deep and whole": ("[" * 100_000 + "]" * 100_000, "bad_syntax"),
    "deep and repeated": ("[" * 15 + "1," * 100_000 + '{"a":1,"a":2}' + "]" * 15, "bad_syntax"),
    "repeated far below": ('{"x":[' + "1," * 100_000 + '1],"x":1}', "bad_syntax"),
    "quotes": ('"' * 250_000, "bad_syntax"),
    "escaped quotes": ('"' + '\\"' * 120_000, "bad_syntax"),
    "a long integer": ('{"case":{"enterprise":{},"imports":[{"period":"2025","value":' + "9" * 100_000 + "}]}}", "bad_value"),
    "a long text of digits": ('{"case":{"enterprise":{},"imports":[{"period":"2025","value":"' + "9" * 100_000 + '"}]}}', "bad_value"),
    "many zeros": ('{"case":{"enterprise":{},"imports":[{"period":"2025","value":"0.' + "0" * 100_000 + '1"}]}}', "bad_value"),
    "a key twice": ('{"case":{"enterprise":{}},"case":{"enterprise":{}}}', "bad_syntax"),
    "NaN": ('{"case":{"enterprise":{}},"as_of":NaN}', "bad_syntax"),
    "half of a pair": ('{"case":{"enterprise":{"name":"\\ud800"}}}', "bad_syntax"),
    "half of a pair as a key": ('{"\\udfff":1}', "bad_syntax"),
    "half of a pair in a decision": ('{"case":{"enterprise":{}},"decisions":{"first.conflict.\\ud800":"x"}}', "bad_syntax"),
    "raw surrogates": (b'{"case":{"enterprise":{"name":"\xed\xa0\x80"}}}', "unreadable_text"),
    "UTF-16": ("{}".encode("utf-16"), "unreadable_text"),
    "a raw NUL": ('{"case":{"enterprise":{"name":"\x00"}}}', "bad_syntax"),
    "nothing": ("", "bad_syntax"),
    "null": ("null", "bad_value"),
    "many firsts": (json.dumps({"case": {"enterprise": {}, "firsts": MANY}}), "too_many_facts"),
    "many fees": (json.dumps({"case": {"enterprise": {}, "warehousing": [FEE] * 2001}}), "too_many_facts"),
    "many rivals": (json.dumps({"case": {"enterprise": {}}, "rivals": [{"enterprise": {}}] * 2001}), "too_many_facts"),
    "a long name": (json.dumps({"case": {"enterprise": {}, "firsts": [{"business": "\ufdfa" * 501, "kind": "first"}]}}), "bad_value"),
    "a long name of a rival": (json.dumps({"case": {"enterprise": {}}, "rivals": [NAMED]}), "bad_value"),
}  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Any:
    with asking() as found:
        yield found


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_a_problem(client: TestClient, path: str, body: tuple[str | bytes, str]) -> None:
    content, code = body
    answer = client.post(path, content=content, headers=JSON)
    assert (answer.status_code, code_of(answer)) == (422, code)


@pytest.mark.parametrize("text", ["\\u0000", "\\ud83d\\ude00", "\\\\ud800", "[" * 1000])
def test_text_of_any_character_is_a_name(client: TestClient, text: str) -> None:
    answer = client.post("/v1/assessments", content='{"case":{"enterprise":{"name":"' + text + '"}}}', headers=JSON)
    assert (answer.status_code, answer.json()["enterprise"]["name"]) == (200, json.loads(f'"{text}"'))


def test_under_all_readings_fewer_facts_are_judged_at_once(client: TestClient) -> None:
    firsts = [{"business": f"{number}", "kind": "first"} for number in range(Limits().ranged + 1)]
    asked = {"case": {"enterprise": {}, "firsts": firsts}}
    assert client.post("/v1/assessments", json=asked).status_code == 200
    answer = client.post("/v1/range", json=asked)
    assert (code_of(answer), answer.json()["where"], answer.json()["accepted"]) == (
        "too_many_facts",
        "body: case.firsts",
        str(Limits().ranged),
    )


@pytest.mark.parametrize("told", [{"imports": [{"period": str(year), "value": 1} for year in range(1990, 2021)]},
                                  {"coverage": [{"from": "1990-01", "to": "2020-01"}]}])  # fmt: skip
def test_under_all_readings_fewer_years_are_judged_at_once(client: TestClient, told: dict[str, Any]) -> None:
    asked = {"case": {"enterprise": {}, **told}}
    assert client.post("/v1/assessments", json=asked).status_code == 200
    answer = client.post("/v1/range", json=asked)
    assert (code_of(answer), answer.json()["value"], answer.json()["accepted"]) == ("too_many_facts", "31", "30")


@pytest.mark.parametrize("media", ["text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_another_kind_of_body_is_refused(client: TestClient, media: str) -> None:
    answer = client.post("/v1/assessments", content="{}", headers={"content-type": media})
    assert (answer.status_code, code_of(answer)) == (415, "media_refused")


def test_a_byte_order_mark_is_none_of_the_text(client: TestClient) -> None:
    assert client.post("/v1/assessments", content=b"\xef\xbb\xbf" + json.dumps(ASKED).encode(), headers=JSON).status_code == 200
