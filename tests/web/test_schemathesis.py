"""Requests drawn from the OpenAPI document, those that keep to it and those that break it, find no fault of the server.

Every answer is one that the document tells of: its status, its kind, its headers, its form. A request that breaks the document
is refused. That a request which keeps to it is accepted (`positive_data_acceptance`) is not asked for: periods that overlap, a
day out of range, an enterprise or an entry that there is not are beyond what a schema can say.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from subsidy.ledger.ledger import Ledger
from subsidy.web.app import create_app
from subsidy.web.jobs import child
from subsidy.web.jobs.files import ANSWER
from subsidy.web.keys import Keys, new_key
from subsidy.web.settings import Settings
from tests.drawn import TIMES
from tests.ledger.claims import assessment
from tests.web.operations import OPERATIONS

EXAMPLES = 6
FORMS = ("post_case", "post_batch")
"""Forms with files, of which a broken one has other bytes than the format `binary`: there are none."""
KEY, LINES = new_key("all", ["read", "assess", "post"])
HEADERS = {"Authorization": f"Bearer {KEY}"}
BARE = ("get_batches", "get_ledger_head", "healthy")
"""Nothing is asked of these that could be broken."""
KEPT, BROKEN = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
NOTHING_FOUND = """
import sys
with open(sys.argv[1], "w") as sink:
    sink.write('{"case": {"enterprise": {}}, "rivals": [], "rejects": [], "rejected": 0}')
"""
"""What is computed from files."""


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The document of a server with keys and a ledger that holds some entries; what it computes from files takes no time."""
    folder = tmp_path_factory.mktemp("served")
    with Ledger.make(str(folder / "grants.db")) as ledger, pytest.MonkeyPatch.context() as instead:
        for number in range(3):
            ledger.post(assessment(uscc=f"91310118000000{number:04d}"), date(2026, 3, 2))
        instead.setattr(child, "command", lambda folder: [sys.executable, "-S", "-E", "-c", NOTHING_FOUND, str(folder / ANSWER)])
        app = create_app(Settings(ledger=str(folder / "grants.db"), keys=Keys.read_text(LINES, "keys.toml"), folder=_new(folder / "jobs")))
        yield schemathesis.openapi.from_asgi("/openapi.json", _never_ending(app))
        app.state.server.close()


def _never_ending(app: Any) -> Any:
    """The application, which is not closed after each test."""

    async def served(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for told in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{told}.complete"})

    return served


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("name", "mode"), [*((name, KEPT) for name in OPERATIONS), *((name, BROKEN) for name in OPERATIONS if name not in BARE)]
)
def test_every_answer_is_one_that_the_document_tells_of(schema: Any, name: str, mode: GenerationMode) -> None:
    method, path, _ = OPERATIONS[name]
    operation = schema[path][method]

    @given(data=st.data(), number=st.none() | st.integers(1, 4))
    @settings(max_examples=EXAMPLES * TIMES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def answered(data: st.DataObject, number: int | None) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if number is not None and mode is KEPT and "{number}" in path:
            case.path_parameters["number"] = str(number)
        response = case.call(headers=HEADERS, base_url="http://localhost")
        case.validate_response(response, excluded_checks=[positive_data_acceptance, *_beyond(name, case)])

    answered()


def _beyond(name: str, case: Any) -> list[Any]:
    """Checks that do not hold: a request that is whole as it is sent need not be refused.

    Its key was left out and is given here, or a name of the query is without a value, which leaves it out.
    """
    broken = {str(where.value) for where, part in case.meta.components.items() if part.mode is BROKEN} - {"header"}
    left_out = broken == {"query"} and any(value in (None, [], {}) for value in case.query.values())
    return [negative_data_rejection] if name in FORMS or not broken or left_out else []
