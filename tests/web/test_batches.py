"""A batch over HTTP is the batch of the command line: the same files of the same bytes, with files called as their sender calls them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import subsidy
from subsidy.batch.read_back import read_result
from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch
from subsidy.law.library import library
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.sources import claims_of
from subsidy.report.html.page import page
from subsidy.web.jobs.batch_run import request_of
from subsidy.web.settings import Limits
from tests.web.uploading import FOR_EVER, batch, ended, form, instead, served, until

PARK = Path(__file__).parents[2] / "scenarios" / "park"
IMPORTS = ("declarations-2023.csv", "declarations-2024.csv", "declarations-2025.csv")
TABLES = ("register", "firsts", "warehousing", "prior")
AS_OF = date(2026, 3, 1)
A = "913101180000000004"
HEAD = "报关单号,商品序号,进口日期,统一社会信用代码,统计人民币值(元)\n"


def test_the_result_is_that_of_the_command_line_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent in another order, and with nothing of our disk in it."""
    monkeypatch.chdir(PARK)
    tables: dict[str, Any] = {name: f"{name}.csv" for name in TABLES}
    controls = {2025: Decimal("3845000000.00")}
    asked: dict[str, Any] = {"as_of": AS_OF, "readings": {"growth.years": "earned_in_force"}, "controls": controls, "lang": "zh"}
    direct = BatchRequest(files=IMPORTS, **tables, out=tmp_path / "direct", to=("xlsx", "parquet"), **asked)
    run_batch(direct)
    files = [("files", name, (PARK / name).read_bytes()) for name in reversed(IMPORTS)]
    files += [(name, file, (PARK / file).read_bytes()) for name, file in tables.items()]
    terms = {
        "as_of": "2026-03-01",
        "lang": "zh",
        "readings": asked["readings"],
        "controls": {"2025": "3845000000.00"},
        "to": ["xlsx", "parquet"],
        "report": True,
    }
    with served() as client:
        job = ended(client, batch(client, files, terms))
        assert (job["state"], job["phase"], job["done"]) == ("done", None, 100)
        got = {file["name"]: client.get(file["href"]) for file in job["files"]}
        assert {file["name"]: file["bytes"] for file in job["files"]} == {name: len(answer.content) for name, answer in got.items()}
        for name, answer in got.items():
            assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
            assert answer.headers["x-content-type-options"] == "nosniff"
        assert job["rows"] == got["reconciliation.json"].json()["rows"]["read"]
        assert job["controls_match"] is got["reconciliation.json"].json()["controls"]["2025"]["matches"]
    result = {path.name: path.read_bytes() for path in direct.out.iterdir()}
    result["report.html"] = page(read_result(direct.out), library(), "zh").encode()
    packed = got.pop("result.zip").content
    assert {name: answer.content for name, answer in got.items()} == result
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == result


