"""docs/api.md is true: it names every route with its role, its query, its statuses; every code, limit and key; its examples run."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from subsidy import errors
from subsidy.cli.serve import command
from subsidy.errors import SubsidyError
from subsidy.ledger.ledger import Ledger
from subsidy.web import problems
from subsidy.web.app import create_app
from subsidy.web.asked.ledger import Manual, ManualSum, Posting
from subsidy.web.asked.question import Question
from subsidy.web.jobs import files as job_files
from subsidy.web.jobs.job import JobView
from subsidy.web.keys import ROLES, Keys, new_key
from subsidy.web.settings import Limits, Settings
from subsidy.web.uploads.terms import BatchTerms, CaseTerms

TEXT = Path("docs/api.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OF_ALL, OF_KEYS = {421, 500}, {401, 403, 422, 503}
LEFT_OUT = "{…}"
POSTED: dict[str, type[BaseModel]] = {
    "POST /v1/ledger/postings": Posting,
    "POST /v1/ledger/entries/{number}/payments": ManualSum,
    "POST /v1/ledger/entries/{number}/clawbacks": ManualSum,
    "POST /v1/ledger/entries/{number}/reversal": Manual,
}


def table(heading: str) -> Iterator[list[str]]:
    """The rows of the table that begins with a heading, cell by cell."""
    (below,) = TEXT.split(f"\n| {heading} |")[1:]
    for line in below.splitlines()[2:]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line[1:-1].split(" |")]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def numbers(cell: str) -> set[int]:
    return {int(number) for number in re.findall(r"\b[1-5]\d\d\b", cell)}


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    """The row of each route."""
    return {named(cells[0])[0]: cells for cells in table("route")}


@pytest.fixture(scope="module")
def described() -> dict[str, dict[str, Any]]:
    """The same routes as the application describes them."""
    paths = create_app(Settings(keys=Keys({}))).openapi()["paths"]
    return {f"{method.upper()} {path}": operation for path, found in paths.items() for method, operation in found.items()}


def test_every_route_is_told(told: dict[str, Any], described: dict[str, Any]) -> None:
    assert set(told) == set(described)


def test_the_role_of_every_route_is_told(told: dict[str, list[str]], described: dict[str, dict[str, Any]]) -> None:
    """As the application admits them: with no key, with a key of each role."""
    keys = {role: new_key(role, [role]) for role in ROLES}
    file = "\n".join(lines for _, lines in keys.values())
    with TestClient(create_app(Settings(keys=Keys.read_text(file, "keys.toml"))), base_url="http://127.0.0.1:8000") as client:
        for route, (_, role, *_) in told.items():
            method, path = re.sub(r"\{\w+\}", "1", route).split()
            admitted = {name for name, (key, _) in keys.items() if client.request(method, path, headers=bearer(key)).status_code != 403}
            assert admitted == {*ROLES} if role in ("any", "-") else {role.strip("`")}, route
            assert (client.request(method, path).status_code == 401) is (role != "-"), route


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_the_statuses_of_every_route_are_told(told: dict[str, list[str]], described: dict[str, dict[str, Any]]) -> None:
    for route, (_, role, _, gives, refused) in told.items():
        common = OF_ALL | (set() if role == "-" else OF_KEYS)
        assert numbers(gives) | numbers(refused) | common == {int(status) for status in described[route]["responses"]}, route


def test_the_query_of_every_route_is_told(told: dict[str, list[str]], described: dict[str, dict[str, Any]]) -> None:
    for route, (_, _, takes, *_) in told.items():
        query = [found["name"] for found in described[route].get("parameters", ()) if found["in"] == "query"]
        if route.startswith("GET"):
            assert sorted(named(takes)) == sorted(query), route
        elif route in POSTED:
            assert sorted(named(takes)) == sorted(POSTED[route].model_fields), route


def kinds() -> Iterator[type[SubsidyError]]:
    return (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SubsidyError))


def code_of(kind: type[SubsidyError]) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()


def test_every_code_with_a_status_of_its_own_is_told() -> None:
    found = {int(status): set(named(codes)) for status, codes, _ in table("status")}
    known = {code_of(kind): problems.STATUS.get(kind, problems.UNUSABLE) for kind in kinds()} | {"unexpected": 500}
    own = {status: {code for code, its in known.items() if its == status} for status in found if status != problems.UNUSABLE}
    assert {status: codes for status, codes in found.items() if status != problems.UNUSABLE} == own
    assert {known[code] for code in found[problems.UNUSABLE]} == {problems.UNUSABLE}
    assert set(found) == {*problems.STATUS.values(), problems.UNUSABLE, 500}


def test_every_limit_is_told() -> None:
    units = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
    found = {}
    for (name,), cell in ((named(limit), value.split()) for limit, value, _ in table("limit")):
        found[name] = int(cell[0].replace(",", "")) * units.get(cell[-1], 1)
    assert found == dataclasses.asdict(Limits())


def test_every_option_of_the_server_is_told() -> None:
    options = {name for parameter in command.params if isinstance(parameter, click.Option) for name in parameter.opts}
    assert {name for cells in table("option") for name in named(cells[0])} == options - {"--debug", "--lang"}


def test_every_role_and_file_is_told() -> None:
    assert [named(cells[0])[0] for cells in table("role")] == sorted(ROLES, key=["assess", "read", "post"].index)
    assert [name for name in job_files.MEDIA if f"`{name}`" not in TEXT] == []


@pytest.mark.parametrize(
    ("heading", "models"),
    [
        ("key | holds |\n|---|---|\n| `case`", (Question,)),
        ("key of `terms`", (CaseTerms, BatchTerms)),
        ("key | holds |\n|---|---|\n| `id`", (JobView,)),
    ],
    ids=["a question", "terms", "a job"],
)
def test_every_key_is_told(heading: str, models: tuple[type[BaseModel], ...]) -> None:
    lines = TEXT[TEXT.index(f"| {heading}") :].partition("\n\n")[0].splitlines()
    assert {name for line in lines for name in named(line.split("|")[1])} - {"terms"} == {
        name for model in models for name in model.model_fields
    }


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with a ledger without entries, asked with a key of every role."""
    key, lines = new_key("everything", ROLES)
    ledger = str(tmp_path_factory.mktemp("api") / "grants.db")
    Ledger.make(ledger).close()
    settings = Settings(keys=Keys.read_text(lines, "keys.toml"), ledger=ledger)
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000", headers=bearer(key)) as client:
        yield client


