"""Rejected rows page by page: in the order of the files, each on its line, however many there are and whatever the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.batch import rejects
from tests.batch.files import A, Batch

HEADING = "报关单号,项号,进口日期,统一社会信用代码,人民币（元）"


def text(folder: Path, name: str, empty_lines: bool) -> tuple[str, list[tuple[str, int, str]]]:
    """A file of twelve rows of which every second cannot be used, and those with their lines."""
    lines, expected = [HEADING], []
    for number in range(12):
        if empty_lines and number % 3 == 0:
            lines.append("")
        bad = number % 2 == 1
        lines.append(f"{number:018d},1,{'2024-13-01' if bad else '2024-05-01'},{A},1.00")
        expected += [(str(folder / name), len(lines), "date")] if bad else []
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / name), expected


PAGES = [
    *(("duckdb", page) for page in (1, 2, 5, 6, 7, 12, 13, 50_000)),
    *(pytest.param("spark", page, marks=pytest.mark.spark) for page in (5, 12)),
]


@pytest.mark.parametrize(("engine_name", "page"), PAGES, indirect=["engine_name"])
def test_every_reject_is_told_once_in_order_and_on_its_line(
    tmp_path: Path, account: Batch, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejects, "PAGE", page)
    files, expected = zip(*(text(tmp_path, name, name == "b.csv") for name in ("a.csv", "b.csv")), strict=True)
    found = account(tmp_path, list(files))
    assert [(row["file"], int(row["line"]), row["code"]) for row in found.rejects] == [row for rows in expected for row in rows]
    assert found.reconciliation["rows"]["rejected"] == {"date": 12}
