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


def written(folder: Path, records: Iterable[Sequence[str]]) -> str:
    file = folder / "a.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([HEADING, *records])
    return str(file)


@pytest.mark.parametrize("dress", DRESSES)
def test_a_dressed_record_comes_to_the_same_by_either_way(
    tmp_path: Path, account: Batch, dress: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worn = dress.format
    file = written(tmp_path, [(worn(f"22182024000000000{n}"), worn("1"), worn(day), A, worn("1.50")) for n, day in enumerate(DAYS)])
    in_one_pass = account(tmp_path, [file])
    monkeypatch.setattr(plain, "_is_plain", lambda typed, layout: ibis.literal(False) & typed["p_value"].isnull())
    by_cell = account(tmp_path, [file])
    assert (in_one_pass.reconciliation, in_one_pass.rejects) == (by_cell.reconciliation, by_cell.rejects)


@pytest.mark.parametrize("dress", ["{}\t", "'{}", '="{}"', "¥{}"])
def test_records_in_a_usual_dress_are_read_in_one_pass(tmp_path: Path, account: Batch, dress: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, [(f"22182024000000000{n}", "1", "2024-05-01", A, dress.format("1.50")) for n in (1, 2)])
    monkeypatch.setattr(reading, "rows_of", lambda *_: pytest.fail("read cell by cell"))
    assert account(tmp_path, [file]).reconciliation["amount"]["counted"] == "3.00"
