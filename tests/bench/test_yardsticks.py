"""The hand-written yardsticks come to the same awards as the package, so that times of the same work are compared."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch

from .scripts import module, script

ROWS, FIRMS, YEAR = 4_000, 20, "2025"
GROWTH = "qingpu-2024-1/import-growth"

Awards = Mapping[str, Decimal]


def made(folder: Path, odd: float = 0.0) -> Path:
    generator = script("generate.py")
    generator["write"](generator["Plan"](ROWS, FIRMS, odd=odd), folder / "lines.csv", "utf-8")
    return folder / "lines.csv"


def batch(lines: Path) -> Path:
    out = lines.parent / "result"
    run_batch(BatchRequest(files=(str(lines),), out=out, as_of=date(2026, 3, 1), zone="qingpu"))
    return out


def awards_in(path: Path, code: str = "utf-8", column: str = "award", **wanted: str) -> Awards:
    """Amounts by enterprise of the rows that have the wanted cells."""
    with path.open(encoding=code, newline="") as source:
        return {row["uscc"]: Decimal(row[column]) for row in csv.DictReader(source) if row.items() >= wanted.items()}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("yardsticks"))


@pytest.fixture(scope="module")
def ours(lines: Path) -> Awards:
    """Of the firms with an award: the others are not eligible, for which yardsticks say zero."""
    out = batch(lines)
    return awards_in(out / "entitlements.csv", "utf-8-sig", "amount", provision=GROWTH, period=YEAR, status="payable")


@pytest.mark.parametrize("name", ["duckdb_query", "polars_stream"])
def test_exact_yardsticks_agree_with_the_package_to_the_fen(
    lines: Path, ours: Awards, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "polars_stream":
        pytest.importorskip("polars")
    out = lines.with_name(f"{name}.csv")
    script(f"yardsticks/{name}.py")["main"](str(lines), YEAR, str(out))
    theirs = awards_in(out)
    assert len(theirs) == FIRMS
    assert {code: award for code, award in theirs.items() if award} == ours
    assert len(ours) > 3
    assert json.loads(capsys.readouterr().out) == {"enterprises": FIRMS, "award": str(sum(ours.values()))}


def test_the_yardstick_in_binary_floats_agrees_to_a_fen_for_each_enterprise(lines: Path, ours: Awards) -> None:
    out = lines.with_name("pandas.csv")
    script("yardsticks/pandas_frame.py")["main"](str(lines), YEAR, str(out))
    theirs = {code: award for code, award in awards_in(out).items() if award}
    assert theirs.keys() == ours.keys()
    assert all(abs(theirs[code] - ours[code]) <= Decimal("0.01") for code in ours)


def test_odd_lines_are_rejected_only_where_they_cannot_be_read(tmp_path: Path) -> None:
    account = json.loads((batch(made(tmp_path, odd=0.2)) / "reconciliation.json").read_text(encoding="utf-8"))
    assert account["balanced"]
    assert account["rows"]["read"] == ROWS
    assert set(account["rows"]["rejected"]) == {"date", "lost_digits"}
    assert 100 < sum(account["rows"]["rejected"].values()) < ROWS * 0.2


def test_different_answers_stop_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psutil")
    agreed = module("batch", monkeypatch).agreed
    assert agreed({"one": Decimal("1.10"), "other": Decimal("1.1")}) == Decimal("1.10")
    with pytest.raises(SystemExit, match=r"the awards differ: one .*, other "):
        agreed({"one": Decimal("1.10"), "other": Decimal("1.11")})