def test_the_examples_are_answered_as_shown(server: TestClient) -> None:
    """In their order, since one posts what another has given."""
    examples = [block for language, block in _FENCE.findall(TEXT) if language == "http"]
    assert len(examples) > 3
    whole = ""
    for example in examples:
        asked, _, expected = example.partition("\n\n")
        (method, path), body = asked.partition("\n")[0].split(), asked.partition("\n")[2]
        answer = server.request(method, path, content=body.replace(LEFT_OUT, whole).encode(), headers={"Content-Type": "application/json"})
        whole = whole or answer.text
        status, _, shown = expected.partition("\n")
        assert (answer.status_code, part_of(json.loads(shown), answer.json())) == (int(status), True), answer.text


def part_of(shown: Any, whole: Any) -> bool:
    """Whether an answer has all that is shown of it."""
    if isinstance(shown, dict):
        return all(key in whole and part_of(value, whole[key]) for key, value in shown.items())
    if isinstance(shown, list):
        return len(shown) == len(whole) and all(map(part_of, shown, whole))
    return bool(shown == whole)


def test_the_form_that_is_shown_makes_a_batch(server: TestClient) -> None:
    (curl,) = [block for language, block in _FENCE.findall(TEXT) if language == "sh" and "curl" in block]
    words = shlex.split(curl.replace("\\\n", " "))
    parts = [words[place + 1].partition("=") for place, word in enumerate(words) if word == "-F"]
    files = [(name, Path(value[1:]).read_bytes()) for name, _, value in parts if value.startswith("@")]
    data = {name: value for name, _, value in parts if not value.startswith("@")}
    path = next(word.partition(":8000")[2] for word in words if word.startswith("http:"))
    job = server.post(path, files=[(name, ("some.csv", content)) for name, content in files], data=data)
    assert job.status_code == 202, job.text
    assert server.delete(job.headers["Location"]).status_code == 204