def test_files_are_called_as_their_sender_calls_them_wherever_a_result_names_them(tmp_path: Path) -> None:
    """Two of one name, one of them given twice, rejected rows in imports and side table; what was granted comes from the ledger."""
    ledger = f"sqlite:///{tmp_path / 'grants.db'}"
    imports = [{"period": "2023", "value": "1000000.00"}, {"period": "2024", "value": "2000000.00"}]
    granted = subsidy.assess(subsidy.Case(enterprise={"uscc": A, "zone": "qingpu"}, imports=imports), as_of=date(2025, 6, 1))
    with Ledger.make(ledger) as opened:
        opened.post(claims_of(granted, "enterprise.uscc"), date(2025, 6, 1))
    one = (HEAD + f"221820240000000001,1,2024-05-01,{A},100\n221820240000000002,1,2024-05-01,{A},x\n").encode()
    other = (HEAD + f"221820240000000003,1,2024-05-01,{A},7\n").encode()
    register = f"统一社会信用代码,所在综保区\n{A},青浦\n123,青浦\n".encode()
    files = [
        ("files", "2024/a.csv", one),
        ("files", "2024/a.csv", one),
        ("files", "../一月.csv", other),
        ("register", "名册.csv", register),
    ]
    with served(ledger=ledger) as client:
        job = ended(client, batch(client, files, {"as_of": "2026-03-01", "ledger": True, "lang": "en"}))
        assert job["problem"] is None
        got = {file["name"]: client.get(file["href"]) for file in job["files"]}
    said = got["reconciliation.json"].json()
    assert [file["name"] for file in said["files"]] == ["../一月.csv", "2024/a.csv", "2024/a.csv (2)"]
    assert [table["name"] for table in said["side_tables"]] == ["名册.csv", "ledger"]
    assert {warning.get("file") for warning in said["warnings"]} >= {"../一月.csv", "2024/a.csv", "名册.csv"}
    lines = csv.DictReader(io.StringIO(got["entitlements.csv"].content.decode("utf-8-sig")))
    (line,) = [line for line in lines if line["period"] == "2024"]
    assert json.loads(line["steps"])["already_granted"] == "25000.00"
    rejects = list(csv.reader(io.StringIO(got["rejects.csv"].content.decode("utf-8-sig"))))
    assert [line[0] for line in rejects[1:]] == ["2024/a.csv", "名册.csv"]
    texts = "".join(answer.text for name, answer in got.items() if not name.endswith(".zip"))
    assert str(tmp_path) not in texts
    assert "uploads" not in texts


def test_every_term_reaches_the_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, FOR_EVER)
    terms = {
        "as_of": "2026-03-01",
        "lang": "zh",
        "readings": {"growth.years": "earned_in_force"},
        "decisions": {"warehousing.ratio": ["1", "0.8", "0.5"]},
        "zone": "songjiang",
        "year": 2025,
        "coverage": [{"from": "2024-01", "to": "2025-12"}],
        "fees_through": "2026-02-01",
        "encoding": "gb18030",
        "sheets": ["一月"],
        "mapping": {"rmb": "货值"},
        "round_input": "fen",
        "controls": {"2025": "1.50"},
        "to": ["xlsx"],
        "range": True,
    }
    tables = ("register", "firsts", "warehousing", "prior", "quantities", "rates")
    files = [("files", "b.csv", b"b"), ("files", "a.xlsx", b"a"), *((table, f"{table}.csv", b"t") for table in tables)]
    with served(tmp_path, Limits(unpacked=77)) as client:
        job = batch(client, files, terms)
        (folder,) = tmp_path.glob(f"*/{job['id']}")
        asked = json.loads((folder / "request.json").read_text(encoding="utf-8"))
        found = request_of(folder, {**asked, "ledger": None})
    uploads = folder / "uploads"
    sent: dict[str, Any] = {table: str(uploads / f"{table}-{number}.csv") for number, table in enumerate(tables, start=2)}
    assert found == BatchRequest(
        files=(str(uploads / "00000.xlsx"), str(uploads / "00001.csv")),
        **sent,
        names={
            str(uploads / "00000.xlsx"): "a.xlsx",
            str(uploads / "00001.csv"): "b.csv",
            **{path: f"{table}.csv" for table, path in sent.items()},
        },
        as_of=AS_OF,
        lang="zh",
        readings={"growth.years": "earned_in_force"},
        decisions={"warehousing.ratio": ["1", "0.8", "0.5"]},
        zone="songjiang",
        year=2025,
        coverage=(("2024-01", "2025-12"),),
        fees_through=date(2026, 2, 1),
        encoding="gb18030",
        sheets=("一月",),
        mapping={"rmb": "货值"},
        round_input="fen",
        controls={2025: Decimal("1.50")},
        to=("xlsx",),
        ranged=True,
        max_bytes=77,
        out=folder / "result",
    )


