"""`subsidy batch`: options become a request, and the result an exit status."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from subsidy.batch import run
from subsidy.batch.progress import Progress
from subsidy.batch.request import BatchRequest
from tests.cli.calling import call
from tests.report.test_batch_table import RECONCILIATION, SUMMARY


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[BatchRequest]:
    """The requests that calls make; what comes back has one rejected row and a control that failed in 2025."""
    requests: list[BatchRequest] = []

    def run_batch(request: BatchRequest, progress: Progress) -> Any:
        requests.append(request)
        failed = 2025 in request.controls
        return SimpleNamespace(out=request.out, summary=SUMMARY, reconciliation=RECONCILIATION, control_failed=failed, rejected=1)

    monkeypatch.setattr(run, "run_batch", run_batch)
    return requests


def test_every_option_reaches_the_request(asked: list[BatchRequest]) -> None:
    tables = ("--register", "r", "--firsts", "f", "--warehousing", "w", "--prior", "p")
    asserted = (
        "--zone",
        "qingpu",
        "--year",
        "2025",
        "--coverage",
        "2023-01..2025-12",
        "--fees-through",
        "2026-02-28",
        "--as-of",
        "2026-03-01",
    )
    rest = ("--map", "rmb=货值", "--encoding", "gb18030", "--round-input", "fen", "--control", "2024=1.50", "--force")
    written = ("--to", "parquet", "--to", "xlsx", "--engine", "spark", "--master", "spark://here:7077")
    workbooks = ("--sheet", "一月", "--sheet", "二月", "--max-bytes", "2M", "--rates", "x")
    chosen = ("--reading", "growth.years=earned_in_force", "--decide", "warehousing.ratio=1")
    result = call("batch", "a.csv", "b.csv", "--out", "dir", *tables, *asserted, *rest, *written, *workbooks, *chosen, "--lang", "zh")
    assert result.exit_code == 0, result.stderr
    assert asked == [
        BatchRequest(
            files=("a.csv", "b.csv"),
            out=Path("dir"),
            as_of=date(2026, 3, 1),
            register="r",
            firsts="f",
            warehousing="w",
            prior="p",
            zone="qingpu",
            year=2025,
            readings={"growth.years": "earned_in_force"},
            decisions={"warehousing.ratio": "1"},
            mapping={"rmb": "货值"},
            coverage=(("2023-01", "2025-12"),),
            fees_through=date(2026, 2, 28),
            force=True,
            to=("parquet", "xlsx"),
            encoding="gb18030",
            sheets=("一月", "二月"),
            max_bytes=2 * 1024 * 1024,
            rates="x",
            round_input="fen",
            controls={2024: Decimal("1.50")},
            lang="zh",
            engine="spark",
            master="spark://here:7077",
        )
    ]


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--strict",), 3), (("--control", "2025=1"), 3), (("--control", "2024=1"), 0)])
def test_a_failed_control_or_under_strict_a_rejected_row_is_status_3(
    options: tuple[str, ...], status: int, asked: list[BatchRequest]
) -> None:
    result = call("batch", "a.csv", "--out", "dir", *options)
    assert result.exit_code == status
    assert "Result in dir" in result.stdout
    assert len(asked) == 1


def test_json_is_the_summary(asked: list[BatchRequest]) -> None:
    assert json.loads(call("batch", "a.csv", "--out", "dir", "--format", "json").stdout) == SUMMARY
    assert asked[0].as_of == date.today()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--control", "25=1"), "--control: '25' is not usable"),
        (("--control", "2025=x"), "--control 2025: 'x' is not usable"),
        (("--control", "2025"), "--control: '2025' is not usable"),
        (("--coverage", "2023..2024"), "--coverage 2023..2024: '2023' is not usable"),
        (("--coverage", "2024-02..2024-01"), "accepted: `to` not before `from`"),
        (("--zone", "pudong"), "--zone: 'pudong' is not usable"),
        (("--max-bytes", "much"), "--max-bytes: 'much' is not usable; accepted: 1000000, 500M, 10G"),
        (("--max-bytes", "0"), "--max-bytes: '0' is not usable"),
        (("--map", "rmb"), "--map: 'rmb' is not usable"),
        (("--fees-through", "soon"), "--fees-through: 'soon' is not usable"),
    ],
)
def test_options_that_cannot_be_used_are_named(options: tuple[str, ...], words: str, asked: list[BatchRequest]) -> None:
    result = call("batch", "a.csv", "--out", "dir", *options)
    assert (result.exit_code, result.stdout, asked) == (2, "", [])
    assert words in result.stderr


@pytest.mark.parametrize("name", ["qingpu", "青浦", "青浦综合保税区", "上海青浦综保区"])
def test_a_zone_goes_by_every_name_that_a_register_gives_it(name: str, asked: list[BatchRequest]) -> None:
    call("batch", "a.csv", "--out", "dir", "--zone", name)
    assert [request.zone for request in asked] == ["qingpu"]


def test_in_chinese_what_became_of_rows_is_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "imports.csv"
    file.write_text("统一社会信用代码,年度,进口额（元）\n913101180000000004,2024,8\n合计,,8\n913101180000000004,2025,x\n", encoding="utf-8")
    shown = call("batch", file, "--out", tmp_path / "out", "--zone", "青浦", "--as-of", "2026-03-01", "--lang", "zh").stdout
    assert "排除 合计行 total_row" in shown
    assert "拒收 金额 amount" in shown


def test_a_real_run_writes_a_folder_and_says_what_became_of_every_row(tmp_path: Path) -> None:
    file = tmp_path / "imports.csv"
    file.write_text("统一社会信用代码,年度,进口额（元）\n913101180000000004,2024,8\n913101180000000004,2025,x\n", encoding="utf-8")
    arguments = ("batch", file, "--out", tmp_path / "out", "--zone", "qingpu", "--as-of", "2026-03-01")
    assert call(*arguments).exit_code == 0
    assert call(*arguments).exit_code == 2
    strict = call(*arguments, "--force", "--strict", "--lang", "zh")
    assert strict.exit_code == 3
    assert "行数和金额都对得上" in strict.stdout
    assert (tmp_path / "out" / "entitlements.csv").read_bytes().startswith(b"\xef\xbb\xbfuscc,name,")
