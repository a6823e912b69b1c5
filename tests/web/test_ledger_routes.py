"""The ledger over HTTP: what the commands show and post, page by page, held to the law by the database, for many at once."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from subsidy.ledger.ledger import Ledger
from subsidy.web.asked.ledger import Balances, EntryPage, EntryShown, HeadShown, Payments, Posted, Verification
from tests.cli.calling import call
from tests.ledger.claims import FIRM, GROWTH, assessment, first
from tests.ledger.conftest import address, files  # noqa: F401 - fixtures
from tests.web.asking import ASKED, JSON, asking, code_of, keys_of

DAY = "2026-03-02"
KEYS, HELD = keys_of(office=["read", "post"])


@pytest.fixture
def client(address: str) -> Iterator[TestClient]:  # noqa: F811
    with asking(ledger=address, keys=KEYS) as found:
        found.headers.update(HELD["office"])
        yield found


def post(client: TestClient, path: str, status: int = 200, **body: Any) -> Any:
    answer = client.post(f"/v1/ledger/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json() if status == 200 else code_of(answer)


def get(client: TestClient, path: str) -> Any:
    answer = client.get(f"/v1/ledger/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def judged(imports: str = "120000000.40", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(assessment(imports, **more).to_json())
    return found


def test_an_assessment_as_the_server_gave_it_is_posted_once(address: str) -> None:  # noqa: F811
    with asking(ledger=address) as client:
        found = client.post("/v1/assessments", json=ASKED).json()
        would = post(client, "postings", assessment=found, day=DAY, dry_run=True)
        done = post(client, "postings", assessment=found, day=DAY)
        again = post(client, "postings", assessment=found, day=DAY)
    assert (would["head"]["count"], done["head"]["count"]) == (0, 1)
    assert would["posted"] == done["posted"]
    assert [(row["kind"], row["amount"], row["entry"]) for row in done["posted"]] == [("granted", "1000000.01", 1)]
    assert (again["posted"], again["head"]) == ([], done["head"])
    assert "already_posted" in [row["code"] for row in again["skipped"]]


def test_views_are_those_of_the_commands(client: TestClient, address: str) -> None:  # noqa: F811
    post(client, "postings", assessment=judged(), day=DAY)
    post(client, "entries/1/payments", amount="400000.00", day="2026-03-03")
    said = {
        "head": ("show", "--head"),
        "balances": ("show",),
        f"balances?uscc={FIRM}&provision={GROWTH}&period=2025&as_of=2026-03-02": ("show", "--as-of", "2026-03-02"),
        "payments?as_of=2026-03-31": ("export", "--as-of", "2026-03-31"),
        "verification?lang=zh": ("verify", "--lang", "zh"),
    }
    for path, command in said.items():
        assert client.get(f"/v1/ledger/{path}").text == call("ledger", *command, "--ledger", address, "--format", "json").stdout
    shown = json.loads(call("ledger", "show", "--entries", "--ledger", address, "--format", "json").stdout)
    assert get(client, "entries") == {**shown, "next": None}
    assert get(client, "entries/2") == shown["entries"][1]


def test_what_posting_answers_is_that_of_the_command(client: TestClient, address: str, tmp_path: Any) -> None:  # noqa: F811
    file = tmp_path / "assessment.json"
    file.write_text(assessment().to_json(), encoding="utf-8")
    would = call("ledger", "post", file, "--ledger", address, "--day", DAY, "--dry-run", "--format", "json", "--lang", "zh").stdout
    answer = client.post("/v1/ledger/postings", json={"assessment": judged(), "day": DAY, "dry_run": True, "lang": "zh"})
    assert answer.text == would


def test_answers_keep_to_what_the_document_tells_of_them(client: TestClient) -> None:
    Posted.model_validate(post(client, "postings", assessment=judged(firsts=[first()]), day=DAY))
    Posted.model_validate(post(client, "entries/1/clawbacks", amount="1.00", day=DAY))
    models: dict[str, type[BaseModel]] = {
        "head": HeadShown, "balances": Balances, "entries": EntryPage, "entries/1": EntryShown, "payments": Payments,
        "verification": Verification,
    }  # fmt: skip
    for path, model in models.items():
        model.model_validate(get(client, path))


def test_entries_come_page_by_page(client: TestClient) -> None:
    for number in range(5):
        post(client, "postings", assessment=judged(uscc=f"91310118000000{number:04d}"), day=DAY)
    pages, after = [], 0
    while after is not None:
        page = get(client, f"entries?limit=2&after={after}")
        pages.append([entry["id"] for entry in page["entries"]])
        after = page["next"]
    assert pages == [[1, 2], [3, 4], [5]]
    assert [entry["id"] for entry in get(client, "entries?uscc=913101180000000003&limit=1")["entries"]] == [4]


def test_a_page_is_bounded_by_the_database(address: str) -> None:  # noqa: F811
    with Ledger.open(address) as ledger:
        for number in range(3):
            ledger.post(assessment(uscc=f"91310118000000{number:04d}"), date(2026, 3, 2))
        assert [entry.id for entry in ledger.entries(after=1, limit=1)] == [2]


def test_payments_reversals_and_sums_taken_back(client: TestClient) -> None:
    post(client, "postings", assessment=judged(), day=DAY)
    part = post(client, "entries/1/payments", amount=400000, day=DAY)
    rest = post(client, "entries/1/payments", day=DAY)
    assert [row["posted"][0]["amount"] for row in (part, rest)] == ["400000.00", "600000.01"]
    undone = post(client, "entries/3/reversal", day=DAY)
    assert (undone["posted"][0]["kind"], undone["head"]["count"]) == ("reversed", 4)
    taken = post(client, "entries/1/clawbacks", amount="0.01", day=DAY, lang="zh")
    assert (taken["posted"][0]["kind"], taken["posted"][0]["message"]) == ("clawed_back", "已记账")
    (balance,) = get(client, "balances")["balances"]
    assert (balance["granted"], balance["clawed_back"], balance["paid"], balance["unpaid"]) == (
        "1000000.01",
        "0.01",
        "400000.00",
        "600000.00",
    )


def test_what_a_limit_refuses_is_a_conflict_or_listed(client: TestClient) -> None:
    too_much = json.loads(json.dumps(judged()).replace('"1000000.01"', '"3000000.01"'))
    refused = post(client, "postings", assessment=too_much, day=DAY)
    assert ([row["code"] for row in refused["refused"]], refused["head"]["count"]) == (["cap"], 0)
    post(client, "postings", assessment=judged(), day=DAY)
    assert post(client, "entries/1/payments", 409, amount="1000000.02", day=DAY) == "limit_reached"
    assert post(client, "entries/1/clawbacks", 409, amount="1000000.02", day=DAY) == "limit_reached"
    assert post(client, "entries/1/payments", 409, day="2026-03-01") == "limit_reached"
    post(client, "entries/1/reversal", day=DAY)
    assert post(client, "entries/1/reversal", 409, day=DAY) == "limit_reached"
    assert get(client, "head")["count"] == 2


NO_SUMS: list[Any] = [0, -1, "0.00", "-1.00", 1.5, 1e2, "1e2", "1.001", "NaN", "Infinity", "9" * 17, 10**30, True, [], {}, "", "\x00"]


@pytest.mark.parametrize("amount", NO_SUMS)
def test_what_is_no_sum_is_refused(client: TestClient, amount: Any) -> None:
    post(client, "postings", assessment=judged(), day=DAY)
    for path in ("payments", "clawbacks"):
        assert post(client, f"entries/1/{path}", 422, amount=amount, day=DAY) in ("bad_value", "float_money")
    assert get(client, "head")["count"] == 1


@pytest.mark.parametrize(
    "number", ["0", "-1", "1", "2", "9223372036854775807", "9223372036854775808", "9" * 100, "1.0", "01", "x", "１", "%00"]
)
def test_an_entry_that_there_is_not_is_not_found(client: TestClient, number: str) -> None:
    answers = [client.get(f"/v1/ledger/entries/{number}"), *(client.post(f"/v1/ledger/entries/{number}/{what}", json={}) for what in (
        "reversal", "payments", "clawbacks"))]  # fmt: skip
    assert [(answer.status_code, code_of(answer), answer.json()["where"]) for answer in answers] == [(404, "unknown_entry", "entry")] * 4


@pytest.mark.parametrize(
    "query",
    ["after=-1", "after=" + "9" * 19, "after=x", "limit=0", "limit=501", "limit=-1", "uscc=x", "uscc=%00", "period=%00", "provision=%00",
     "as_of=x", "usc=1", "after=1&after=2"],
)  # fmt: skip
def test_a_query_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/ledger/entries?{query}")
    assert (answer.status_code, code_of(answer)) == (422, "unknown_key" if query == "usc=1" else "bad_value")


@pytest.mark.parametrize("path", ["balances", "entries", "payments"])
@pytest.mark.parametrize("query", ["period=' OR 1=1 --", "period=保税　维修", "provision=%F0%9F%98%80", "uscc= 913101180000000004 "])
def test_a_query_is_never_more_than_a_value(client: TestClient, path: str, query: str) -> None:
    assert client.get(f"/v1/ledger/{path}?{query}").json().get(path) == []


def with_entitlement(**changes: Any) -> dict[str, Any]:
    """An assessment of which one entitlement was changed."""
    found = judged()
    found["entitlements"][-1].update(changes)
    return found


def step(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value, "explain": ""}


ALREADY = [{"code": "already_granted", "message": ""}]
ODD: dict[str, tuple[Any, str]] = {
    "nothing": ({}, "not_an_assessment"),
    "a list": ([], "bad_value"),
    "a sum that has been a float": (with_entitlement(amount=1000000.01), "float_money"),
    "an infinite sum": (with_entitlement(amount="Infinity"), "not_an_assessment"),
    "a sum below zero": (with_entitlement(amount="-1.00"), "not_an_assessment"),
    "a sum beyond all": (with_entitlement(amount="1" + "0" * 16), "not_an_assessment"),
    "parts of a fen": (with_entitlement(amount="1.001"), "not_an_assessment"),
    "an exponent": (with_entitlement(amount="1E+999999"), "not_an_assessment"),
    "a step without end": (with_entitlement(steps=[step("already_granted", "1E+999999")]), "not_an_assessment"),
    "a step that is no number": (with_entitlement(steps=[step("already_granted", "NaN")]), "not_an_assessment"),
    "a cap that is no number": (with_entitlement(steps=[step("annual_cap", "NaN")]), "not_an_assessment"),
    "an award without end": (
        with_entitlement(steps=[step("award", "1E+999999")], status="ineligible", reasons=ALREADY),
        "not_an_assessment",
    ),
    "a rounding that there is not": (with_entitlement(readings={"payout.rounding": "x"}), "not_an_assessment"),
    "a rounding that is not said": (with_entitlement(readings={}, reasons=ALREADY, status="ineligible"), "not_an_assessment"),
    "a period without end": (with_entitlement(period="x" * 5000), "not_an_assessment"),
    "a period with a NUL": (with_entitlement(period="2025\x00"), "not_an_assessment"),
    "no period": (with_entitlement(period=" "), "not_an_assessment"),
    "a period that there is not": (with_entitlement(period="2025-13"), "bad_value"),
    "a provision that there is not": (with_entitlement(provision="x"), "bad_value"),
    "an unknown key": ({**judged(), "more": 1}, "not_an_assessment"),
    "no code": ({**judged(), "enterprise": {"uscc": None, "name": None, "zone": None}}, "without_code"),
    "a code that is none": ({**judged(), "enterprise": {"uscc": "x", "name": None, "zone": None}}, "not_an_assessment"),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_assessment_is_read_strictly(client: TestClient, odd: tuple[Any, str]) -> None:
    found, code = odd
    assert post(client, "postings", 422, assessment=found, day=DAY) == code
    assert get(client, "head")["count"] == 0


@pytest.mark.parametrize("body", [{"assessment": {}, "day": "x"}, {"assessment": {}, "dry_run": 1}, {}, {"assessment": {}, "lang": "fr"}])
def test_what_is_asked_beside_is_read_strictly_too(client: TestClient, body: Any) -> None:
    assert client.post("/v1/ledger/postings", json=body).status_code == 422


def test_a_hash_noted_elsewhere_is_looked_for(client: TestClient) -> None:
    post(client, "postings", assessment=judged(), day=DAY)
    head = get(client, "head")["hash"]
    assert (get(client, f"verification?head={head}")["anchored"], get(client, f"verification?head={'ab' * 32}")["sound"]) == (1, False)
    assert code_of(client.get("/v1/ledger/verification?head=x")) == "bad_value"


def test_without_a_ledger_there_is_nothing() -> None:
    with asking() as client:
        answers = [client.get("/v1/ledger/head"), client.post("/v1/ledger/postings", json={"assessment": judged()})]
    assert [(answer.status_code, code_of(answer)) for answer in answers] == [(404, "no_ledger")] * 2


def test_many_who_post_at_once_get_each_their_own_answer(client: TestClient) -> None:
    """One business is wanted by all, each year by its own; payments of one grant meet as well."""
    ready = threading.Barrier(32)

    def posted(number: int) -> Any:
        uscc = f"91310118000000{number:04d}"
        body = {"assessment": judged(uscc=uscc, firsts=[first()]), "day": DAY}
        ready.wait()
        answer = client.post("/v1/ledger/postings", content=json.dumps(body), headers=JSON)
        assert answer.status_code == 200, answer.text
        rows = [row for result in ("posted", "refused") for row in answer.json()[result]]
        assert {row["uscc"] for row in rows} == {uscc}
        return {row["provision"]: row["code"] for row in rows}

    with ThreadPoolExecutor(32) as pool:
        found = list(pool.map(posted, range(32)))
    assert Counter(each[GROWTH] for each in found) == {"posted": 32}
    assert Counter(each["qingpu-2024-1/first"] for each in found) == {"posted": 1, "first_of_business": 31}
    with ThreadPoolExecutor(32) as pool:
        statuses = Counter(pool.map(lambda _: client.post("/v1/ledger/entries/1/payments", json={"day": DAY}).status_code, range(32)))
    assert statuses == {200: 1, 409: 31}
    assert get(client, "verification")["sound"]


def test_a_posting_is_answered_with_what_became_of_it_however_long_it_takes(address: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from subsidy.web.settings import Limits  # noqa: PLC0415

    began = threading.Event()

    def slowly(ledger: Ledger, *_: Any, **__: Any) -> Any:
        began.wait(0.2)
        return []

    monkeypatch.setattr(Ledger, "post", slowly)
    with asking(ledger=address, limits=Limits(seconds=0.05)) as client:
        assert post(client, "postings", assessment=judged(), day=DAY)["posted"] == []
