"""Numbers, days and sums in the dress of exports: read in one pass, they come to what they come to cell by cell."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import ibis
import pytest

from subsidy.batch import plain, reading
from tests.batch.files import A, Batch

HEADING = ("报关单号", "项号", "进口日期", "统一社会信用代码", "人民币（元）")
DAYS = ("2024-05-01", "20240502", "2024/5/3", "2024-05-04 12:30:59", "2024-05-05 25:00:00", "2024-05-06 23:59:59")
DRESSES = ("{}\t", "'{}", '="{}"', "{} ", "\t{}", "''{}", '="{}', '{}"', "='{}'", '"{}"x', "¥{}", "￥{}", "¥ {}", "'¥{}", "¥¥{}")


USUAL = ("{}\t", "'{}", '="{}"', "¥{}")


def written(file: Path, records: Iterable[Sequence[str]]) -> str:
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([HEADING, *records])
    return str(file)


def dressed(number: int) -> list[list[str]]:
    """A record of each day in a dress, with sums that no other dress has."""
    worn = DRESSES[number].format
    return [[worn(f"2218202400000{number:03}{n:02}"), worn("1"), worn(day), A, worn(f"{number + 1}.50")] for n, day in enumerate(DAYS)]


def test_dressed_records_come_to_the_same_by_either_way(tmp_path: Path, account: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those with quotes in a file of their own, which is read in another manner."""
    quoted = [number for number, dress in enumerate(DRESSES) if '"' in dress]
    files = [
        written(
            tmp_path / f"{name}.csv",
            [record for number, _ in enumerate(DRESSES) if (number in quoted) is has for record in dressed(number)],
        )
        for name, has in (("bare", False), ("quoted", True))
    ]
    in_one_pass = account(tmp_path, files)
    monkeypatch.setattr(plain, "_is_plain", lambda typed, layout: ibis.literal(False) & typed["p_value"].isnull())
    by_cell = account(tmp_path, files)
    assert (in_one_pass.reconciliation, in_one_pass.rejects) == (by_cell.reconciliation, by_cell.rejects)
    assert in_one_pass.reconciliation["rows"]["read"] == len(DRESSES) * len(DAYS)


def test_records_in_a_usual_dress_are_read_in_one_pass(tmp_path: Path, account: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [(f"2218202400000{n:05}", "1", "2024-05-01", A, USUAL[n % len(USUAL)].format("1.50")) for n in range(2 * len(USUAL))]
    file = written(tmp_path / "a.csv", records)
    monkeypatch.setattr(reading, "rows_of", lambda *_: pytest.fail("read cell by cell"))
    assert account(tmp_path, [file]).reconciliation["amount"]["counted"] == "12.00"
