"""Every answer says to browsers what they may do with it: next to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.ledger.ledger import Ledger
from subsidy.web.door.headers import ALWAYS, NOTHING, PAGE
from subsidy.web.routes import judging
from tests.web.asking import ASKED, asking, keys_of

KEYS, HELD = keys_of(reader=["read"])


def ask(client: object, method: str, path: str, **more: object) -> dict[str, str]:
    return dict(client.request(method, path, **more).headers)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/healthz"), ("GET", "/openapi.json"), ("GET", "/v1/policies"), ("GET", "/nowhere"), ("PUT", "/v1/policies"),
     ("POST", "/v1/assessments"), ("GET", "/v1/policies/none"), ("GET", "/"), ("OPTIONS", "/v1/assessments")],
)  # fmt: skip
def test_every_answer_has_them(method: str, path: str) -> None:
    with asking() as client:
        found = ask(client, method, path)
    assert {name: found.get(name.lower()) for name in ALWAYS} == ALWAYS
    assert found["content-security-policy"] == (PAGE if path == "/" else NOTHING)
    assert len(found["x-request-id"]) == 16
    assert "strict-transport-security" not in found


def test_answers_are_kept_in_no_cache(tmp_path: Path) -> None:
    address = str(tmp_path / "grants.db")
    Ledger.make(address).close()
    with asking(keys=KEYS, ledger=address) as client:
        assert ask(client, "GET", "/v1/ledger/head", headers=HELD["reader"])["cache-control"] == "no-store"


def test_what_the_gate_refuses_has_them_too() -> None:
    with asking() as client:
        found = ask(client, "GET", "/healthz", headers={"host": "evil.example"})
    assert (found["content-security-policy"], found["cache-control"]) == (NOTHING, "no-store")
    assert "x-request-id" in found


def test_an_unexpected_fault_has_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(judging, "assess", broken)
    with asking() as client:
        answer = client.post("/v1/assessments", json=ASKED)
    assert (answer.status_code, answer.headers["content-security-policy"]) == (500, NOTHING)


def test_a_page_to_be_saved_is_no_page() -> None:
    from starlette.datastructures import MutableHeaders  # noqa: PLC0415

    from subsidy.web.door.headers import dress  # noqa: PLC0415

    headers = MutableHeaders({"content-type": "text/html; charset=utf-8", "content-disposition": 'attachment; filename="report.html"'})
    dress(headers)
    assert headers["content-security-policy"] == NOTHING
