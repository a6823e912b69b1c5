"""Whole lines of a result are read as they were written; one that cannot be read is named by file, line and column."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.batch.cells import ENTITLEMENT_COLUMNS, RANGE_COLUMNS
from subsidy.batch.read_back import read_result
from subsidy.batch.read_lines import Line, Range, lines_of
from subsidy.batch.tables_out import write_csv
from tests.batch.test_read_back import ROW, result

FULL = {**ROW, "reasons": "", "warnings": "basis_repealed;uscc_checksum", "steps": '{"imports":"80000000.00","base":null}'}


def lines(folder: Path, *rows: dict[str, str]) -> list[Line]:
    return list(lines_of(read_result(result(folder, *rows))))


def test_a_line_is_read_with_all_that_it_says(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, FULL)
    assert (line.uscc, line.name, line.period, line.status, line.claim) == (
        "913101180000000004",
        "=甲,\n乙",
        "2024",
        "undetermined",
        "lapsed",
    )
    assert (line.amount, line.low, line.high) == (None, Decimal("0.00"), Decimal("2000000.00"))
    assert (line.valid_from, line.valid_until) == (date(2025, 1, 1), date(2025, 12, 31))
    assert (line.reasons, line.missing) == ((), ("imports:2023-01..2023-12", "zone"))
    assert line.warnings == ("basis_repealed", "uscc_checksum")
    assert line.steps == {"imports": Decimal("80000000.00"), "base": None}
    assert line.over_readings is None


@pytest.mark.parametrize(("high", "read"), [("5.00", Decimal("5.00")), ("", None)])
def test_a_range_is_read_where_the_result_has_it(tmp_path: Path, high: str, read: Decimal | None) -> None:
    folder, columns = result(tmp_path, FULL), (*ENTITLEMENT_COLUMNS, *RANGE_COLUMNS)
    row = {**FULL, "range_low": "1.00", "range_high": high}
    write_csv(folder / "entitlements.csv", columns, [[row.get(name, "") for name in columns]])
    (line,) = lines_of(read_result(folder))
    assert line.over_readings == Range(Decimal("1.00"), read)


def test_a_range_without_its_least_is_refused(tmp_path: Path) -> None:
    folder, columns = result(tmp_path, FULL), (*ENTITLEMENT_COLUMNS, *RANGE_COLUMNS)
    row = {**FULL, "range_low": "", "range_high": "5.00"}
    write_csv(folder / "entitlements.csv", columns, [[row.get(name, "") for name in columns]])
    with pytest.raises(errors.BadValue, match="range_low"):
        list(lines_of(read_result(folder)))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "paid"),
        ("claim", "soon"),
        ("low", ""),
        ("low", "1e3"),
        ("high", "a lot"),
        ("valid_from", "2025-02-30"),
        ("steps", "[1]"),
        ("steps", "{"),
        ("steps", '{"imports":0.1}'),
        ("steps", '{"imports":"NaN"}'),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, column: str, value: str) -> None:
    with pytest.raises(errors.BadValue, match=rf"entitlements\.csv, line 3, {column}") as found:
        lines(tmp_path, {**FULL, column: value})
    assert f"第3行 {column}" in found.value.sentence("zh")


def test_lines_out_of_order_are_refused_since_enterprises_would_be_counted_twice(tmp_path: Path) -> None:
    with pytest.raises(errors.BadValue, match="ordered by uscc"):
        lines(tmp_path, {**FULL, "uscc": "9131011800000000B2"}, FULL)
