"""The law as it is held: the bytes of the command line, and queries that name what there is not are refused."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.cli.calling import call
from tests.web.asking import asking, code_of


@pytest.fixture(scope="module")
def client() -> object:
    with asking() as found:
        yield found


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("/v1/policies?as_of=2026-03-01", ("policy", "list", "--as-of", "2026-03-01")),
        ("/v1/policies/qingpu-2024-1?as_of=2026-03-01", ("policy", "show", "qingpu-2024-1", "--as-of", "2026-03-01")),
        (
            "/v1/measures?as_of=2026-03-01&zone=qingpu&topic=funding",
            ("measures", "--as-of", "2026-03-01", "--zone", "qingpu", "--topic", "funding"),
        ),
        ("/v1/measures?as_of=2026-03-01&all=true&text=仓储", ("measures", "--as-of", "2026-03-01", "--all", "仓储")),
        ("/v1/readings?", ("readings",)),
        ("/v1/schemas/case?", ("schema", "case")),
        ("/v1/deadlines?as_of=2026-03-01&within=30", ("deadlines", "--as-of", "2026-03-01", "--within", "30")),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_answer_is_that_of_the_command(client: TestClient, path: str, command: tuple[str, ...], lang: str) -> None:
    answer = client.get(f"{path}&lang={lang}")
    assert (answer.status_code, answer.text) == (200, call(*command, "--format", "json", "--lang", lang).stdout)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/policies/none", 404, "unknown_document"),
        ("/v1/policies/%00", 422, "bad_value"),
        ("/v1/schemas/none", 404, "no_such_path"),
        ("/v1/policies/", 404, "no_such_path"),
        ("/v1/measures?document=none", 422, "bad_value"),
        ("/v1/measures?zone=nowhere", 422, "bad_value"),
        ("/v1/measures?zone=" + "x" * 201, 422, "bad_value"),
        ("/v1/measures?text=%00", 422, "bad_value"),
        ("/v1/measures?all=yes", 422, "bad_value"),
        ("/v1/measures?zoen=qingpu", 422, "unknown_key"),
        ("/v1/measures?zone=qingpu&zone=outside", 422, "bad_value"),
        ("/v1/policies?as_of=2026-02-30", 422, "bad_value"),
        ("/v1/policies?as_of=", 422, "bad_value"),
        ("/v1/policies?as_of=0001-01-01", 422, "bad_value"),
        ("/v1/policies?as_of=２０２６-03-01", 422, "bad_value"),
        ("/v1/policies?lang=fr", 422, "bad_value"),
        ("/v1/schemas/case?lang=fr", 422, "bad_value"),
        ("/v1/deadlines?within=-1", 422, "bad_value"),
        ("/v1/deadlines?within=36501", 422, "bad_value"),
        ("/v1/deadlines?within=" + "9" * 5000, 422, "bad_value"),
        ("/v1/deadlines?within=1_0", 422, "bad_value"),
    ],
)
def test_what_there_is_not_is_refused(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, code_of(answer)) == (status, code)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("within=-1", "整数"),
        ("within=36501", "整数 <= 36500"),
        ("lang=fr", "en, zh"),
        ("zoen=1", "as_of"),
        ("as_of=x", "日期，如 2025-03-01"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_the_language_asked_for(client: TestClient, query: str, said: str) -> None:
    assert said in client.get(f"/v1/deadlines?{query}", headers={"accept-language": "zh"}).json()["detail"]


def test_words_beyond_control_characters_are_said_in_chinese_too(client: TestClient) -> None:
    assert "控制字符" in client.get("/v1/measures?text=%01&lang=zh").json()["detail"]
    assert "true 或 false" in client.get("/v1/measures?all=1&lang=zh").json()["detail"]