def test_what_cannot_be_used_is_told_with_the_name_that_its_sender_gave(tmp_path: Path) -> None:
    files = [("files", "2024/good.csv", HEAD.encode()), ("files", "2025/坏.csv", HEAD.encode() + b'1,"')]
    with served(tmp_path) as client:
        job = ended(client, batch(client, files, {"lang": "zh"}))
        problem = client.get(f"/v1/batches/{job['id']}", headers={"accept-language": "zh"}).json()["problem"]
    assert (job["state"], problem["code"], problem["status"]) == ("failed", "unclosed_quote", 422)
    assert problem["detail"].startswith("2025/坏.csv 第2行：")
    assert str(tmp_path) not in json.dumps(job)


def test_a_computation_that_needs_more_memory_than_it_may_have_is_a_problem() -> None:
    with served(limits=Limits(job_memory=64 << 20)) as client:
        job = ended(client, batch(client, [("files", "a.csv", (PARK / IMPORTS[0]).read_bytes())]))
        assert (job["state"], job["problem"]["code"]) == ("failed", "job_died")
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("terms", "code", "where"),
    [
        ({"zone": "nowhere"}, "bad_value", "terms: zone"),
        ({"year": 1800}, "bad_value", "terms: year"),
        ({"coverage": [{"from": "2025-02", "to": "2025-01"}]}, "bad_value", "terms: coverage.0"),
        ({"controls": {"2025": 1.5}}, "float_money", "terms: controls.2025"),
        ({"controls": {"25": "1.50"}}, "bad_value", "terms: controls"),
        ({"to": ["pdf"]}, "bad_value", "terms: to.0"),
        ({"round_input": "yuan"}, "bad_value", "terms: round_input"),
        ({"ledger": "yes"}, "bad_value", "terms: ledger"),
        ({"sheets": "A"}, "bad_value", "terms: sheets"),
        ({"out": "/etc"}, "unknown_key", "terms: out"),
        ({"max_bytes": 1 << 60}, "unknown_key", "terms: max_bytes"),
        ({"policies": ["/etc/passwd"]}, "unknown_key", "terms: policies"),
        ({"ledger": True}, "no_ledger", None),
        ({"decisions": {"warehousing.ratio": "2"}}, "bad_decision", "terms: decisions.warehousing.ratio"),
    ],
)
def test_terms_that_cannot_be_used_are_refused_at_once(terms: dict[str, Any], code: str, where: str | None) -> None:
    with served() as client:
        answer = client.post("/v1/batches", **form([("files", "a.csv", b"x")], terms))
        problem = answer.json()
        assert (problem["code"], problem.get("where")) == (code, where), answer.text
        assert client.get("/v1/batches").json() == {"batches": []}


def test_earlier_grants_come_from_one_side_only(tmp_path: Path) -> None:
    ledger = f"sqlite:///{tmp_path / 'grants.db'}"
    Ledger.make(ledger).close()
    with served(ledger=ledger) as client:
        answer = client.post("/v1/batches", **form([("files", "a.csv", b"x"), ("prior", "p.csv", b"x")], {"ledger": True}))
        assert answer.json()["code"] == "prior_twice"


def test_side_tables_alone_are_no_batch() -> None:
    with served() as client:
        answer = client.post("/v1/batches", **form([("register", "r.csv", b"x")]))
        assert (answer.status_code, answer.json()["code"], answer.json()["where"]) == (422, "missing_key", "files")


def test_a_batch_tells_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    noted = json.dumps({"phase": "settling", "done": 40, "rows": 7})
    instead(monkeypatch, f"import sys; open(sys.argv[1] + '/progress.json', 'w').write({noted!r}); {FOR_EVER}")
    with served() as client:
        place = f"/v1/batches/{batch(client, [('files', 'a.csv', b'x')])['id']}"
        job = until(lambda: (found := client.get(place).json())["rows"] and found)
        assert (job["state"], job["phase"], job["done"], job["rows"], job["files"]) == ("running", "settling", 40, 7, [])
