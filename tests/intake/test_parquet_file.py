"""Parquet files as tables of text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from subsidy import errors
from subsidy.intake import parquet_file
from subsidy.intake.asked import Asked
from subsidy.intake.parquet_file import ParquetTable, open_parquet

A = "913101180000000004"
BASE = {"统一社会信用代码": [A, None], "进口日期": ["2024-05-01", None], "人民币": ["1.50", None]}


def opened(tmp_path: Path, changes: dict[str, object], table: str = "imports", max_bytes: int = 1 << 30, **mapping: str) -> ParquetTable:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({**(BASE if table == "imports" else {}), **changes}), path)
    return open_parquet(str(path), Asked(table, mapping), max_bytes)


def texts(tmp_path: Path, heading: str, column: pa.Array) -> list[str]:
    table = opened(tmp_path, {heading: column})
    number = table.layout.headings.index(heading)
    return [cells[number] for _, cells in table.records()]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (pa.array(["青浦", None]), "青浦"),
        (pa.array([Decimal("0.00000012"), None], pa.decimal128(18, 8)), "0.00000012"),
        (pa.array([Decimal(0), None], pa.decimal128(18, 8)), "0.00000000"),
        (pa.array(["x", None], pa.large_string()), "x"),
        (pa.array(["x", None]).dictionary_encode(), "x"),
        (pa.array([12, None], pa.int8()), "12"),
        (pa.array([2**64 - 1, None], pa.uint64()), "18446744073709551615"),
        (pa.array([Decimal("1234.50"), None], pa.decimal128(18, 2)), "1234.50"),
        (pa.array([Decimal("-0.05"), None], pa.decimal256(50, 2)), "-0.05"),
        (pa.array([Decimal(1200), None], pa.decimal128(9, 0)), "1200"),
        (pa.array([date(2024, 2, 29), None]), "2024-02-29"),
        (pa.array([datetime(2024, 2, 29), None], pa.timestamp("ms")), "2024-02-29 00:00:00.000"),  # noqa: DTZ001
        (pa.array([datetime(2024, 2, 29, 16, tzinfo=UTC), None], pa.timestamp("ns", "UTC")), "2024-03-01 00:00:00.000000"),
        (pa.array([datetime(2024, 3, 1, tzinfo=UTC), None], pa.timestamp("us", "Asia/Tokyo")), "2024-03-01 08:00:00.000000"),
        (pa.array([True, None]), "true"),
        (pa.array([5015.0, None]), "5015"),
        (pa.array([1.5, None], pa.float32()), "1.5"),
        (pa.nulls(2), ""),
    ],
)
def test_a_cell_is_the_text_that_a_clerk_would_have_written(tmp_path: Path, column: pa.Array, text: str) -> None:
    assert texts(tmp_path, "备注", column) == [text, ""]


def test_a_declaration_number_that_was_a_float_has_lost_digits(tmp_path: Path) -> None:
    assert texts(tmp_path, "报关单号", pa.array([221820240000000001.0, None])) == ["2.2182024e+17", ""]


@pytest.mark.parametrize("heading", ["人民币", "统计美元值", "2024年进口额"])
@pytest.mark.parametrize("kind", [pa.float64(), pa.float32(), pa.float16()])
def test_sums_that_are_floats_are_refused(tmp_path: Path, heading: str, kind: pa.DataType) -> None:
    floats = pa.array([1.5, None]).cast(kind)
    columns = {"统一社会信用代码": [A, None], heading: floats} if "年" in heading else {**BASE, heading: floats}
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path)
    with pytest.raises(errors.FloatColumn, match=rf"a\.parquet: column '{heading}' holds floats"):
        open_parquet(str(path), Asked("imports", {}), 1 << 30)


def test_fees_that_are_floats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.FloatColumn, match="仓储费"):
        opened(tmp_path, {"uscc": [A], "起始日期": ["2024-05-01"], "截止日期": ["2024-05-31"], "仓储费": [1.5]}, "warehousing")


@pytest.mark.parametrize(
    "column", [pa.array([b"x", None]), pa.array([[1], None]), pa.array([{"a": 1}, None]), pa.array([1, None], pa.duration("s"))]
)
def test_other_types_are_refused_where_they_are_used_and_nothing_elsewhere(tmp_path: Path, column: pa.Array) -> None:
    with pytest.raises(errors.UnusableColumn, match="column '监管方式' holds "):
        opened(tmp_path, {"监管方式": column})
    table = opened(tmp_path, {"备注": column})
    assert list(table.names) == [0, 1, 2]
    assert [cells for _, cells in table.records()] == [[A, "2024-05-01", "1.50", ""], [""] * 4]


def test_columns_that_readers_cannot_tell_apart_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    for names in (["Date", "date"], ["x", "x"]):
        pq.write_table(pa.table([pa.array(["1"]), pa.array(["2"])], names=names), path)
        with pytest.raises(errors.RepeatedColumn, match=rf"two columns are called '{names[1]}'"):
            open_parquet(str(path), Asked("imports", {}), 1 << 30)


def test_headings_are_found_as_in_any_table(tmp_path: Path) -> None:
    assert opened(tmp_path, {"paid": pa.array([1, 2])}, rmb="paid").layout.columns["rmb"] == 3
    with pytest.raises(errors.MissingHeading, match=r"a\.parquet"):
        opened(tmp_path, {"uscc": [A], "x": [1]}, "warehousing")


def test_rows_are_numbered_through_all_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_file, "_ROWS", 2)
    table = opened(tmp_path, {name: [str(number) for number in range(5)] for name in BASE})
    assert [(line, cells[0]) for line, cells in table.records()] == [(number + 1, str(number)) for number in range(5)]
    assert table.rows == 5


def test_the_size_when_unpacked_is_bounded(tmp_path: Path) -> None:
    values = [f"{number:030d}" for number in range(10_000)]
    with pytest.raises(errors.TooLarge, match=r"more than 1000 bytes"):
        opened(tmp_path, dict.fromkeys(BASE, values), max_bytes=1000)


SPOILT: list[Callable[[bytes], bytes]] = [
    lambda _: b"PAR1",
    lambda _: b"PAR1" + b"x" * 99 + b"PAR1",
    lambda sound: sound[:-20],
    lambda sound: sound[:8] + b"\xff" * 99 + sound[107:],
    lambda sound: sound.replace("人民币".encode(), b"\xff" * 9),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_damaged_file_is_an_error(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    opened(tmp_path, {name: [str(number) for number in range(5000)] for name in BASE})
    path = tmp_path / "b.parquet"
    path.write_bytes(spoil((tmp_path / "a.parquet").read_bytes()))
    with pytest.raises(errors.UnreadableFile, match=r"b\.parquet: cannot be read .the Parquet data are damaged"):
        list(open_parquet(str(path), Asked("imports", {}), 1 << 30).records())
