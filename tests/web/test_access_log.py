"""One line for each request, in which nothing tells of a person or a firm."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from subsidy.web.door.access_log import AccessLog
from subsidy.web.logs import Lines
from subsidy.web.routes import judging
from tests.web.asking import ASKED, asking, code_of, keys_of

KEYS, HELD = keys_of(office=["assess"])
SECRETS = ("913101180000000004", "qingpu", "上海", "127.0.0.1", "testclient", "SECRET", "Bearer")


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The lines as they are written."""
    formatted = [Lines().format(record) for record in caplog.records if record.name == "subsidy.web"]
    assert not any("\n" in line for line in formatted)
    return [json.loads(line) for line in formatted]


def test_a_line_says_what_was_asked_and_how_it_went(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "subsidy.web")
    with asking(keys=KEYS) as client:
        answer = client.post("/v1/assessments", json=ASKED, headers=HELD["office"])
    (line,) = lines(caplog)
    assert line["time"].endswith("Z")
    assert line["ms"] > 0
    said = {name: line[name] for name in ("request", "method", "route", "status", "in", "out", "key")}
    assert said == {
        "request": answer.headers["x-request-id"], "method": "POST", "route": "/v1/assessments", "status": 200,
        "in": len(answer.request.content), "out": len(answer.content), "key": "office",
    }  # fmt: skip


def test_no_line_tells_of_a_firm_a_person_or_a_key(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "subsidy.web")
    key = HELD["office"]["authorization"].removeprefix("Bearer ")
    with asking(keys=KEYS) as client:
        client.post("/v1/assessments", json=ASKED, headers=HELD["office"])
        client.get("/v1/policies/SECRET?lang=SECRET", headers=HELD["office"])
        client.get("/v1/policies/SECRET", headers=HELD["office"])
        client.get("/SECRET?uscc=913101180000000004")
        client.request("SECRET", "/v1/policies", headers={"user-agent": "SECRET", "x-request-id": "SECRET"})
        client.get("/v1/batches/SECRET", headers={"authorization": "Bearer SECRET"})
    written = json.dumps(lines(caplog), ensure_ascii=False)
    assert len(lines(caplog)) == 6
    assert [secret for secret in (*SECRETS, key) if secret in written] == []


def test_a_route_is_told_as_it_is_declared(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "subsidy.web")
    with asking() as client:
        for path in ("/v1/policies/qingpu-2024-1", "/v1/batches/x/files/y", "/nowhere"):
            client.get(path)
    assert [line["route"] for line in lines(caplog)] == ["/v1/policies/{document}", "/v1/batches/{name}/files/{file}", None]


def test_an_unexpected_fault_is_told_by_its_place_not_by_what_was_sent(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(case: Any, **_: object) -> None:
        try:
            raise KeyError(case.enterprise.uscc)
        except KeyError as error:
            raise ValueError(f"SECRET {case}") from error

    caplog.set_level(logging.INFO, "subsidy.web")
    monkeypatch.setattr(judging, "assess", broken)
    with asking() as client:
        answer = client.post("/v1/assessments", json={**ASKED, "lang": "zh"})
    fault, line = lines(caplog)
    assert (code_of(answer), answer.status_code, line["status"]) == ("unexpected", 500, 500)
    assert answer.json()["detail"] == "意外故障；已记入服务日志"
    assert answer.json()["request"] == answer.headers["x-request-id"] == fault["request"] == line["request"]
    assert (fault["level"], fault["fault"], fault["after"]["fault"]) == ("error", "ValueError", "KeyError")
    assert fault["places"][-1].endswith(" broken")
    assert [secret for secret in SECRETS if secret in json.dumps(fault)] == []


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_who_leaves_before_the_answer_is_told_as_having_left(caplog: pytest.LogCaptureFixture) -> None:
    from starlette.requests import ClientDisconnect  # noqa: PLC0415

    async def left(*_: object) -> None:
        raise ClientDisconnect

    async def silent(*_: object) -> Any:
        raise AssertionError

    caplog.set_level(logging.INFO, "subsidy.web")
    await AccessLog(left)({"type": "http", "method": "POST", "headers": []}, silent, silent)
    assert [line["status"] for line in lines(caplog)] == [499]


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_an_answer_that_had_begun_is_broken_off(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Any] = []

    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError

    async def send(message: Any) -> None:
        sent.append(message["type"])

    async def receive() -> Any:
        raise AssertionError

    await AccessLog(breaks)({"type": "http", "method": "GET", "headers": []}, receive, send)
    assert sent == ["http.response.start"]
    assert [line["level"] for line in lines(caplog)] == ["error"]


def test_what_others_log_is_a_line_too() -> None:
    record = logging.LogRecord("uvicorn.error", logging.WARNING, __file__, 1, "it took %d\nseconds", (3,), None)
    assert json.loads(Lines().format(record))["message"] == "it took 3\nseconds"
