"""The same case gets the same bytes from the library, the command line and the HTTP API.

Every case under `scenarios/` is asked about in each way and in both languages, under the policies, readings and decisions of
its scenario: what it gives, the range over readings, and what is due when. The figures of the law that a what-if changes are
left as they are held: only a scenario can change them.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

import subsidy
from subsidy.intake.case_file import read_case
from subsidy.intake.scenario import find_scenarios
from subsidy.intake.scenario_file import read_scenario_file
from subsidy.law.library import library
from subsidy.ledger.ledger import Ledger
from subsidy.web.app import create_app
from subsidy.web.settings import Settings
from tests.cli.calling import call, case_file

pytestmark = pytest.mark.no_cover  # hundreds of cases over lines that other tests watch

HOME = Path(__file__).parents[2] / "scenarios"
SAMPLE = HOME / "cases" / "foodstuffs-importer.json"
FILES = [SAMPLE, *find_scenarios([str(HOME)])]
LANGUAGES = ("en", "zh")
DAY = date(2026, 3, 1)


class Way(NamedTuple):
    """One question in its three forms: a function, a command, a route."""

    function: Callable[..., Any]
    command: str
    route: str


WAYS = (
    Way(subsidy.assess, "estimate", "/v1/assessments"),
    Way(subsidy.assess_range, "range", "/v1/range"),
    Way(subsidy.watch_list, "deadlines", "/v1/deadlines"),
)


class Asked(NamedTuple):
    """A case as JSON, and the terms on which it is judged."""

    case: str
    as_of: date = DAY
    readings: Mapping[str, str] = {}
    decisions: Mapping[str, str] = {}
    policies: tuple[str, ...] = ()


def asked_in(file: Path) -> Asked:
    """What a scenario asks, or a case file alone."""
    if file == SAMPLE:
        return Asked(_json(read_case(file)), decisions={"warehousing.ratio": "0.5"})
    found = read_scenario_file(file)
    s = found.scenario
    policies = tuple(str((file.parent / name).resolve()) for name in s.policies)
    return Asked(_json(found.case), s.as_of, s.readings, s.decisions, policies)


def _json(case: subsidy.Case) -> str:
    return case.model_dump_json(by_alias=True, exclude_unset=True)


@pytest.fixture(scope="module")
def client() -> Iterator[Callable[[tuple[str, ...]], TestClient]]:
    """A client of a server that holds the policies of some files."""
    made: list[TestClient] = []

    @functools.cache
    def of(policies: tuple[str, ...]) -> TestClient:
        made.append(TestClient(create_app(Settings(policies=policies)), base_url="http://127.0.0.1:8000"))
        return made[-1].__enter__()

    yield of
    for opened in made:
        opened.__exit__()


law_with = functools.cache(library().with_files)


def of_library(way: Way, asked: Asked, lang: str) -> bytes:
    terms = {"as_of": asked.as_of, "readings": asked.readings, "decisions": asked.decisions, "lang": lang}
    case = subsidy.Case.model_validate_json(asked.case)
    return str(way.function(case, **terms, law=law_with(asked.policies)).to_json()).encode()


def of_command(way: Way, asked: Asked, lang: str, folder: Path) -> bytes:
    pairs = [("--reading", asked.readings), ("--decide", asked.decisions)]
    chosen = [part for option, given in pairs for name, value in given.items() for part in (option, f"{name}={value}")]
    policies = [part for path in asked.policies for part in ("--policy", path)]
    case = case_file(folder, asked.case)
    result = call(way.command, "--case", case, "--as-of", str(asked.as_of), *chosen, *policies, "--format", "json", "--lang", lang)
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


def of_server(way: Way, asked: Asked, lang: str, client: TestClient) -> bytes:
    terms = {"as_of": asked.as_of.isoformat(), "readings": asked.readings, "decisions": asked.decisions, "lang": lang}
    answer = client.post(way.route, json={"case": json.loads(asked.case), **terms})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.content


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOME)))
def test_every_case_gets_one_answer(file: Path, lang: str, client: Callable[[tuple[str, ...]], TestClient], tmp_path: Path) -> None:
    asked = asked_in(file)
    for way in WAYS:
        expected = of_library(way, asked, lang)
        assert of_command(way, asked, lang, tmp_path) == expected
        assert of_server(way, asked, lang, client(asked.policies)) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_windows_of_the_law_get_one_answer(lang: str, client: Callable[[tuple[str, ...]], TestClient]) -> None:
    expected = subsidy.watch_list(as_of=DAY, within=30, lang=lang).to_json().encode()
    result = call("deadlines", "--as-of", str(DAY), "--within", "30", "--format", "json", "--lang", lang)
    terms: dict[str, Any] = {"as_of": str(DAY), "within": 30, "lang": lang}
    assert result.stdout_bytes == expected
    assert client(()).get("/v1/deadlines", params=terms).content == expected
    assert client(()).post("/v1/deadlines", json=terms).content == expected


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.command)
def test_rivals_get_one_answer(way: Way, client: Callable[[tuple[str, ...]], TestClient]) -> None:
    first = {"business": "冷链查验", "kind": "first", "recognised_on": "2025-04-18"}
    firms = [{"enterprise": {"uscc": code, "zone": "qingpu"}, "firsts": [first]} for code in ("91310118MA1QP0033R", "91310118MA1QP0068C")]
    case, rival = (subsidy.Case.model_validate(firm) for firm in firms)
    alone = way.function(case, as_of=DAY).to_json().encode()
    expected = way.function(case, as_of=DAY, rivals=[rival]).to_json().encode()
    answer = client(()).post(way.route, json={"case": firms[0], "rivals": firms[1:], "as_of": str(DAY)})
    assert answer.content == expected != alone


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.command)
def test_grants_of_a_ledger_get_one_answer(way: Way, tmp_path: Path) -> None:
    case = read_case(SAMPLE).model_copy(update={"prior": None})
    address = str(tmp_path / "grants.db")
    with Ledger.make(address) as ledger:
        ledger.post(subsidy.assess(case, as_of=DAY), DAY)
        granted = case.model_copy(update={"prior": ledger.grants(str(case.enterprise.uscc), DAY)})
    asked = Asked(_json(case))
    expected = of_library(way, Asked(_json(granted)), "en")
    assert expected != of_library(way, asked, "en")
    file = case_file(tmp_path, asked.case)
    result = call(way.command, "--case", file, "--ledger", address, "--as-of", str(DAY), "--format", "json", "--lang", "en")
    assert result.stdout_bytes == expected
    with TestClient(create_app(Settings(ledger=address)), base_url="http://127.0.0.1:8000") as client:
        body = {"case": json.loads(asked.case), "as_of": str(DAY), "ledger": True}
        assert client.post(way.route, json=body).content == expected
