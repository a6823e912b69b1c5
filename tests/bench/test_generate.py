"""Generated files: the same for the same figures, whole, and of the shapes that are promised."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

from .scripts import script

GENERATOR = script("generate.py")
ROWS = 20_000

Make = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    def made(rows: int = ROWS, encoding: str = "utf-8", **figures: Any) -> Path:
        out: Path = tmp_path_factory.mktemp("lines") / "lines.csv"
        GENERATOR["write"](GENERATOR["Plan"](rows, enterprises=10, **figures), out, encoding)
        return out

    return made


@pytest.fixture(scope="module")
def lines(make: Make) -> list[dict[str, str]]:
    with make().open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_the_same_figures_give_the_same_bytes_and_another_seed_gives_others(make: Make) -> None:
    assert make().read_bytes() == make().read_bytes()
    assert make().read_bytes() != make(seed=8).read_bytes()


def test_both_encodings_hold_the_same_text(make: Make) -> None:
    assert make(encoding="gb18030").read_bytes().decode("gb18030") == make().read_text(encoding="utf-8")


@pytest.mark.parametrize("rows", [1, 2, 1_000])
def test_a_file_has_as_many_lines_as_asked_for(make: Make, rows: int) -> None:
    assert make(rows).read_text(encoding="utf-8").count("\n") == rows + 1


def test_lines_are_made_in_blocks_that_fit_together(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GENERATOR["write"].__globals__, "BLOCK", 300)
    text = make(1_000).read_text(encoding="utf-8").splitlines()[1:]
    assert len(text) == 1_000
    serials = {(int(declaration), int(line)) for declaration, line, *_ in (one.split(",") for one in text)}
    assert max(serials) == (GENERATOR["FIRST_DECLARATION"] + 199, 5)
    assert 960 < len(serials) < 1_000  # the others are repeats


def test_the_shares_are_those_promised(lines: list[dict[str, str]]) -> None:
    exports = sum(one["进出口标志"] == "E" for one in lines)
    outside = sum(one["监管方式"] == "5000" or one["运输方式"] == "Z" for one in lines)
    repeated = ROWS - len({tuple(one.values()) for one in lines})
    assert exports / ROWS == pytest.approx(0.12, abs=0.01)
    assert outside / ROWS == pytest.approx(0.09, abs=0.01)
    assert repeated / ROWS == pytest.approx(0.005, abs=0.001)


def test_a_declaration_line_is_repeated_exactly_or_not_at_all(lines: list[dict[str, str]]) -> None:
    named = {(one["报关单号"], one["商品序号"]) for one in lines}
    assert len(named) == len({tuple(one.values()) for one in lines})


def test_codes_are_valid_and_every_firm_imports_in_every_year(lines: list[dict[str, str]]) -> None:
    firms = Counter((one["收发货人统一社会信用代码"], date.fromisoformat(one["进口日期"]).year) for one in lines)
    assert {year for _, year in firms} == {2023, 2024, 2025}
    assert len(firms) == 30
    assert all(uscc.is_valid(code) for code, _ in firms)


def test_odd_lines_are_the_share_asked_for_and_leave_the_others_as_they_were(make: Make) -> None:
    plain, odd = (path.read_text(encoding="utf-8").splitlines() for path in (make(), make(odd=0.1)))
    changed = sum(one != other for one, other in zip(plain, odd, strict=True))
    # a seventh each: some codes have no letter to be made small, and half of the modes no zero to lose
    assert 0.06 < changed / ROWS < 0.1
