"""The case of one enterprise out of files, over HTTP: judged, it gives what `subsidy estimate` gives for the same files."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from subsidy.web.app import create_app
from subsidy.web.jobs.child import Child
from subsidy.web.routes import cases
from subsidy.web.settings import Limits, Settings
from tests.cli.calling import call, case_file
from tests.web.uploading import FOR_EVER, form, instead, put_in, served

PARK = Path(__file__).parents[2] / "scenarios" / "park"
FIRM = "91310118MA1KX5590Q"
IMPORTS = ("declarations-2023.csv", "declarations-2024.csv", "declarations-2025.csv")
TABLES = ("register", "firsts", "warehousing", "prior")
FILES = [("files", name, (PARK / name).read_bytes()) for name in IMPORTS] + [
    (name, f"{name}.csv", (PARK / f"{name}.csv").read_bytes()) for name in TABLES
]
HEAD = "进口日期,统一社会信用代码,统计人民币值(元)\n"


def test_the_case_of_files_is_judged_as_the_command_line_judges_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PARK)
    case = {"enterprise": {"foreign_trade": True}, "imports": [{"period": "2020", "value": 5}], "warehousing_known_through": "2026-01-31"}
    options = [part for name in TABLES for part in (f"--{name}", f"{name}.csv")]
    ran = call("estimate", *IMPORTS, *options, "--uscc", FIRM, "--case", case_file(tmp_path, case), "--as-of", "2026-03-01",
               "--format", "json", "--lang", "zh")  # fmt: skip
    assert ran.exit_code == 0, ran.output
    with served() as client:
        answer = client.post("/v1/cases", **form(FILES, {"as_of": "2026-03-01", "lang": "zh", "uscc": FIRM, "case": case}))
        assert answer.status_code == 200, answer.text
        said = answer.json()
        asked = {"case": said["case"], "rivals": said["rivals"], "as_of": "2026-03-01", "lang": "zh"}
        assert client.post("/v1/assessments", json=asked).text == ran.stdout
    assert said["case"]["enterprise"]["uscc"] == FIRM
    assert said["rivals"]
    assert said["rejected"] == len(said["rejects"]) > 0
    assert {reject["file"] for reject in said["rejects"]} <= {*IMPORTS, *(f"{name}.csv" for name in TABLES)}
    assert all(reject["line"] and reject["message"] for reject in said["rejects"])


def test_files_of_several_enterprises_are_refused_with_their_codes_and_so_is_another_than_the_known_one() -> None:
    other = "91310118MA1KX1370E"
    content = (HEAD + f"2024-05-01,{FIRM},1\n2024-05-01,{other},1\n").encode()
    with served() as client:
        answer = client.post("/v1/cases", **form([("files", "a.csv", content)], {"as_of": "2026-03-01"}))
        assert (answer.status_code, answer.json()["code"]) == (422, "several_enterprises")
        assert FIRM in answer.json()["detail"]
        assert other in answer.json()["detail"]
        terms = {"uscc": FIRM, "case": {"enterprise": {"uscc": other}}}
        refused = client.post("/v1/cases", **form([("files", "a.csv", content)], terms)).json()
        assert (refused["code"], refused["where"], refused["accepted"]) == ("bad_value", "terms: uscc", other)


FILLING = """
import os, sys, time
with open(os.path.join(sys.argv[1], "work", "x"), "wb") as sink:
    sink.write(b"x" * 100_000)
time.sleep(600)
"""


@pytest.mark.parametrize(
    ("script", "limits", "status", "code"),
    [
        (FOR_EVER, {"case_seconds": 0.2}, 503, "took_too_long"),
        ("import os; os.kill(os.getpid(), 9)", {}, 500, "job_died"),
        (FILLING, {"job_disk": 50_000}, 413, "job_too_large"),
    ],
)
def test_a_reading_that_hangs_dies_or_fills_the_disk_is_a_problem_and_leaves_nothing(
    script: str, limits: dict[str, Any], status: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, script)
    with served(tmp_path, Limits(**limits)) as client:
        answer = client.post("/v1/cases", **form([("files", "a.csv", b"x")]))
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert put_in(tmp_path) == []


def test_more_than_so_many_at_once_are_turned_away() -> None:
    with served(limits=Limits(cases=0)) as client:
        answer = client.post("/v1/cases", **form([("files", "a.csv", b"x")]))
        assert (answer.status_code, answer.json()["code"]) == (503, "server_busy")
        assert int(answer.headers["retry-after"]) > 0


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system for a process by its number")
def test_a_case_whose_asker_leaves_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And its place is free for the next."""
    instead(monkeypatch, FOR_EVER)
    started: list[Child] = []

    class Noted(Child):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            started.append(self)

    monkeypatch.setattr(cases, "Child", Noted)
    app = create_app(Settings(folder=tmp_path, limits=Limits(cases=1)))
    body = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\nx\r\n--edge--\r\n'
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Any] = []

    async def receive() -> Any:
        while not messages and not started:
            await asyncio.sleep(0.01)
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"content-type", b"multipart/form-data; boundary=edge")]
    scope = {"type": "http", "method": "POST", "path": "/v1/cases", "query_string": b"", "headers": headers, "http_version": "1.1"}
    asyncio.run(app({**scope, "scheme": "http", "server": ("localhost", 80), "root_path": ""}, receive, send))
    assert [child.has_ended() for child in started] == [True]
    assert put_in(tmp_path) == []
    with app.state.server.reading.taken():
        pass
    app.state.server.close()


def test_known_imports_stand_where_no_file_tells_of_any() -> None:
    """Side tables alone complete a case."""
    case = {"enterprise": {"uscc": FIRM}, "imports": [{"period": "2024", "value": "5.00"}]}
    fees = f"统一社会信用代码,起始日期,截止日期,仓储费\n{FIRM},2024-05-01,2024-05-31,1.00\n".encode()
    with served() as client:
        answer = client.post("/v1/cases", **form([("warehousing", "fees.csv", fees)], json.dumps({"as_of": "2026-03-01", "case": case})))
        assert answer.json()["case"] == {**case, "warehousing": [{"from": "2024-05-01", "to": "2024-05-31", "amount": "1.00"}]}
