"""Who may ask for what: every route, with every role, without a key, with a wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from subsidy.ledger.ledger import Ledger
from tests.web.asking import asking, code_of, keys_of
from tests.web.operations import OPERATIONS

KEYS, HELD = keys_of(reader=["read"], assessor=["assess"], poster=["post"], nobody=[])
ROLE = {"reader": "read", "assessor": "assess", "poster": "post", "nobody": "any"}
GUARDED = [name for name, (_, _, role) in OPERATIONS.items() if role]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    address = str(tmp_path_factory.mktemp("ledger") / "grants.db")
    Ledger.make(address).close()
    with asking(keys=KEYS, ledger=address) as found:
        yield found


def asked(client: TestClient, name: str, headers: dict[str, str]) -> tuple[int, str]:
    method, path, _ = OPERATIONS[name]
    answer = client.request(method, path.format(document="qingpu-2024-1", name="case", number="1", file="summary.json"), headers=headers)
    return answer.status_code, code_of(answer) if answer.status_code >= 400 else ""


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic eDp5"}, {"authorization": "Bearer"}, {"authorization": ""}])
def test_without_a_key_nothing_is_answered(client: TestClient, name: str, headers: dict[str, str]) -> None:
    assert asked(client, name, headers) == (401, "no_key")


@pytest.mark.parametrize("name", GUARDED)
def test_an_unknown_key_opens_nothing(client: TestClient, name: str) -> None:
    assert asked(client, name, {"authorization": "Bearer " + "x" * 43}) == (401, "key_refused")


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize("holder", HELD)
def test_a_key_opens_what_its_role_is_for_and_nothing_else(client: TestClient, name: str, holder: str) -> None:
    role = OPERATIONS[name][2]
    status, code = asked(client, name, HELD[holder])
    assert (code == "role_missing", status == 403) == ((role not in ("any", ROLE[holder])),) * 2
    assert status != 401


def test_the_server_tells_how_to_send_a_key(client: TestClient) -> None:
    assert client.get("/v1/policies").headers["www-authenticate"] == "Bearer"


def test_whether_it_answers_and_what_it_offers_need_no_key(client: TestClient) -> None:
    assert [client.get(path).status_code for path in ("/healthz", "/openapi.json", "/")] == [200, 200, 200]


def test_the_scheme_may_be_written_in_any_case(client: TestClient) -> None:
    key = HELD["nobody"]["authorization"].removeprefix("Bearer ")
    assert client.get("/v1/policies", headers={"authorization": f"bEARER  {key} "}).status_code == 200


def test_a_key_in_the_query_is_none(client: TestClient, tmp_path: Path) -> None:
    key = HELD["nobody"]["authorization"].removeprefix("Bearer ")
    assert client.get(f"/v1/policies?key={key}").status_code == 401
