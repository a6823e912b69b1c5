"""Servers in this process, with keys and a ledger, as tests ask them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi.testclient import TestClient

from subsidy.web.app import create_app
from subsidy.web.keys import Keys, Role, new_key
from subsidy.web.settings import Settings

HERE = "http://localhost"
CASE: dict[str, Any] = {
    "enterprise": {"uscc": "913101180000000004", "zone": "qingpu"},
    "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}],
}
ASKED: dict[str, Any] = {"case": CASE, "as_of": "2026-03-01"}
JSON = {"content-type": "application/json"}


@contextmanager
def asking(**settings: Any) -> Iterator[TestClient]:
    """A client of a server with these settings."""
    with TestClient(create_app(Settings(**settings)), base_url=HERE, raise_server_exceptions=False) as client:
        yield client


def keys_of(**roles: list[Role]) -> tuple[Keys, dict[str, dict[str, str]]]:
    """Keys by the name of their holder, and the headers with which each asks."""
    made = {name: new_key(name, given) for name, given in roles.items()}
    keys = Keys.read_text("".join(lines for _, lines in made.values()), "keys.toml")
    return keys, {name: {"authorization": f"Bearer {key}"} for name, (key, _) in made.items()}


def code_of(answer: Any) -> str:
    """The code of a problem, whose status is that of the answer."""
    found = answer.json()
    assert (answer.headers["content-type"], found["status"]) == ("application/problem+json", answer.status_code)
    return str(found["code"])
